//! A message with its files, as the world keeps it. How it looks on the wire is `show`'s affair.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Millis;
use crate::id::Id;

/// Bits of `flags`.
pub mod flag {
    pub const SUPPRESS_EMBEDS: u64 = 1 << 2;
    pub const HAS_THREAD: u64 = 1 << 5;
    pub const EPHEMERAL: u64 = 1 << 6;
    pub const LOADING: u64 = 1 << 7;
    pub const SILENT: u64 = 1 << 12;
    pub const COMPONENTS_V2: u64 = 1 << 15;
}

/// Discord's numbers of `type`.
pub mod kind {
    pub const SAID: u8 = 0;
    pub const RECIPIENT_ADDED: u8 = 1;
    pub const RENAMED: u8 = 4;
    pub const PINNED: u8 = 6;
    pub const THREAD_CREATED: u8 = 18;
    pub const REPLY: u8 = 19;
    pub const COMMAND: u8 = 20;
    pub const THREAD_STARTER: u8 = 21;
    pub const CONTEXT_MENU: u8 = 23;
}

/// A file; its bytes lie in the sandbox's folder under its id.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attachment {
    pub id: Id,
    pub filename: String,
    #[serde(default)]
    pub content_type: Option<String>,
    pub size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reaction {
    pub emoji: String,
    pub users: Vec<Id>,
}

/// The message answered to.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Reference {
    pub channel: Id,
    pub message: Id,
}

/// The name and picture a webhook spoke under.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Guise {
    pub webhook: Id,
    pub name: String,
    #[serde(default)]
    pub avatar: Option<String>,
}

/// The interaction a message came from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cause {
    pub id: Id,
    pub kind: u8,
    pub user: Id,
    #[serde(default)]
    pub name: Option<String>,
    /// The message whose component was pressed.
    #[serde(default)]
    pub message: Option<Id>,
    /// What opened the form, of a form's answer.
    #[serde(default)]
    pub trigger: Option<Box<Cause>>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Message {
    pub id: Id,
    pub channel: Id,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild: Option<Id>,
    pub author: Id,
    #[serde(default)]
    pub content: String,
    pub at: Millis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<Millis>,
    #[serde(rename = "type", default)]
    pub kind: u8,
    #[serde(default)]
    pub flags: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub embeds: Vec<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Id>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mention_roles: Vec<Id>,
    #[serde(default)]
    pub mention_everyone: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Millis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// The one person who sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_for: Option<Id>,
    /// The application whose token or interaction it was sent by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// Of what a webhook said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guise: Option<Guise>,
}

impl Message {
    pub fn has(&self, flag: u64) -> bool {
        self.flags & flag != 0
    }

    /// Also seen by others than the one it was meant for.
    pub fn is_public(&self) -> bool {
        self.only_for.is_none()
    }
}
