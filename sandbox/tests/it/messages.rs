//! Messages: sending, paging, limits, mentions, who may.

use serde_json::{Value, json};

use crate::common::*;
use sandbox::Id;

fn ids(list: &Value) -> Vec<Id> {
    list.as_array().unwrap().iter().map(|m| Id::of(&m["id"])).collect()
}

fn at(channel: Id) -> String {
    format!("/channels/{channel}/messages")
}

#[tokio::test]
async fn a_message_is_sent_changed_and_taken_back() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let body = json!({
        "content": format!(" Hi <@{MIA}> and <@&{GOLD_TEAM}> "), "allowed_mentions": { "users": [MIA], "roles": [] },
        "embeds": [{ "title": "T", "fields": [{ "name": "n", "value": "v" }], "color": 255 }],
        "components": [{ "type": 1, "components": [
            { "type": 2, "style": 3, "label": "Yes", "custom_id": "yes", "emoji": { "name": "✅" } },
            { "type": 2, "style": 5, "label": "Read", "url": "https://example.com" } ] },
            { "type": 1, "components": [{ "type": 3, "custom_id": "pick", "options": [{ "label": "A", "value": "a" }] }] }],
        "nonce": "n1",
    });
    let sent = place.ok("POST", &at(GENERAL), body).await;
    assert_eq!(sent["content"], format!("Hi <@{MIA}> and <@&{GOLD_TEAM}>"));
    assert_eq!((sent["mentions"][0]["id"].clone(), sent["mention_roles"].clone()), (json!(MIA), json!([])));
    assert_eq!((sent["nonce"].as_str(), sent["components"][0]["components"][0]["id"].as_u64()), (Some("n1"), Some(2)));
    let id = Id::of(&sent["id"]);
    assert_eq!(gateway.event("MESSAGE_CREATE").await["id"], json!(id));
    let one = format!("{}/{id}", at(GENERAL));
    assert_eq!(place.get(&one).await, {
        let mut s = sent.clone();
        s["id"] = json!(id);
        s
    });
    let edited = place.ok("PATCH", &one, json!({ "content": "New", "embeds": [], "components": [] })).await;
    assert!(edited["edited_timestamp"].is_string() && edited["embeds"] == json!([]));
    assert_eq!(gateway.event("MESSAGE_UPDATE").await["content"], "New");
    place.ok("DELETE", &one, Value::Null).await;
    assert_eq!(gateway.event("MESSAGE_DELETE").await["id"], json!(id));
    assert_eq!(place.refused("GET", &one, Value::Null).await, (404, 10_008));
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn pages_go_both_ways() {
    let place = Place::new().await;
    let mut all = Vec::new();
    for n in 0..7 {
        all.push(Id::of(&place.control.say(MIA, GENERAL, &n.to_string()).await.unwrap()["id"]));
    }
    let page = async |query: String| ids(&place.get(&format!("{}?{query}", at(GENERAL))).await);
    assert_eq!(page("limit=2".into()).await, [all[6], all[5]]);
    assert_eq!(page(format!("before={}&limit=2", all[3])).await, [all[2], all[1]]);
    assert_eq!(page(format!("after={}&limit=2", all[3])).await, [all[5], all[4]]);
    assert_eq!(page(format!("around={}&limit=3", all[3])).await, [all[4], all[3], all[2]]);
    assert_eq!(page(format!("before={}", all[0])).await, []);
    assert_eq!(place.refused("GET", &format!("{}?limit=101", at(GENERAL)), Value::Null).await, (400, 50_035));
    place.conforms().await;
}

#[tokio::test]
async fn a_nonce_sends_once() {
    let place = Place::new().await;
    let body = json!({ "content": "once", "nonce": "outbox-7", "enforce_nonce": true });
    let first = place.ok("POST", &at(GENERAL), body.clone()).await;
    let second = place.ok("POST", &at(GENERAL), body).await;
    assert_eq!(first["id"], second["id"]);
    assert_eq!(place.control.messages(GENERAL).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_its_place() {
    let place = Place::new().await;
    let (status, error) = place.call("POST", &at(GENERAL), json!({ "content": "x".repeat(2001) })).await;
    assert_eq!((status, error["code"].as_u64()), (400, Some(50_035)));
    assert_eq!(error["errors"]["content"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
    assert_eq!(place.refused("POST", &at(GENERAL), json!({ "content": "  " })).await, (400, 50_006));
    assert_eq!(place.refused("POST", &at(Id(7)), json!({ "content": "x" })).await, (404, 10_003));
    let reply = json!({ "content": "x", "message_reference": { "message_id": "7" } });
    assert_eq!(place.refused("POST", &at(GENERAL), reply).await, (400, 50_035));
    assert_eq!(
        place.refused("POST", &at(Id(1_220_000_000_000_000_001)), json!({ "content": "x" })).await,
        (400, 50_008)
    );
    let stranger = answer(place.http.get(place.url(&at(GENERAL))).header("authorization", "Bot wrong")).await;
    assert_eq!(stranger.0, 401);
    place.conforms().await;
}

#[tokio::test]
async fn only_where_one_may() {
    let place = Place::new().await;
    assert_eq!(place.refused("GET", &at(LOUNGE), Value::Null).await, (403, 50_001), "the bot is not staff");
    let said = place.control.say(MIA, GENERAL, "mine").await.unwrap();
    let one = format!("{}/{}", at(GENERAL), said["id"].as_str().unwrap());
    assert_eq!(place.refused("PATCH", &one, json!({ "content": "yours" })).await, (403, 50_005));
    place.control.bot_permissions(ACME, 1 << 10 | 1 << 16).await.unwrap();
    place.control.patch_role(ACME, ACME, &json!({ "permissions": "66560" })).await.unwrap();
    assert_eq!(place.refused("DELETE", &one, Value::Null).await, (403, 50_013));
    assert_eq!(place.refused("POST", &at(GENERAL), json!({ "content": "x" })).await, (403, 50_013));
    place.control.bot_permissions(ACME, 0).await.unwrap();
    place.control.patch_role(ACME, ACME, &json!({ "permissions": "1024" })).await.unwrap();
    assert_eq!(place.get(&at(GENERAL)).await, json!([]), "without the history");
    place.conforms().await;
}

#[tokio::test]
async fn many_go_at_once_and_pins_have_their_own_right() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let mut gone = Vec::new();
    for n in 0..3 {
        gone.push(Id::of(&place.control.say(MIA, GENERAL, &n.to_string()).await.unwrap()["id"]));
    }
    let path = format!("{}/bulk-delete", at(GENERAL));
    assert_eq!(place.refused("POST", &path, json!({ "messages": [gone[0]] })).await, (400, 50_016));
    assert_eq!(place.refused("POST", &path, json!({ "messages": ["1", "2"] })).await, (400, 50_034));
    place.ok("POST", &path, json!({ "messages": gone[..2] })).await;
    assert_eq!(gateway.event("MESSAGE_DELETE_BULK").await["ids"], json!(gone[..2]));
    place.ok("PUT", &format!("/channels/{GENERAL}/pins/{}", gone[2]), Value::Null).await;
    gateway.event("CHANNEL_PINS_UPDATE").await;
    assert_eq!(place.get(&format!("/channels/{GENERAL}/pins")).await[0]["pinned"], true);
    let new = place.get(&format!("{}/pins", at(GENERAL))).await;
    assert_eq!((new["items"][0]["message"]["id"].clone(), new["has_more"].clone()), (json!(gone[2]), json!(false)));
    place.ok("DELETE", &format!("{}/pins/{}", at(GENERAL), gone[2]), Value::Null).await;
    place.ok("PUT", &format!("{}/{}/reactions/%E2%9C%85/@me", at(GENERAL), gone[2]), Value::Null).await;
    assert_eq!(gateway.event("MESSAGE_REACTION_ADD").await["emoji"]["name"], "✅");
    assert_eq!(place.get(&format!("{}/{}", at(GENERAL), gone[2])).await["reactions"][0]["me"], true);
    place.ok("POST", &format!("/channels/{GENERAL}/typing"), Value::Null).await;
    gateway.event("TYPING_START").await;
    // MANAGE_MESSAGES alone does not pin any more.
    place.control.bot_permissions(ACME, 1 << 10 | 1 << 13 | 1 << 16).await.unwrap();
    let pin = format!("/channels/{GENERAL}/pins/{}", gone[2]);
    assert_eq!(place.refused("PUT", &pin, Value::Null).await, (403, 50_013));
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn the_newer_components() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let body = json!({ "flags": 1 << 15, "allowed_mentions": { "parse": [] }, "components": [
        { "type": 17, "accent_color": 255, "components": [
            { "type": 10, "content": "# Ticket" },
            { "type": 14 },
            { "type": 9, "components": [{ "type": 10, "content": "text" }],
              "accessory": { "type": 2, "style": 1, "label": "Claim", "custom_id": "claim" } },
            { "type": 1, "components": [{ "type": 8, "custom_id": "where", "channel_types": [0] }] } ] } ] });
    let sent = place.ok("POST", &at(GENERAL), body).await;
    assert_eq!(gateway.event("MESSAGE_CREATE").await["components"], sent["components"]);
    let edit = format!("{}/{}", at(GENERAL), sent["id"].as_str().unwrap());
    assert_eq!(place.refused("PATCH", &edit, json!({ "content": "no" })).await, (400, 50_035));
    place.ok("PATCH", &edit, json!({ "components": [{ "type": 10, "content": "Closed" }] })).await;
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn private_messages_only_to_who_takes_them() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    gateway.names().await;
    let dm = Id::of(&place.ok("POST", "/users/@me/channels", json!({ "recipient_id": MIA })).await["id"]);
    place.ok("POST", &at(dm), json!({ "content": "psst" })).await;
    let heard = gateway.frame().await;
    assert_eq!(heard["t"], "MESSAGE_CREATE", "no CHANNEL_CREATE since v8");
    assert_eq!(heard["d"].get("guild_id"), None);
    assert_eq!(place.control.view(MIA, dm).await.unwrap()[0]["content"], "psst");
    assert_eq!(place.control.view(NOAH, dm).await.unwrap_err().code, 50_001);
    assert_eq!(place.control.dms(MIA).await.unwrap()[0]["recipients"][0]["id"], json!(BOT));
    place.control.accepts_dms(MIA, false).await.unwrap();
    assert_eq!(place.refused("POST", &at(dm), json!({ "content": "again" })).await, (403, 50_007));
    gateway.understood();
    place.conforms().await;
}
