//! A channel: of a guild (text, category, announcement …) or a private one between two.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::id::Id;

/// Discord's numbers for the types that the sandbox gives a meaning.
pub mod kind {
    pub const TEXT: u8 = 0;
    pub const DM: u8 = 1;
    pub const VOICE: u8 = 2;
    pub const CATEGORY: u8 = 4;
    pub const ANNOUNCEMENT: u8 = 5;
    pub const FORUM: u8 = 15;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overwrite {
    pub id: Id,
    /// Of a member; else of a role.
    #[serde(rename = "type", with = "super::one", default)]
    pub of_member: bool,
    #[serde(with = "super::bits", default)]
    pub allow: u64,
    #[serde(with = "super::bits", default)]
    pub deny: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Channel {
    pub id: Id,
    #[serde(rename = "type")]
    pub kind: u8,
    #[serde(default)]
    pub guild: Option<Id>,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub topic: Option<String>,
    #[serde(default)]
    pub parent: Option<Id>,
    #[serde(default)]
    pub position: i64,
    #[serde(default)]
    pub nsfw: bool,
    #[serde(default)]
    pub slowmode: u32,
    #[serde(default)]
    pub overwrites: Vec<Overwrite>,
    /// The two of a private channel.
    #[serde(default)]
    pub recipients: Vec<Id>,
    /// When its name or topic was changed of late: two in ten minutes are allowed.
    #[serde(default)]
    pub renames: Vec<Millis>,
    #[serde(default)]
    pub last_pin: Option<Millis>,
    /// Of the newest message there ever was, as Discord keeps it.
    #[serde(default)]
    pub last_message: Option<Id>,
}

impl Channel {
    pub fn is_text(&self) -> bool {
        matches!(self.kind, kind::TEXT | kind::DM | kind::VOICE | kind::ANNOUNCEMENT)
    }
}
