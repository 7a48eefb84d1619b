//! What was done in a guild, by whom and why, as its audit log keeps it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::Id;

/// How many entries a guild keeps.
pub const KEPT: usize = 1000;

/// Discord's numbers of `action_type`.
pub mod action {
    pub const CHANNEL_CREATE: u16 = 10;
    pub const CHANNEL_UPDATE: u16 = 11;
    pub const CHANNEL_DELETE: u16 = 12;
    pub const OVERWRITE_CREATE: u16 = 13;
    pub const OVERWRITE_UPDATE: u16 = 14;
    pub const OVERWRITE_DELETE: u16 = 15;
    pub const KICK: u16 = 20;
    pub const BAN: u16 = 22;
    pub const UNBAN: u16 = 23;
    pub const MEMBER_UPDATE: u16 = 24;
    pub const MEMBER_ROLES: u16 = 25;
    pub const ROLE_CREATE: u16 = 30;
    pub const ROLE_UPDATE: u16 = 31;
    pub const ROLE_DELETE: u16 = 32;
    pub const INVITE_CREATE: u16 = 40;
    pub const INVITE_DELETE: u16 = 42;
    pub const WEBHOOK_CREATE: u16 = 50;
    pub const WEBHOOK_UPDATE: u16 = 51;
    pub const WEBHOOK_DELETE: u16 = 52;
    pub const MESSAGE_DELETE: u16 = 72;
    pub const MESSAGES_DELETE: u16 = 73;
    pub const PIN: u16 = 74;
    pub const UNPIN: u16 = 75;
    pub const THREAD_CREATE: u16 = 110;
    pub const THREAD_UPDATE: u16 = 111;
    pub const THREAD_DELETE: u16 = 112;
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    pub id: Id,
    pub guild: Id,
    pub user: Id,
    pub target: Option<Id>,
    pub action: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `{"key", "old_value", "new_value"}`
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Value>,
    /// Null, or an object of strings.
    #[serde(default)]
    pub options: Value,
}
