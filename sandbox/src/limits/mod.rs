//! What fits: lengths and counts of messages, embeds, components, forms, commands and channels, as Discord
//! documents them, told in the tree of 50035. Pure; knows bodies, not the world.
//! <https://docs.discord.com/developers/resources/message>

mod command;
mod component;
mod embed;
mod modal;

pub use command::commands;
pub use component::components;
pub use modal::modal;

use serde_json::Value;

use crate::error::{Failure, Form};
use crate::world::flag;

/// Of a bot's message; a person without Nitro has the same.
const CONTENT: usize = 2000;
pub const CHANNELS: usize = 500;
pub const CHANNELS_IN_CATEGORY: usize = 50;
pub const ROLES: usize = 250;
pub const WEBHOOKS: usize = 15;
pub const INVITES: usize = 1000;
pub const COMMANDS_A_DAY: usize = 200;
/// Discord names no number; people counted three in twenty seconds.
pub const OLD_EDITS: usize = 3;
pub const PINS: usize = 50;
pub const FILES: usize = 10;

/// Whether the text's length is within bounds; says so in the form if not. An absent text is 0 long.
pub(crate) fn text(form: &mut Form, path: &str, value: &Value, min: usize, max: usize) {
    if value.is_null() && min == 0 {
        return;
    }
    let Some(text) = value.as_str() else {
        let absent = value.is_null();
        let code = if absent { "BASE_TYPE_REQUIRED" } else { "STRING_TYPE_CONVERT" };
        form.add(path, code, if absent { "This field is required" } else { "Could not interpret as string." });
        return;
    };
    let length = text.chars().count();
    if length > max || length < min {
        length_error(form, path, min, max, length);
    }
}

fn length_error(form: &mut Form, path: &str, min: usize, max: usize, length: usize) {
    if min > 0 {
        let code = "BASE_TYPE_BAD_LENGTH";
        form.add(path, code, format!("Must be between {min} and {max} in length."));
    } else if length > max {
        form.add(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {max} or fewer in length."));
    }
}

/// The list at `value`, if it is one of `min` to `max`; absent counts as empty.
pub(crate) fn list<'a>(form: &mut Form, path: &str, value: &'a Value, min: usize, max: usize) -> &'a [Value] {
    let list = match value {
        Value::Null => &[][..],
        Value::Array(list) => list,
        _ => {
            form.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return &[];
        }
    };
    if list.len() < min || list.len() > max {
        length_error(form, path, min, max, list.len());
        if min == 0 && list.len() <= max {
            return list;
        }
    }
    list
}

pub(crate) fn number(form: &mut Form, path: &str, value: &Value, min: i64, max: i64) -> Option<i64> {
    if value.is_null() {
        return None;
    }
    let n = value.as_i64();
    match n {
        None => form.add(path, "NUMBER_TYPE_COERCE", format!("Value \"{value}\" is not int.")),
        Some(n) if n < min => {
            form.add(path, "NUMBER_TYPE_MIN", format!("int value should be greater than or equal to {min}."));
        }
        Some(n) if n > max => {
            form.add(path, "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {max}."));
        }
        Some(_) => {}
    }
    n
}

/// The body of a message that is sent or edited. `flags` are those it will have.
pub fn message(body: &Value, flags: u64) -> Result<(), Failure> {
    let mut form = Form::default();
    text(&mut form, "content", &body["content"], 0, CONTENT);
    embed::embeds(&mut form, &body["embeds"]);
    list(&mut form, "attachments", &body["attachments"], 0, FILES);
    if flags & flag::COMPONENTS_V2 != 0 {
        without_v1(&mut form, body);
    }
    components(&mut form, &body["components"], flags & flag::COMPONENTS_V2 != 0);
    match &body["nonce"] {
        Value::String(nonce) if nonce.chars().count() > 25 => {
            form.add("nonce", "NONCE_TYPE_TOO_LONG", format!("Nonce \"{nonce}\" must be 25 or fewer characters."));
        }
        Value::Null | Value::String(_) => {}
        other if other.is_i64() => {}
        _ => form.add("nonce", "NONCE_TYPE_INVALID", "A nonce is a string or a number of 64 bits."),
    }
    form.done()
}

fn without_v1(form: &mut Form, body: &Value) {
    let said = |v: &Value| !v.is_null() && v.as_str() != Some("") && v.as_array().is_none_or(|list| !list.is_empty());
    for field in ["content", "embeds", "poll", "sticker_ids"] {
        if said(&body[field]) {
            let words = format!("The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
            form.add(field, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words);
        }
    }
}

/// Name and the rest of a channel; `create` makes the name a must.
pub fn channel(body: &Value, create: bool) -> Result<(), Failure> {
    let mut form = Form::default();
    if create || !body["name"].is_null() {
        text(&mut form, "name", &body["name"], 1, 100);
    }
    let topic = if matches!(body["type"].as_u64(), Some(15 | 16)) { 4096 } else { 1024 };
    text(&mut form, "topic", &body["topic"], 0, topic);
    number(&mut form, "rate_limit_per_user", &body["rate_limit_per_user"], 0, 21_600);
    number(&mut form, "position", &body["position"], 0, i64::from(i32::MAX));
    list(&mut form, "permission_overwrites", &body["permission_overwrites"], 0, 100);
    form.done()
}

/// Places that several channels are put in at once.
pub fn positions(list: &[Value]) -> Result<(), Failure> {
    let mut form = Form::default();
    for (n, wish) in list.iter().enumerate() {
        number(&mut form, &format!("{n}.position"), &wish["position"], 0, i64::from(i32::MAX));
    }
    form.done()
}

/// A thread's own fields; `create` makes the name a must.
pub fn thread(body: &Value, create: bool) -> Result<(), Failure> {
    let mut form = Form::default();
    if create || !body["name"].is_null() {
        text(&mut form, "name", &body["name"], 1, 100);
    }
    number(&mut form, "rate_limit_per_user", &body["rate_limit_per_user"], 0, 21_600);
    let minutes = &body["auto_archive_duration"];
    if !minutes.is_null() && !matches!(minutes.as_u64(), Some(60 | 1440 | 4320 | 10_080)) {
        let words = "Value must be one of (60, 1440, 4320, 10080).";
        form.add("auto_archive_duration", "BASE_TYPE_CHOICES", words);
    }
    list(&mut form, "applied_tags", &body["applied_tags"], 0, 5);
    form.done()
}

pub fn webhook(body: &Value, create: bool) -> Result<(), Failure> {
    let mut form = Form::default();
    if create || !body["name"].is_null() {
        text(&mut form, "name", &body["name"], 1, 80);
        reserved(&mut form, "name", &body["name"]);
    }
    form.done()
}

/// The name under which a webhook speaks this once.
pub fn guise(body: &Value) -> Result<(), Failure> {
    let mut form = Form::default();
    if !body["username"].is_null() {
        text(&mut form, "username", &body["username"], 1, 80);
        reserved(&mut form, "username", &body["username"]);
    }
    form.done()
}

pub fn invite(body: &Value) -> Result<(), Failure> {
    let mut form = Form::default();
    number(&mut form, "max_age", &body["max_age"], 0, 5_184_000);
    number(&mut form, "max_uses", &body["max_uses"], 0, 100);
    form.done()
}

/// What is offered to one who types.
pub fn choices(data: &Value) -> Result<(), Failure> {
    let mut form = Form::default();
    for (n, choice) in list(&mut form, "data.choices", &data["choices"], 0, 25).iter().enumerate() {
        text(&mut form, &format!("data.choices.{n}.name"), &choice["name"], 1, 100);
        if !choice["value"].is_number() {
            text(&mut form, &format!("data.choices.{n}.value"), &choice["value"], 1, 100);
        }
    }
    form.done()
}

fn reserved(form: &mut Form, path: &str, name: &Value) {
    let name = name.as_str().unwrap_or_default().to_lowercase();
    for word in ["clyde", "discord"] {
        if name.contains(word) {
            form.add(path, "USERNAME_INVALID_CONTAINS", format!("Username cannot contain \"{word}\""));
        }
    }
}

pub fn role(body: &Value) -> Result<(), Failure> {
    let mut form = Form::default();
    text(&mut form, "name", &body["name"], 0, 100);
    number(&mut form, "color", &body["color"], 0, 0xff_ffff);
    form.done()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn code(body: &Value, flags: u64, path: &str) -> String {
        let errors = message(body, flags).unwrap_err().errors.unwrap();
        errors.pointer(&format!("{path}/_errors/0/code")).unwrap_or(&errors).to_string()
    }

    #[test]
    fn a_message_is_as_long_as_discord_lets_it_be() {
        assert!(message(&json!({ "content": "é".repeat(2000) }), 0).is_ok());
        assert_eq!(code(&json!({ "content": "é".repeat(2001) }), 0, "/content"), "\"BASE_TYPE_MAX_LENGTH\"");
        assert_eq!(code(&json!({ "content": 7 }), 0, "/content"), "\"STRING_TYPE_CONVERT\"");
        assert_eq!(code(&json!({ "nonce": "x".repeat(26) }), 0, "/nonce"), "\"NONCE_TYPE_TOO_LONG\"");
        assert_eq!(code(&json!({ "nonce": {} }), 0, "/nonce"), "\"NONCE_TYPE_INVALID\"");
        assert!(message(&json!({ "content": "hi" }), flag::COMPONENTS_V2).is_err());
    }

    #[test]
    fn embeds_count_together() {
        let big = json!({ "title": "t", "description": "d".repeat(3000) });
        assert!(message(&json!({ "embeds": [big] }), 0).is_ok());
        assert_eq!(code(&json!({ "embeds": [big, big] }), 0, "/embeds"), "\"MAX_EMBED_SIZE_EXCEEDED\"");
        for part in ["author", "footer"] {
            assert!(message(&json!({ "embeds": [{ "title": "t", part: {} }] }), 0).is_err(), "{part}");
        }
        let long = json!({ "title": "t".repeat(257) });
        assert_eq!(code(&json!({ "embeds": [long] }), 0, "/embeds/0/title"), "\"BASE_TYPE_MAX_LENGTH\"");
    }

    #[test]
    fn channels_have_names() {
        assert!(channel(&json!({}), true).is_err());
        assert!(channel(&json!({}), false).is_ok());
        assert!(channel(&json!({ "name": "x".repeat(101) }), false).is_err());
        assert!(channel(&json!({ "name": "a", "topic": "t".repeat(1025) }), true).is_err());
    }
}
