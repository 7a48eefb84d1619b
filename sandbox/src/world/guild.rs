//! A guild with its roles and members, and what a member may do in it. Channels live elsewhere, by id.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Channel, Entry};
use crate::clock::Millis;
use crate::id::{Id, Snowflakes};
use crate::permission;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Guild {
    pub id: Id,
    pub name: String,
    #[serde(default)]
    pub icon: Option<String>,
    pub owner_id: Id,
    #[serde(default)]
    pub emojis: Vec<Emoji>,
    /// Whoever moderates needs two-factor authentication.
    #[serde(default)]
    pub wants_mfa: bool,
}

/// One of a guild's own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Emoji {
    pub id: Id,
    pub name: String,
    #[serde(default)]
    pub animated: bool,
    #[serde(default = "yes")]
    pub available: bool,
}

fn yes() -> bool {
    true
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    pub id: Id,
    pub name: String,
    #[serde(with = "super::bits", default)]
    pub permissions: u64,
    #[serde(default)]
    pub position: i64,
    #[serde(default)]
    pub color: u32,
    #[serde(default)]
    pub hoist: bool,
    #[serde(default)]
    pub mentionable: bool,
    #[serde(default)]
    pub managed: bool,
    /// The bot whose own role this is.
    #[serde(default)]
    pub bot: Option<Id>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Member {
    pub user: Id,
    #[serde(default)]
    pub nick: Option<String>,
    #[serde(default)]
    pub roles: Vec<Id>,
    #[serde(default)]
    pub joined: Millis,
    /// Until when the member is timed out, also when that is over: Discord keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_until: Option<Millis>,
}

impl Member {
    pub fn is_timed_out(&self, now: Millis) -> bool {
        self.silent_until.is_some_and(|until| until > now)
    }
}

/// A guild and what is in it.
#[derive(Debug)]
pub struct House {
    pub guild: Guild,
    pub roles: BTreeMap<Id, Role>,
    pub members: BTreeMap<Id, Member>,
    pub channels: BTreeSet<Id>,
    /// Apart from the channels: they count for none of the limits of those.
    pub threads: BTreeSet<Id>,
    /// Who may not come back, and why.
    pub bans: BTreeMap<Id, Option<String>>,
    pub audit: BTreeMap<Id, Entry>,
    /// Has the clock that ends a time-out.
    ids: Arc<Snowflakes>,
}

impl House {
    pub fn new(guild: Guild, ids: Arc<Snowflakes>) -> Self {
        Self {
            guild,
            roles: BTreeMap::new(),
            members: BTreeMap::new(),
            channels: BTreeSet::new(),
            threads: BTreeSet::new(),
            bans: BTreeMap::new(),
            audit: BTreeMap::new(),
            ids,
        }
    }

    /// The member's bits in the guild as a whole; none for a stranger.
    pub fn bits(&self, user: Id) -> u64 {
        let Some(member) = self.members.get(&user) else { return 0 };
        let everyone = self.roles.get(&self.guild.id).map_or(0, |r| r.permissions);
        let own = member.roles.iter().filter_map(|id| self.roles.get(id)).map(|r| r.permissions);
        self.within_time_out(member, permission::in_guild(self.guild.owner_id == user, everyone, own))
    }

    /// The member's bits in one of the guild's channels.
    pub fn bits_in(&self, user: Id, channel: &Channel) -> u64 {
        let Some(member) = self.members.get(&user) else { return 0 };
        let bits = permission::in_channel(self.bits(user), self.guild.id, user, &member.roles, &channel.overwrites);
        self.within_time_out(member, bits)
    }

    /// The member's bits in a thread of this channel.
    pub fn bits_in_thread_of(&self, user: Id, channel: &Channel) -> u64 {
        let Some(member) = self.members.get(&user) else { return 0 };
        let bits = permission::in_thread(self.bits(user), self.guild.id, user, &member.roles, &channel.overwrites);
        self.within_time_out(member, bits)
    }

    fn within_time_out(&self, member: &Member, bits: u64) -> u64 {
        if member.is_timed_out(self.ids.clock.now()) { permission::timed_out(bits) } else { bits }
    }

    /// Where the member's highest role stands; the owner stands above all.
    pub fn rank(&self, user: Id) -> i64 {
        if self.guild.owner_id == user {
            return i64::MAX;
        }
        let roles = self.members.get(&user).map(|m| m.roles.as_slice()).unwrap_or_default();
        roles.iter().filter_map(|id| self.roles.get(id)).map(|r| r.position).max().unwrap_or(0)
    }
}
