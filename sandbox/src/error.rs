//! Discord's refusals: status, code and words, and the tree of 50035. Knows no rule that leads to one.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Map, Value, json};

/// What a request is answered with when it is refused.
#[derive(Clone, Debug)]
pub struct Failure {
    pub status: u16,
    pub code: u32,
    pub message: Cow<'static, str>,
    pub errors: Option<Value>,
    /// Of a 429 that no header announces.
    pub retry_after: Option<f64>,
}

const fn fixed(status: u16, code: u32, message: &'static str) -> Failure {
    Failure { status, code, message: Cow::Borrowed(message), errors: None, retry_after: None }
}

pub const UNAUTHORIZED: Failure = fixed(401, 0, "401: Unauthorized");
pub const NOT_FOUND: Failure = fixed(404, 0, "404: Not Found");
pub const METHOD_NOT_ALLOWED: Failure = fixed(405, 0, "405: Method Not Allowed");
pub const TOO_LARGE: Failure = fixed(413, 40_005, "Request entity too large");
pub const BAD_JSON: Failure = fixed(400, 50_109, "The request body contains invalid JSON.");
pub const UNKNOWN_APPLICATION: Failure = fixed(404, 10_002, "Unknown Application");
pub const UNKNOWN_CHANNEL: Failure = fixed(404, 10_003, "Unknown Channel");
pub const UNKNOWN_GUILD: Failure = fixed(404, 10_004, "Unknown Guild");
pub const UNKNOWN_INVITE: Failure = fixed(404, 10_006, "Unknown Invite");
pub const UNKNOWN_MEMBER: Failure = fixed(404, 10_007, "Unknown Member");
pub const UNKNOWN_MESSAGE: Failure = fixed(404, 10_008, "Unknown Message");
pub const UNKNOWN_OVERWRITE: Failure = fixed(404, 10_009, "Unknown Overwrite");
pub const UNKNOWN_ROLE: Failure = fixed(404, 10_011, "Unknown Role");
pub const UNKNOWN_USER: Failure = fixed(404, 10_013, "Unknown User");
pub const UNKNOWN_EMOJI: Failure = fixed(400, 10_014, "Unknown Emoji");
pub const UNKNOWN_WEBHOOK: Failure = fixed(404, 10_015, "Unknown Webhook");
pub const UNKNOWN_INTERACTION: Failure = fixed(404, 10_062, "Unknown interaction");
pub const UNKNOWN_COMMAND: Failure = fixed(404, 10_063, "Unknown application command");
pub const TOO_MANY_COMMANDS: Failure = fixed(400, 30_032, "Maximum number of application commands reached (100)");
pub const UNKNOWN_BAN: Failure = fixed(404, 10_026, "Unknown Ban");
pub const TOO_MANY_WEBHOOKS: Failure = fixed(400, 30_007, "Maximum number of webhooks reached (15)");
pub const DAILY_COMMANDS: Failure =
    fixed(400, 30_034, "Max number of daily application command creates has been reached (200)");
pub const BANNED: Failure = fixed(403, 40_007, "The user is banned from this guild.");
pub const TAG_NEEDED: Failure = fixed(400, 40_067, "A tag is required to create a forum post in this channel");
pub const NOBODY_BANNED: Failure = fixed(400, 500_000, "Failed to ban users");
pub const TOO_MANY_IN_THREAD: Failure = fixed(400, 30_033, "Max number of thread participants has been reached (1000)");
pub const TOO_MANY_INVITES: Failure = fixed(400, 30_016, "Maximum number of invites reached (1000)");
pub const ARCHIVED: Failure = fixed(
    400,
    50_083,
    "Tried to perform an operation on an archived thread, such as editing a message or adding a user to the thread",
);
pub const THREAD_EXISTS: Failure = fixed(400, 160_004, "A thread has already been created for this message");
pub const LOCKED: Failure = fixed(400, 160_005, "Thread is locked");
pub const TOO_MANY_THREADS: Failure = fixed(400, 160_006, "Maximum number of active threads reached");
pub const NOT_FOR_BOTS: Failure = fixed(403, 20_001, "Bots cannot use this endpoint");
pub const SLOW_MODE: Failure = fixed(429, 20_016, "This action cannot be performed due to slowmode rate limit.");
pub const TOO_MANY_OLD_EDITS: Failure =
    fixed(429, 30_046, "Maximum number of edits to messages older than 1 hour reached. Try again later");
pub const TOO_MANY_PINS: Failure = fixed(400, 30_003, "Maximum number of pins reached (50)");
pub const TOO_MANY_ROLES: Failure = fixed(400, 30_005, "Maximum number of guild roles reached (250)");
pub const TOO_MANY_REACTIONS: Failure = fixed(400, 30_010, "Maximum number of reactions reached (20)");
pub const TOO_MANY_CHANNELS: Failure = fixed(400, 30_013, "Maximum number of guild channels reached (500)");
pub const ALREADY_ACKNOWLEDGED: Failure = fixed(400, 40_060, "Interaction has already been acknowledged.");
pub const MISSING_ACCESS: Failure = fixed(403, 50_001, "Missing Access");
pub const WRONG_CHANNEL_TYPE: Failure = fixed(400, 50_024, "Cannot execute action on this channel type");
pub const NOT_YOUR_MESSAGE: Failure = fixed(403, 50_005, "Cannot edit a message authored by another user");
pub const EMPTY_MESSAGE: Failure = fixed(400, 50_006, "Cannot send an empty message");
pub const CANNOT_DM: Failure = fixed(403, 50_007, "Cannot send messages to this user");
pub const NOT_A_TEXT_CHANNEL: Failure = fixed(400, 50_008, "Cannot send messages in a non-text channel");
pub const MISSING_PERMISSIONS: Failure = fixed(403, 50_013, "Missing Permissions");
pub const BULK_COUNT: Failure = fixed(
    400,
    50_016,
    "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete",
);
pub const SYSTEM_MESSAGE: Failure = fixed(403, 50_021, "Cannot execute action on a system message");
pub const BAD_WEBHOOK_TOKEN: Failure = fixed(401, 50_027, "Invalid Webhook Token");
pub const INVALID_ROLE: Failure = fixed(400, 50_028, "Invalid Role");
pub const TOO_OLD_FOR_BULK: Failure = fixed(400, 50_034, "A message provided was too old to bulk delete");
/// The account that owns the application has no two-factor authentication, and the guild wants it.
pub const MFA_REQUIRED: Failure = fixed(403, 60_003, "Two factor is required for this operation");
pub const MISSING_SCOPE: Failure = fixed(403, 50_026, "Missing required OAuth2 scope");

/// A refusal that is not one of Discord's codes: the sandbox's own controls.
pub fn refused(status: u16, message: impl Into<Cow<'static, str>>) -> Failure {
    Failure { message: message.into(), ..fixed(status, 0, "") }
}

/// A 429 with a wait of its own, said only in the body and `Retry-After`.
pub fn slow_down(seconds: f64) -> Failure {
    fixed(429, 0, "The resource is being rate limited.").after(seconds)
}

impl Failure {
    /// The same with how many seconds to wait.
    pub fn after(self, seconds: f64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    pub fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        if let Some(wait) = self.retry_after {
            body["retry_after"] = json!(wait);
            body["global"] = json!(false);
        }
        body
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self.body())).into_response();
        if let Some(wait) = self.retry_after {
            let value = http::HeaderValue::from_str(&format!("{wait:.3}"));
            if let Ok(v) = value {
                _ = response.headers_mut().insert("retry-after", v);
            }
        }
        response
    }
}

/// Collects what is wrong with a body; the path is dotted, `embeds.0.title`.
#[derive(Default)]
pub struct Form {
    root: Map<String, Value>,
}

impl Form {
    /// What is said first of a place stands: Discord tells what is wrong with a list or with what is in it, never both.
    pub fn add(&mut self, path: &str, code: &str, message: impl Into<String>) {
        let mut node = &mut self.root;
        for part in path.split('.').filter(|p| !p.is_empty()) {
            if node.contains_key("_errors") {
                return;
            }
            let next = node.entry(part).or_insert_with(|| json!({}));
            let Value::Object(map) = next else { return };
            node = map;
        }
        if node.keys().any(|key| key != "_errors") {
            return;
        }
        let list = node.entry("_errors").or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(json!({ "code": code, "message": message.into() }));
        }
    }

    pub fn done(self) -> Result<(), Failure> {
        if self.root.is_empty() {
            return Ok(());
        }
        Err(Failure { errors: Some(Value::Object(self.root)), ..fixed(400, 50_035, "Invalid Form Body") })
    }
}

/// One thing wrong with a body.
pub fn invalid(path: &str, code: &str, message: impl Into<String>) -> Failure {
    let mut form = Form::default();
    form.add(path, code, message);
    form.done().err().unwrap_or(BAD_JSON)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_of_50035() {
        let mut form = Form::default();
        form.add("embeds.0.title", "BASE_TYPE_MAX_LENGTH", "Must be 256 or fewer in length.");
        form.add("content", "BASE_TYPE_REQUIRED", "This field is required");
        let failure = form.done().unwrap_err();
        assert_eq!(failure.body()["errors"]["embeds"]["0"]["title"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
        assert_eq!(failure.body()["code"], 50_035);
        let mut form = Form::default();
        form.add("embeds", "TOO_MANY", "");
        form.add("embeds.0", "TOO_LONG", "");
        form.add("fields.0", "TOO_LONG", "");
        form.add("fields", "TOO_MANY", "");
        let tree = form.done().unwrap_err().errors.unwrap();
        assert_eq!((&tree["embeds"]["0"], &tree["fields"]["_errors"]), (&Value::Null, &Value::Null));
        assert!(Form::default().done().is_ok());
    }
}
