//! What a form may ask, and how an interaction may be answered.

use serde_json::{Value, json};

use super::long;
use crate::common::*;

fn label(component: Value) -> Value {
    json!({ "type": 18, "label": "l", "component": component })
}

fn form(components: Value) -> Value {
    json!({ "custom_id": "f", "title": "t", "components": components })
}

fn with(component: Value) -> Value {
    form(json!([label(component)]))
}

fn text(more: Value) -> Value {
    let mut input = json!({ "type": 4, "custom_id": "a", "style": 1 });
    for (key, value) in more.as_object().unwrap() {
        input[key] = value.clone();
    }
    with(input)
}

fn group(kind: u8, count: usize) -> Value {
    let options: Vec<Value> = (0..count).map(|n| json!({ "label": "o", "value": n.to_string() })).collect();
    with(json!({ "type": kind, "custom_id": "g", "options": options }))
}

/// A press that waits for an answer while the others are refused.
async fn pressed(place: &Place, gateway: &mut Gateway) -> String {
    place.control.settings(&json!({ "response_deadline_ms": 60_000 })).await.unwrap();
    let button = json!({ "type": 2, "style": 1, "label": "b", "custom_id": "b" });
    let panel = json!({ "content": "p", "components": [{ "type": 1, "components": [button] }] });
    let sent = place.ok("POST", &format!("/channels/{GENERAL}/messages"), panel).await;
    let (control, id) = (place.control.clone(), sandbox::Id::of(&sent["id"]));
    #[expect(clippy::disallowed_methods, reason = "the press waits until the test is over")]
    drop(tokio::spawn(async move { control.press(MIA, GENERAL, id, "b").await }));
    let (id, token, _) = gateway.interaction().await;
    format!("/interactions/{id}/{token}/callback")
}

#[tokio::test]
async fn a_form_that_asks_too_much() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let callback = pressed(&place, &mut gateway).await;
    let said = json!({ "type": 10, "content": "c" });
    let file = |more: Value| {
        let mut upload = json!({ "type": 19, "custom_id": "f" });
        upload.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        with(upload)
    };
    let input = "data.components.0.component";
    let mut labelled = text(json!({}));
    labelled["components"][0]["label"] = json!(long(46));
    let mut described = text(json!({}));
    described["components"][0]["description"] = json!(long(101));
    let mut titled = text(json!({}));
    titled["title"] = json!(long(46));
    let mut named = text(json!({}));
    named["custom_id"] = json!(long(101));
    let cases: Vec<(&str, Value, String)> = vec![
        ("title of 45", titled, "data.title".into()),
        ("custom id of 100", named, "data.custom_id".into()),
        ("5 at the top", form(json!([said, said, said, said, said, said])), "data.components".into()),
        ("1 at the top", form(json!([])), "data.components".into()),
        ("label of 45", labelled, "data.components.0.label".into()),
        ("description of 100", described, "data.components.0.description".into()),
        ("no button in a form", with(json!({ "type": 2, "custom_id": "b" })), format!("{input}.type")),
        ("input's custom id of 100", text(json!({ "custom_id": long(101) })), format!("{input}.custom_id")),
        ("min_length of 4000", text(json!({ "min_length": 4001 })), format!("{input}.min_length")),
        ("max_length from 1", text(json!({ "max_length": 0 })), format!("{input}.max_length")),
        ("max_length of 4000", text(json!({ "max_length": 4001 })), format!("{input}.max_length")),
        ("value of 4000", text(json!({ "value": long(4001) })), format!("{input}.value")),
        ("placeholder of 100", text(json!({ "placeholder": long(101) })), format!("{input}.placeholder")),
        ("10 files", file(json!({ "max_values": 11 })), format!("{input}.max_values")),
        ("10 types of files", file(json!({ "file_types": vec![".png"; 11] })), format!("{input}.file_types")),
        ("0 files, if required", file(json!({ "min_values": 0 })), format!("{input}.min_values")),
        ("radio groups of 2", group(21, 1), format!("{input}.options")),
        ("radio groups of 10", group(21, 11), format!("{input}.options")),
        ("checkbox groups of 1", group(22, 0), format!("{input}.options")),
        ("checkbox groups of 10", group(22, 11), format!("{input}.options")),
    ];
    for (rule, data, at) in cases {
        let (status, answer) = place.call("POST", &callback, json!({ "type": 9, "data": data })).await;
        assert_eq!((status, answer["code"].as_u64()), (400, Some(50_035)), "{rule}: {answer}");
        let told = answer["errors"].pointer(&format!("/{}/_errors/0/code", at.replace('.', "/")));
        assert!(told.is_some(), "{rule}: not at {at}: {answer}");
    }
    place.ok("POST", &callback, json!({ "type": 9, "data": text(json!({})) })).await;
}

#[tokio::test]
async fn answers_of_every_kind_where_they_belong() {
    let place = Place::new().await;
    let mut gateway = place.connect(INTENTS).await;
    let callback = pressed(&place, &mut gateway).await;
    for kind in [1, 2, 3, 8, 10, 11, 13, 99] {
        let (status, answer) = place.call("POST", &callback, json!({ "type": kind, "data": {} })).await;
        assert_eq!((status, answer["code"].as_u64()), (400, Some(50_035)), "a press with {kind}: {answer}");
    }
    assert_eq!(place.call("POST", &callback, json!({ "type": 6 })).await, (204, Value::Null));
    assert_eq!(place.refused("POST", &callback, json!({ "type": 6 })).await, (400, 40_060));
    let hook = callback.replace("/interactions/", "").replace("/callback", "");
    let (_, token) = hook.split_once('/').unwrap();
    let hook = format!("/webhooks/{}/{token}", place.sandbox.client_id);
    place.ok("POST", &hook, json!({ "content": "more" })).await;
    place.control.advance(15 * 60_000 + 1000).await.unwrap();
    assert_eq!(place.refused("POST", &hook, json!({ "content": "late" })).await, (401, 50_027), "a quarter of an hour");
    assert_eq!(place.refused("POST", "/webhooks/77/none", json!({ "content": "x" })).await, (404, 10_015));
}

#[tokio::test]
async fn choices_for_one_who_types() {
    let place = Place::new().await;
    place.control.settings(&json!({ "response_deadline_ms": 60_000 })).await.unwrap();
    let mut gateway = place.connect(INTENTS).await;
    let app = place.sandbox.client_id;
    let option = json!({ "type": 3, "name": "why", "description": "d", "autocomplete": true });
    let plain = json!({ "type": 3, "name": "who", "description": "d" });
    let command = json!([{ "name": "close", "description": "d", "options": [option, plain] }]);
    place.ok("PUT", &format!("/applications/{app}/guilds/{ACME}/commands"), command).await;
    let control = place.control.clone();
    let refused = control.autocomplete(MIA, GENERAL, "close", "who", "x").await.unwrap_err();
    assert_eq!(refused.status, 400, "it completes nothing");
    let typed = async { control.autocomplete(MIA, GENERAL, "close", "why", "so").await.unwrap() };
    let answered = async {
        let (id, token, d) = gateway.interaction().await;
        let path = format!("/interactions/{id}/{token}/callback");
        let choices = |count: usize, name: usize| -> Value {
            (0..count).map(|n| json!({ "name": long(name), "value": n.to_string() })).collect()
        };
        for data in [json!({ "choices": choices(26, 1) }), json!({ "choices": choices(1, 101) })] {
            let body = json!({ "type": 8, "data": data });
            assert_eq!(place.refused("POST", &path, body).await, (400, 50_035));
        }
        assert_eq!(place.refused("POST", &path, json!({ "type": 4, "data": { "content": "c" } })).await, (400, 50_035));
        place.ok("POST", &path, json!({ "type": 8, "data": { "choices": choices(2, 3) } })).await;
        d
    };
    let (offered, d) = tokio::join!(typed, answered);
    assert_eq!((d["type"].as_u64(), &d["data"]["options"][0]["focused"]), (Some(4), &json!(true)));
    assert_eq!(offered.choices.as_array().unwrap().len(), 2);
    gateway.understood();
    place.conforms().await;
}
