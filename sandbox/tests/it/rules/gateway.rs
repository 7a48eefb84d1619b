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
    let mut gateway = Gateway { socket, ready: Value::Null, seq: 0, strange: Vec::new() };
    assert_eq!(closed(&mut gateway).await, 4012);
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
