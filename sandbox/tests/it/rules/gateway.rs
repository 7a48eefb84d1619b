//! The gateway's close codes and counts, and which intents bring what.

use serde_json::{Value, json};

use crate::common::*;

async fn closed(gateway: &mut Gateway) -> u64 {
    loop {
        let frame = gateway.frame().await;
        if let Some(code) = frame["close"].as_u64() {
            return code;
        }
        assert!(!frame.is_null(), "it ended without a code");
    }
}

async fn opened(place: &Place, query: &str) -> Gateway {
    let mut gateway = Gateway::open(&place.sandbox.base, query).await;
    gateway.frame().await;
    gateway
}

fn identify(place: &Place, more: Value) -> Value {
    let mut data = json!({ "token": place.sandbox.token, "intents": 1, "properties": {} });
    data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "op": 2, "d": data })
}

#[tokio::test]
async fn close_codes() {
    let place = Place::new().await;
    for (code, payload) in [
        (4001, json!({ "op": 99, "d": null })),
        (4003, json!({ "op": 3, "d": {} })),
        (4004, identify(&place, json!({ "token": "wrong" }))),
        (4010, identify(&place, json!({ "shard": [2, 2] }))),
        (4013, identify(&place, json!({ "intents": 1u64 << 40 }))),
        (4014, identify(&place, json!({ "intents": 1 << 8 }))),
    ] {
        let mut gateway = opened(&place, "").await;
        gateway.send(payload).await;
        assert_eq!(closed(&mut gateway).await, code);
    }
    let mut gateway = opened(&place, "").await;
    gateway.send(json!("not a payload")).await;
    assert_eq!(closed(&mut gateway).await, 4001);
    let mut gateway = opened(&place, "").await;
    gateway.send(json!({ "op": 1, "d": "x".repeat(4096) })).await;
    assert_eq!(closed(&mut gateway).await, 4002, "4096 bytes");
    let mut gateway = place.connect(1).await;
    gateway.send(identify(&place, json!({}))).await;
    assert_eq!(closed(&mut gateway).await, 4005);
    let mut gateway = place.connect(1).await;
    for _ in 0..125 {
        gateway.send(json!({ "op": 1, "d": null })).await;
    }
    assert_eq!(closed(&mut gateway).await, 4008, "120 a minute");
    let old = format!("{}/gateway?v=6", place.sandbox.base.replace("http", "ws"));
    let (socket, _) = tokio_tungstenite::connect_async(old).await.unwrap();
    let mut gateway = Gateway::over(socket);
    assert_eq!(closed(&mut gateway).await, 4012);
}

#[tokio::test]
async fn who_gives_no_sign_is_out_and_begins_anew() {
    let place = Place::new().await;
    place.control.settings(&json!({ "heartbeat_ms": 300 })).await.unwrap();
    let mut gateway = Gateway::open(&place.sandbox.base, "").await;
    assert_eq!(gateway.frame().await["d"]["heartbeat_interval"], 300);
    gateway.send(identify(&place, json!({}))).await;
    let session = gateway.event("READY").await["session_id"].clone();
    for _ in 0..3 {
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        gateway.send(json!({ "op": 1, "d": null })).await;
    }
    assert_eq!(closed(&mut gateway).await, 4009, "no sign for two intervals");
    let mut gateway = opened(&place, "").await;
    gateway.send(json!({ "op": 6, "d": { "token": place.sandbox.token, "session_id": session, "seq": 1 } })).await;
    assert_eq!(gateway.frame().await["op"], 9, "no resume after 4009");
}

#[tokio::test]
async fn a_session_waits_five_minutes_to_be_resumed() {
    let place = Place::new().await;
    let resume =
        |session: &Value| json!({ "op": 6, "d": { "token": place.sandbox.token, "session_id": session, "seq": 1 } });
    for (minutes, op) in [(4, 0), (6, 9)] {
        let mut gateway = place.connect(1).await;
        let session = gateway.ready["session_id"].clone();
        place.control.drop_gateway().await.unwrap();
        while !gateway.frame().await.is_null() {}
        // The connection's end is noticed by then.
        place.control.state().await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        place.control.advance(minutes * 60_000).await.unwrap();
        let mut gateway = opened(&place, "").await;
        gateway.send(resume(&session)).await;
        assert_eq!(gateway.frame().await["op"], op, "after {minutes} minutes");
    }
}

#[tokio::test]
async fn as_many_identify_at_once_as_is_told() {
    let place = Place::new().await;
    let fresh = tempfile::tempdir().unwrap();
    let config = sandbox::Config::new("127.0.0.1:0".parse().unwrap(), fresh.path());
    let untouched = sandbox::Sandbox::start(config).await.unwrap();
    let mut first = Gateway::open(&untouched.base, "").await;
    first.identify(&untouched.token, 1).await;
    let mut second = Gateway::open(&untouched.base, "").await;
    second.frame().await;
    second.send(json!({ "op": 2, "d": { "token": untouched.token, "intents": 1, "properties": {} } })).await;
    assert_eq!(second.frame().await["op"], 9, "one in five seconds is the rule from the start");
    place.control.settings(&json!({ "identify_window_ms": 5_000, "max_concurrency": 2 })).await.unwrap();
    assert_eq!(place.get("/gateway/bot").await["session_start_limit"]["max_concurrency"], 2);
    let mut answers = Vec::new();
    for shard in [0, 1, 2] {
        let mut gateway = opened(&place, "").await;
        gateway.send(identify(&place, json!({ "shard": [shard, 4] }))).await;
        let frame = gateway.frame().await;
        answers.push((frame["op"].as_u64(), frame["d"] == json!(false)));
    }
    assert_eq!(answers, [(Some(0), false), (Some(0), false), (Some(9), true)], "the third has the first one's place");
    assert_eq!(place.get("/gateway/bot").await["session_start_limit"]["remaining"], 998, "and counts for nothing");
    place.control.advance(5_000).await.unwrap();
    let mut gateway = opened(&place, "").await;
    gateway.send(identify(&place, json!({ "shard": [2, 4] }))).await;
    gateway.event("READY").await;
}

#[tokio::test]
async fn a_thousand_identifies_a_day_and_the_token_is_gone() {
    let place = Place::new().await;
    place.control.settings(&json!({ "identify_limit": 3 })).await.unwrap();
    for left in (0..3).rev() {
        drop(place.connect(1).await);
        let told = place.get("/gateway/bot").await;
        assert_eq!(told["session_start_limit"]["remaining"], left);
    }
    let mut gateway = opened(&place, "").await;
    gateway.send(identify(&place, json!({}))).await;
    assert_eq!(closed(&mut gateway).await, 4004);
    assert_eq!(place.call("GET", "/users/@me", Value::Null).await.0, 401, "the token was reset");
}

#[tokio::test]
async fn two_shards_and_too_many_guilds_for_one() {
    let place = Place::new().await;
    let member = json!([{ "user": { "id": BOT } }]);
    let guilds: Vec<Value> = (1..2501_u64)
        .map(|n| json!({ "id": (n << 22).to_string(), "name": "g", "owner_id": MIA, "members": member }))
        .collect();
    place.control.import(&json!({ "guilds": guilds })).await.unwrap();
    let mut gateway = opened(&place, "").await;
    gateway.send(identify(&place, json!({}))).await;
    assert_eq!(closed(&mut gateway).await, 4011, "2500 guilds a shard");
    let mut told = 0;
    for index in 0..2 {
        let mut gateway = opened(&place, "").await;
        gateway.send(identify(&place, json!({ "shard": [index, 2] }))).await;
        let ready = gateway.event("READY").await;
        assert_eq!(ready["shard"], json!([index, 2]));
        told += ready["guilds"].as_array().unwrap().len();
    }
    assert_eq!(told, 2502);
}
