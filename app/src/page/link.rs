//! Knows the addresses of pages and files.

use domain::{AttachmentId, AuditId, GuildId, MessageId};
use std::fmt::Write as _;

pub fn inbox(guild: GuildId, query: &str) -> String {
    with_query(format!("/g/{guild}/inbox"), query)
}

pub fn ticket(guild: GuildId, number: i64, query: &str) -> String {
    with_query(format!("/g/{guild}/tickets/{number}"), query)
}

/// A page of the settings: `types`, `departments`, `audit`.
pub fn settings(guild: GuildId, page: &str) -> String {
    format!("/g/{guild}/settings/{page}")
}

/// To one message, wherever in the conversation it stands.
pub fn message(guild: GuildId, number: i64, message: MessageId) -> String {
    format!("/g/{guild}/tickets/{number}?at={message}#m-{message}")
}

/// To one message, beside the list that asks this.
pub fn message_with(guild: GuildId, number: i64, message: MessageId, query: &str) -> String {
    let and = if query.is_empty() { "" } else { "&" };
    format!("/g/{guild}/tickets/{number}?{query}{and}at={message}#m-{message}")
}

pub fn file(guild: GuildId, number: i64, file: AttachmentId, filename: &str) -> String {
    format!("/files/{guild}/{number}/{file}/{}", encoded(filename))
}

#[cfg(feature = "ssr")]
pub fn ticket_types(guild: GuildId) -> String {
    format!("/g/{guild}/settings/types")
}

pub fn ticket_type(guild: GuildId, key: &str) -> String {
    format!("/g/{guild}/settings/types/{}", encoded(key))
}

pub fn type_rules(guild: GuildId, key: &str) -> String {
    format!("{}/rules", ticket_type(guild, key))
}

#[cfg(feature = "ssr")]
pub fn guild_rules(guild: GuildId) -> String {
    settings(guild, "rules")
}

#[cfg(feature = "ssr")]
pub fn blocked(guild: GuildId) -> String {
    settings(guild, "blocked")
}

#[cfg(feature = "ssr")]
pub fn departments(guild: GuildId) -> String {
    format!("/g/{guild}/settings/departments")
}

pub fn department(guild: GuildId, key: &str) -> String {
    format!("/g/{guild}/settings/departments/{}", encoded(key))
}

/// From this row of the audit on, or from the newest.
pub fn audit(guild: GuildId, before: Option<AuditId>) -> String {
    let query = before.map(|before| format!("before={before}")).unwrap_or_default();
    with_query(format!("/g/{guild}/settings/audit"), &query)
}

/// Where logging in begins, and where it leads back to.
pub fn login(next: &str) -> String {
    format!("/login?next={}", encoded(next))
}

fn with_query(path: String, query: &str) -> String {
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// Percent-encoded: letters, digits and `-._~` stay.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_fit_into_a_path() {
        assert_eq!(file(GuildId(1), 2, AttachmentId(3), "ảnh #1/?.png"), "/files/1/2/3/%E1%BA%A3nh%20%231%2F%3F.png");
        assert_eq!(login("/g/1/inbox?a=b"), "/login?next=%2Fg%2F1%2Finbox%3Fa%3Db");
    }
}
