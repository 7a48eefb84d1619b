//! Presses, commands and forms: three seconds, one answer, and who sees it.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod common;

use common::*;
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
