//! Knows how well a guild is (what the bot found when it looked it over) and how the database and the disk are. Knows
//! no rule of what is well: that is the bot's to say.

mod disk;
mod inspect;

pub use disk::{Disk, free_bytes};
pub use inspect::{Inspection, Schema, inspect};

use crate::Store;
use domain::{Admin, Bell, GuildId, Timestamp};
use serde::{Deserialize, Serialize};

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// What the bot may guild-wide.
    Server,
    Category,
    /// A panel's channel.
    Panel,
    /// The channels of the tickets that are open.
    Tickets,
    Role,
}

/// What is wrong, and what mends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ill {
    pub what: String,
    pub mend: String,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub kind: CheckKind,
    /// Under which it stands among the problems while it is ill.
    pub subject: String,
    pub name: String,
    pub ill: Option<Ill>,
}

/// All that was looked at in a guild, and when. In memory: it is about this process, which looks again at its start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkup {
    pub at: Timestamp,
    pub checks: Vec<Check>,
}

/// Of one guild.
#[derive(Debug, Default)]
pub struct Watched {
    last: Option<Checkup>,
    /// Somebody waits for the next one.
    asked: bool,
}

impl Store {
    /// What the bot found when it last looked; `None`: it has not looked yet.
    pub fn checkup(&self, guild: GuildId) -> Option<Checkup> {
        let watched = self.inner.health.read().ok()?;
        watched.get(&guild).and_then(|watched| watched.last.clone())
    }

    /// Rings Guild when something is found otherwise than before, or was asked for.
    pub fn set_checkup(&self, guild: GuildId, checkup: Checkup) {
        let Ok(mut all) = self.inner.health.write() else { return };
        let watched = all.entry(guild).or_default();
        let changed = watched.last.as_ref().is_none_or(|last| last.checks != checkup.checks);
        let asked = std::mem::take(&mut watched.asked);
        watched.last = Some(checkup);
        drop(all);
        if changed || asked {
            self.ring([Bell::Guild { guild }]);
        }
    }

    /// Has the guild looked over, and what failed in it tried again. Rings Check.
    pub fn ask_checkup(&self, admin: &Admin) {
        let guild = admin.guild();
        if let Ok(mut all) = self.inner.health.write() {
            all.entry(guild).or_default().asked = true;
        }
        self.ring([Bell::Check { guild }]);
    }
}
