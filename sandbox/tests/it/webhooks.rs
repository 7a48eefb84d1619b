//! Webhooks, reactions, bans: what a bot does beside messages and channels.

use sandbox::Id;
use serde_json::{Value, json};

use crate::common::*;

#[tokio::test]
async fn a_webhook_speaks_under_any_name() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS | 1 << 5).await;
    let hooks = format!("/channels/{GENERAL}/webhooks");
    assert_eq!(place.refused("POST", &hooks, json!({ "name": "Discord" })).await, (400, 50_035));
    let made = place.ok("POST", &hooks, json!({ "name": "Desk" })).await;
    assert_eq!(gateway.event("WEBHOOKS_UPDATE").await["channel_id"], json!(GENERAL));
    let path = format!("/webhooks/{}/{}", made["id"].as_str().unwrap(), made["token"].as_str().unwrap());
    let by_token = |method: &str, path: &str| place.http.request(method.parse().unwrap(), place.url(path));
    let body = json!({ "content": "Hello", "username": "Someone", "allowed_mentions": { "parse": [] } });
    assert_eq!(by_token("POST", &path).json(&body).send().await.unwrap().status().as_u16(), 204);
    let heard = gateway.event("MESSAGE_CREATE").await;
    assert_eq!((&heard["author"]["username"], &heard["webhook_id"]), (&json!("Someone"), &made["id"]));
    assert!(heard.get("member").is_none());
    let (_, said) = answer(by_token("POST", &format!("{path}?wait=true")).json(&json!({ "content": "Again" }))).await;
    assert_eq!(said["author"]["username"], "Desk");
    let message = format!("{path}/messages/{}", said["id"].as_str().unwrap());
    let (_, changed) = answer(by_token("PATCH", &message).json(&json!({ "content": "Changed" }))).await;
    assert_eq!(changed["content"], "Changed");
    assert_eq!(answer(by_token("GET", &message)).await.1["content"], "Changed");
    assert_eq!(answer(by_token("DELETE", &message)).await.0, 204);
    assert_eq!(answer(by_token("GET", &message)).await.1["code"], 10_008);
    let wrong = format!("/webhooks/{}/wrong", made["id"].as_str().unwrap());
    assert_eq!(answer(by_token("POST", &wrong).json(&body)).await.1["code"], 50_027);
    let thread = place.ok("POST", &format!("/channels/{GENERAL}/threads"), json!({ "name": "t", "type": 11 })).await;
    let inside = format!("{path}?wait=true&thread_id={}", thread["id"].as_str().unwrap());
    assert_eq!(answer(by_token("POST", &inside).json(&body)).await.1["channel_id"], thread["id"]);
    let (_, renamed) = answer(by_token("PATCH", &path).json(&json!({ "name": "Front" }))).await;
    assert_eq!((&renamed["name"], renamed.get("user")), (&json!("Front"), None));
    assert_eq!(place.get(&format!("/guilds/{ACME}/webhooks")).await[0]["name"], "Front");
    place.ok("DELETE", &format!("/webhooks/{}", made["id"].as_str().unwrap()), Value::Null).await;
    assert_eq!(place.get(&hooks).await, json!([]));
    for _ in 0..15 {
        place.ok("POST", &hooks, json!({ "name": "n" })).await;
    }
    assert_eq!(place.refused("POST", &hooks, json!({ "name": "n" })).await, (400, 30_007));
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn reactions_in_full() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let said = Id::of(&place.control.say(MIA, GENERAL, "vote").await.unwrap()["id"]);
    for user in [MIA, NOAH, BEN] {
        place.control.react(user, GENERAL, said, "✅").await.unwrap();
    }
    place.control.react(MIA, GENERAL, said, "❌").await.unwrap();
    let base = format!("/channels/{GENERAL}/messages/{said}/reactions");
    let voters = place.get(&format!("{base}/✅?limit=2")).await;
    assert_eq!((&voters[0]["username"], voters.as_array().unwrap().len()), (&json!("ben"), 2));
    let rest = place.get(&format!("{base}/✅?after={MIA}")).await;
    assert_eq!(rest[0]["username"], "noah");
    place.ok("DELETE", &format!("{base}/✅/{NOAH}"), Value::Null).await;
    assert_eq!(gateway.event("MESSAGE_REACTION_REMOVE").await["user_id"], json!(NOAH));
    place.ok("DELETE", &format!("{base}/✅"), Value::Null).await;
    assert_eq!(gateway.event("MESSAGE_REACTION_REMOVE_EMOJI").await["emoji"]["name"], "✅");
    assert_eq!(place.refused("GET", &format!("{base}/✅"), Value::Null).await, (400, 10_014));
    place.ok("DELETE", &base, Value::Null).await;
    assert_eq!(gateway.event("MESSAGE_REACTION_REMOVE_ALL").await["message_id"], json!(said));
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn who_is_banned_stays_out() {
    let place = Place::new().await;
    place.control.bot_permissions(ACME, ((1 << 53) - 1) & !(1 << 3)).await.unwrap();
    let mut gateway = place.connect(INTENTS | 1 << 2).await;
    let said = Id::of(&place.control.say(MIA, GENERAL, "rude").await.unwrap()["id"]);
    let bans = format!("/guilds/{ACME}/bans");
    let ban = place.request("PUT", &format!("{bans}/{MIA}")).header("x-audit-log-reason", "rude");
    assert_eq!(answer(ban.json(&json!({ "delete_message_seconds": 3600 }))).await.0, 204);
    assert_eq!(gateway.event("GUILD_BAN_ADD").await["user"]["id"], json!(MIA));
    assert_eq!(gateway.event("GUILD_MEMBER_REMOVE").await["user"]["id"], json!(MIA));
    assert_eq!(gateway.event("MESSAGE_DELETE").await["id"], json!(said));
    assert_eq!(place.get(&format!("{bans}/{MIA}")).await["reason"], "rude");
    assert_eq!(place.control.join(ACME, MIA).await.unwrap_err().code, 40_007);
    let long = json!({ "delete_message_seconds": 604_801 });
    assert_eq!(place.refused("PUT", &format!("{bans}/{NOAH}"), long).await, (400, 50_035));
    let both = json!({ "user_ids": [NOAH, OLIVIA] });
    let done = place.ok("POST", &format!("/guilds/{ACME}/bulk-ban"), both).await;
    assert_eq!((&done["banned_users"], &done["failed_users"]), (&json!([NOAH]), &json!([OLIVIA])));
    assert_eq!(place.get(&bans).await.as_array().unwrap().len(), 2);
    place.ok("DELETE", &format!("{bans}/{MIA}"), Value::Null).await;
    assert_eq!(gateway.event("GUILD_BAN_REMOVE").await["user"]["id"], json!(MIA));
    assert_eq!(place.refused("GET", &format!("{bans}/{MIA}"), Value::Null).await, (404, 10_026));
    place.control.join(ACME, MIA).await.unwrap();
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn invites_and_who_came_by_them() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS | 1 << 6).await;
    let invites = format!("/channels/{GENERAL}/invites");
    assert_eq!(place.refused("POST", &invites, json!({ "max_uses": 101 })).await, (400, 50_035));
    assert_eq!(place.refused("POST", &invites, json!({ "max_age": 5_184_001 })).await, (400, 50_035));
    let made = place.ok("POST", &invites, json!({ "max_uses": 1 })).await;
    assert_eq!(gateway.event("INVITE_CREATE").await["code"], made["code"]);
    assert_eq!(place.ok("POST", &invites, json!({ "max_uses": 1 })).await["code"], made["code"], "one alike serves");
    let code = made["code"].as_str().unwrap();
    let come = async |user: Id| {
        let url = format!("{}/_sandbox/guilds/{ACME}/members/{user}?invite={code}", place.sandbox.base);
        place.http.post(url).send().await.unwrap().status().as_u16()
    };
    assert_eq!(place.get(&format!("/invites/{code}?with_counts=true")).await["approximate_member_count"], 8);
    assert_eq!((come(SAM).await, come(SAM).await), (200, 404), "good for one");
    assert_eq!(place.refused("GET", &format!("/invites/{code}"), Value::Null).await, (404, 10_006));
    let other = place.ok("POST", &invites, json!({ "max_age": 60 })).await;
    assert_eq!(place.get(&invites).await[0]["code"], other["code"]);
    let path = format!("/invites/{}", other["code"].as_str().unwrap());
    place.ok("DELETE", &path, Value::Null).await;
    assert_eq!(gateway.event("INVITE_DELETE").await["code"], other["code"]);
    let last = place.ok("POST", &invites, json!({ "max_age": 60 })).await;
    place.control.advance(61_000).await.unwrap();
    let path = format!("/invites/{}", last["code"].as_str().unwrap());
    assert_eq!(place.refused("GET", &path, Value::Null).await, (404, 10_006));
    for n in 0..1000 {
        place.ok("POST", &invites, json!({ "unique": true, "max_uses": n % 100 })).await;
    }
    assert_eq!(place.refused("POST", &invites, json!({ "unique": true })).await, (400, 30_016));
    gateway.understood();
    place.conforms().await;
}
