//! What a channel has beside the rest when it is a thread: who is in it, and whether it sleeps.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::id::Id;

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ThreadMember {
    pub user: Id,
    pub joined: Millis,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Thread {
    pub owner: Id,
    #[serde(default)]
    pub archived: bool,
    #[serde(default)]
    pub locked: bool,
    /// Whether those in a private thread may add others.
    #[serde(default)]
    pub invitable: bool,
    /// Minutes of silence after which it is archived.
    pub auto_archive: u32,
    pub created: Millis,
    /// When it was archived or woken last; at first when it was made.
    pub turned: Millis,
    /// When something was said in it last.
    pub active: Millis,
    /// Messages ever said, deleted ones too.
    #[serde(default)]
    pub said: u64,
    #[serde(default)]
    pub members: Vec<ThreadMember>,
    /// Of a forum's post.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Id>,
}

impl Thread {
    pub fn has(&self, user: Id) -> bool {
        self.members.iter().any(|m| m.user == user)
    }

    /// Whether it has been silent for as long as it may be.
    pub fn is_idle(&self, now: Millis) -> bool {
        !self.archived && self.active.max(self.turned) + u64::from(self.auto_archive) * 60_000 <= now
    }
}
