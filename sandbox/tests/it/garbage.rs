//! What no bot should send, and what no page may: the sandbox refuses it and goes on.

use serde_json::{Value, json};

use crate::common::*;

const LARGEST: u64 = u64::MAX;

/// The request is answered, and not with a 500 nor by a connection that breaks off.
async fn survives(place: &Place, method: &str, path: &str, body: Value) {
    let shown = body.to_string();
    let (status, answer) = place.call(method, path, body).await;
    assert!(status < 500, "{method} {path} {shown}: {status} {answer}");
}

#[tokio::test]
async fn bodies_of_the_wrong_shape() {
    let place = Place::new().await;
    let app = place.sandbox.client_id;
    let (messages, channels) = (format!("/channels/{GENERAL}/messages"), format!("/guilds/{ACME}/channels"));
    let odd = [json!(5), json!("x"), json!([1]), json!(true), json!({}), json!([[]]), json!({ "a": [{}] })];
    for body in odd {
        for (method, path) in [
            ("POST", messages.clone()),
            ("POST", channels.clone()),
            ("PATCH", channels.clone()),
            ("POST", format!("/applications/{app}/commands")),
            ("PUT", format!("/applications/{app}/commands")),
            ("POST", format!("/guilds/{ACME}/roles")),
            ("POST", format!("/channels/{GENERAL}/threads")),
            ("POST", format!("/channels/{GENERAL}/webhooks")),
            ("PUT", format!("/channels/{GENERAL}/permissions/{MIA}")),
            ("POST", format!("{messages}/bulk-delete")),
            ("POST", "/interactions/1/x/callback".to_owned()),
        ] {
            survives(&place, method, &path, body.clone()).await;
        }
        for field in ["embeds", "components", "attachments", "allowed_mentions", "message_reference", "nonce", "flags"]
        {
            survives(&place, "POST", &messages, json!({ "content": "x", field: body })).await;
            survives(&place, "POST", &messages, json!({ "content": "x", field: [body] })).await;
        }
    }
    let (status, answer) = place.call("POST", &messages, json!({ "embeds": [5] })).await;
    assert_eq!((status, answer["code"].as_u64()), (400, Some(50_035)), "{answer}");
}

#[tokio::test]
async fn numbers_at_the_edge() {
    let place = Place::new().await;
    place.control.say(MIA, GENERAL, "first").await.unwrap();
    let page = place.get(&format!("/channels/{GENERAL}/messages?after={LARGEST}")).await;
    assert_eq!(page, json!([]));
    place.get(&format!("/channels/{GENERAL}/messages?around={LARGEST}")).await;
    let days = json!({ "delete_message_days": LARGEST });
    assert_eq!(place.refused("PUT", &format!("/guilds/{ACME}/bans/{SAM}"), days).await.1, 50_035);
    let far = json!({ "name": "far", "position": i64::MAX });
    survives(&place, "POST", &format!("/guilds/{ACME}/channels"), far).await;
    place.ok("POST", &format!("/guilds/{ACME}/channels"), json!({ "name": "after it" })).await;
    place.control.settings(&json!({ "rename_window_ms": LARGEST, "response_deadline_ms": LARGEST })).await.unwrap();
    let general = format!("/channels/{GENERAL}");
    for (name, status) in [("one", 200), ("two", 200), ("three", 429)] {
        assert_eq!(place.call("PATCH", &general, json!({ "name": name })).await.0, status);
    }
}

#[tokio::test]
async fn frames_of_the_wrong_shape_while_all_is_recorded() {
    let place = Place::new().await;
    place.control.settings(&json!({ "record": true })).await.unwrap();
    for (payload, code) in
        [(json!("x"), 4001), (json!([1, 2]), 4001), (json!(7), 4001), (json!({ "op": 2, "d": 5 }), 4004)]
    {
        let mut gateway = Gateway::open(&place.sandbox.base, "").await;
        gateway.frame().await;
        gateway.send(payload.clone()).await;
        assert_eq!(gateway.frame().await["close"], code, "{payload}");
    }
    let mut gateway = place.connect(INTENTS).await;
    for wrong in [json!(5), json!([]), json!({ "guild_id": [], "user_ids": {}, "limit": -1 })] {
        gateway.send(json!({ "op": 8, "d": wrong })).await;
    }
    place.control.say(MIA, GENERAL, "still there").await.unwrap();
    assert_eq!(gateway.event("MESSAGE_CREATE").await["content"], "still there");
}

/// A page from elsewhere in this machine's browser is not this machine.
#[tokio::test]
async fn controls_answer_no_page_from_elsewhere() {
    let place = Place::new().await;
    let host = place.sandbox.base.trim_start_matches("http://").to_owned();
    let port = host.rsplit(':').next().unwrap().to_owned();
    let (url, local) = (format!("http://{host}/_sandbox/gateway/drop"), format!("localhost:{port}"));
    for (name, value, status) in [
        ("origin", "https://elsewhere.example".to_owned(), 403),
        ("origin", "null".to_owned(), 403),
        ("origin", format!("http://127.0.0.1:{}", port.parse::<u16>().unwrap().wrapping_add(1)), 403),
        ("host", format!("rebound.example:{port}"), 403),
        ("x-forwarded-for", "203.0.113.7".to_owned(), 403),
        ("origin", format!("http://{host}"), 204),
        ("host", local, 204),
    ] {
        let answer = place.http.post(&url).header(name, &value).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{name}: {value}");
    }
}
