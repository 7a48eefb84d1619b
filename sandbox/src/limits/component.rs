//! What components a message may carry: classic rows, or the newer ones with their own count.
//! <https://docs.discord.com/developers/components/reference>

use std::collections::HashSet;

use serde_json::Value;

use super::{list, number, text};
use crate::error::Form;

/// Components in a message of the newer kind, nested ones counted.
const TOTAL: usize = 40;
/// Text of all text displays together.
const TEXT: usize = 4000;

#[derive(Default)]
struct Tally {
    count: usize,
    text: usize,
    ids: HashSet<String>,
}

pub fn components(form: &mut Form, value: &Value, v2: bool) {
    let mut tally = Tally::default();
    let max = if v2 { TOTAL } else { 5 };
    for (n, c) in list(form, "components", value, 0, max).iter().enumerate() {
        let at = format!("components.{n}");
        let kind = c["type"].as_u64().unwrap_or(0);
        let fits = if v2 { matches!(kind, 1 | 9 | 10 | 12 | 13 | 14 | 17) } else { kind == 1 };
        if !fits {
            let kinds = if v2 { "(1, 9, 10, 12, 13, 14, 17)" } else { "(1,)" };
            form.add(
                &format!("{at}.type"),
                "UNION_TYPE_CHOICES",
                format!("Value of field \"type\" must be one of {kinds}."),
            );
            continue;
        }
        component(form, &at, c, &mut tally);
    }
    if v2 && tally.count > TOTAL {
        form.add(
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            format!("The total number of components cannot exceed {TOTAL}"),
        );
    }
    if tally.text > TEXT {
        form.add(
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            format!("The total size of displayable text exceeds the maximum size of {TEXT}"),
        );
    }
}

fn component(form: &mut Form, at: &str, c: &Value, tally: &mut Tally) {
    tally.count += 1;
    match c["type"].as_u64() {
        Some(1) => row(form, at, c, tally),
        Some(2) => button(form, at, c, tally),
        Some(3 | 5..=8) => select(form, at, c, tally),
        Some(9) => {
            children(form, at, c, (1, 3), &[10], tally);
            if c["accessory"].is_null() {
                form.add(&format!("{at}.accessory"), "BASE_TYPE_REQUIRED", "This field is required");
            } else {
                component(form, &format!("{at}.accessory"), &c["accessory"], tally);
            }
        }
        Some(10) => {
            text(form, &format!("{at}.content"), &c["content"], 1, TEXT);
            tally.text += c["content"].as_str().map_or(0, |s| s.chars().count());
        }
        Some(12) => drop(list(form, &format!("{at}.items"), &c["items"], 1, 10)),
        Some(17) => children(form, at, c, (1, TOTAL), &[1, 9, 10, 12, 13, 14], tally),
        _ => {}
    }
}

fn children(form: &mut Form, at: &str, c: &Value, (min, max): (usize, usize), kinds: &[u64], tally: &mut Tally) {
    let path = format!("{at}.components");
    for (n, child) in list(form, &path, &c["components"], min, max).iter().enumerate() {
        if child["type"].as_u64().is_some_and(|k| kinds.contains(&k)) {
            component(form, &format!("{path}.{n}"), child, tally);
        } else {
            form.add(
                &format!("{path}.{n}.type"),
                "UNION_TYPE_CHOICES",
                format!("Value of field \"type\" must be one of {kinds:?}."),
            );
        }
    }
}

fn row(form: &mut Form, at: &str, c: &Value, tally: &mut Tally) {
    let inner = c["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    let selects = inner.iter().filter(|i| i["type"].as_u64() != Some(2)).count();
    if selects > 1 || selects == 1 && inner.len() > 1 {
        form.add(
            &format!("{at}.components"),
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        );
    }
    children(form, at, c, (1, 5), &[2, 3, 5, 6, 7, 8], tally);
}

fn custom_id(form: &mut Form, at: &str, c: &Value, tally: &mut Tally) {
    let path = format!("{at}.custom_id");
    text(form, &path, &c["custom_id"], 1, 100);
    if c["custom_id"].as_str().is_some_and(|id| !tally.ids.insert(id.to_owned())) {
        form.add(&path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
    }
}

fn button(form: &mut Form, at: &str, c: &Value, tally: &mut Tally) {
    let style = number(form, &format!("{at}.style"), &c["style"], 1, 6);
    text(form, &format!("{at}.label"), &c["label"], 0, 80);
    match style {
        Some(5) => text(form, &format!("{at}.url"), &c["url"], 1, 512),
        Some(6) => {}
        Some(_) => custom_id(form, at, c, tally),
        None => form.add(&format!("{at}.style"), "BASE_TYPE_REQUIRED", "This field is required"),
    }
    let faceless = c["label"].as_str().is_none_or(str::is_empty) && c["emoji"].is_null();
    if faceless && style != Some(6) {
        form.add(at, "BUTTON_COMPONENT_REQUIRED_LABEL_OR_EMOJI", "A label or an emoji is required");
    }
}

fn select(form: &mut Form, at: &str, c: &Value, tally: &mut Tally) {
    custom_id(form, at, c, tally);
    text(form, &format!("{at}.placeholder"), &c["placeholder"], 0, 150);
    let min = number(form, &format!("{at}.min_values"), &c["min_values"], 0, 25).unwrap_or(1);
    let max = number(form, &format!("{at}.max_values"), &c["max_values"], 1, 25).unwrap_or(1);
    if min > max {
        form.add(
            &format!("{at}.min_values"),
            "SELECT_COMPONENT_MIN_VALUES_GREATER_THAN_MAX_VALUES",
            "Min values must be less than or equal to max values",
        );
    }
    if c["type"].as_u64() == Some(3) {
        options(form, at, c, (1, 25));
    }
}

/// The options of a select, radio or checkbox group.
pub fn options(form: &mut Form, at: &str, c: &Value, (min, max): (usize, usize)) {
    let path = format!("{at}.options");
    let mut seen = HashSet::new();
    for (n, o) in list(form, &path, &c["options"], min, max).iter().enumerate() {
        text(form, &format!("{path}.{n}.label"), &o["label"], 1, 100);
        text(form, &format!("{path}.{n}.value"), &o["value"], 1, 100);
        text(form, &format!("{path}.{n}.description"), &o["description"], 0, 100);
        if o["value"].as_str().is_some_and(|v| !seen.insert(v)) {
            form.add(
                &format!("{path}.{n}.value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn errors(value: &Value, v2: bool) -> String {
        let mut form = Form::default();
        components(&mut form, value, v2);
        form.done().err().and_then(|f| f.errors).map(|e| e.to_string()).unwrap_or_default()
    }

    fn button(id: &str) -> Value {
        json!({ "type": 2, "style": 1, "label": "Go", "custom_id": id })
    }

    #[test]
    fn rows_hold_five_buttons_or_one_select() {
        let five: Vec<_> = (0..5).map(|n| button(&n.to_string())).collect();
        assert_eq!(errors(&json!([{ "type": 1, "components": five }]), false), "");
        let six: Vec<_> = (0..6).map(|n| button(&n.to_string())).collect();
        assert!(errors(&json!([{ "type": 1, "components": six }]), false).contains("BASE_TYPE_BAD_LENGTH"));
        let select = json!({ "type": 5, "custom_id": "who" });
        assert!(errors(&json!([{ "type": 1, "components": [select, button("a")] }]), false).contains("WIDTH_EXCEEDED"));
        let twice = json!([{ "type": 1, "components": [button("a"), button("a")] }]);
        assert!(errors(&twice, false).contains("DUPLICATED"));
        assert!(errors(&json!([{ "type": 10, "content": "x" }]), false).contains("UNION_TYPE_CHOICES"));
    }

    #[test]
    fn the_newer_kind_counts_all_and_all_text() {
        let texts: Vec<_> = (0..41).map(|_| json!({ "type": 10, "content": "x" })).collect();
        let inside = json!([{ "type": 17, "components": &texts[..40] }]);
        assert!(errors(&inside, true).contains("MAX_TOTAL"));
        let long = json!([{ "type": 10, "content": "x".repeat(3000) }, { "type": 10, "content": "x".repeat(1001) }]);
        assert!(errors(&long, true).contains("TEXT_SIZE_EXCEEDED"));
    }
}
