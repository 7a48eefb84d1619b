//! What a form may ask: one to five labels (or texts), each with one input, and each input's own bounds.

use std::collections::HashSet;

use serde_json::Value;

use super::component::options;
use super::{list, number, text};
use crate::error::{Failure, Form};

pub fn modal(data: &Value) -> Result<(), Failure> {
    let mut form = Form::default();
    text(&mut form, "data.custom_id", &data["custom_id"], 1, 100);
    text(&mut form, "data.title", &data["title"], 1, 45);
    let mut ids = HashSet::new();
    for (n, c) in list(&mut form, "data.components", &data["components"], 1, 5).iter().enumerate() {
        top(&mut form, &format!("data.components.{n}"), c, &mut ids);
    }
    form.done()
}

fn top(form: &mut Form, at: &str, c: &Value, ids: &mut HashSet<String>) {
    match c["type"].as_u64() {
        Some(1) => {
            let path = format!("{at}.components");
            for (n, inner) in list(form, &path, &c["components"], 1, 1).iter().enumerate() {
                text(form, &format!("{path}.{n}.label"), &inner["label"], 1, 45);
                if inner["type"].as_u64() == Some(4) {
                    input(form, &format!("{path}.{n}"), inner, ids);
                } else {
                    form.add(
                        &format!("{path}.{n}.type"),
                        "UNION_TYPE_CHOICES",
                        "Value of field \"type\" must be one of (4,).",
                    );
                }
            }
        }
        Some(10) => text(form, &format!("{at}.content"), &c["content"], 1, 4000),
        Some(18) => {
            text(form, &format!("{at}.label"), &c["label"], 1, 45);
            text(form, &format!("{at}.description"), &c["description"], 0, 100);
            input(form, &format!("{at}.component"), &c["component"], ids);
        }
        _ => {
            form.add(
                &format!("{at}.type"),
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (1, 10, 18).",
            );
        }
    }
}

fn input(form: &mut Form, at: &str, c: &Value, ids: &mut HashSet<String>) {
    let path = format!("{at}.custom_id");
    text(form, &path, &c["custom_id"], 1, 100);
    if c["custom_id"].as_str().is_some_and(|id| !ids.insert(id.to_owned())) {
        form.add(&path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
    }
    match c["type"].as_u64() {
        Some(4) => words(form, at, c),
        Some(3) => {
            text(form, &format!("{at}.placeholder"), &c["placeholder"], 0, 150);
            options(form, at, c, (1, 25));
            counts(form, at, c, 25);
        }
        Some(5..=8) => {
            text(form, &format!("{at}.placeholder"), &c["placeholder"], 0, 150);
            counts(form, at, c, 25);
        }
        Some(19) => {
            counts(form, at, c, 10);
            list(form, &format!("{at}.file_types"), &c["file_types"], 0, 10);
        }
        Some(21) => options(form, at, c, (2, 10)),
        Some(22) => {
            options(form, at, c, (1, 10));
            counts(form, at, c, 10);
        }
        Some(23) => {}
        _ => form.add(
            &format!("{at}.type"),
            "UNION_TYPE_CHOICES",
            "Value of field \"type\" must be one of (3, 4, 5, 6, 7, 8, 19, 21, 22, 23).",
        ),
    }
}

fn words(form: &mut Form, at: &str, c: &Value) {
    if number(form, &format!("{at}.style"), &c["style"], 1, 2).is_none() {
        form.add(&format!("{at}.style"), "BASE_TYPE_REQUIRED", "This field is required");
    }
    text(form, &format!("{at}.placeholder"), &c["placeholder"], 0, 100);
    text(form, &format!("{at}.value"), &c["value"], 0, 4000);
    let min = number(form, &format!("{at}.min_length"), &c["min_length"], 0, 4000).unwrap_or(0);
    let max = number(form, &format!("{at}.max_length"), &c["max_length"], 1, 4000).unwrap_or(4000);
    if min > max {
        form.add(
            &format!("{at}.min_length"),
            "TEXT_INPUT_MIN_LENGTH_GREATER_THAN_MAX_LENGTH",
            "Min length must be less than or equal to max length",
        );
    }
}

fn counts(form: &mut Form, at: &str, c: &Value, most: i64) {
    let min = number(form, &format!("{at}.min_values"), &c["min_values"], 0, most);
    let max = number(form, &format!("{at}.max_values"), &c["max_values"], 1, most).unwrap_or(1);
    if min.is_some_and(|m| m > max) {
        form.add(
            &format!("{at}.min_values"),
            "SELECT_COMPONENT_MIN_VALUES_GREATER_THAN_MAX_VALUES",
            "Min values must be less than or equal to max values",
        );
    }
    if min == Some(0) && c["required"].as_bool().unwrap_or(true) {
        form.add(
            &format!("{at}.min_values"),
            "COMPONENT_REQUIRED_MIN_VALUES",
            "Min values must be at least 1 when the component is required",
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with(component: &Value) -> Result<(), Failure> {
        modal(
            &json!({ "custom_id": "m", "title": "T", "components": [{ "type": 18, "label": "L", "component": component }] }),
        )
    }

    #[test]
    fn every_kind_of_input_has_its_bounds() {
        assert!(with(&json!({ "type": 4, "custom_id": "a", "style": 1, "min_length": 2, "max_length": 5 })).is_ok());
        assert!(with(&json!({ "type": 4, "custom_id": "a", "style": 1, "min_length": 6, "max_length": 5 })).is_err());
        assert!(with(&json!({ "type": 4, "custom_id": "a" })).is_err());
        assert!(with(&json!({ "type": 19, "custom_id": "f", "max_values": 11 })).is_err());
        assert!(with(&json!({ "type": 19, "custom_id": "f", "min_values": 0 })).is_err());
        assert!(with(&json!({ "type": 19, "custom_id": "f", "min_values": 0, "required": false })).is_ok());
        assert!(with(&json!({ "type": 21, "custom_id": "r", "options": [{ "label": "a", "value": "a" }] })).is_err());
        assert!(with(&json!({ "type": 2, "custom_id": "b" })).is_err());
    }

    #[test]
    fn the_title_is_short() {
        let body = json!({ "custom_id": "m", "title": "x".repeat(46), "components": [{ "type": 10, "content": "c" }] });
        let errors = modal(&body).unwrap_err().errors.unwrap();
        assert_eq!(errors["data"]["title"]["_errors"][0]["code"], "BASE_TYPE_BAD_LENGTH");
    }
}
