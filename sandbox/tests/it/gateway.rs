//! The gateway: coming in, what is heard with which intents, breaking off and coming back.

use std::io::Read;

use flate2::read::ZlibDecoder;
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::common::*;

async fn closes(place: &Place, identify: Value) -> u64 {
    let mut gateway = Gateway::open(&place.sandbox.base, "").await;
    gateway.frame().await;
    gateway.send(json!({ "op": 2, "d": identify })).await;
    gateway.frame().await["close"].as_u64().unwrap_or(0)
}

fn as_bot(place: &Place, intents: u64) -> Value {
    json!({ "token": place.sandbox.token, "intents": intents, "properties": {} })
}

#[tokio::test]
async fn guilds_come_dark_and_then_in_full() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    assert_eq!(gateway.ready["guilds"].as_array().unwrap().len(), 2);
    assert_eq!(gateway.ready["guilds"][0]["unavailable"], true);
    let acme = gateway.event("GUILD_CREATE").await;
    assert_eq!((acme["id"].clone(), acme["member_count"].clone()), (json!(ACME), json!(8)));
    assert_eq!(acme["members"].as_array().unwrap().len(), 1, "the bot itself; others are asked for");
    gateway.event("GUILD_CREATE").await;
    gateway.send(json!({ "op": 8, "d": { "guild_id": ACME, "query": "", "limit": 0, "nonce": "n" } })).await;
    let chunk = gateway.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!((chunk["members"].as_array().unwrap().len(), chunk["nonce"].as_str()), (8, Some("n")));
    gateway.send(json!({ "op": 1, "d": gateway.seq })).await;
    assert_eq!(gateway.frame().await["op"], 11);
    gateway.understood();
}

#[tokio::test]
async fn who_does_not_belong_is_told_why() {
    let place = Place::new().await;
    assert_eq!(closes(&place, json!({ "token": "x", "intents": 1, "properties": {} })).await, 4004);
    assert_eq!(closes(&place, as_bot(&place, 1 << 30)).await, 4013);
    assert_eq!(closes(&place, as_bot(&place, 1 << 8)).await, 4014, "presences are never granted");
    place.control.settings(&json!({ "intents_granted": { "content": false } })).await.unwrap();
    assert_eq!(closes(&place, as_bot(&place, INTENTS)).await, 4014);
    let mut gateway = Gateway::open(&place.sandbox.base, "").await;
    gateway.frame().await;
    gateway.send(json!({ "op": 8, "d": {} })).await;
    assert_eq!(gateway.frame().await["close"], 4003);
    let mut gateway = place.connect(1).await;
    gateway.send(json!({ "op": 2, "d": as_bot(&place, 1) })).await;
    loop {
        let frame = gateway.frame().await;
        if !frame["close"].is_null() {
            assert_eq!(frame["close"], 4005);
            break;
        }
    }
    let mut gateway = place.connect(0).await;
    gateway.send(json!({ "op": 3, "d": "x".repeat(5000) })).await;
    assert_eq!(gateway.frame().await["close"], 4002);
}

#[tokio::test]
async fn intents_decide_what_is_heard() {
    let place = Place::new().await;
    let mut deaf = place.connect(1).await;
    let mut bare = place.connect(1 | 1 << 9).await;
    let mut whole = place.connect(INTENTS).await;
    place.control.say(MIA, GENERAL, "secret").await.unwrap();
    place.control.say(MIA, GENERAL, &format!("<@{BOT}> hello")).await.unwrap();
    place.control.say(BEN, LOUNGE, "the bot is not staff").await.unwrap();
    assert_eq!(whole.event("MESSAGE_CREATE").await["content"], "secret");
    assert_eq!(bare.event("MESSAGE_CREATE").await["content"], "", "without the content intent");
    assert_eq!(bare.event("MESSAGE_CREATE").await["content"], format!("<@{BOT}> hello"), "but what mentions it");
    place.control.member(ACME, NOAH, &json!({ "nick": "No" })).await.unwrap();
    whole.event("MESSAGE_CREATE").await;
    let heard = whole.names().await;
    assert_eq!(heard, ["GUILD_MEMBER_UPDATE"], "and nothing of the lounge");
    assert!(deaf.names().await.iter().all(|n| n == "GUILD_CREATE"));
    assert!(bare.names().await.is_empty());
    whole.understood();
    place.control.settings(&json!({ "intents_granted": { "content": false } })).await.unwrap();
    let read = place.get(&format!("/channels/{GENERAL}/messages")).await;
    assert_eq!(
        (read[1]["content"].as_str(), read[0]["content"].as_str().unwrap().len()),
        (Some(""), 28),
        "over REST too"
    );
}

#[tokio::test]
async fn what_was_missed_is_heard_after_resuming() {
    let place = Place::new().await;
    let mut first = place.connect(INTENTS).await;
    first.names().await;
    let (session, seq) = (first.ready["session_id"].clone(), first.seq);
    place.control.drop_gateway().await.unwrap();
    assert!(first.frame().await.is_null(), "broken off without a word");
    for n in 0..3 {
        place.control.say(MIA, GENERAL, &n.to_string()).await.unwrap();
    }
    let resume = |session: &Value, seq: u64| json!({ "op": 6, "d": { "token": place.sandbox.token, "session_id": session, "seq": seq } });
    let mut second = Gateway::open(&place.sandbox.base, "").await;
    second.frame().await;
    second.send(resume(&session, seq)).await;
    for n in 0..3 {
        let frame = second.frame().await;
        assert_eq!(
            (frame["d"]["content"].as_str(), frame["s"].as_u64()),
            (Some(n.to_string().as_str()), Some(seq + 1 + n))
        );
    }
    assert_eq!(second.frame().await["t"], "RESUMED");
    place.control.say(MIA, GENERAL, "live").await.unwrap();
    assert_eq!(second.event("MESSAGE_CREATE").await["content"], "live");
    let mut third = Gateway::open(&place.sandbox.base, "").await;
    third.frame().await;
    third.send(resume(&json!("nonsense"), 1)).await;
    let frame = third.frame().await;
    assert_eq!((frame["op"].as_u64(), frame["d"].clone()), (Some(9), json!(false)));
    third.send(resume(&session, seq + 500)).await;
    assert_eq!(third.frame().await["close"], 4007);
}

#[tokio::test]
async fn goodbye_in_due_form_ends_the_session() {
    let place = Place::new().await;
    let mut first = place.connect(1).await;
    first.names().await;
    first.socket.close(None).await.unwrap();
    let session = first.ready["session_id"].clone();
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let mut second = place.connect(INTENTS).await;
    second.names().await;
    place.control.reconnect_gateway().await.unwrap();
    assert_eq!(second.frame().await["op"], 7);
    place.control.invalidate_gateway().await.unwrap();
    assert_eq!(second.frame().await["op"], 9);
    assert_eq!(place.control.state().await.unwrap()["gateway"]["sessions"], 0, "{session}");
    place.control.faults(&json!({ "refuse_gateway": true })).await.unwrap();
    let url = format!("{}/gateway", place.sandbox.base.replace("http", "ws"));
    assert!(tokio_tungstenite::connect_async(url).await.is_err());
}

#[tokio::test]
async fn a_frame_that_twilight_does_not_know_is_noticed() {
    let place = Place::new().await;
    let mut gateway = place.connect(0).await;
    gateway.judge(&json!({ "op": 0, "s": 1, "t": "MESSAGE_CREATE", "d": { "id": "1" } }));
    assert_eq!(std::mem::take(&mut gateway.strange).len(), 1);
}

#[tokio::test]
async fn a_stream_may_be_compressed() {
    let place = Place::new().await;
    let mut gateway = Gateway::open(&place.sandbox.base, "&compress=zlib-stream").await;
    let mut packed = Vec::new();
    let Some(Ok(Message::Binary(hello))) = gateway.socket.next().await else { panic!("not binary") };
    packed.extend(hello);
    gateway.send(json!({ "op": 2, "d": as_bot(&place, INTENTS) })).await;
    for _ in 0..3 {
        let Some(Ok(Message::Binary(part))) = gateway.socket.next().await else { panic!("not binary") };
        assert!(part.ends_with(&[0, 0, 0xff, 0xff]));
        packed.extend(part);
    }
    let mut text = String::new();
    let mut bytes = Vec::new();
    drop(ZlibDecoder::new(&packed[..]).read_to_end(&mut bytes));
    text.push_str(&String::from_utf8_lossy(&bytes));
    assert!(text.contains("heartbeat_interval") && text.contains("READY") && text.matches("GUILD_CREATE").count() == 2);
}
