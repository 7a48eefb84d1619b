//! How often: buckets, the global limit, too many refusals; and the faults that play them.

use serde_json::{Value, json};

use crate::common::*;

fn header(response: &reqwest::Response, name: &str) -> Option<String> {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
}

async fn limited() -> Place {
    let place = Place::new().await;
    place.control.settings(&json!({ "rate_limits": true })).await.unwrap();
    place
}

#[tokio::test]
async fn a_bucket_is_told_in_headers_and_its_end_in_a_429() {
    let place = limited().await;
    let typing = || place.request("POST", &format!("/channels/{GENERAL}/typing")).send();
    let first = typing().await.unwrap();
    let limit: u32 = header(&first, "x-ratelimit-limit").unwrap().parse().unwrap();
    assert_eq!(header(&first, "x-ratelimit-remaining").unwrap(), (limit - 1).to_string());
    for name in ["x-ratelimit-reset", "x-ratelimit-reset-after", "x-ratelimit-bucket"] {
        assert!(header(&first, name).is_some(), "{name}");
    }
    assert!(header(&first, "x-ratelimit-scope").is_none());
    let mut last = first;
    for _ in 0..limit {
        last = typing().await.unwrap();
    }
    assert_eq!((last.status().as_u16(), header(&last, "x-ratelimit-scope").as_deref()), (429, Some("user")));
    assert!(header(&last, "retry-after").is_some() && header(&last, "x-ratelimit-bucket").is_some());
    let body: Value = last.json().await.unwrap();
    assert!(body["retry_after"].as_f64() > Some(0.0) && body["global"] == json!(false) && body["message"].is_string());
    place.control.advance(5_000).await.unwrap();
    assert_eq!(typing().await.unwrap().status().as_u16(), 204);
}

#[tokio::test]
async fn fifty_a_second_but_interactions() {
    let place = limited().await;
    place.control.settings(&json!({ "invalid_requests": 0 })).await.unwrap();
    // Time stands still for as long as the requests take.
    let url = place.url("/_").replace("/api/v10/_", "/_sandbox/clock");
    place.http.post(url).json(&json!({ "speed": 0.0 })).send().await.unwrap();
    for n in 1..=50 {
        assert_eq!(place.call("GET", &format!("/users/{n}"), Value::Null).await.0, 404);
    }
    let refused = place.request("GET", "/users/51").send().await.unwrap();
    assert_eq!((refused.status().as_u16(), header(&refused, "x-ratelimit-global").as_deref()), (429, Some("true")));
    assert_eq!(header(&refused, "x-ratelimit-scope").as_deref(), Some("global"));
    assert!(header(&refused, "x-ratelimit-limit").is_none() && header(&refused, "x-ratelimit-bucket").is_none());
    let callback = place.call("POST", "/interactions/7/t/callback", json!({ "type": 6 })).await;
    assert_eq!(callback.0, 404, "not bound to it");
}

#[tokio::test]
async fn too_many_refusals_shut_the_address_out() {
    let place = Place::new().await;
    place.control.settings(&json!({ "invalid_requests": 6 })).await.unwrap();
    place.control.faults(&json!({ "storm_rate": 1.0, "storm_scope": "shared", "storm_wait_ms": 1500 })).await.unwrap();
    for _ in 0..10 {
        let refused = place.request("GET", "/gateway").send().await.unwrap();
        assert_eq!(header(&refused, "x-ratelimit-scope").as_deref(), Some("shared"), "counts as nobody's fault");
    }
    place.control.faults(&json!({ "storm_rate": 0.0 })).await.unwrap();
    for _ in 0..6 {
        let stranger = place.http.get(place.url("/users/@me")).header("authorization", "Bot wrong");
        assert_eq!(stranger.send().await.unwrap().status().as_u16(), 401);
    }
    let shut = place.request("GET", "/gateway").send().await.unwrap();
    assert_eq!((shut.status().as_u16(), shut.text().await.unwrap().starts_with('{')), (429, false));
    place.control.advance(600_000).await.unwrap();
    place.get("/gateway").await;
}

#[tokio::test]
async fn faults_of_one_route_and_of_the_gateway() {
    let place = Place::new().await;
    let faults = json!({ "error_routes": { "GET /users/{user_id}": 1.0 }, "error_status": 502 });
    place.control.faults(&faults).await.unwrap();
    assert_eq!(place.call("GET", &format!("/users/{MIA}"), Value::Null).await.0, 502);
    place.get("/gateway").await;
    let mut gateway = place.connect(INTENTS).await;
    gateway.names().await;
    place.control.faults(&json!({ "stall_gateway": true })).await.unwrap();
    place.control.say(MIA, GENERAL, "held").await.unwrap();
    assert!(gateway.names().await.is_empty());
    place.control.faults(&json!({ "stall_gateway": false, "duplicate_events": true })).await.unwrap();
    assert_eq!(gateway.event("MESSAGE_CREATE").await["content"], "held");
    place.control.say(MIA, GENERAL, "twice").await.unwrap();
    assert_eq!(gateway.event("MESSAGE_CREATE").await["content"], "twice");
    assert_eq!(gateway.event("MESSAGE_CREATE").await["content"], "twice");
    gateway.understood();
}
