//! Channels, overwrites and roles: who may make, move and rename, and what may be handed out.

use serde_json::{Value, json};

use crate::common::*;
use sandbox::Id;

const VIEW: u64 = 1 << 10;
const SEND: u64 = 1 << 11;

async fn make(place: &Place, body: Value) -> Id {
    Id::of(&place.ok("POST", &format!("/guilds/{ACME}/channels"), body).await["id"])
}

fn overwrite(id: Id, of_member: bool, allow: u64, deny: u64) -> Value {
    json!({ "id": id, "type": u8::from(of_member), "allow": allow.to_string(), "deny": deny.to_string() })
}

async fn sees(place: &Place, user: Id, channel: Id) -> bool {
    place.control.channels(user, ACME).await.unwrap().iter().any(|c| Id::of(&c["id"]) == channel)
}

#[tokio::test]
async fn a_ticket_is_seen_by_whom_it_names() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let category = make(&place, json!({ "name": "Tickets", "type": 4 })).await;
    let overwrites = [
        overwrite(ACME, false, 0, VIEW),
        overwrite(MIA, true, VIEW | SEND, 0),
        overwrite(GOLD_TEAM, false, VIEW, 0),
        overwrite(BOT, true, VIEW | SEND, 0),
    ];
    let ticket = make(&place, json!({ "name": "Mia Buy Gold 0201", "parent_id": category, "topic": "T-1", "permission_overwrites": overwrites })).await;
    let shown = gateway.event("CHANNEL_CREATE").await;
    assert_eq!(shown["name"], "Tickets");
    assert_eq!(gateway.event("CHANNEL_CREATE").await["name"], "mia-buy-gold-0201");
    for (user, expected) in [(MIA, true), (BEN, true), (OLIVIA, true), (CHLOE, false), (NOAH, false), (ADA, false)] {
        assert_eq!(sees(&place, user, ticket).await, expected, "{user}");
    }
    assert_eq!(place.control.say(NOAH, ticket, "hi").await.unwrap_err().code, 50_001);
    let path = format!("/channels/{ticket}/permissions/{MIA}");
    place.ok("PUT", &path, json!({ "type": 1, "allow": VIEW.to_string(), "deny": SEND.to_string() })).await;
    assert_eq!(place.control.say(MIA, ticket, "hi").await.unwrap_err().code, 50_013);
    place.ok("DELETE", &path, Value::Null).await;
    assert!(!sees(&place, MIA, ticket).await);
    assert_eq!(place.refused("DELETE", &path, Value::Null).await, (404, 10_009));
    place.ok("DELETE", &format!("/channels/{ticket}"), Value::Null).await;
    assert_eq!(gateway.event("CHANNEL_DELETE").await["id"], json!(ticket));
    assert_eq!(place.refused("GET", &format!("/channels/{ticket}"), Value::Null).await, (404, 10_003));
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn two_renames_and_then_a_long_wait() {
    let place = Place::new().await;
    place.control.settings(&json!({ "rate_limits": true })).await.unwrap();
    let channel = make(&place, json!({ "name": "a" })).await;
    let path = format!("/channels/{channel}");
    place.ok("PATCH", &path, json!({ "name": "b" })).await;
    place.ok("PATCH", &path, json!({ "topic": "t" })).await;
    place.ok("PATCH", &path, json!({ "parent_id": null, "name": "b" })).await;
    let response = place.request("PATCH", &path).json(&json!({ "name": "c" })).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 429);
    let header = |name: &str| response.headers()[name].to_str().unwrap().parse::<f64>().unwrap();
    assert!(header("x-ratelimit-remaining") >= 1.0, "no header tells beforehand");
    assert!(header("retry-after") > 500.0);
    let body: Value = response.json().await.unwrap();
    assert!(body["retry_after"].as_f64().unwrap() > 500.0 && body["global"] == json!(false));
    place.control.settings(&json!({ "rename_window_ms": 1 })).await.unwrap();
    place.ok("PATCH", &path, json!({ "name": "c" })).await;
    place.conforms().await;
}

#[tokio::test]
async fn nobody_hands_out_what_they_lack() {
    let place = Place::new().await;
    let ban = 1_u64 << 2;
    let channels = format!("/guilds/{ACME}/channels");
    let with = |bits: u64| json!({ "name": "x", "permission_overwrites": [overwrite(MIA, true, bits, 0)] });
    assert_eq!(place.refused("POST", &channels, with(ban)).await, (403, 50_013));
    assert_eq!(
        place.refused("POST", &channels, with(1 << 28)).await,
        (403, 50_013),
        "MANAGE_ROLES is for administrators"
    );
    let unknown = json!({ "name": "x", "permission_overwrites": [overwrite(Id(77), false, VIEW, 0)] });
    assert_eq!(place.refused("POST", &channels, unknown).await, (404, 10_009));
    assert_eq!(place.refused("POST", &channels, json!({ "name": "x", "parent_id": "77" })).await, (400, 50_035));
    let roles = format!("/guilds/{ACME}/roles");
    assert_eq!(
        place.refused("POST", &roles, json!({ "name": "r", "permissions": ban.to_string() })).await,
        (403, 50_013)
    );
    let own = Id::of(&place.ok("POST", &roles, json!({ "name": "r", "permissions": VIEW.to_string() })).await["id"]);
    place.ok("PUT", &format!("/guilds/{ACME}/members/{MIA}/roles/{own}"), Value::Null).await;
    assert!(
        place.get(&format!("/guilds/{ACME}/members/{MIA}")).await["roles"].as_array().unwrap().contains(&json!(own))
    );
    let high = place.control.create_role(ACME, &json!({ "name": "High", "position": 50 })).await.unwrap();
    let give = format!("/guilds/{ACME}/members/{MIA}/roles/{}", high["id"].as_str().unwrap());
    assert_eq!(place.refused("PUT", &give, Value::Null).await, (403, 50_013), "it stands above the bot");
    assert_eq!(
        place.refused("PUT", &format!("/guilds/{ACME}/members/{SAM}/roles/{own}"), Value::Null).await,
        (404, 10_007)
    );
    place.control.bot_permissions(ACME, VIEW).await.unwrap();
    assert_eq!(place.refused("POST", &channels, json!({ "name": "x" })).await, (403, 50_013));
    place.conforms().await;
}

#[tokio::test]
async fn there_is_only_so_much_room() {
    let place = Place::new().await;
    let channels: Vec<Value> = (0..494)
        .map(|n| json!({ "id": (5000 + n).to_string(), "type": 0, "name": format!("c{n}"), "guild_id": ACME }))
        .collect();
    place.control.import(&json!({ "channels": channels })).await.unwrap();
    make(&place, json!({ "name": "last" })).await;
    let more = format!("/guilds/{ACME}/channels");
    assert_eq!(place.refused("POST", &more, json!({ "name": "one more" })).await, (400, 30_013));
    let fifty: Vec<Value> = (0..50)
        .map(|n| json!({ "id": (9000 + n).to_string(), "type": 0, "name": "c", "guild_id": CLUB, "parent_id": "8999" }))
        .collect();
    place
        .control
        .import(&json!({ "channels": [{ "id": "8999", "type": 4, "name": "Full", "guild_id": CLUB }] }))
        .await
        .unwrap();
    place.control.import(&json!({ "channels": fifty })).await.unwrap();
    let (status, error) =
        place.call("POST", &format!("/guilds/{CLUB}/channels"), json!({ "name": "x", "parent_id": "8999" })).await;
    assert_eq!(
        (status, error["errors"]["parent_id"]["_errors"][0]["code"].as_str()),
        (400, Some("CHANNEL_PARENT_MAX_CHANNELS"))
    );
}

#[tokio::test]
async fn guilds_and_members_are_found() {
    let place = Place::new().await;
    let guild = place.get(&format!("/guilds/{ACME}?with_counts=true")).await;
    assert_eq!((guild["name"].as_str(), guild["approximate_member_count"].as_u64()), (Some("Acme Games"), Some(8)));
    assert_eq!(place.get(&format!("/guilds/{ACME}/members?limit=1000")).await.as_array().unwrap().len(), 8);
    assert_eq!(
        place.get(&format!("/guilds/{ACME}/members/search?query=mi&limit=5")).await[0]["user"]["id"],
        json!(MIA)
    );
    assert!(place.get(&format!("/guilds/{ACME}/roles")).await.as_array().unwrap().len() >= 7);
    assert!(!place.get(&format!("/guilds/{ACME}/channels")).await.as_array().unwrap().is_empty());
    for path in
        ["/users/@me", "/users/@me/guilds", "/oauth2/applications/@me", "/applications/@me", "/gateway", "/gateway/bot"]
    {
        place.get(path).await;
    }
    place.get(&format!("/users/{MIA}")).await;
    place.get(&format!("/guilds/{ACME}/threads/active")).await;
    let flags = place.get("/applications/@me").await["flags"].as_u64().unwrap();
    assert_eq!(flags, 1 << 15 | 1 << 19);
    place.ok("PATCH", &format!("/guilds/{ACME}/members/@me"), json!({ "nick": "Desk" })).await;
    assert_eq!(place.refused("GET", &format!("/guilds/{}", Id(5)), Value::Null).await, (404, 10_004));
    place.conforms().await;
}

#[tokio::test]
async fn limits_are_told_in_headers() {
    let place = Place::new().await;
    place.control.settings(&json!({ "rate_limits": true })).await.unwrap();
    let path = format!("/channels/{GENERAL}/messages");
    let mut last = None;
    for n in 0..6 {
        let response = place.request("POST", &path).json(&json!({ "content": n.to_string() })).send().await.unwrap();
        assert_eq!(response.status().as_u16(), if n < 5 { 200 } else { 429 });
        last = Some(response);
    }
    let last = last.unwrap();
    assert_eq!(
        (last.headers()["x-ratelimit-remaining"].clone(), last.headers()["x-ratelimit-scope"].clone()),
        ("0".parse().unwrap(), "user".parse().unwrap())
    );
    assert!(last.headers().contains_key("x-ratelimit-bucket") && last.headers().contains_key("retry-after"));
}
