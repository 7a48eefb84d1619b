//! What people and bots do to the world, and whether they may: the same rules for the REST side and for those
//! who click. Knows no HTTP.

pub mod audit;
pub mod channel;
pub mod command;
mod components;
pub mod guild;
pub mod interaction;
pub mod invite;
pub mod member;
mod mention;
pub mod message;
pub mod modal;
pub mod overwrite;
pub mod pin;
pub mod reaction;
pub mod role;
pub mod thread;
pub mod webhook;

use crate::error::{self, Failure};
use crate::id::Id;
use crate::permission as p;
use crate::world::{Channel, World};

/// In whose name something is done.
#[derive(Clone, Copy, Debug)]
pub enum By {
    /// The world's own hand: no permission is asked.
    World,
    User(Id),
}

impl By {
    /// The bits held in the guild as a whole.
    pub fn in_guild(self, world: &World, guild: Id) -> Result<u64, Failure> {
        let house = world.house(guild)?;
        match self {
            By::World => Ok(p::ALL),
            By::User(u) if house.members.contains_key(&u) => Ok(house.bits(u)),
            By::User(_) => Err(error::MISSING_ACCESS),
        }
    }

    /// Refused unless the bit is held in the guild.
    pub fn need_in_guild(self, world: &World, guild: Id, bit: u64) -> Result<u64, Failure> {
        let bits = self.in_guild(world, guild)?;
        if bits & bit == 0 {
            return Err(error::MISSING_PERMISSIONS);
        }
        self.second_factor(world, Some(guild), bit).map(|()| bits)
    }

    /// The channel and the bits held in it; what can't be seen is refused.
    pub fn look(self, world: &World, channel: Id) -> Result<(&Channel, u64), Failure> {
        let channel = world.channel(channel)?;
        let bits = match self {
            By::World => p::ALL,
            By::User(u) => world.bits_in(u, channel),
        };
        if bits & p::VIEW_CHANNEL == 0 { Err(error::MISSING_ACCESS) } else { Ok((channel, bits)) }
    }

    pub fn need(self, world: &World, channel: Id, bit: u64) -> Result<(&Channel, u64), Failure> {
        let (channel, bits) = self.look(world, channel)?;
        if bits & bit != bit {
            return Err(error::MISSING_PERMISSIONS);
        }
        self.second_factor(world, channel.guild, bit).map(|()| (channel, bits))
    }

    /// Where a guild asks for two-factor authentication, a bot moderates only if the account that owns it has that.
    pub fn second_factor(self, world: &World, guild: Option<Id>, bit: u64) -> Result<(), Failure> {
        let (By::User(user), Some(guild)) = (self, guild) else { return Ok(()) };
        let wanted = bit & p::MODERATION != 0 && world.house(guild)?.guild.wants_mfa;
        let owner = world.application_of(user).map(|application| application.owner);
        match owner.and_then(|owner| world.users.get(&owner)) {
            Some(owner) if wanted && !owner.has_mfa => Err(error::MFA_REQUIRED),
            _ => Ok(()),
        }
    }

    /// Whether a role at this height may be touched or given: it must stand below one's own highest.
    pub fn above(self, world: &World, guild: Id, position: i64) -> Result<(), Failure> {
        match self {
            By::User(u) if world.house(guild)?.rank(u) <= position => Err(error::MISSING_PERMISSIONS),
            _ => Ok(()),
        }
    }
}

pub use components::{embeds as kept_embeds, kept as kept_components};

/// The people a text mentions.
pub fn mentioned(text: &str) -> Vec<Id> {
    mention::parse(text).users.into_iter().collect()
}
