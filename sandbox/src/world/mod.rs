//! The whole state: users, guilds, channels, messages, applications. Changes only by `Op`s, so that what the
//! journal replays is what was. Knows no request, no socket and no rule of who may do what.

mod application;
pub mod audit;
mod channel;
mod guild;
mod invite;
pub mod journal;
mod message;
mod op;
pub mod seed;
mod settings;
mod thread;
mod user;
mod webhook;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub use application::{Application, Code, Command, Grant, Interaction, kind as interaction_kind};
pub use audit::{Entry, action};
pub use channel::{Channel, Overwrite, Tag, kind as channel_kind};
pub use guild::{Emoji, Guild, House, Member, Role};
pub use invite::Invite;
pub use message::{Attachment, Cause, Guise, Message, Reaction, Reference, flag, kind as message_kind};
pub use op::Op;
pub use settings::{Faults, Settings};
pub use thread::{Thread, ThreadMember};
pub use user::User;
pub use webhook::Webhook;

use crate::error::{self, Failure};
use crate::id::{Id, Snowflakes};

/// How long an interaction's token serves for edits and follow-ups.
pub const TOKEN_LIFE: crate::clock::Millis = 15 * 60_000;

/// A channel with what was said in it.
#[derive(Debug)]
pub struct Room {
    pub channel: Channel,
    pub messages: BTreeMap<Id, Message>,
}

/// Who holds a file: it goes when its holder goes.
#[derive(Clone, Copy, Debug)]
pub enum Holder {
    Message { channel: Id, message: Id },
    Interaction { channel: Id, interaction: Id },
}

#[derive(Default)]
pub struct World {
    /// Where the sandbox is reached, without a slash at the end.
    pub base: String,
    pub ids: Arc<Snowflakes>,
    /// Signs CDN links.
    pub key: String,
    pub users: BTreeMap<Id, User>,
    pub guilds: BTreeMap<Id, House>,
    pub rooms: HashMap<Id, Room>,
    pub applications: BTreeMap<Id, Application>,
    pub commands: BTreeMap<Id, Command>,
    pub interactions: BTreeMap<Id, Interaction>,
    pub webhooks: BTreeMap<Id, Webhook>,
    pub invites: BTreeMap<String, Invite>,
    pub codes: HashMap<String, Code>,
    pub grants: HashMap<String, Grant>,
    pub settings: Settings,
    pub faults: Faults,
    /// How far the clock was set forward.
    pub ahead: crate::clock::Millis,
    /// When commands were made of late, by application and guild.
    pub commands_made: HashMap<(Id, Option<Id>), Vec<crate::clock::Millis>>,
    /// When old messages were edited of late, by channel.
    pub old_edits: HashMap<Id, Vec<crate::clock::Millis>>,
    /// Private channels by their two people, the smaller id first.
    dms: HashMap<(Id, Id), Id>,
    files: HashMap<Id, Holder>,
    /// Files that have lost their holder of late.
    left: Vec<Id>,
}

impl World {
    pub fn new(base: String) -> Self {
        Self { base, ..Self::default() }
    }

    pub fn user(&self, id: Id) -> Result<&User, Failure> {
        self.users.get(&id).ok_or(error::UNKNOWN_USER)
    }

    pub fn house(&self, id: Id) -> Result<&House, Failure> {
        self.guilds.get(&id).ok_or(error::UNKNOWN_GUILD)
    }

    pub fn room(&self, id: Id) -> Result<&Room, Failure> {
        self.rooms.get(&id).ok_or(error::UNKNOWN_CHANNEL)
    }

    pub fn channel(&self, id: Id) -> Result<&Channel, Failure> {
        self.room(id).map(|room| &room.channel)
    }

    pub fn message(&self, channel: Id, id: Id) -> Result<&Message, Failure> {
        self.room(channel)?.messages.get(&id).ok_or(error::UNKNOWN_MESSAGE)
    }

    pub fn webhook(&self, id: Id) -> Result<&Webhook, Failure> {
        self.webhooks.get(&id).ok_or(error::UNKNOWN_WEBHOOK)
    }

    /// The threads of a guild, those of one channel or all.
    pub fn threads(&self, guild: Id, parent: Option<Id>) -> impl Iterator<Item = &Channel> {
        let all = self.guilds.get(&guild).into_iter().flat_map(|h| &h.threads);
        let found = all.filter_map(|id| self.rooms.get(id)).map(|room| &room.channel);
        found.filter(move |c| parent.is_none() || c.parent == parent)
    }

    pub fn application_of(&self, bot: Id) -> Option<&Application> {
        self.applications.values().find(|a| a.bot == bot)
    }

    pub fn application_by_token(&self, token: &str) -> Option<&Application> {
        self.applications.values().find(|a| !a.token.is_empty() && a.token == token)
    }

    pub fn interaction_by_token(&self, token: &str) -> Option<&Interaction> {
        self.interactions.values().rev().find(|i| i.token == token)
    }

    pub fn dm(&self, a: Id, b: Id) -> Option<Id> {
        self.dms.get(&(a.min(b), a.max(b))).copied()
    }

    pub fn dms_of(&self, user: Id) -> impl Iterator<Item = &Channel> {
        let mine = self.dms.iter().filter(move |((a, b), _)| *a == user || *b == user);
        mine.filter_map(|(_, id)| self.rooms.get(id)).map(|room| &room.channel)
    }

    /// The file's holder and itself, while either exists.
    pub fn file(&self, id: Id) -> Option<(Id, &Attachment)> {
        let (channel, list) = match *self.files.get(&id)? {
            Holder::Message { channel, message } => {
                (channel, &self.rooms.get(&channel)?.messages.get(&message)?.attachments)
            }
            Holder::Interaction { channel, interaction } => (channel, &self.interactions.get(&interaction)?.uploads),
        };
        Some((channel, list.iter().find(|a| a.id == id)?))
    }

    /// The youngest of the ids that stand in an order.
    pub fn newest(&self) -> Id {
        let said = self.rooms.values().filter_map(|room| room.messages.keys().next_back());
        let made = self.rooms.keys().chain(self.interactions.keys());
        said.chain(made).copied().filter(|id| id.0 < u64::MAX / 2).max().unwrap_or_default()
    }

    /// The files that nothing has held since this was asked last.
    pub fn abandoned(&mut self) -> Vec<Id> {
        let left = std::mem::take(&mut self.left);
        left.into_iter().filter(|id| !self.files.contains_key(id)).collect()
    }

    pub fn file_ids(&self) -> impl Iterator<Item = Id> {
        self.files.keys().copied()
    }

    /// What the user may do in the channel. In a private channel its two may do all that can be done there.
    pub fn bits_in(&self, user: Id, channel: &Channel) -> u64 {
        use crate::permission as p;
        if let Some(thread) = &channel.thread {
            return self.bits_in_thread(user, channel, thread);
        }
        match channel.guild.and_then(|g| self.guilds.get(&g)) {
            Some(house) => house.bits_in(user, channel),
            None if channel.recipients.contains(&user) => {
                p::VIEW_CHANNEL
                    | p::SEND_MESSAGES
                    | p::READ_HISTORY
                    | p::ATTACH_FILES
                    | p::EMBED_LINKS
                    | p::ADD_REACTIONS
                    | p::PIN_MESSAGES
                    | p::USE_COMMANDS
            }
            None => 0,
        }
    }

    /// A private thread is for those in it, and for those who manage threads.
    fn bits_in_thread(&self, user: Id, channel: &Channel, thread: &Thread) -> u64 {
        let house = channel.guild.and_then(|g| self.guilds.get(&g));
        let parent = channel.parent.and_then(|id| self.rooms.get(&id));
        let (Some(house), Some(parent)) = (house, parent) else { return 0 };
        let bits = house.bits_in_thread_of(user, &parent.channel);
        let inside = channel.kind != channel_kind::PRIVATE_THREAD || thread.has(user);
        if inside || bits & crate::permission::MANAGE_THREADS != 0 { bits } else { 0 }
    }

    pub fn sees(&self, user: Id, channel: &Channel) -> bool {
        self.bits_in(user, channel) & crate::permission::VIEW_CHANNEL != 0
    }

    /// Whether Discord's client lists the channel for the user. A category stands over what lies in it, also for whoever
    /// may not see the category itself.
    pub fn lists(&self, user: Id, channel: &Channel) -> bool {
        if self.sees(user, channel) {
            return true;
        }
        let Some(house) = channel.guild.and_then(|g| self.guilds.get(&g)) else { return false };
        let mut rooms = house.channels.iter().filter_map(|id| self.rooms.get(id)).map(|room| &room.channel);
        channel.kind == channel_kind::CATEGORY
            && rooms.any(|inner| inner.parent == Some(channel.id) && self.sees(user, inner))
    }
}

/// Bitfields are strings on Discord's wire; numbers are understood too.
mod bits {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub fn serialize<S: Serializer>(bits: &u64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(bits)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        Ok(crate::id::Id::deserialize(from)?.0)
    }
}

/// An overwrite's `type`: 1 is a member's, 0 a role's.
mod one {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub fn serialize<S: Serializer>(of_member: &bool, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u8(u8::from(*of_member))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
        Ok(crate::id::Id::deserialize(from)?.0 == 1)
    }
}
