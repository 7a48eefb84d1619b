//! Knows one call before it is sent: where, what, how long it may take, and whether it may be repeated.

use bytes::Bytes;
use reqwest::Method;
use serde_json::Value;
use std::time::Duration;

/// A file that goes along.
#[derive(Clone, Debug)]
pub struct Upload {
    pub filename: String,
    pub content_type: Option<String>,
    pub bytes: Bytes,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub(super) method: Method,
    /// Without a slash in front and without query: `channels/1/messages`.
    pub(super) path: String,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Option<Value>,
    pub(super) files: Vec<Upload>,
    pub(super) reason: Option<String>,
    pub(super) deadline: Duration,
    /// How long it may be kept waiting by a limit before its caller is told.
    pub(super) patience: Duration,
    /// May be sent again when the answer was unclear.
    pub(super) repeatable: bool,
    /// Bound to an interaction: neither queued behind buckets nor sent with the token.
    pub(super) interaction: bool,
    /// A limit that Discord keeps apart from its route's (renames).
    pub(super) part: &'static str,
}

impl Call {
    fn new(method: Method, path: String) -> Self {
        // A POST makes something: sent twice it may make two.
        let repeatable = method != Method::POST;
        Self {
            method,
            path,
            query: Vec::new(),
            body: None,
            files: Vec::new(),
            reason: None,
            deadline: Duration::from_secs(15),
            patience: super::LONGEST_WAIT,
            repeatable,
            interaction: false,
            part: "",
        }
    }

    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path.into())
    }

    pub fn post(path: impl Into<String>, body: Value) -> Self {
        Self { body: Some(body), ..Self::new(Method::POST, path.into()) }
    }

    pub fn put(path: impl Into<String>, body: Value) -> Self {
        Self { body: Some(body).filter(|body| !body.is_null()), ..Self::new(Method::PUT, path.into()) }
    }

    pub fn patch(path: impl Into<String>, body: Value) -> Self {
        Self { body: Some(body), ..Self::new(Method::PATCH, path.into()) }
    }

    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path.into())
    }

    #[must_use]
    pub fn query(mut self, key: &'static str, value: &impl ToString) -> Self {
        self.query.push((key, value.to_string()));
        self
    }

    #[must_use]
    #[cfg_attr(not(test), expect(dead_code, reason = "nothing that Docket sends has files yet"))]
    pub fn files(mut self, files: Vec<Upload>) -> Self {
        if !files.is_empty() {
            self.deadline = Duration::from_mins(1);
        }
        self.files = files;
        self
    }

    /// Stands in the guild's audit log; at most 512 characters
    /// (<https://discord.com/developers/docs/resources/audit-log>).
    #[must_use]
    pub fn reason(mut self, reason: &str) -> Self {
        self.reason = Some(reason.chars().take(512).collect());
        self
    }

    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    #[must_use]
    pub(super) fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Discord itself sees to it that a second one changes nothing.
    #[must_use]
    pub fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    #[must_use]
    pub(super) fn interaction(mut self) -> Self {
        self.interaction = true;
        self
    }

    #[must_use]
    pub(super) fn part(mut self, part: &'static str) -> Self {
        self.part = part;
        self
    }

    /// `PATCH channels/1/messages/:id`: what limits and logs go by. Tokens never stand in it.
    pub(super) fn route(&self) -> String {
        let mut route = format!("{} ", self.method);
        let mut segments = self.path.split('/').enumerate();
        let major = self.path.split('/').next().unwrap_or_default().to_owned();
        for (at, segment) in &mut segments {
            if at > 0 {
                route.push('/');
            }
            let secret = matches!(major.as_str(), "webhooks" | "interactions") && at == 2;
            let minor = at >= 2 && segment.bytes().all(|b| b.is_ascii_digit());
            route.push_str(match () {
                () if secret => ":token",
                () if minor => ":id",
                () => segment,
            });
        }
        if !self.part.is_empty() {
            route.push_str(" (");
            route.push_str(self.part);
            route.push(')');
        }
        route
    }

    /// The path that buckets are kept by: minor ids left out, so that they are learnt once a channel.
    pub(super) fn bucket_path(&self) -> String {
        let route = self.route();
        let path = route.split(' ').nth(1).unwrap_or_default();
        path.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_hide_tokens_and_minor_ids() {
        let edit = Call::patch("channels/12/messages/34", Value::Null);
        assert_eq!(edit.route(), "PATCH channels/12/messages/:id");
        assert_eq!(edit.bucket_path(), "channels/12/messages/:id");
        let original = Call::patch("webhooks/5/secret-token/messages/@original", Value::Null);
        assert_eq!(original.route(), "PATCH webhooks/5/:token/messages/@original");
        let answer = Call::post("interactions/5/secret-token/callback", Value::Null);
        assert_eq!(answer.route(), "POST interactions/5/:token/callback");
        assert!(!answer.repeatable && edit.repeatable);
    }
}
