//! Knows how a call to Discord can fail, as far as callers must tell the ways apart.

use serde_json::Value;
use std::time::Duration;

#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// Discord's answer is no. Asking again changes nothing.
    #[error("Discord refused {route}: {status}, code {code}: {message}")]
    Refused { route: String, status: u16, code: i64, message: String },
    /// No clear answer: it may have happened. Look before trying again.
    #[error("no clear answer from Discord to {route}: {why}")]
    Unclear { route: String, why: String },
    /// It did not happen; not before this time.
    #[error("Discord's rate limit holds {route} back for {} s", retry_after.as_secs_f32())]
    RateLimited { route: String, retry_after: Duration },
}

/// Codes that callers act upon
/// (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>).
pub mod code {
    pub const UNKNOWN_CHANNEL: i64 = 10_003;
    pub const UNKNOWN_MESSAGE: i64 = 10_008;
    pub const UNKNOWN_WEBHOOK: i64 = 10_015;
    pub const UNKNOWN_INTERACTION: i64 = 10_062;
    pub const TOO_MANY_PINS: i64 = 30_003;
    pub const TOO_MANY_CHANNELS: i64 = 30_013;
    pub const ALREADY_ANSWERED: i64 = 40_060;
    pub const MISSING_ACCESS: i64 = 50_001;
    pub const CANNOT_DM: i64 = 50_007;
    pub const MISSING_PERMISSIONS: i64 = 50_013;
    pub const INVALID_TOKEN: i64 = 50_027;
    pub const MFA_REQUIRED: i64 = 60_003;
}

impl Error {
    pub fn code(&self) -> Option<i64> {
        match self {
            Self::Refused { code, .. } => Some(*code),
            _ => None,
        }
    }

    /// The bot may not: something must be granted.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Refused { status: 403, .. })
    }

    /// What was asked for is not there (any more).
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// The interaction can't be answered any more.
    pub fn is_too_late(&self) -> bool {
        let late = [
            code::UNKNOWN_WEBHOOK,
            code::UNKNOWN_INTERACTION,
            code::ALREADY_ANSWERED,
            code::INVALID_TOKEN,
            code::UNKNOWN_MESSAGE,
        ];
        self.code().is_some_and(|code| late.contains(&code))
    }

    pub(super) fn refused(route: &str, status: u16, body: &Value) -> Self {
        let code = body["code"].as_i64().unwrap_or(0);
        let mut message = body["message"].as_str().unwrap_or("no reason given").to_owned();
        let mut faults = Vec::new();
        collect(&body["errors"], &mut String::new(), &mut faults);
        if !faults.is_empty() {
            message = format!("{message} ({})", faults.join("; "));
        }
        Self::Refused { route: route.to_owned(), status, code, message }
    }
}

/// Discord's tree of faults, as `embeds.0.title: must be 256 or fewer`.
fn collect(tree: &Value, path: &mut String, faults: &mut Vec<String>) {
    let Some(object) = tree.as_object() else { return };
    for (key, value) in object {
        if key == "_errors" {
            for fault in value.as_array().into_iter().flatten() {
                faults.push(format!("{path}: {}", fault["message"].as_str().unwrap_or("wrong")));
            }
            continue;
        }
        let length = path.len();
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
        collect(value, path, faults);
        path.truncate(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn faults_read_as_paths() {
        let body = json!({"code": 50035, "message": "Invalid Form Body", "errors":
            {"embeds": {"0": {"title": {"_errors": [{"code": "X", "message": "Must be 256 or fewer in length."}]}}}}});
        let Error::Refused { message, code, .. } = Error::refused("POST x", 400, &body) else { panic!("refused") };
        assert_eq!(code, 50_035);
        assert_eq!(message, "Invalid Form Body (embeds.0.title: Must be 256 or fewer in length.)");
    }
}
