//! The controls: what people see live, coming and going, importing, faults.

use base64::Engine;
use futures_util::StreamExt;
use sandbox::Id;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::common::*;

struct Eyes(tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>);

impl Eyes {
    async fn of(place: &Place, user: Id) -> Self {
        let url = format!("{}/_sandbox/as/{user}/live", place.sandbox.base.replace("http", "ws"));
        Self(tokio_tungstenite::connect_async(url).await.unwrap().0)
    }

    /// What was seen until nothing more came: names and ids.
    async fn seen(&mut self) -> Vec<(String, Value)> {
        let mut seen = Vec::new();
        while let Ok(Some(Ok(Message::Text(text)))) =
            tokio::time::timeout(std::time::Duration::from_millis(200), self.0.next()).await
        {
            let news: Value = serde_json::from_str(&text).unwrap();
            seen.push((news["t"].as_str().unwrap().to_owned(), news["d"].clone()));
        }
        seen
    }

    async fn names(&mut self) -> Vec<String> {
        self.seen().await.into_iter().map(|(name, _)| name).collect()
    }
}

#[tokio::test]
async fn people_see_what_they_may_as_it_happens() {
    let place = Place::new().await;
    let (mut mia, mut ben) = (Eyes::of(&place, MIA).await, Eyes::of(&place, BEN).await);
    place.control.say(NOAH, GENERAL, "all").await.unwrap();
    place.control.say(BEN, LOUNGE, "staff").await.unwrap();
    assert_eq!(mia.names().await, ["MESSAGE_CREATE"]);
    assert_eq!(ben.names().await, ["MESSAGE_CREATE", "MESSAGE_CREATE"]);
    place.control.member(ACME, MIA, &json!({ "roles": [GOLD_TEAM] })).await.unwrap();
    let seen = mia.seen().await;
    let names: Vec<&str> = seen.iter().map(|(n, _)| n.as_str()).collect();
    assert!(names.contains(&"GUILD_MEMBER_UPDATE") && names.contains(&"CHANNEL_CREATE"), "{names:?}");
    assert!(
        seen.iter().any(|(n, d)| n == "CHANNEL_CREATE" && d["id"] == json!(LOUNGE) && d["can"]["send"] == json!(true))
    );
    place.control.member(ACME, MIA, &json!({ "roles": [] })).await.unwrap();
    assert!(mia.seen().await.iter().any(|(n, d)| n == "CHANNEL_DELETE" && d["id"] == json!(LOUNGE)));
    place.control.patch_channel(ACME, LOUNGE, &json!({ "name": "back-room" })).await.unwrap();
    assert!(mia.names().await.is_empty(), "not hers to see");
    assert!(ben.names().await.contains(&"CHANNEL_UPDATE".to_owned()));
}

#[tokio::test]
async fn a_category_stands_over_what_one_sees_in_it() {
    let place = Place::new().await;
    let staff = Id(1_220_000_000_000_000_004);
    let may_look = json!({ "permission_overwrites": [
        { "id": ACME, "type": 0, "allow": "0", "deny": "1024" }, { "id": MIA, "type": 1, "allow": "1024", "deny": "0" }] });
    let hers = async || -> Vec<(Value, Value)> {
        let channels = place.control.channels(MIA, ACME).await.unwrap();
        channels.into_iter().map(|c| (c["id"].clone(), c["can"]["view"].clone())).collect()
    };
    assert!(!hers().await.iter().any(|(id, _)| *id == json!(staff)));
    let mut mia = Eyes::of(&place, MIA).await;
    place.control.patch_channel(ACME, LOUNGE, &may_look).await.unwrap();
    assert_eq!(mia.names().await, ["CHANNEL_CREATE", "CHANNEL_CREATE"], "the room and its category");
    assert!(hers().await.contains(&(json!(staff), json!(false))), "listed, and still not hers to enter");
    assert!(hers().await.contains(&(json!(LOUNGE), json!(true))));
}

#[tokio::test]
async fn coming_going_and_the_bot_itself() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    gateway.names().await;
    place.control.join(ACME, SAM).await.unwrap();
    assert_eq!(gateway.event("GUILD_MEMBER_ADD").await["user"]["id"], json!(SAM));
    place.control.leave(ACME, SAM).await.unwrap();
    assert_eq!(gateway.event("GUILD_MEMBER_REMOVE").await["user"]["id"], json!(SAM));
    assert_eq!(place.control.view(SAM, GENERAL).await.unwrap_err().code, 50_001);
    let role = Id::of(&place.control.create_role(ACME, &json!({ "name": "R" })).await.unwrap()["id"]);
    gateway.event("GUILD_ROLE_CREATE").await;
    place.control.patch_role(ACME, role, &json!({ "name": "S" })).await.unwrap();
    gateway.event("GUILD_ROLE_UPDATE").await;
    place.control.delete_role(ACME, role).await.unwrap();
    gateway.event("GUILD_ROLE_DELETE").await;
    place.control.rename_guild(ACME, "Acme & Sons").await.unwrap();
    let renamed = gateway.event("GUILD_UPDATE").await;
    assert_eq!((&renamed["name"], renamed.get("channels")), (&json!("Acme & Sons"), None));
    place.control.leave(CLUB, BOT).await.unwrap();
    gateway.event("GUILD_DELETE").await;
    assert_eq!(place.refused("GET", &format!("/guilds/{CLUB}"), Value::Null).await, (403, 50_001));
    place.control.join(CLUB, BOT).await.unwrap();
    assert_eq!(gateway.event("GUILD_CREATE").await["id"], json!(CLUB));
    gateway.understood();
}

#[tokio::test]
async fn the_past_is_put_in_place() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    gateway.names().await;
    let data = base64::engine::general_purpose::STANDARD.encode(b"old file");
    let then = "2026-08-01T10:00:00.000000+00:00";
    place
        .control
        .import(&json!({
            "users": [{ "id": "77", "username": "zoe", "global_name": "Zoe" }],
            "guilds": [{ "id": "88", "name": "New", "owner_id": "77", "roles": [{ "id": "88", "name": "@everyone", "permissions": "66560" }],
                "members": [{ "user": { "id": "77" } }, { "user": { "id": BOT } }], "channels": [{ "id": "89", "type": 0, "name": "hall" }] }],
            "channels": [{ "id": "90", "type": 0, "name": "old-ticket", "guild_id": ACME,
                "permission_overwrites": [{ "id": ACME, "type": 0, "allow": "0", "deny": "1024" }] }],
            "messages": [{ "id": "1001", "channel_id": "90", "author": { "id": MIA }, "content": "long ago", "timestamp": then, "edited_timestamp": then,
                "attachments": [{ "id": "1002", "filename": "f.txt", "content_type": "text/plain", "data_base64": data }] }],
        }))
        .await
        .unwrap();
    let heard = gateway.names().await;
    assert_eq!(heard, ["GUILD_CREATE", "CHANNEL_CREATE"], "and nothing of messages");
    let kept = &place.control.messages(Id(90)).await.unwrap()[0];
    assert_eq!(
        (kept["id"].as_str(), kept["timestamp"].as_str(), kept["edited_timestamp"].as_str()),
        (Some("1001"), Some(then), Some(then))
    );
    let url = kept["attachments"][0]["url"].as_str().unwrap();
    assert_eq!(place.http.get(url).send().await.unwrap().text().await.unwrap(), "old file");
    assert_eq!(place.control.view(MIA, Id(90)).await.unwrap_err().code, 50_001);
    gateway.understood();
}

#[tokio::test]
async fn the_past_is_whole_or_not_at_all() {
    let place = Place::new().await;
    let before = place.control.state().await.unwrap();
    let past = json!({
        "users": [{ "id": "77", "username": "zoe" }],
        "guilds": [{ "id": "88", "name": "New", "owner_id": "77" }],
        "messages": [
            { "id": "1001", "channel_id": GENERAL, "author": { "id": MIA }, "content": "good",
                "attachments": [{ "id": "1002", "filename": "f.txt", "data_base64": "b2xk" }] },
            { "id": "1003", "channel_id": "99", "author": { "id": MIA }, "content": "nowhere" },
        ],
    });
    assert_eq!(place.control.import(&past).await.unwrap_err().code, 10_003);
    assert_eq!(place.control.state().await.unwrap(), before);
    assert!(std::fs::read_dir(place.dir.path().join("files")).unwrap().next().is_none(), "no file was laid down");
}

#[tokio::test]
async fn faults_and_counts() {
    let place = Place::new().await;
    place.control.clear_traffic().await.unwrap();
    place.control.faults(&json!({ "error_rate": 1.0, "error_status": 503 })).await.unwrap();
    assert_eq!(place.call("GET", "/gateway", Value::Null).await.0, 503);
    assert_eq!(place.control.faults(&json!({ "error_ratio": 1.0 })).await.unwrap_err().status, 400, "no such fault");
    place.control.faults(&json!({ "error_after": true })).await.unwrap();
    let lost = place.call("POST", &format!("/channels/{GENERAL}/messages"), json!({ "content": "done" })).await;
    assert_eq!((lost.0, place.control.messages(GENERAL).await.unwrap().len()), (503, 1));
    place.control.faults(&json!({ "error_rate": 0.0, "delay_ms": 120 })).await.unwrap();
    let before = tokio::time::Instant::now();
    place.get("/gateway").await;
    assert!(before.elapsed().as_millis() >= 120);
    place.control.faults(&json!({ "delay_ms": 0, "drop_events": true })).await.unwrap();
    let mut gateway = place.connect(INTENTS).await;
    gateway.names().await;
    place.control.say(MIA, GENERAL, "lost").await.unwrap();
    assert!(gateway.names().await.is_empty());
    place.call("GET", "/nothing/here", Value::Null).await;
    let traffic = place.control.traffic().await.unwrap();
    assert_eq!((traffic["requests"].as_u64(), traffic["by_status"]["503"].as_u64()), (Some(4), Some(2)));
    assert_eq!(
        (traffic["by_route"]["GET /gateway"].as_u64(), traffic["unknown_routes"].clone()),
        (Some(2), json!(["GET /nothing/here"]))
    );
}

#[tokio::test]
async fn the_client_and_the_description_are_served() {
    let place = Place::new().await;
    let get = async |path: &str| place.http.get(format!("{}{path}", place.sandbox.base)).send().await.unwrap();
    assert_eq!(get("/").await.status().as_u16(), 200);
    assert_eq!(get("/client/nothing.js").await.status().as_u16(), 404);
    let described: Value = get("/_sandbox/openapi.json").await.json().await.unwrap();
    assert_eq!(described["openapi"], "3.1.0");
    let line = place.sandbox.ready_line();
    assert!(line.starts_with("ready sandbox=http://127.0.0.1:") && line.contains(&format!("guild={ACME}")));
}
