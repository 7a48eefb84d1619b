//! Threads, forums and their posts: who sees them, and what the gateway says of them.

use sandbox::Id;
use serde_json::{Value, json};

use crate::common::*;

#[tokio::test]
async fn a_private_thread_is_for_those_in_it() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let made = place.ok("POST", &format!("/channels/{GENERAL}/threads"), json!({ "name": "Quiet Talk" })).await;
    let thread = Id::of(&made["id"]);
    assert_eq!((&made["name"], &made["type"], &made["owner_id"]), (&json!("Quiet Talk"), &json!(12), &json!(BOT)));
    assert_eq!(gateway.event("THREAD_CREATE").await["newly_created"], true);
    assert_eq!(place.control.view(MIA, thread).await.unwrap_err().code, 50_001);
    let members = format!("/channels/{thread}/thread-members");
    place.ok("PUT", &format!("{members}/{MIA}"), Value::Null).await;
    let came = gateway.event("THREAD_MEMBERS_UPDATE").await;
    assert_eq!((&came["added_members"][0]["user_id"], &came["member_count"]), (&json!(MIA), &json!(2)));
    place.control.say(MIA, thread, "hello").await.unwrap();
    assert_eq!(place.get(&members).await.as_array().unwrap().len(), 2);
    assert_eq!(place.get(&format!("{members}/{MIA}?with_member=true")).await["member"]["user"]["username"], "mia");
    let threads = place.control.guilds(MIA).await.unwrap()[0]["threads"].clone();
    assert_eq!((&threads[0]["id"], &threads[0]["can"]["send"]), (&json!(thread), &json!(true)));
    place.ok("DELETE", &format!("{members}/{MIA}"), Value::Null).await;
    assert_eq!(gateway.event("THREAD_MEMBERS_UPDATE").await["removed_member_ids"], json!([MIA]));
    assert!(place.control.view(MIA, thread).await.is_err());
    let active = place.get(&format!("/guilds/{ACME}/threads/active")).await;
    assert_eq!((&active["threads"][0]["id"], active["members"].as_array().unwrap().len()), (&json!(thread), 1));
    place.ok("PATCH", &format!("/channels/{thread}"), json!({ "archived": true })).await;
    let archived = place.get(&format!("/channels/{GENERAL}/threads/archived/private")).await;
    assert_eq!(archived["threads"][0]["id"], json!(thread));
    assert_eq!(place.get(&format!("/channels/{GENERAL}/threads/archived/public")).await["threads"], json!([]));
    let mine = format!("/channels/{GENERAL}/users/@me/threads/archived/private");
    assert_eq!(place.get(&mine).await["threads"].as_array().unwrap().len(), 1);
    place.ok("DELETE", &format!("/channels/{thread}"), Value::Null).await;
    assert_eq!(gateway.event("THREAD_DELETE").await["parent_id"], json!(GENERAL));
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn a_forum_has_posts_and_tags() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let tags = json!([{ "name": "bug" }, { "name": "done", "moderated": true }]);
    let body = json!({ "name": "help", "type": 15, "available_tags": tags, "flags": 16 });
    let forum = place.ok("POST", &format!("/guilds/{ACME}/channels"), body).await;
    let threads = format!("/channels/{}/threads", forum["id"].as_str().unwrap());
    let tag = forum["available_tags"][0]["id"].clone();
    let post = |tags: Value| json!({ "name": "It broke", "applied_tags": tags, "message": { "content": "Look" } });
    assert_eq!(place.refused("POST", &threads, post(json!([]))).await, (400, 40_067));
    assert_eq!(place.refused("POST", &threads, post(json!(["7"]))).await, (400, 50_035));
    assert_eq!(place.refused("POST", &threads, json!({ "name": "n", "applied_tags": [tag] })).await, (400, 50_035));
    let made = place.ok("POST", &threads, post(json!([tag]))).await;
    assert_eq!((&made["message"]["id"], &made["message"]["content"]), (&made["id"], &json!("Look")));
    assert_eq!((&made["applied_tags"][0], &made["message_count"]), (&tag, &json!(1)));
    let say = format!("/channels/{}/messages", forum["id"].as_str().unwrap());
    assert_eq!(place.refused("POST", &say, json!({ "content": "c" })).await, (400, 50_008));
    assert_eq!(gateway.event("THREAD_CREATE").await["parent_id"], forum["id"]);
    assert_eq!(gateway.event("MESSAGE_CREATE").await["id"], made["id"]);
    place.ok("DELETE", &format!("/channels/{}", forum["id"].as_str().unwrap()), Value::Null).await;
    let post = format!("/channels/{}", made["id"].as_str().unwrap());
    assert_eq!(place.refused("GET", &post, Value::Null).await, (404, 10_003), "gone with its forum");
    gateway.understood();
    place.conforms().await;
}

#[tokio::test]
async fn speech_in_threads_is_a_right_of_its_own() {
    let place = Place::new().await;
    let threads = format!("/channels/{GENERAL}/threads");
    let made = place.ok("POST", &threads, json!({ "name": "open", "type": 11 })).await;
    let thread = Id::of(&made["id"]);
    let notes = place.control.messages(GENERAL).await.unwrap();
    assert_eq!((&notes[0]["type"], &notes[0]["message_reference"]["channel_id"]), (&json!(18), &json!(thread)));
    let mute = |bit: u64| json!({ "permission_overwrites": [{ "id": ACME, "type": 0, "allow": "0", "deny": bit.to_string() }] });
    place.control.patch_channel(ACME, GENERAL, &mute(1 << 11)).await.unwrap();
    assert_eq!(place.control.say(MIA, GENERAL, "no").await.unwrap_err().code, 50_013);
    place.control.say(MIA, thread, "but here").await.unwrap();
    place.control.patch_channel(ACME, GENERAL, &mute(1 << 38)).await.unwrap();
    assert_eq!(place.control.say(MIA, thread, "no").await.unwrap_err().code, 50_013);
    place.control.say(MIA, GENERAL, "but here").await.unwrap();
    place.conforms().await;
}

#[tokio::test]
async fn threads_survive_a_kill() {
    let place = Place::new().await;
    let made = place.ok("POST", &format!("/channels/{GENERAL}/threads"), json!({ "name": "t", "type": 11 })).await;
    let thread = Id::of(&made["id"]);
    for n in 0..3 {
        place.control.say(MIA, thread, &n.to_string()).await.unwrap();
    }
    let before = place.get(&format!("/channels/{thread}")).await;
    assert_eq!((&before["total_message_sent"], &before["member_count"]), (&json!(3), &json!(2)));
    let Place { sandbox, dir, .. } = place;
    sandbox.kill().await;
    let place = Place::over(dir).await;
    assert_eq!(place.get(&format!("/channels/{thread}")).await, before);
}

#[tokio::test]
async fn a_thousand_in_a_thread() {
    let place = Place::new().await;
    let ids = 5000..6000_u64;
    let users: Vec<Value> = ids.clone().map(|n| json!({ "id": n.to_string(), "username": format!("u{n}") })).collect();
    let members: Vec<Value> = ids.clone().map(|n| json!({ "user": { "id": n.to_string() } })).collect();
    let acme = json!({ "id": ACME, "name": "Acme Games", "owner_id": OLIVIA, "members": members });
    place.control.import(&json!({ "users": users, "guilds": [acme] })).await.unwrap();
    let made = place.ok("POST", &format!("/channels/{GENERAL}/threads"), json!({ "name": "t", "type": 11 })).await;
    let thread = made["id"].as_str().unwrap();
    for n in ids {
        let (status, answer) = place.call("PUT", &format!("/channels/{thread}/thread-members/{n}"), Value::Null).await;
        let full = n == 5999;
        assert_eq!((status, answer["code"].as_u64()), if full { (400, Some(30_033)) } else { (204, None) }, "{n}");
    }
}

#[tokio::test]
async fn threads_of_a_channel_that_comes_into_sight() {
    let place = Place::new().await;
    place.ok("POST", &format!("/channels/{GENERAL}/threads"), json!({ "name": "t", "type": 11 })).await;
    let mut gateway = place.connect(INTENTS).await;
    let hide = |bits: &str| json!({ "permission_overwrites": [{ "id": ACME, "type": 0, "allow": "0", "deny": bits }] });
    place.control.patch_channel(ACME, GENERAL, &hide("1024")).await.unwrap();
    place.control.patch_channel(ACME, GENERAL, &hide("0")).await.unwrap();
    let sync = gateway.event("THREAD_LIST_SYNC").await;
    assert_eq!((&sync["channel_ids"], &sync["threads"][0]["name"]), (&json!([GENERAL]), &json!("t")));
    assert_eq!(sync["members"][0]["user_id"], json!(BOT));
    gateway.understood();
}
