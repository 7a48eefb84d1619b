//! For each of Discord's rules, that a request breaking it is answered with Discord's code. The table in the
//! sandbox's README names the rule and the test.

#![expect(clippy::needless_pass_by_value, reason = "bodies are written where they are handed over")]

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

/// What the README says is tested, is.
#[test]
fn the_readme_names_tests_that_are_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let (_, table) = readme.split_once("## Discord's rules").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let mut count = 0;
    for name in table.split('`').skip(1).step_by(2).filter(|name| name.contains("::")) {
        let steps: Vec<&str> = name.split("::").collect();
        let file = |steps: &[&str]| root.join("tests/it").join(steps.join("/")).with_extension("rs");
        let (whole, inner) = (file(&steps), file(&steps[..steps.len() - 1]));
        let told = whole.exists()
            || std::fs::read_to_string(&inner)
                .is_ok_and(|text| text.contains(&format!("fn {}(", steps[steps.len() - 1])));
        assert!(told, "{name}");
        count += 1;
    }
    assert!(count >= 35, "{count}");
}
