//! Presses, commands and forms: three seconds, one answer, and who sees it.

use crate::common::*;
use sandbox::{Id, Outcome};
use serde_json::json;

fn panel() -> serde_json::Value {
    json!({ "content": "Press", "components": [{ "type": 1, "components": [
        { "type": 2, "style": 1, "label": "Open", "custom_id": "open" },
        { "type": 2, "style": 2, "label": "Off", "custom_id": "off", "disabled": true },
    ] }] })
}

#[tokio::test]
async fn an_answer_in_time_for_one_person_alone() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let sent = place.ok("POST", &format!("/channels/{GENERAL}/messages"), panel()).await;
    let (control, message) = (place.control.clone(), Id::of(&sent["id"]));
    let pressed = async { control.press(MIA, GENERAL, message, "open").await.unwrap() };
    let answered = async {
        let (id, token, d) = gateway.interaction().await;
        assert_eq!(d["member"]["user"]["id"], json!(MIA));
        assert_eq!(d["message"]["id"], json!(message));
        let path = format!("/interactions/{id}/{token}/callback");
        let body = json!({ "type": 4, "data": { "content": "Hello", "flags": 64 } });
        place.ok("POST", &path, body.clone()).await;
        assert_eq!(place.refused("POST", &path, body).await, (400, 40_060));
        (id, token)
    };
    let (outcome, (_, token)) = tokio::join!(pressed, answered);
    assert_eq!(outcome.outcome, Outcome::Message);
    assert_eq!(outcome.message["content"], "Hello");
    let seen = |user| {
        let c = place.control.clone();
        async move { c.view(user, GENERAL).await.unwrap().iter().any(|m| m["content"] == "Hello") }
    };
    assert!(seen(MIA).await);
    assert!(!seen(NOAH).await && !seen(OLIVIA).await, "meant for Mia alone");
    let original = format!("/webhooks/{}/{token}/messages/@original", place.sandbox.client_id);
    place.ok("PATCH", &original, json!({ "content": "Changed" })).await;
    assert_eq!(place.get(&original).await["content"], "Changed");
    place.ok("DELETE", &original, serde_json::Value::Null).await;
    assert_eq!(place.refused("GET", &original, serde_json::Value::Null).await, (404, 10_008));
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn three_seconds_and_then_never() {
    let place = Place::new().await;
    place.control.settings(&json!({ "response_deadline_ms": 200 })).await.unwrap();
    let mut gateway = place.connect(INTENTS).await;
    let sent = place.ok("POST", &format!("/channels/{GENERAL}/messages"), panel()).await;
    let failed = place.control.press(MIA, GENERAL, Id::of(&sent["id"]), "open").await.unwrap();
    assert_eq!(failed.outcome, Outcome::Failed);
    let (id, token, _) = gateway.interaction().await;
    let late = json!({ "type": 4, "data": { "content": "sorry" } });
    assert_eq!(
        place.refused("POST", &format!("/interactions/{id}/{token}/callback"), late.clone()).await,
        (404, 10_062)
    );
    assert_eq!(place.refused("POST", &format!("/interactions/{id}/wrong/callback"), late.clone()).await, (404, 10_062));
    let app = place.sandbox.client_id;
    assert_eq!(
        place.refused("POST", &format!("/webhooks/{app}/{token}"), json!({ "content": "x" })).await,
        (404, 10_015)
    );
    let disabled = place.control.press(MIA, GENERAL, Id::of(&sent["id"]), "off").await.unwrap_err();
    assert_eq!(disabled.status, 400);
    assert_eq!(place.control.press(MIA, GENERAL, Id::of(&sent["id"]), "gone").await.unwrap_err().status, 404);
    place.conforms().await;
}

#[tokio::test]
async fn updates_deferrals_and_further_messages() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let sent = place.ok("POST", &format!("/channels/{GENERAL}/messages"), panel()).await;
    let (control, message) = (place.control.clone(), Id::of(&sent["id"]));
    let mut press = async |body: serde_json::Value| {
        let pressed = async { control.press(MIA, GENERAL, message, "open").await.unwrap() };
        let answered = async {
            let (id, token, _) = gateway.interaction().await;
            place.ok("POST", &format!("/interactions/{id}/{token}/callback?with_response=1"), body).await;
            format!("/webhooks/{}/{token}", place.sandbox.client_id)
        };
        tokio::join!(pressed, answered)
    };
    let (answered, hook) = press(json!({ "type": 6 })).await;
    assert_eq!(answered.outcome, Outcome::DeferredUpdate);
    place.ok("PATCH", &format!("{hook}/messages/@original"), json!({ "content": "Pressed" })).await;
    assert_eq!(place.get(&format!("/channels/{GENERAL}/messages/{message}")).await["content"], "Pressed");
    let (answered, _) = press(json!({ "type": 7, "data": { "content": "Updated" } })).await;
    assert_eq!((answered.outcome, answered.message["content"].as_str()), (Outcome::Update, Some("Updated")));
    let (answered, hook) = press(json!({ "type": 5 })).await;
    assert_eq!(answered.outcome, Outcome::Deferred);
    let first = place.ok("POST", &hook, json!({ "content": "first" })).await;
    assert_eq!(first["id"], answered.message["id"], "the first further message fills the one awaited");
    let second = place.ok("POST", &hook, json!({ "content": "second", "flags": 64 })).await;
    assert!(control.view(NOAH, GENERAL).await.unwrap().iter().all(|m| m["content"] != "second"));
    let path = format!("{hook}/messages/{}", second["id"].as_str().unwrap());
    place.ok("PATCH", &path, json!({ "content": "changed" })).await;
    place.ok("DELETE", &path, serde_json::Value::Null).await;
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn commands_are_registered_offered_and_used() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let app = place.sandbox.client_id;
    let list = json!([
        { "name": "close", "description": "Close", "options": [
            { "type": 3, "name": "reason", "description": "Why", "required": true },
            { "type": 6, "name": "who", "description": "Who" } ] },
        { "name": "setup", "description": "Set up", "default_member_permissions": "32" },
        { "name": "Open from this", "type": 3 },
    ]);
    let made = place.ok("PUT", &format!("/applications/{app}/guilds/{ACME}/commands"), list.clone()).await;
    let again = place.ok("PUT", &format!("/applications/{app}/guilds/{ACME}/commands"), list).await;
    assert_eq!(made, again, "unchanged names keep ids and versions");
    let names = async |user| -> Vec<String> {
        let guilds = place.control.guilds(user).await.unwrap();
        guilds[0]["commands"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(ADA).await, ["close", "setup", "Open from this"]);
    assert_eq!(names(MIA).await, ["close", "Open from this"]);
    assert_eq!(place.control.command(MIA, GENERAL, "setup", json!([])).await.unwrap_err().code, 10_063);
    assert_eq!(place.control.command(MIA, GENERAL, "close", json!([])).await.unwrap_err().status, 400);
    let control = place.control.clone();
    let options = json!([{ "name": "reason", "value": "done" }, { "name": "who", "value": BEN }]);
    let used = async { control.command(MIA, GENERAL, "close", options).await.unwrap() };
    let answered = async {
        let (id, token, d) = gateway.interaction().await;
        place
            .ok(
                "POST",
                &format!("/interactions/{id}/{token}/callback"),
                json!({ "type": 4, "data": { "content": "Closed" } }),
            )
            .await;
        d
    };
    let (outcome, d) = tokio::join!(used, answered);
    assert_eq!(outcome.outcome, Outcome::Message);
    assert_eq!(
        (d["data"]["options"][0]["value"].as_str(), d["data"]["options"][1]["type"].as_u64()),
        (Some("done"), Some(6))
    );
    assert_eq!(d["data"]["resolved"]["members"][BEN.to_string()]["roles"], json!([GOLD_TEAM]));
    let said = Id::of(&place.control.say(NOAH, GENERAL, "help").await.unwrap()["id"]);
    let used = async { control.menu(MIA, GENERAL, "Open from this", 3, said).await.unwrap() };
    let answered = async {
        let (id, token, d) = gateway.interaction().await;
        place
            .ok(
                "POST",
                &format!("/interactions/{id}/{token}/callback"),
                json!({ "type": 4, "data": { "content": "Ok" } }),
            )
            .await;
        d
    };
    let (_, d) = tokio::join!(used, answered);
    assert_eq!(d["data"]["resolved"]["messages"][said.to_string()]["content"], "help");
    let one = format!("/applications/{app}/commands");
    let (status, global) = place.call("POST", &one, json!({ "name": "ping", "description": "p" })).await;
    assert_eq!(status, 201);
    let path = format!("{one}/{}", global["id"].as_str().unwrap());
    place.ok("PATCH", &path, json!({ "description": "Pong" })).await;
    assert_eq!(place.get(&path).await["description"], "Pong");
    assert_eq!(place.get(&one).await.as_array().unwrap().len(), 1);
    place.ok("DELETE", &path, serde_json::Value::Null).await;
    gateway.understood();
    place.conforms().await;
}
