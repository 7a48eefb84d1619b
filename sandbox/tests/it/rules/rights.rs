//! Who may do what: Discord's codes for what one may not see (50001), not do (50013), not hand out.

use sandbox::Id;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::long;
use crate::common::*;

const VIEW: u64 = 1 << 10;
const SEND: u64 = 1 << 11;
const MANAGE_CHANNELS: u64 = 1 << 4;
const MANAGE_ROLES: u64 = 1 << 28;
const HISTORY: u64 = 1 << 16;

async fn holding(place: &Place, bits: u64) {
    place.control.bot_permissions(ACME, bits).await.unwrap();
    // What everyone holds would hide what the bot lacks.
    place.control.patch_role(ACME, ACME, &json!({ "permissions": "0" })).await.unwrap();
}

fn overwrite(allow: u64) -> Value {
    json!({ "id": MIA, "type": 1, "allow": allow.to_string(), "deny": "0" })
}

#[tokio::test]
async fn members_are_listed_with_their_intent_alone() {
    let place = Place::new().await;
    let list = format!("/guilds/{ACME}/members?limit=10");
    assert!(place.get(&list).await.as_array().unwrap().len() > 3);
    place.control.settings(&json!({ "intents_granted": { "members": false } })).await.unwrap();
    assert_eq!(place.refused("GET", &list, Value::Null).await, (403, 50_001));
    place.get(&format!("/guilds/{ACME}/members/{MIA}")).await;
}

#[tokio::test]
async fn nobody_does_what_they_hold_no_right_to() {
    let place = Place::new().await;
    let said = Id::of(&place.control.say(MIA, GENERAL, "hers").await.unwrap()["id"]);
    holding(&place, VIEW | HISTORY).await;
    let general = format!("/channels/{GENERAL}");
    for (method, path, body) in [
        ("POST", format!("/guilds/{ACME}/channels"), json!({ "name": "n" })),
        ("PATCH", general.clone(), json!({ "name": "n" })),
        ("DELETE", general.clone(), Value::Null),
        ("PUT", format!("{general}/permissions/{MIA}"), json!({ "type": 1, "allow": "0", "deny": "0" })),
        ("POST", format!("{general}/messages"), json!({ "content": "c" })),
        ("POST", format!("{general}/typing"), Value::Null),
        ("DELETE", format!("{general}/messages/{said}"), Value::Null),
        ("POST", format!("{general}/messages/bulk-delete"), json!({ "messages": [said, said] })),
        ("PUT", format!("{general}/messages/{said}/reactions/✅/@me"), Value::Null),
        ("DELETE", format!("{general}/messages/{said}/reactions"), Value::Null),
        ("POST", format!("{general}/threads"), json!({ "name": "n", "type": 11 })),
        ("POST", format!("{general}/threads"), json!({ "name": "n", "type": 12 })),
        ("POST", format!("{general}/webhooks"), json!({ "name": "n" })),
        ("POST", format!("/guilds/{ACME}/roles"), json!({ "name": "n" })),
        ("PUT", format!("/guilds/{ACME}/members/{MIA}/roles/{GOLD_TEAM}"), Value::Null),
        ("PATCH", format!("/guilds/{ACME}/members/{MIA}"), json!({ "nick": "M" })),
        ("DELETE", format!("/guilds/{ACME}/members/{MIA}"), Value::Null),
        ("PUT", format!("/guilds/{ACME}/bans/{MIA}"), json!({})),
        ("GET", format!("/guilds/{ACME}/audit-logs"), Value::Null),
    ] {
        assert_eq!(place.refused(method, &path, body).await, (403, 50_013), "{method} {path}");
    }
    assert_eq!(
        place.refused("PATCH", &format!("{general}/messages/{said}"), json!({ "content": "c" })).await,
        (403, 50_005)
    );
    place.conforms().await;
}

#[tokio::test]
async fn what_is_hidden_is_refused_as_hidden() {
    let place = Place::new().await;
    let said = Id::of(&place.control.say(BEN, LOUNGE, "staff").await.unwrap()["id"]);
    for path in [
        format!("/channels/{LOUNGE}"),
        format!("/channels/{LOUNGE}/messages"),
        format!("/channels/{LOUNGE}/messages/{said}"),
    ] {
        assert_eq!(place.refused("GET", &path, Value::Null).await, (403, 50_001), "{path}");
    }
    let staff = json!({ "parent_id": "1220000000000000004" });
    assert_eq!(
        place.refused("PATCH", &format!("/channels/{GENERAL}"), staff).await,
        (403, 50_001),
        "not into the hidden"
    );
    holding(&place, VIEW).await;
    assert_eq!(place.get(&format!("/channels/{GENERAL}/messages")).await, json!([]), "no history, no messages");
}

#[tokio::test]
async fn nobody_hands_out_what_they_do_not_hold() {
    let place = Place::new().await;
    holding(&place, VIEW | SEND | MANAGE_CHANNELS | MANAGE_ROLES).await;
    let channels = format!("/guilds/{ACME}/channels");
    let with = |bits: u64| json!({ "name": "n", "permission_overwrites": [overwrite(bits)] });
    let made = place.ok("POST", &channels, with(VIEW | SEND)).await;
    assert_eq!(place.refused("POST", &channels, with(HISTORY)).await, (403, 50_013));
    assert_eq!(place.refused("POST", &channels, with(MANAGE_ROLES)).await, (403, 50_013), "administrators alone");
    let path = format!("/channels/{}/permissions/{NOAH}", made["id"].as_str().unwrap());
    let body = |bits: u64| json!({ "type": 1, "allow": bits.to_string(), "deny": "0" });
    place.ok("PUT", &path, body(VIEW)).await;
    assert_eq!(place.refused("PUT", &path, body(HISTORY)).await, (403, 50_013));
    let roles = format!("/guilds/{ACME}/roles");
    assert_eq!(place.refused("POST", &roles, json!({ "name": "n", "permissions": "8" })).await, (403, 50_013));
    place.conforms().await;
}

#[tokio::test]
async fn nobody_reaches_above_their_own_height() {
    let place = Place::new().await;
    let above = place.control.create_role(ACME, &json!({ "name": "above", "position": 9 })).await.unwrap();
    let above = above["id"].as_str().unwrap().to_owned();
    let role = format!("/guilds/{ACME}/roles/{above}");
    assert_eq!(place.refused("PATCH", &role, json!({ "name": "n" })).await, (403, 50_013));
    assert_eq!(place.refused("DELETE", &role, Value::Null).await, (403, 50_013));
    let give = format!("/guilds/{ACME}/members/{MIA}/roles/{above}");
    assert_eq!(place.refused("PUT", &give, Value::Null).await, (403, 50_013));
    place.control.bot_permissions(ACME, u64::MAX >> 11 & !(1 << 3)).await.unwrap();
    assert_eq!(
        place.refused("PUT", &format!("/guilds/{ACME}/bans/{OLIVIA}"), json!({})).await,
        (403, 50_013),
        "the owner"
    );
}

#[tokio::test]
async fn where_moderators_need_a_second_factor_a_bot_needs_its_owners() {
    let place = Place::new().await;
    let make = async || place.call("POST", &format!("/guilds/{ACME}/channels"), json!({ "name": "made" })).await;
    let needs = async |wanted: bool, has: bool| {
        place.control.want_mfa(ACME, wanted).await.unwrap();
        place.control.has_mfa(OLIVIA, has).await.unwrap();
    };
    needs(true, true).await;
    assert_eq!(make().await.0, 201);
    needs(true, false).await;
    let (status, answer) = make().await;
    assert_eq!((status, answer["code"].as_u64()), (403, Some(60_003)));
    place
        .ok("POST", &format!("/channels/{GENERAL}/messages"), json!({ "content": "to say something is no moderation" }))
        .await;
    needs(false, false).await;
    assert_eq!(make().await.0, 201);
}

#[tokio::test]
async fn a_reason_is_kept_and_has_a_length() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS | 1 << 2).await;
    let path = format!("/channels/{LOUNGE}");
    place.control.patch_channel(ACME, LOUNGE, &json!({ "permission_overwrites": [] })).await.unwrap();
    let because = |reason: &str| {
        place.request("PATCH", &path).header("x-audit-log-reason", reason).json(&json!({ "nsfw": true }))
    };
    let (status, answer) = answer(because(&long(513))).await;
    assert_eq!((status, answer["code"].as_u64()), (400, Some(50_035)));
    assert_eq!(because("aufger%C3%A4umt%20%F0%9F%A7%B9").send().await.unwrap().status().as_u16(), 200);
    let log = place.get(&format!("/guilds/{ACME}/audit-logs?action_type=11&limit=1")).await;
    let entry = &log["audit_log_entries"][0];
    assert_eq!((&entry["reason"], &entry["user_id"]), (&json!("aufgeräumt 🧹"), &json!(BOT)));
    assert_eq!(entry["changes"][0], json!({ "key": "nsfw", "old_value": false, "new_value": true }));
    let told = loop {
        let told = gateway.event("GUILD_AUDIT_LOG_ENTRY_CREATE").await;
        if !told["reason"].is_null() {
            break told;
        }
    };
    assert_eq!(told["id"], entry["id"]);
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn channels_are_arranged_and_take_over_their_categorys_rights() {
    let place = Place::new().await;
    let channels = format!("/guilds/{ACME}/channels");
    let closed = json!([{ "id": MIA, "type": 1, "allow": VIEW.to_string(), "deny": "0" }]);
    let category =
        place.ok("POST", &channels, json!({ "name": "c", "type": 4, "permission_overwrites": closed })).await["id"]
            .clone();
    let room = place.ok("POST", &channels, json!({ "name": "n" })).await["id"].clone();
    let moved = json!([{ "id": room, "position": 7, "parent_id": category, "lock_permissions": true }]);
    place.ok("PATCH", &channels, moved.clone()).await;
    let shown = place.get(&format!("/channels/{}", room.as_str().unwrap())).await;
    assert_eq!((&shown["position"], &shown["parent_id"]), (&json!(7), &category));
    assert_eq!(shown["permission_overwrites"][0]["id"], json!(MIA));
    place.control.bot_permissions(ACME, VIEW | MANAGE_CHANNELS).await.unwrap();
    assert_eq!(place.refused("PATCH", &channels, moved).await, (403, 50_013));
    let hidden = json!([{ "id": room, "parent_id": "1220000000000000004" }]);
    assert_eq!(place.refused("PATCH", &channels, hidden).await, (403, 50_001));
    place.conforms().await;
}

#[tokio::test]
async fn a_hidden_channel_has_no_name() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let acme = gateway.event("GUILD_CREATE").await;
    let of = |id: Id| acme["channels"].as_array().unwrap().iter().find(|c| c["id"] == json!(id)).unwrap().clone();
    assert_eq!((of(LOUNGE)["name"].as_str(), of(LOUNGE)["flags"].as_u64()), (Some("___hidden___"), Some(1 << 17)));
    assert_eq!(of(GENERAL)["name"], "general");
    let channels = format!("/guilds/{ACME}/channels");
    let told = async || place.get(&channels).await.as_array().unwrap().iter().any(|c| c["id"] == json!(LOUNGE));
    assert!(!told().await, "left out over REST");
    gateway.event("GUILD_CREATE").await;
    place.control.patch_channel(ACME, LOUNGE, &json!({ "name": "attic" })).await.unwrap();
    assert_eq!(gateway.event("CHANNEL_UPDATE").await["name"], "___hidden___");
    place.control.member(ACME, BOT, &json!({ "roles": [GOLD_TEAM, "1210000000000000001"] })).await.unwrap();
    let shown = [gateway.event("CHANNEL_UPDATE").await, gateway.event("CHANNEL_UPDATE").await];
    assert!(shown.iter().any(|c| c["name"] == "attic"), "its role lets it in: {shown:?}");
    assert!(told().await);
    place.control.member(ACME, BOT, &json!({ "roles": ["1210000000000000001"] })).await.unwrap();
    assert_eq!(gateway.event("CHANNEL_UPDATE").await["name"], "___hidden___");
    gateway.understood();
    place.conforms().await;
}

/// So many minutes after the sandbox's own now, as Discord writes times.
async fn minutes_from_now(place: &Place, minutes: i64) -> String {
    let told = place.control.advance(0).await.unwrap();
    let now = OffsetDateTime::parse(told["now"].as_str().unwrap(), &Rfc3339).unwrap().replace_nanosecond(0).unwrap();
    let text = (now + time::Duration::minutes(minutes)).format(&Rfc3339).unwrap();
    text.replace('Z', ".000000+00:00")
}

#[tokio::test]
async fn a_time_out_leaves_sight_and_history() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    place.control.bot_permissions(ACME, VIEW | 1 << 40).await.unwrap();
    let path = |user: Id| format!("/guilds/{ACME}/members/{user}");
    let until = |at: &str| json!({ "communication_disabled_until": at });
    let (soon, far) = (minutes_from_now(&place, 2).await, minutes_from_now(&place, 29 * 24 * 60).await);
    assert_eq!(place.refused("PATCH", &path(MIA), until(&far)).await, (400, 50_035), "28 days at most");
    assert_eq!(place.refused("PATCH", &path(MIA), until("soon")).await, (400, 50_035));
    assert_eq!(place.refused("PATCH", &path(OLIVIA), until(&soon)).await, (403, 50_013), "the owner is above");
    let changed = place.ok("PATCH", &path(MIA), until(&soon)).await;
    assert_eq!(changed["communication_disabled_until"], json!(soon));
    assert_eq!(gateway.event("GUILD_MEMBER_UPDATE").await["communication_disabled_until"], json!(soon));
    let refused = place.control.say(MIA, GENERAL, "hm").await.unwrap_err();
    assert_eq!((refused.status, refused.code), (403, 50_013));
    place.control.view(MIA, GENERAL).await.unwrap();
    place.control.advance(120_000).await.unwrap();
    place.control.say(MIA, GENERAL, "again").await.unwrap();
    holding(&place, VIEW).await;
    assert_eq!(place.refused("PATCH", &path(MIA), until(&soon)).await, (403, 50_013), "it is a right of its own");
    place.conforms().await;
}

#[tokio::test]
async fn the_audit_log_tells_what_changed() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS | 1 << 2).await;
    place.control.bot_permissions(ACME, u64::MAX >> 11 & !(1 << 3)).await.unwrap();
    let newest = async |action: u16| {
        let log = place.get(&format!("/guilds/{ACME}/audit-logs?action_type={action}&limit=1")).await;
        log["audit_log_entries"][0].clone()
    };
    let changed = async |action: u16, key: &str| {
        let entry = newest(action).await;
        entry["changes"].as_array().and_then(|all| all.iter().find(|c| c["key"] == key)).cloned().unwrap_or_default()
    };
    let general = format!("/channels/{GENERAL}");
    place.ok("PATCH", &general, json!({ "rate_limit_per_user": 5, "topic": "t" })).await;
    assert_eq!(changed(11, "rate_limit_per_user").await["new_value"], 5);
    let before = newest(11).await;
    place.ok("PATCH", &general, json!({ "rate_limit_per_user": 5 })).await;
    assert_eq!(newest(11).await, before, "what changes nothing is no entry");
    let over = format!("{general}/permissions/{MIA}");
    place.call("PUT", &over, json!({ "type": 1, "allow": VIEW.to_string(), "deny": "0" })).await;
    assert_eq!(changed(13, "allow").await["new_value"], json!(VIEW.to_string()));
    place.call("PUT", &over, json!({ "type": 1, "allow": "0", "deny": "0" })).await;
    assert_eq!(changed(14, "allow").await["old_value"], json!(VIEW.to_string()));
    let none = json!({ "permission_overwrites": [] });
    place.ok("PATCH", &general, none).await;
    assert_eq!(newest(15).await["options"]["id"], json!(MIA), "the whole list at once tells of each");
    let role = place.ok("POST", &format!("/guilds/{ACME}/roles"), json!({ "name": "made", "color": 7 })).await;
    assert_eq!(changed(30, "color").await["new_value"], 7);
    let id = role["id"].as_str().unwrap();
    place.ok("PATCH", &format!("/guilds/{ACME}/roles/{id}"), json!({ "permissions": "0", "hoist": true })).await;
    assert_eq!(changed(31, "permissions").await["new_value"], "0");
    assert_eq!(changed(31, "hoist").await["old_value"], false);
    place.call("PUT", &format!("/guilds/{ACME}/members/{MIA}/roles/{id}"), Value::Null).await;
    assert_eq!(changed(25, "$add").await["new_value"], json!([{ "id": id, "name": "made" }]));
    place.ok("PATCH", &format!("/guilds/{ACME}/members/{MIA}"), json!({ "nick": "M", "roles": [] })).await;
    assert_eq!(changed(25, "$remove").await["new_value"][0]["name"], "made");
    assert_eq!(changed(24, "nick").await["new_value"], "M");
    gateway.names().await;
    place.conforms().await;
}
