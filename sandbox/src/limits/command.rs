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
    if let Some(kind) = number(form, &format!("{at}type"), &c["type"], 1, 4).filter(|k| *k != 1) {
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
        for (k, choice) in list(form, &format!("{at}choices"), &o["choices"], 0, 25).iter().enumerate() {
            text(form, &format!("{at}choices.{k}.name"), &choice["name"], 1, 100);
        }
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
        let many: Vec<_> = (0..101).map(|n| json!({ "name": format!("c{n}"), "description": "x" })).collect();
        assert!(commands(&many).is_err());
    }
}
