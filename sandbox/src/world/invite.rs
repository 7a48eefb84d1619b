//! A way into a guild for whoever has its code.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::id::Id;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invite {
    pub code: String,
    pub guild: Id,
    pub channel: Id,
    pub inviter: Id,
    pub created: Millis,
    /// In seconds; 0 is for ever.
    pub max_age: u64,
    /// 0 is without end.
    pub max_uses: u64,
    #[serde(default)]
    pub uses: u64,
    #[serde(default)]
    pub temporary: bool,
}

impl Invite {
    pub fn expires(&self) -> Option<Millis> {
        (self.max_age > 0).then(|| self.created + self.max_age * 1000)
    }

    pub fn is_good(&self, now: Millis) -> bool {
        self.expires().is_none_or(|at| at > now) && (self.max_uses == 0 || self.uses < self.max_uses)
    }
}
