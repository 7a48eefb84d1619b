//! A channel: of a guild (text, category, announcement, forum, thread …) or a private one between two.

use serde::{Deserialize, Serialize};

use super::Thread;
use crate::clock::Millis;
use crate::id::Id;

/// Discord's numbers for the types that the sandbox gives a meaning.
pub mod kind {
    pub const TEXT: u8 = 0;
    pub const DM: u8 = 1;
    pub const VOICE: u8 = 2;
    pub const CATEGORY: u8 = 4;
    pub const ANNOUNCEMENT: u8 = 5;
    pub const ANNOUNCEMENT_THREAD: u8 = 10;
    pub const PUBLIC_THREAD: u8 = 11;
    pub const PRIVATE_THREAD: u8 = 12;
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

/// What a forum's posts may be sorted under.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tag {
    pub id: Id,
    pub name: String,
    #[serde(default)]
    pub moderated: bool,
    #[serde(default)]
    pub emoji_id: Option<Id>,
    #[serde(default)]
    pub emoji_name: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
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
    /// Bits of Discord's `flags`: a pinned post (1 << 1), a forum that asks for a tag (1 << 4).
    #[serde(default)]
    pub flags: u64,
    /// A forum's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// After how many minutes new threads here fall asleep, unless they say otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_auto_archive: Option<u32>,
    /// What makes it a thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<Thread>,
}

impl Channel {
    pub fn is_text(&self) -> bool {
        matches!(self.kind, kind::TEXT | kind::DM | kind::VOICE | kind::ANNOUNCEMENT) || self.thread.is_some()
    }
}
