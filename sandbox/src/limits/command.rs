//! How many commands there may be, and how long their names and texts are.
//! <https://docs.discord.com/developers/interactions/application-commands>

use std::collections::HashSet;

use serde_json::Value;

use super::{list, number, text};
use crate::error::{Failure, Form, TOO_MANY_COMMANDS};

/// Names, descriptions and values of one command together.
const TOGETHER: usize = 8000;

/// A whole set, as it would be for one application in one scope.
pub fn commands(all: &[Value]) -> Result<(), Failure> {
    let of = |kind: u64| all.iter().filter(|c| c["type"].as_u64().unwrap_or(1) == kind).count();
    if of(1) > 100 || of(2) > 15 || of(3) > 15 {
        return Err(TOO_MANY_COMMANDS);
    }
    let mut form = Form::default();
    let mut seen = HashSet::new();
    for (n, c) in all.iter().enumerate() {
        let at = if all.len() == 1 { String::new() } else { format!("{n}.") };
        command(&mut form, &at, c);
        if !seen.insert((c["type"].as_u64().unwrap_or(1), c["name"].as_str().unwrap_or_default())) {
            form.add(
                &format!("{at}name"),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            );
        }
    }
    form.done()
}

fn command(form: &mut Form, at: &str, c: &Value) {
    text(form, &format!("{at}name"), &c["name"], 1, 32);
    around(form, at, c);
    if let Some(kind) = number(form, &format!("{at}type"), &c["type"], 1, 4).filter(|k| *k != 1) {
        text(form, &format!("{at}description"), &c["description"], 0, 100);
        number(form, &format!("{at}handler"), &c["handler"], 1, 2);
        if kind != 4 && c["description"].as_str().is_some_and(|d| !d.is_empty()) {
            form.add(
                &format!("{at}description"),
                "APPLICATION_COMMANDS_DESCRIPTION_NOT_ALLOWED",
                "Context menu commands cannot have description",
            );
        }
        return;
    }
    slash_name(form, &format!("{at}name"), &c["name"]);
    text(form, &format!("{at}description"), &c["description"], 1, 100);
    options(form, at, &c["options"]);
    if size(c) > TOGETHER {
        form.add(
            at.trim_end_matches('.'),
            "APPLICATION_COMMAND_TOO_LARGE",
            format!("Command exceeds maximum size ({TOGETHER})"),
        );
    }
}

/// What every kind has: its words in other languages, and where it is offered.
fn around(form: &mut Form, at: &str, c: &Value) {
    words(form, &format!("{at}name_localizations"), &c["name_localizations"], 32);
    words(form, &format!("{at}description_localizations"), &c["description_localizations"], 100);
    set(form, &format!("{at}contexts"), &c["contexts"], 2);
    set(form, &format!("{at}integration_types"), &c["integration_types"], 1);
    truth(form, &format!("{at}dm_permission"), &c["dm_permission"]);
    truth(form, &format!("{at}nsfw"), &c["nsfw"]);
}

/// Words by their language.
fn words(form: &mut Form, path: &str, value: &Value, most: usize) {
    match value {
        Value::Null => {}
        Value::Object(map) => map.iter().for_each(|(name, word)| text(form, &format!("{path}.{name}"), word, 1, most)),
        _ => form.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType"),
    }
}

/// At least one of the numbers up to `most`, none of them twice.
fn set(form: &mut Form, path: &str, value: &Value, most: i64) {
    if value.is_null() {
        return;
    }
    let mut seen = HashSet::new();
    for (n, one) in list(form, path, value, 1, 50).iter().enumerate() {
        let at = format!("{path}.{n}");
        match number(form, &at, one, 0, most) {
            None => form.add(&at, "BASE_TYPE_REQUIRED", "This field is required"),
            Some(known) if !seen.insert(known) => {
                form.add(&at, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value");
            }
            Some(_) => {}
        }
    }
}

fn truth(form: &mut Form, path: &str, value: &Value) {
    if !value.is_null() && !value.is_boolean() {
        form.add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
    }
}

fn slash_name(form: &mut Form, path: &str, name: &Value) {
    let odd = |c: char| !(c.is_alphanumeric() || c == '-' || c == '_') || c.is_uppercase();
    if name.as_str().is_some_and(|n| n.chars().any(odd)) {
        form.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
}

fn options(form: &mut Form, at: &str, value: &Value) {
    let mut optional_seen = false;
    let path = format!("{at}options");
    for (n, o) in list(form, &path, value, 0, 25).iter().enumerate() {
        let at = format!("{path}.{n}.");
        text(form, &format!("{at}name"), &o["name"], 1, 32);
        slash_name(form, &format!("{at}name"), &o["name"]);
        text(form, &format!("{at}description"), &o["description"], 1, 100);
        if number(form, &format!("{at}type"), &o["type"], 1, 11).is_none() {
            form.add(&format!("{at}type"), "BASE_TYPE_REQUIRED", "This field is required");
        }
        words(form, &format!("{at}name_localizations"), &o["name_localizations"], 32);
        words(form, &format!("{at}description_localizations"), &o["description_localizations"], 100);
        truth(form, &format!("{at}required"), &o["required"]);
        bounds(form, &at, o);
        let required = o["required"].as_bool().unwrap_or(false);
        if required && optional_seen {
            form.add(
                &at,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            );
        }
        optional_seen |= !required && !matches!(o["type"].as_u64(), Some(1 | 2));
        options(form, &at, &o["options"]);
    }
}

/// What may be given for an option: its choices, its span, the kinds of its channels.
fn bounds(form: &mut Form, at: &str, o: &Value) {
    truth(form, &format!("{at}autocomplete"), &o["autocomplete"]);
    for (k, choice) in list(form, &format!("{at}choices"), &o["choices"], 0, 25).iter().enumerate() {
        let at = format!("{at}choices.{k}.");
        text(form, &format!("{at}name"), &choice["name"], 1, 100);
        words(form, &format!("{at}name_localizations"), &choice["name_localizations"], 100);
        let value = &choice["value"];
        match o["type"].as_u64() {
            Some(3) => text(form, &format!("{at}value"), value, 1, 100),
            Some(4) if value.as_i64().is_none() => _ = number(form, &format!("{at}value"), value, i64::MIN, i64::MAX),
            _ if !value.is_number() => form.add(&format!("{at}value"), "NUMBER_TYPE_COERCE", "Value is not a number."),
            _ => {}
        }
    }
    for (field, least) in [("min_length", 0), ("max_length", 1)] {
        number(form, &format!("{at}{field}"), &o[field], least, 6000);
    }
    for field in ["min_value", "max_value"] {
        if !o[field].is_null() && !o[field].is_number() {
            form.add(&format!("{at}{field}"), "NUMBER_TYPE_COERCE", "Value is not a number.");
        }
    }
    if !o["channel_types"].is_null() {
        set(form, &format!("{at}channel_types"), &o["channel_types"], 16);
    }
}

fn size(c: &Value) -> usize {
    let long = |v: &Value| v.as_str().map_or(0, |s| s.chars().count());
    let all = |v: &Value, f: &dyn Fn(&Value) -> usize| v.as_array().map_or(0, |l| l.iter().map(f).sum::<usize>());
    long(&c["name"])
        + long(&c["description"])
        + all(&c["options"], &size)
        + all(&c["choices"], &|x| long(&x["name"]) + long(&x["value"]))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_lower_case_and_alone() {
        let good = json!({ "name": "close", "description": "Closes" });
        assert!(commands(std::slice::from_ref(&good)).is_ok());
        assert!(commands(&[good.clone(), good]).is_err());
        assert!(commands(&[json!({ "name": "Close", "description": "x" })]).is_err());
        assert!(commands(&[json!({ "name": "Open ticket", "type": 3 })]).is_ok());
        assert!(commands(&[json!({ "name": "x" })]).is_err());
        for wrong in [
            json!({ "contexts": [1, 1] }),
            json!({ "dm_permission": [] }),
            json!({ "name_localizations": "x" }),
            json!({ "options": [{ "type": 3, "name": "a", "description": "b", "choices": [{ "name": "x", "value": 3 }] }] }),
            json!({ "options": [{ "name": "a", "description": "b" }] }),
        ] {
            let mut body = json!({ "name": "x", "description": "x" });
            wrong.as_object().unwrap().iter().for_each(|(key, value)| body[key] = value.clone());
            assert!(commands(&[body]).is_err(), "{wrong}");
        }
        let many: Vec<_> = (0..101).map(|n| json!({ "name": format!("c{n}"), "description": "x" })).collect();
        assert!(commands(&many).is_err());
    }
}
