//! For each of Discord's rules, that a request breaking it is answered with Discord's code. The table in the
//! sandbox's README names the rule and the test.

mod commands;
mod forms;
mod gateway;
mod limits;
mod messages;
mod places;
mod rights;

use serde_json::Value;

use crate::common::*;

/// What is wrong, the body that does it, and where 50035's tree says so.
type Case = (&'static str, Value, &'static str);

/// Each body is refused with 50035 at its place of the tree.
async fn all_refused(place: &Place, method: &str, path: &str, cases: Vec<Case>) {
    for (rule, body, at) in cases {
        let (status, answer) = place.call(method, path, body).await;
        assert_eq!((status, answer["code"].as_u64()), (400, Some(50_035)), "{rule}: {answer}");
        let told = answer["errors"].pointer(&format!("/{}/_errors/0/code", at.replace('.', "/")));
        assert!(told.is_some_and(Value::is_string), "{rule}: not at {at}: {answer}");
    }
}

fn long(length: usize) -> String {
    "x".repeat(length)
}
