//! Channels, categories, roles and threads: how many, how long, how they sleep.

use sandbox::Id;
use serde_json::{Value, json};

use super::{Case, all_refused, long};
use crate::common::*;

fn channels() -> String {
    format!("/guilds/{ACME}/channels")
}

#[tokio::test]
async fn a_channel_that_is_too_much() {
    let place = Place::new().await;
    let overwrites: Vec<Value> = (0..101).map(|_| json!({ "id": MIA, "type": 1, "allow": "0", "deny": "0" })).collect();
    let cases: Vec<Case> = vec![
        ("a name", json!({}), "name"),
        ("name of 1", json!({ "name": "" }), "name"),
        ("name of 100", json!({ "name": long(101) }), "name"),
        ("topic of 1024", json!({ "name": "n", "topic": long(1025) }), "topic"),
        ("a forum's topic of 4096", json!({ "name": "n", "type": 15, "topic": long(4097) }), "topic"),
        ("slow mode of six hours", json!({ "name": "n", "rate_limit_per_user": 21_601 }), "rate_limit_per_user"),
        ("100 overwrites", json!({ "name": "n", "permission_overwrites": overwrites }), "permission_overwrites"),
    ];
    all_refused(&place, "POST", &channels(), cases).await;
    let twice = format!("/channels/{GENERAL}");
    place.ok("PATCH", &twice, json!({ "topic": "one" })).await;
    place.ok("PATCH", &twice, json!({ "name": "two" })).await;
    let third = place.request("PATCH", &twice).json(&json!({ "name": "three" })).send().await.unwrap();
    assert_eq!(third.status().as_u16(), 429, "two names or topics in ten minutes");
    assert!(third.json::<Value>().await.unwrap()["retry_after"].as_f64() > Some(500.0));
    place.ok("PATCH", &twice, json!({ "nsfw": true })).await;
    place.control.advance(601_000).await.unwrap();
    place.ok("PATCH", &twice, json!({ "name": "three" })).await;
}

#[tokio::test]
async fn five_hundred_channels_fifty_in_a_category_and_250_roles() {
    let place = Place::new().await;
    let category = place.ok("POST", &channels(), json!({ "name": "c", "type": 4 })).await["id"].clone();
    for _ in 0..50 {
        place.ok("POST", &channels(), json!({ "name": "n", "parent_id": category })).await;
    }
    assert_eq!(place.refused("POST", &channels(), json!({ "name": "n", "parent_id": category })).await, (400, 50_035));
    let there = place.control.channels(OLIVIA, ACME).await.unwrap().len();
    for _ in there..500 {
        place.ok("POST", &channels(), json!({ "name": "n" })).await;
    }
    assert_eq!(place.refused("POST", &channels(), json!({ "name": "n" })).await, (400, 30_013));
    let thread = format!("/channels/{GENERAL}/threads");
    place.ok("POST", &thread, json!({ "name": "t", "type": 11 })).await;
    let roles = format!("/guilds/{ACME}/roles");
    let there = place.get(&roles).await.as_array().unwrap().len();
    for _ in there..250 {
        place.ok("POST", &roles, json!({ "name": "r" })).await;
    }
    assert_eq!(place.refused("POST", &roles, json!({ "name": "r" })).await, (400, 30_005));
}

#[tokio::test]
async fn threads_that_sleep_are_left_alone() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let threads = format!("/channels/{GENERAL}/threads");
    let cases: Vec<Case> = vec![
        ("a name", json!({ "type": 11 }), "name"),
        ("name of 100", json!({ "name": long(101), "type": 11 }), "name"),
        ("one of four spans", json!({ "name": "n", "auto_archive_duration": 61 }), "auto_archive_duration"),
        ("slow mode of six hours", json!({ "name": "n", "rate_limit_per_user": 21_601 }), "rate_limit_per_user"),
    ];
    all_refused(&place, "POST", &threads, cases).await;
    let made = place.ok("POST", &threads, json!({ "name": "t", "type": 11, "auto_archive_duration": 60 })).await;
    let thread = Id::of(&made["id"]);
    let said = place.ok("POST", &format!("/channels/{thread}/messages"), json!({ "content": "c" })).await;
    let message = format!("/channels/{thread}/messages/{}", said["id"].as_str().unwrap());
    place.control.advance(61 * 60_000).await.unwrap();
    assert_eq!(place.get(&format!("/channels/{thread}")).await["thread_metadata"]["archived"], true);
    assert_eq!(place.refused("PATCH", &message, json!({ "content": "d" })).await, (400, 50_083));
    let mia = format!("/channels/{thread}/thread-members/{MIA}");
    assert_eq!(place.refused("PUT", &mia, Value::Null).await, (400, 50_083));
    place.control.say(MIA, thread, "awake").await.unwrap();
    place.ok("PATCH", &message, json!({ "content": "d" })).await;
    place.ok("PATCH", &format!("/channels/{thread}"), json!({ "locked": true, "archived": true })).await;
    assert_eq!(place.control.say(MIA, thread, "again").await.unwrap_err().code, 160_005);
    let twice = format!("/channels/{GENERAL}/messages/{thread}/threads");
    assert_eq!(place.refused("POST", &twice, json!({ "name": "n" })).await, (404, 10_008));
    let said = place.ok("POST", &format!("/channels/{GENERAL}/messages"), json!({ "content": "c" })).await;
    let start = format!("/channels/{GENERAL}/messages/{}/threads", said["id"].as_str().unwrap());
    place.ok("POST", &start, json!({ "name": "n" })).await;
    assert_eq!(place.refused("POST", &start, json!({ "name": "n" })).await, (400, 160_004));
    for _ in 0..3 {
        gateway.event("THREAD_UPDATE").await;
    }
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn what_is_not_there() {
    let place = Place::new().await;
    let gone = Id(7);
    for (path, code) in [
        (format!("/channels/{gone}"), 10_003),
        (format!("/guilds/{gone}"), 10_004),
        (format!("/guilds/{ACME}/members/{SAM}"), 10_007),
        (format!("/channels/{GENERAL}/messages/{gone}"), 10_008),
        (format!("/guilds/{ACME}/roles/{gone}"), 10_011),
        (format!("/users/{gone}"), 10_013),
        (format!("/webhooks/{gone}"), 10_015),
    ] {
        assert_eq!(place.refused("GET", &path, Value::Null).await, (404, code), "{path}");
    }
    let overwrite = format!("/channels/{GENERAL}/permissions/{gone}");
    assert_eq!(place.refused("DELETE", &overwrite, Value::Null).await, (404, 10_009));
    assert_eq!(place.call("GET", "/channels/x", Value::Null).await.0, 404);
    assert_eq!(place.call("PUT", "/gateway", Value::Null).await.0, 405);
}
