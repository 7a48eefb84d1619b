//! Keeping the world aside and taking it back, and turning the clock.

use sandbox::{File, Id};
use serde_json::{Value, json};

use crate::common::*;

/// Ids follow upon those there are, whatever the clock said when they were made.
#[tokio::test]
async fn a_snapshot_of_a_later_time_brings_its_time() {
    let ahead = Place::new().await;
    ahead.control.advance(30 * 86_400_000).await.unwrap();
    let said = Id::of(&ahead.control.say(MIA, GENERAL, "in a month").await.unwrap()["id"]);
    let kept = ahead.control.snapshot().await.unwrap();
    let place = Place::new().await;
    place.control.restore(&kept).await.unwrap();
    assert!(Id::of(&place.control.say(MIA, GENERAL, "after").await.unwrap()["id"]) > said);
    let Place { sandbox, dir, .. } = place;
    sandbox.kill().await;
    let again = Place::over(dir).await;
    assert!(Id::of(&again.control.say(MIA, GENERAL, "later").await.unwrap()["id"]) > said);
    let steps: Vec<&Value> = kept["steps"].as_array().unwrap().iter().filter(|step| step["guild"].is_null()).collect();
    assert_eq!(again.control.restore(&json!({ "steps": steps })).await.unwrap_err().status, 400, "no guild");
}

#[tokio::test]
async fn the_world_is_put_aside_and_taken_back() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let file =
        File { field: String::new(), name: "a.txt".into(), content_type: "text/plain".into(), bytes: b"kept".to_vec() };
    let said = Id::of(&place.control.upload(MIA, GENERAL, "kept", vec![file]).await.unwrap()["id"]);
    let kept = place.control.snapshot().await.unwrap();
    place.control.delete(MIA, GENERAL, said).await.unwrap();
    place.control.delete_channel(ACME, LOUNGE).await.unwrap();
    place.control.restore(&kept).await.unwrap();
    loop {
        if gateway.frame().await["op"] == 9 {
            break;
        }
    }
    place.control.view(BEN, LOUNGE).await.unwrap();
    let back = place.control.messages(GENERAL).await.unwrap().remove(0);
    let url = back["attachments"][0]["url"].as_str().unwrap();
    assert_eq!(place.http.get(url).send().await.unwrap().text().await.unwrap(), "kept");
    assert_eq!(place.control.restore(&json!({ "steps": [] })).await.unwrap_err().status, 400);

    place.control.reset().await.unwrap();
    assert_eq!(place.control.messages(GENERAL).await.unwrap().len(), 0);
    let again = place.connect(INTENTS).await;
    assert_eq!(again.ready["guilds"].as_array().unwrap().len(), 2, "under the same token");
    place.control.say(MIA, GENERAL, "after").await.unwrap();
    let Place { sandbox, dir, .. } = place;
    sandbox.kill().await;
    let place = Place::over(dir).await;
    assert_eq!(place.control.messages(GENERAL).await.unwrap()[0]["content"], "after");
}

#[tokio::test]
async fn the_clock_is_set_forward() {
    let place = Place::new().await;
    let file =
        File { field: String::new(), name: "a.txt".into(), content_type: "text/plain".into(), bytes: b"x".to_vec() };
    let said = place.control.upload(MIA, GENERAL, "now", vec![file]).await.unwrap();
    let url = said["attachments"][0]["url"].as_str().unwrap().to_owned();
    let status = async |url: &str| place.http.get(url).send().await.unwrap().status().as_u16();
    assert_eq!(status(&url).await, 200);
    let told = place.control.advance(25 * 3_600_000).await.unwrap();
    assert!(told["ahead_ms"].as_u64() >= Some(25 * 3_600_000 - 1000));
    assert_eq!(status(&url).await, 404, "links die after a day");
    let fresh = place.get(&format!("/channels/{GENERAL}/messages")).await;
    assert_eq!(status(fresh[0]["attachments"][0]["url"].as_str().unwrap()).await, 200, "each payload has fresh ones");
    let later = place.control.say(MIA, GENERAL, "later").await.unwrap();
    assert!(Id::of(&later["id"]).at() > Id::of(&said["id"]).at() + 24 * 3_600_000);
    let Place { sandbox, dir, .. } = place;
    sandbox.kill().await;
    let place = Place::over(dir).await;
    let again = place.control.say(MIA, GENERAL, "again").await.unwrap();
    assert!(Id::of(&again["id"]) > Id::of(&later["id"]), "it is remembered");
    let value: Value =
        place.http.get(format!("{}/_sandbox/clock", place.sandbox.base)).send().await.unwrap().json().await.unwrap();
    assert_eq!(value["speed"].as_f64(), Some(1.0));
}

#[tokio::test]
async fn what_goes_over_the_wire_is_recorded_when_asked() {
    let place = Place::new().await;
    place.get("/gateway").await;
    assert!(place.control.recording(0).await.unwrap().is_empty());
    place.control.settings(&json!({ "record": true })).await.unwrap();
    let mut gateway = place.connect(INTENTS).await;
    gateway.names().await;
    let sent = place.ok("POST", &format!("/channels/{GENERAL}/messages"), json!({ "content": "kept" })).await;
    gateway.event("MESSAGE_CREATE").await;
    let all = place.control.recording(0).await.unwrap();
    let rest = all.iter().find(|r| r["kind"] == "rest").unwrap();
    assert_eq!((&rest["body"]["content"], &rest["answer"]["id"]), (&json!("kept"), &sent["id"]));
    assert!(all.iter().any(|r| r["kind"] == "to_bot" && r["frame"]["t"] == "MESSAGE_CREATE"));
    let identify = all.iter().find(|r| r["kind"] == "of_bot" && r["frame"]["op"] == 2).unwrap();
    assert_eq!((&identify["frame"]["d"]["intents"], identify["frame"]["d"].get("token")), (&json!(INTENTS), None));
    let last = all.last().unwrap()["n"].as_u64().unwrap();
    assert!(place.control.recording(last).await.unwrap().is_empty());
}
