//! What happened, whom it concerns, and what of it each listener may read: intents and message content. Knows
//! no socket.

use serde_json::{Value, json};

use crate::id::Id;
use crate::permission::{VIEW_AUDIT_LOG, VIEW_CHANNEL};
use crate::world::{Channel, House, World};

/// Bits of a gateway's `intents`.
pub mod intent {
    pub const GUILDS: u64 = 1 << 0;
    pub const MEMBERS: u64 = 1 << 1;
    pub const MODERATION: u64 = 1 << 2;
    pub const WEBHOOKS: u64 = 1 << 5;
    pub const INVITES: u64 = 1 << 6;
    pub const PRESENCES: u64 = 1 << 8;
    pub const EXPRESSIONS: u64 = 1 << 3;
    pub const MESSAGES: u64 = 1 << 9;
    pub const REACTIONS: u64 = 1 << 10;
    pub const TYPING: u64 = 1 << 11;
    /// A private channel's intent is the guild's, three bits further on.
    pub const TO_DM: u32 = 3;
    pub const CONTENT: u64 = 1 << 15;
    /// Every bit that has a meaning.
    pub const ALL: u64 = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);
}

/// Whom an event concerns.
#[derive(Clone, Debug)]
pub enum To {
    /// All of a guild.
    Guild(Id),
    /// Those who may see a channel.
    Channel(Id),
    /// One person before the sandbox's client; no bot.
    Person(Id),
    /// One bot; no person.
    Bot(Id),
    /// These of a guild's members: whoever could see what is gone now.
    Those(Id, Vec<Id>),
}

#[derive(Clone, Debug)]
pub struct Event {
    pub kind: &'static str,
    pub to: To,
    pub body: Value,
}

/// What a listener of the gateway gets of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    Nothing,
    Whole,
    /// A message without what it says.
    Bare,
    /// A channel without its name.
    Concealed,
}

/// A bot at the gateway.
#[derive(Clone, Copy, Debug)]
pub struct Listener {
    pub bot: Id,
    pub intents: u64,
    pub shard: (u64, u64),
}

impl Listener {
    pub fn has(self, bit: u64) -> bool {
        self.intents & bit != 0
    }

    /// Whether the guild, or all private channels (`None`), are this shard's.
    pub fn serves(self, guild: Option<Id>) -> bool {
        let (index, count) = self.shard;
        guild.map_or(0, |g| (g.0 >> 22) % count.max(1)) == index
    }

    /// Whether the channel is of a guild that this shard serves.
    pub fn sees(self, world: &World, channel: Id) -> bool {
        world.rooms.get(&channel).is_some_and(|room| self.serves(room.channel.guild))
    }

    pub fn share(self, event: &Event, world: &World) -> Share {
        let (guild, reaches) = match &event.to {
            To::Guild(g) => (Some(*g), world.guilds.get(g).is_some_and(|h| self.hears(event.kind, h))),
            To::Those(g, users) => (Some(*g), users.contains(&self.bot)),
            To::Channel(id) => match world.rooms.get(id) {
                Some(room) => (room.channel.guild, self.reaches(event.kind, &room.channel, world)),
                None => return Share::Nothing,
            },
            To::Bot(bot) => {
                return if *bot == self.bot && self.serves(guild_of(event)) { Share::Whole } else { Share::Nothing };
            }
            To::Person(_) => return Share::Nothing,
        };
        if !reaches || !self.serves(guild) || !self.wants(event, guild.is_none()) {
            return Share::Nothing;
        }
        if matches!(event.kind, "CHANNEL_CREATE" | "CHANNEL_UPDATE") && guild.is_some() {
            let place = world.rooms.get(&Id::of(&event.body["id"])).map(|room| &room.channel);
            let open = place.is_none_or(|c| !world.settings.conceal_channels || world.lists(self.bot, c));
            return if open { Share::Whole } else { Share::Concealed };
        }
        if is_message(event.kind) && !self.reads(&event.body, guild.is_none()) { Share::Bare } else { Share::Whole }
    }

    /// The audit log is for those who may read it.
    fn hears(self, kind: &str, house: &House) -> bool {
        let wanted = if kind == "GUILD_AUDIT_LOG_ENTRY_CREATE" { VIEW_AUDIT_LOG } else { 0 };
        house.members.contains_key(&self.bot) && house.bits(self.bot) & wanted == wanted
    }

    /// A bot knows all of its guilds' channels, hidden ones too, as on Discord; what is said in them it hears
    /// only where it may look.
    fn reaches(self, kind: &str, channel: &Channel, world: &World) -> bool {
        let Some(guild) = channel.guild else { return channel.recipients.contains(&self.bot) };
        let Some(house) = world.guilds.get(&guild) else { return false };
        if kind.starts_with("CHANNEL_") && kind != "CHANNEL_PINS_UPDATE" {
            return house.members.contains_key(&self.bot);
        }
        house.bits_in(self.bot, channel) & VIEW_CHANNEL != 0
    }

    fn wants(self, event: &Event, dm: bool) -> bool {
        let needed = match event.kind {
            "INTERACTION_CREATE" | "GUILD_MEMBERS_CHUNK" | "USER_UPDATE" => return true,
            "GUILD_MEMBER_UPDATE" if event.body["user"]["id"] == json!(self.bot) => return true,
            "CHANNEL_PINS_UPDATE" if dm => intent::MESSAGES << intent::TO_DM,
            "GUILD_EMOJIS_UPDATE" => intent::EXPRESSIONS,
            "GUILD_AUDIT_LOG_ENTRY_CREATE" | "GUILD_BAN_ADD" | "GUILD_BAN_REMOVE" => intent::MODERATION,
            "WEBHOOKS_UPDATE" => intent::WEBHOOKS,
            "INVITE_CREATE" | "INVITE_DELETE" => intent::INVITES,
            "THREAD_MEMBERS_UPDATE" if !concerns_thread(&event.body, self.bot) => intent::MEMBERS,
            k if k.starts_with("GUILD_MEMBER_") => intent::MEMBERS,
            k if k.starts_with("GUILD_") || k.starts_with("CHANNEL_") || k.starts_with("THREAD_") => intent::GUILDS,
            k if k.starts_with("MESSAGE_REACTION_") => dm_or(intent::REACTIONS, dm),
            k if k.starts_with("MESSAGE_") => dm_or(intent::MESSAGES, dm),
            "TYPING_START" => dm_or(intent::TYPING, dm),
            _ => return false,
        };
        self.has(needed)
    }

    /// With the intent all; without it what concerns the bot itself.
    fn reads(self, message: &Value, dm: bool) -> bool {
        dm || self.has(intent::CONTENT) || concerns(message, self.bot)
    }
}

/// The bot's own message, or one that mentions it: readable without the content intent.
pub fn concerns(message: &Value, bot: Id) -> bool {
    let me = json!(bot);
    message["author"]["id"] == me
        || message["mentions"].as_array().is_some_and(|list| list.iter().any(|m| m["id"] == me))
}

/// Whether it is the bot itself that came or went.
fn concerns_thread(update: &Value, bot: Id) -> bool {
    let came = update["added_members"].as_array().into_iter().flatten().any(|m| m["user_id"] == json!(bot));
    came || update["removed_member_ids"].as_array().into_iter().flatten().any(|id| *id == json!(bot))
}

fn dm_or(bit: u64, dm: bool) -> u64 {
    if dm { bit << intent::TO_DM } else { bit }
}

fn guild_of(event: &Event) -> Option<Id> {
    let field = if matches!(event.kind, "GUILD_CREATE" | "GUILD_DELETE") { "id" } else { "guild_id" };
    event.body[field].as_str().and_then(|id| id.parse().ok())
}

fn is_message(kind: &str) -> bool {
    kind == "MESSAGE_CREATE" || kind == "MESSAGE_UPDATE"
}

/// The message as a bot without the content intent gets it.
pub fn bare(message: &Value) -> Value {
    let mut bare = message.clone();
    bare["content"] = json!("");
    for field in ["embeds", "attachments", "components"] {
        bare[field] = json!([]);
    }
    if let Some(map) = bare.as_object_mut() {
        map.remove("poll");
    }
    if bare["referenced_message"].is_object() {
        bare["referenced_message"] = self::bare(&message["referenced_message"]);
    }
    bare
}
