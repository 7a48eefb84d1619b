//! Knows the guilds' channels as far as their places go: which are categories, what lies in which, what is hidden from
//! the bot, and where Discord has said that it is full. A copy of what the gateway tells.

use crate::wire::guild::Channel;
use domain::{ChannelId, GuildId};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

const CATEGORY: i32 = 4;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub kind: i32,
    /// Of a hidden one as it was known before; empty if it never was.
    pub name: String,
    pub parent: Option<ChannelId>,
    /// The bot may not see it.
    pub hidden: bool,
}

impl From<&Channel> for Spot {
    fn from(channel: &Channel) -> Self {
        let facts = channel.facts();
        Self { kind: facts.kind, name: facts.name, parent: facts.parent, hidden: channel.is_hidden() }
    }
}

/// A category as one looks for room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    pub id: ChannelId,
    pub name: String,
    pub hidden: bool,
    /// Discord said so, and nothing has left it since.
    pub full: bool,
}

#[derive(Default)]
struct Ground {
    spots: HashMap<ChannelId, Spot>,
    /// Those of them that are categories: few among many.
    categories: BTreeSet<ChannelId>,
    full: HashSet<ChannelId>,
    /// Not one channel more may be made in the guild.
    is_full: bool,
}

#[derive(Default)]
pub struct Spots(RwLock<HashMap<GuildId, Ground>>);

impl Spots {
    fn read(&self) -> RwLockReadGuard<'_, HashMap<GuildId, Ground>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<GuildId, Ground>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The guild arrived: these are all its channels.
    pub fn arrived(&self, guild: GuildId, all: &[Channel]) {
        let mut grounds = self.write();
        let before = grounds.remove(&guild).unwrap_or_default();
        let named = |channel: &Channel| {
            let spot = Spot::from(channel);
            let known = before.spots.get(&channel.id).filter(|_| spot.name.is_empty());
            let name = known.map_or(spot.name.clone(), |known| known.name.clone());
            (channel.id, Spot { name, ..spot })
        };
        let categories = all.iter().filter(|one| one.kind == CATEGORY).map(|one| one.id).collect();
        let spots = all.iter().map(named).collect();
        grounds.insert(guild, Ground { spots, categories, ..Ground::default() });
    }

    pub fn left(&self, guild: GuildId) {
        self.write().remove(&guild);
    }

    /// Made, or changed. Where something left a category there is room.
    pub fn put(&self, guild: GuildId, channel: ChannelId, mut spot: Spot) {
        let mut grounds = self.write();
        let ground = grounds.entry(guild).or_default();
        let known = ground.spots.get(&channel);
        if let Some(known) = known.filter(|_| spot.name.is_empty()) {
            spot.name.clone_from(&known.name);
        }
        if let Some(old) = known.and_then(|known| known.parent).filter(|old| Some(*old) != spot.parent) {
            ground.full.remove(&old);
        }
        if spot.kind == CATEGORY {
            ground.categories.insert(channel);
        }
        ground.spots.insert(channel, spot);
    }

    pub fn removed(&self, guild: GuildId, channel: ChannelId) {
        let mut grounds = self.write();
        let Some(ground) = grounds.get_mut(&guild) else { return };
        ground.is_full = false;
        ground.full.remove(&channel);
        ground.categories.remove(&channel);
        if let Some(parent) = ground.spots.remove(&channel).and_then(|spot| spot.parent) {
            ground.full.remove(&parent);
        }
    }

    pub fn spot(&self, guild: GuildId, channel: ChannelId) -> Option<Spot> {
        self.read().get(&guild)?.spots.get(&channel).cloned()
    }

    /// By age.
    pub fn categories(&self, guild: GuildId) -> Vec<Category> {
        let grounds = self.read();
        let Some(ground) = grounds.get(&guild) else { return Vec::new() };
        let category = |id: &ChannelId| {
            let spot = ground.spots.get(id)?;
            Some(Category { id: *id, name: spot.name.clone(), hidden: spot.hidden, full: ground.full.contains(id) })
        };
        ground.categories.iter().filter_map(category).collect()
    }

    /// Discord said that nothing more fits into this category.
    pub fn filled(&self, guild: GuildId, category: ChannelId) {
        self.write().entry(guild).or_default().full.insert(category);
    }

    /// Discord said that the guild takes no further channel.
    pub fn guild_filled(&self, guild: GuildId) {
        self.write().entry(guild).or_default().is_full = true;
    }

    /// Until a channel is deleted.
    pub fn guild_is_full(&self, guild: GuildId) -> bool {
        self.read().get(&guild).is_some_and(|ground| ground.is_full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: GuildId = GuildId(1);

    fn spot(kind: i32, name: &str, parent: Option<i64>) -> Spot {
        Spot { kind, name: name.into(), parent: parent.map(ChannelId), hidden: false }
    }

    fn full(spots: &Spots) -> Vec<i64> {
        spots.categories(GUILD).iter().filter(|category| category.full).map(|category| category.id.0).collect()
    }

    #[test]
    fn what_leaves_makes_room() {
        let spots = Spots::default();
        spots.put(GUILD, ChannelId(1), spot(4, "Tickets", None));
        spots.put(GUILD, ChannelId(2), spot(0, "mia", Some(1)));
        spots.put(GUILD, ChannelId(3), spot(0, "noah", Some(1)));
        spots.filled(GUILD, ChannelId(1));
        spots.put(GUILD, ChannelId(2), spot(0, "renamed", Some(1)));
        assert_eq!(full(&spots), [1]);
        spots.put(GUILD, ChannelId(2), spot(0, "renamed", None));
        assert!(full(&spots).is_empty(), "moved away");
        spots.filled(GUILD, ChannelId(1));
        spots.guild_filled(GUILD);
        spots.removed(GUILD, ChannelId(3));
        assert!(full(&spots).is_empty() && !spots.guild_is_full(GUILD), "deleted");
    }

    #[test]
    fn what_is_hidden_keeps_its_name() {
        let spots = Spots::default();
        spots.put(GUILD, ChannelId(1), spot(4, "Tickets", None));
        spots.put(GUILD, ChannelId(1), Spot { hidden: true, ..spot(4, "", None) });
        let known = spots.spot(GUILD, ChannelId(1)).unwrap();
        assert_eq!((known.name.as_str(), known.hidden), ("Tickets", true));
    }
}
