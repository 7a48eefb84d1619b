//! What the client draws from: whose reactions, whose emoji, which commands in private with the bot.

use sandbox::Id;
use serde_json::{Value, json};

use crate::common::*;

#[tokio::test]
async fn reactions_say_who_and_whether_oneself() {
    let place = Place::new().await;
    let said = place.control.say(NOAH, GENERAL, "well").await.unwrap();
    let id = said["id"].as_str().unwrap().parse().unwrap();
    place.control.react(MIA, GENERAL, id, "✅").await.unwrap();
    place.control.react(BEN, GENERAL, id, "✅").await.unwrap();
    for (who, me) in [(MIA, true), (NOAH, false)] {
        let seen = place.control.view(who, GENERAL).await.unwrap();
        let reaction = &seen[0]["reactions"][0];
        assert_eq!((&reaction["me"], &reaction["count"]), (&json!(me), &json!(2)), "{reaction}");
        assert_eq!(reaction["users"], json!([MIA, BEN]));
    }
    let (_, told) = place.call("GET", &format!("/channels/{GENERAL}/messages/{id}"), Value::Null).await;
    assert_eq!(told["reactions"][0]["users"], Value::Null, "a bot has to ask for them");
}

#[tokio::test]
async fn a_guild_shows_its_emoji_and_their_pictures() {
    let place = Place::new().await;
    let guilds = place.control.guilds(MIA).await.unwrap();
    let emoji = &guilds[0]["emojis"][0];
    assert_eq!(emoji["name"], "gold");
    let url = format!("{}/cdn/emojis/{}.png", place.sandbox.base, emoji["id"].as_str().unwrap());
    let picture = place.http.get(url).send().await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/png");
    assert!(picture.bytes().await.unwrap().starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn in_private_the_bot_offers_its_global_commands() {
    let place = Place::new().await;
    let app = place.sandbox.client_id;
    let commands = json!([
        { "name": "everywhere", "description": "e" },
        { "name": "guilds", "description": "g", "contexts": [0] },
        { "name": "private", "description": "p", "contexts": [1] },
        { "name": "old-no", "description": "o", "dm_permission": false },
    ]);
    assert_eq!(place.call("PUT", &format!("/applications/{app}/commands"), commands).await.0, 200);
    place.control.open_dm(MIA, BOT).await.unwrap();
    let dms = place.control.dms(MIA).await.unwrap();
    let mut names: Vec<&str> =
        dms[0]["commands"].as_array().unwrap().iter().filter_map(|c| c["name"].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["everywhere", "private"]);
    place.control.open_dm(MIA, BEN).await.unwrap();
    let with_people = place.control.dms(MIA).await.unwrap();
    let with_ben = with_people.as_array().unwrap().iter().find(|c| c["recipients"][0]["id"] == json!(BEN)).unwrap();
    assert_eq!(with_ben["commands"], json!([]));
}

#[tokio::test]
async fn a_person_starts_threads_and_posts() {
    let place = Place::new().await;
    let said = place.control.say(MIA, GENERAL, "a long matter").await.unwrap();
    let start = async |user, channel: String, body: Value| {
        let url = format!("{}/_sandbox/as/{user}/channels/{channel}/threads", place.sandbox.base);
        let answer = place.http.post(url).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    let general = GENERAL.to_string();
    let (_, on) = start(MIA, general.clone(), json!({ "name": "matter", "message_id": said["id"] })).await;
    assert_eq!((&on["id"], &on["parent_id"], &on["can"]["send"]), (&said["id"], &json!(GENERAL), &json!(true)));
    let (again, _) = start(MIA, general.clone(), json!({ "name": "matter", "message_id": said["id"] })).await;
    assert_eq!(again, 400, "one message, one thread");
    let (_, free) = start(MIA, general, json!({ "name": "free", "type": 11 })).await;
    let forum = place.control.create_channel(ACME, &json!({ "name": "ideas", "type": 15 })).await.unwrap();
    let forum = forum["id"].as_str().unwrap().to_owned();
    let (_, post) = start(MIA, forum, json!({ "name": "idea", "message": { "content": "first" } })).await;
    let seen = place.control.guilds(NOAH).await.unwrap();
    let mut ids: Vec<&Value> = seen[0]["threads"].as_array().unwrap().iter().map(|t| &t["id"]).collect();
    ids.sort_by_key(ToString::to_string);
    assert_eq!(ids, [&on["id"], &free["id"], &post["id"]]);
}

#[tokio::test]
async fn a_person_sees_what_is_pinned() {
    let place = Place::new().await;
    let mut ids = Vec::new();
    for words in ["first", "second"] {
        let said = place.ok("POST", &format!("/channels/{GENERAL}/messages"), json!({ "content": words })).await;
        let id = said["id"].as_str().unwrap().to_owned();
        assert_eq!(place.call("PUT", &format!("/channels/{GENERAL}/messages/pins/{id}"), Value::Null).await.0, 204);
        place.control.advance(1_000).await.unwrap();
        ids.push(id);
    }
    let see = async |channel: Id| {
        let url = format!("{}/_sandbox/as/{MIA}/channels/{channel}/pins", place.sandbox.base);
        answer(place.http.get(url)).await
    };
    let (_, pins) = see(GENERAL).await;
    assert_eq!([&pins[0]["id"], &pins[1]["id"]], [&json!(ids[1]), &json!(ids[0])], "the latest pin first");
    assert_eq!(see(LOUNGE).await.1["code"], 50_001);
}
