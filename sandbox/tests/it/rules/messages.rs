//! What a message may hold.

use reqwest::multipart::{Form, Part};
use sandbox::Id;
use serde_json::{Value, json};

use super::{Case, all_refused, long};
use crate::common::*;

fn messages() -> String {
    format!("/channels/{GENERAL}/messages")
}

fn embed(fields: Value) -> Value {
    json!({ "embeds": [fields] })
}

fn row(list: Vec<Value>) -> Value {
    json!({ "content": "c", "components": [{ "type": 1, "components": list }] })
}

fn button(id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "b", "custom_id": id })
}

fn select(more: Value) -> Value {
    let mut select = json!({ "type": 3, "custom_id": "s", "options": [{ "label": "a", "value": "a" }, { "label": "b", "value": "b" }] });
    for (key, value) in more.as_object().unwrap() {
        select[key] = value.clone();
    }
    row(vec![select])
}

fn options(count: usize) -> Value {
    (0..count).map(|n| json!({ "label": "o", "value": n.to_string() })).collect()
}

#[tokio::test]
async fn slow_mode_holds_people_back_and_not_bots() {
    let place = Place::new().await;
    let slow = json!({ "rate_limit_per_user": 30 });
    place.ok("PATCH", &format!("/channels/{GENERAL}"), slow).await;
    place.control.say(MIA, GENERAL, "one").await.unwrap();
    let refused = place.control.say(MIA, GENERAL, "two").await.unwrap_err();
    assert_eq!((refused.status, refused.code), (429, 20_016));
    place.control.say(NOAH, GENERAL, "each has a clock of their own").await.unwrap();
    for _ in 0..2 {
        place.control.say(ADA, GENERAL, "who manages is free").await.unwrap();
        place.ok("POST", &messages(), json!({ "content": "so is a bot" })).await;
    }
    place.control.advance(30_000).await.unwrap();
    place.control.say(MIA, GENERAL, "two").await.unwrap();
    place.conforms().await;
}

#[tokio::test]
async fn old_messages_are_edited_three_times_in_twenty_seconds() {
    let place = Place::new().await;
    let sent = place.ok("POST", &messages(), json!({ "content": "c" })).await;
    let path = format!("{}/{}", messages(), sent["id"].as_str().unwrap());
    let edit = async |n: u32| place.call("PATCH", &path, json!({ "content": n.to_string() })).await;
    for n in 0..5 {
        assert_eq!(edit(n).await.0, 200, "young ones as often as one likes");
    }
    place.control.advance(3_600_000).await.unwrap();
    for n in 0..3 {
        assert_eq!(edit(n).await.0, 200);
    }
    let (status, answer) = edit(4).await;
    assert_eq!((status, answer["code"].as_u64()), (429, Some(30_046)));
    assert!(answer["retry_after"].as_f64().is_some_and(|wait| (0.0..=20.0).contains(&wait)), "{answer}");
    place.control.advance(20_000).await.unwrap();
    assert_eq!(edit(5).await.0, 200);
    place.conforms().await;
}

#[tokio::test]
async fn a_message_that_holds_too_much() {
    let place = Place::new().await;
    let field = |name: usize, value: usize| json!({ "fields": [{ "name": long(name), "value": long(value) }] });
    let fields: Vec<Value> = (0..26).map(|_| json!({ "name": "n", "value": "v" })).collect();
    let cases: Vec<Case> = vec![
        ("content of 2000", json!({ "content": long(2001) }), "content"),
        ("nonce of 25", json!({ "content": "c", "nonce": long(26) }), "nonce"),
        ("10 embeds", json!({ "embeds": (0..11).map(|_| json!({ "title": "t" })).collect::<Vec<_>>() }), "embeds"),
        (
            "6000 in embeds together",
            json!({ "embeds": [{ "description": long(4000) }, { "description": long(2001) }] }),
            "embeds",
        ),
        ("embed title of 256", embed(json!({ "title": long(257) })), "embeds.0.title"),
        ("embed description of 4096", embed(json!({ "description": long(4097) })), "embeds.0.description"),
        ("25 fields", embed(json!({ "fields": fields })), "embeds.0.fields"),
        ("field name of 256", embed(field(257, 1)), "embeds.0.fields.0.name"),
        ("field value of 1024", embed(field(1, 1025)), "embeds.0.fields.0.value"),
        ("footer of 2048", embed(json!({ "footer": { "text": long(2049) } })), "embeds.0.footer.text"),
        ("author of 256", embed(json!({ "author": { "name": long(257) } })), "embeds.0.author.name"),
        (
            "an unknown message replied to",
            json!({ "content": "c", "message_reference": { "message_id": "7" } }),
            "message_reference",
        ),
    ];
    all_refused(&place, "POST", &messages(), cases).await;
    assert_eq!(place.refused("POST", &messages(), json!({})).await, (400, 50_006));
    place.conforms().await;
}

#[tokio::test]
async fn rows_and_selects_that_hold_too_much() {
    let place = Place::new().await;
    let rows: Vec<Value> = (0..6).map(|n| json!({ "type": 1, "components": [button(&n.to_string())] })).collect();
    let six: Vec<Value> = (0..6).map(|n| button(&n.to_string())).collect();
    let labelled = json!({ "type": 2, "style": 1, "label": long(81), "custom_id": "a" });
    let mixed = json!({ "type": 5, "custom_id": "who" });
    let option = |field: &str| json!({ "options": [{ "label": "l", "value": "v", field: long(101) }] });
    let at = "components.0.components.0";
    let cases: Vec<(&'static str, Value, String)> = vec![
        ("5 rows", json!({ "content": "c", "components": rows }), "components".into()),
        ("5 buttons", row(six), "components.0.components".into()),
        ("one select alone", row(vec![mixed, button("a")]), "components.0.components".into()),
        ("button label of 80", row(vec![labelled]), format!("{at}.label")),
        ("custom id of 100", row(vec![button(&long(101))]), format!("{at}.custom_id")),
        ("the same custom id twice", row(vec![button("a"), button("a")]), "components.0.components.1.custom_id".into()),
        ("25 options", select(json!({ "options": options(26) })), format!("{at}.options")),
        ("placeholder of 150", select(json!({ "placeholder": long(151) })), format!("{at}.placeholder")),
        ("option label of 100", select(option("label")), format!("{at}.options.0.label")),
        ("option value of 100", select(option("value")), format!("{at}.options.0.value")),
        ("option description of 100", select(option("description")), format!("{at}.options.0.description")),
        ("at least 0 to 25", select(json!({ "min_values": 26 })), format!("{at}.min_values")),
        ("at most 25", select(json!({ "max_values": 26 })), format!("{at}.max_values")),
    ];
    for (rule, body, at) in cases {
        let (status, answer) = place.call("POST", &messages(), body).await;
        assert_eq!((status, answer["code"].as_u64()), (400, Some(50_035)), "{rule}: {answer}");
        let told = answer["errors"].pointer(&format!("/{}/_errors/0", at.replace('.', "/")));
        assert!(told.is_some(), "{rule}: {answer}");
    }
    place.conforms().await;
}

#[tokio::test]
async fn components_of_the_newer_kind() {
    let place = Place::new().await;
    let flags = 1 << 15;
    let text = |length: usize| json!({ "type": 10, "content": long(length) });
    let many: Vec<Value> = (0..40).map(|_| text(1)).collect();
    let cases: Vec<Case> = vec![
        ("no content", json!({ "flags": flags, "content": "c", "components": [text(1)] }), "content"),
        ("no embeds", json!({ "flags": flags, "embeds": [{ "title": "t" }], "components": [text(1)] }), "embeds"),
        ("40 components", json!({ "flags": flags, "components": [{ "type": 17, "components": many }] }), "components"),
        ("4000 letters", json!({ "flags": flags, "components": [text(3000), text(1001)] }), "components"),
        ("not without the flag", json!({ "components": [text(1)] }), "components.0.type"),
    ];
    all_refused(&place, "POST", &messages(), cases).await;
    let good = json!({ "flags": flags, "components": [text(5)] });
    let sent = place.ok("POST", &messages(), good).await;
    let path = format!("{}/{}", messages(), sent["id"].as_str().unwrap());
    let kept = place.ok("PATCH", &path, json!({ "flags": 0, "components": [text(6)] })).await;
    assert_eq!(kept["flags"].as_u64(), Some(flags), "the flag cannot be taken away");
    assert_eq!(place.refused("PATCH", &path, json!({ "content": "c" })).await, (400, 50_035));
    place.conforms().await;
}

#[tokio::test]
async fn files_that_are_too_many_or_too_large() {
    let place = Place::new().await;
    let form = |count: usize, size: usize| {
        (0..count).fold(Form::new(), |form, n| {
            form.part(format!("files[{n}]"), Part::bytes(vec![0; size]).file_name(format!("{n}.bin")))
        })
    };
    let send = async |form: Form| {
        let (status, body) = answer(place.request("POST", &messages()).multipart(form)).await;
        (status, body["code"].as_u64())
    };
    assert_eq!(send(form(11, 1)).await, (400, Some(50_035)), "10 files");
    assert_eq!(send(form(1, 10 * 1024 * 1024 + 1)).await, (413, Some(40_005)), "10 MiB each");
    assert_eq!(send(form(3, 9 * 1024 * 1024)).await, (413, Some(40_005)), "25 MiB together");
    assert_eq!(send(form(10, 1)).await.0, 200);
}

#[tokio::test]
async fn pins_reactions_and_deletion_in_bulk() {
    let place = Place::new().await;
    let sent = Id::of(&place.ok("POST", &messages(), json!({ "content": "one" })).await["id"]);
    place.control.bot_permissions(ACME, 1 << 10 | 1 << 11 | 1 << 13 | 1 << 16).await.unwrap();
    let pin = format!("/channels/{GENERAL}/messages/pins/{sent}");
    assert_eq!(place.refused("PUT", &pin, Value::Null).await, (403, 50_013), "MANAGE_MESSAGES does not suffice");
    place.control.bot_permissions(ACME, u64::MAX >> 11 & !(1 << 3)).await.unwrap();
    place.ok("PUT", &pin, Value::Null).await;
    for n in 0..50 {
        let sent = place.ok("POST", &messages(), json!({ "content": n.to_string() })).await;
        let path = format!("/channels/{GENERAL}/pins/{}", sent["id"].as_str().unwrap());
        let (status, answer) = place.call("PUT", &path, Value::Null).await;
        assert_eq!((status, answer["code"].as_u64()), if n < 49 { (204, None) } else { (400, Some(30_003)) });
    }
    let emoji = |n: u32| char::from_u32(0x1f600 + n).unwrap();
    let react = |n: u32| format!("{}/{sent}/reactions/{}/@me", messages(), emoji(n));
    for n in 0..20 {
        place.ok("PUT", &react(n), Value::Null).await;
    }
    assert_eq!(place.refused("PUT", &react(20), Value::Null).await, (400, 30_010));
    let bulk = format!("{}/bulk-delete", messages());
    assert_eq!(place.refused("POST", &bulk, json!({ "messages": [sent] })).await, (400, 50_016), "two at least");
    let many: Vec<String> = (0..101).map(|n| (sent.0 + n).to_string()).collect();
    assert_eq!(place.refused("POST", &bulk, json!({ "messages": many })).await, (400, 50_016), "a hundred at most");
    let other = place.ok("POST", &messages(), json!({ "content": "young" })).await;
    let both = json!({ "messages": [sent, other["id"]] });
    place.control.advance(14 * 86_400_000 + 1000).await.unwrap();
    assert_eq!(place.refused("POST", &bulk, both).await, (400, 50_034), "two weeks");
}

#[tokio::test]
async fn a_nonce_sends_once_for_a_few_minutes() {
    let place = Place::new().await;
    let body = json!({ "content": "once", "nonce": "n", "enforce_nonce": true });
    let first = place.ok("POST", &messages(), body.clone()).await;
    assert_eq!(place.ok("POST", &messages(), body.clone()).await["id"], first["id"]);
    place.control.advance(6 * 60_000).await.unwrap();
    assert_ne!(place.ok("POST", &messages(), body).await["id"], first["id"]);
}
