//! Application commands: how many, how long, who is offered them.

use serde_json::{Value, json};

use super::{Case, all_refused, long};
use crate::common::*;

fn command(more: Value) -> Value {
    let mut command = json!({ "name": "close", "description": "d" });
    command.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    command
}

#[tokio::test]
async fn a_command_that_says_too_much() {
    let place = Place::new().await;
    let path = format!("/applications/{}/commands", place.sandbox.client_id);
    let option = |name: &str| json!({ "type": 3, "name": name, "description": "d" });
    let options: Vec<Value> = (0..26).map(|n| option(&format!("o{n}"))).collect();
    let choices = |count: usize, name: usize| -> Value {
        (0..count).map(|n| json!({ "name": long(name), "value": n.to_string() })).collect()
    };
    let chosen =
        |choices: Value| json!({ "options": [{ "type": 3, "name": "o", "description": "d", "choices": choices }] });
    let heavy: Vec<Value> = (0..4)
        .map(|n| json!({ "type": 3, "name": format!("o{n}"), "description": "d", "choices": choices(25, 90) }))
        .collect();
    let late = json!({ "options": [option("a"), { "type": 3, "name": "b", "description": "d", "required": true }] });
    let cases: Vec<Case> = vec![
        ("name of 32", command(json!({ "name": long(33) })), "name"),
        ("small letters", command(json!({ "name": "Close" })), "name"),
        ("description of 100", command(json!({ "description": long(101) })), "description"),
        ("a description", json!({ "name": "close" }), "description"),
        ("25 options", command(json!({ "options": options })), "options"),
        ("25 choices", command(chosen(choices(26, 1))), "options.0.choices"),
        ("choice of 100", command(chosen(choices(1, 101))), "options.0.choices.0.name"),
        ("what is required first", command(late), "options.1"),
        ("menus without description", json!({ "name": "m", "type": 3, "description": "d" }), "description"),
    ];
    all_refused(&place, "POST", &path, cases).await;
    let (status, answer) = place.call("POST", &path, command(json!({ "options": heavy }))).await;
    assert_eq!((status, answer["code"].as_u64()), (400, Some(50_035)), "8000 letters together");
    place.conforms().await;
}

#[tokio::test]
async fn a_hundred_of_them_and_two_hundred_a_day() {
    let place = Place::new().await;
    let app = place.sandbox.client_id;
    let global = format!("/applications/{app}/commands");
    let many = |count: usize, kind: u8| -> Value {
        (0..count)
            .map(|n| {
                if kind == 1 {
                    command(json!({ "name": format!("c{n}") }))
                } else {
                    json!({ "name": format!("c{n}"), "type": kind })
                }
            })
            .collect()
    };
    assert_eq!(place.refused("PUT", &global, many(101, 1)).await, (400, 30_032));
    assert_eq!(place.refused("PUT", &global, many(16, 2)).await, (400, 30_032));
    assert_eq!(place.refused("PUT", &global, many(16, 3)).await, (400, 30_032));
    place.ok("PUT", &global, many(100, 1)).await;
    let guild = format!("/applications/{app}/guilds/{ACME}/commands");
    for _ in 0..200 {
        let made = place.ok("POST", &guild, command(json!({}))).await;
        place.ok("DELETE", &format!("{guild}/{}", made["id"].as_str().unwrap()), Value::Null).await;
    }
    assert_eq!(place.refused("POST", &guild, command(json!({}))).await, (400, 30_034));
    place.control.advance(24 * 3_600_000).await.unwrap();
    place.ok("POST", &guild, command(json!({}))).await;
}

#[tokio::test]
async fn rights_by_default() {
    let place = Place::new().await;
    let list = json!([
        command(json!({ "name": "all" })),
        command(json!({ "name": "admins", "default_member_permissions": "0" })),
        command(json!({ "name": "some", "default_member_permissions": "32" })),
    ]);
    place.ok("PUT", &format!("/applications/{}/guilds/{ACME}/commands", place.sandbox.client_id), list).await;
    let offered = async |user| {
        let guilds = place.control.guilds(user).await.unwrap();
        guilds[0]["commands"].as_array().unwrap().len()
    };
    assert_eq!((offered(OLIVIA).await, offered(ADA).await, offered(MIA).await), (3, 2, 1));
    let refused = place.control.command(ADA, GENERAL, "admins", json!([])).await.unwrap_err();
    assert_eq!((refused.status, refused.code), (404, 10_063));
}
