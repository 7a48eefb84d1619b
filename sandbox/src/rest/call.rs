//! A request after the door: who asks, the holes of its path, its query, body and files; and the answer.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::act::message::Upload;
use crate::error::{self, Failure, invalid};
use crate::id::Id;
use crate::world::Grant;

#[derive(Clone, Debug)]
pub enum Who {
    Nobody,
    Bot { application: Id, user: Id },
    Person(Grant),
}

#[derive(Debug)]
pub struct Call {
    pub who: Who,
    pub holes: Vec<String>,
    pub query: BTreeMap<String, String>,
    pub body: Value,
    pub uploads: Vec<Upload>,
    /// `X-Audit-Log-Reason`, decoded.
    pub reason: Option<String>,
}

impl Call {
    /// The nth hole of the path as an id.
    pub fn id(&self, n: usize) -> Result<Id, Failure> {
        self.holes.get(n).and_then(|h| h.parse().ok()).ok_or(error::NOT_FOUND)
    }

    pub fn hole(&self, n: usize) -> &str {
        self.holes.get(n).map(String::as_str).unwrap_or_default()
    }

    /// The bot's user.
    pub fn bot(&self) -> Result<Id, Failure> {
        match self.who {
            Who::Bot { user, .. } => Ok(user),
            _ => Err(error::UNAUTHORIZED),
        }
    }

    pub fn application(&self) -> Result<Id, Failure> {
        match self.who {
            Who::Bot { application, .. } => Ok(application),
            _ => Err(error::UNAUTHORIZED),
        }
    }

    pub fn flag(&self, name: &str) -> bool {
        self.query.get(name).is_some_and(|v| matches!(v.as_str(), "true" | "True" | "1"))
    }

    pub fn query_id(&self, name: &str) -> Result<Option<Id>, Failure> {
        let Some(text) = self.query.get(name) else { return Ok(None) };
        let bad = |_| invalid(name, "NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not snowflake."));
        text.parse().map(Some).map_err(bad)
    }

    /// A limit within 1 and `max`.
    pub fn limit(&self, default: usize, max: usize) -> Result<usize, Failure> {
        let Some(text) = self.query.get("limit") else { return Ok(default) };
        match text.parse::<usize>() {
            Ok(n) if n > max => {
                Err(invalid("limit", "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {max}.")))
            }
            Ok(0) => Err(invalid("limit", "NUMBER_TYPE_MIN", "int value should be greater than or equal to 1.")),
            Ok(n) => Ok(n),
            Err(_) => Err(invalid("limit", "NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not int."))),
        }
    }
}

/// What goes back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Option<Value>,
}

#[expect(clippy::unnecessary_wraps, reason = "handlers end with it")]
impl Answer {
    pub fn ok(body: Value) -> Result<Self, Failure> {
        Ok(Self { status: 200, body: Some(body) })
    }

    pub fn made(body: Value) -> Result<Self, Failure> {
        Ok(Self { status: 201, body: Some(body) })
    }

    pub fn nothing() -> Result<Self, Failure> {
        Ok(Self { status: 204, body: None })
    }
}

/// `%XX` back into what it stands for.
pub fn unescape(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).and_then(|h| u8::from_str_radix(h, 16).ok()).filter(|_| bytes[at] == b'%');
        plain.push(hex.unwrap_or(bytes[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// A query or a form, decoded; the last of a name wins.
pub fn pairs(text: &str) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}
