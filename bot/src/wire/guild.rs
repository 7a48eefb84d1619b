//! Knows guilds, roles, channels and members as Discord sends them.

use super::message::moment;
use domain::permission::Overwrite;
use domain::{
    ChannelFacts, ChannelId, EmojiFacts, EmojiId, GuildFacts, GuildId, Person, RoleFacts, RoleId, Timestamp, UserId,
};
use serde::{Deserialize, Deserializer};
use store::MemberSeen;

/// Discord sends bits as text.
fn bits<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Bits {
        Text(String),
        Number(i64),
    }
    match Bits::deserialize(from)? {
        Bits::Number(bits) => Ok(bits),
        Bits::Text(text) => text.parse::<u64>().map(u64::cast_signed).map_err(serde::de::Error::custom),
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    #[serde(default)]
    pub color: i32,
    #[serde(default)]
    pub position: i64,
    #[serde(deserialize_with = "bits")]
    pub permissions: i64,
    /// Anyone may ping it.
    #[serde(default)]
    pub mentionable: bool,
}

impl Role {
    pub fn facts(&self) -> RoleFacts {
        RoleFacts {
            id: self.id,
            name: self.name.clone(),
            colour: self.color,
            position: self.position,
            permissions: self.permissions,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Channel {
    pub id: ChannelId,
    #[serde(default)]
    pub guild_id: Option<GuildId>,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub kind: i32,
    #[serde(default)]
    pub parent_id: Option<ChannelId>,
    #[serde(default)]
    flags: i64,
    #[serde(default)]
    permission_overwrites: Vec<ChannelOverwrite>,
}

/// Set on a channel that the bot may not see: its name is made up then.
/// <https://docs.discord.com/developers/resources/channel#channel-object-obfuscated-channels>
const CONCEALED: i64 = 1 << 17;

#[derive(Clone, Debug, Deserialize)]
struct ChannelOverwrite {
    id: RoleId,
    #[serde(rename = "type")]
    kind: i32,
    #[serde(deserialize_with = "bits")]
    allow: i64,
    #[serde(deserialize_with = "bits")]
    deny: i64,
}

impl Channel {
    pub fn facts(&self) -> ChannelFacts {
        ChannelFacts {
            id: self.id,
            name: self.name.clone().filter(|_| self.flags & CONCEALED == 0).unwrap_or_default(),
            kind: self.kind,
            parent: self.parent_id,
        }
    }

    pub fn overwrites(&self) -> Vec<Overwrite> {
        let one = |o: &ChannelOverwrite| Overwrite { id: o.id.0, is_member: o.kind == 1, allow: o.allow, deny: o.deny };
        self.permission_overwrites.iter().map(one).collect()
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct User {
    pub id: UserId,
    pub username: String,
    #[serde(default)]
    pub global_name: Option<String>,
    #[serde(default)]
    pub avatar: Option<String>,
    #[serde(default)]
    pub bot: bool,
}

impl User {
    pub fn person(&self) -> Person {
        Person {
            id: self.id,
            username: self.username.clone(),
            display_name: self.global_name.clone().unwrap_or_else(|| self.username.clone()),
            avatar: self.avatar.clone(),
            bot: self.bot,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Member {
    pub user: User,
    #[serde(default)]
    pub nick: Option<String>,
    #[serde(default)]
    pub roles: Vec<RoleId>,
    #[serde(default)]
    joined_at: Option<String>,
}

impl Member {
    /// Not known of guests.
    pub fn joined_at(&self) -> Option<Timestamp> {
        moment(self.joined_at.as_deref()?)
    }

    pub fn seen(&self) -> MemberSeen {
        MemberSeen { person: self.user.person(), nick: self.nick.clone(), roles: self.roles.clone() }
    }

    /// What the guild calls them.
    pub fn called(&self) -> String {
        self.nick.clone().unwrap_or_else(|| self.user.person().display_name)
    }
}

/// GUILD_CREATE.
#[derive(Clone, Debug, Deserialize)]
pub struct Guild {
    pub id: GuildId,
    pub name: String,
    #[serde(default)]
    pub icon: Option<String>,
    pub owner_id: UserId,
    pub roles: Vec<Role>,
    #[serde(default)]
    pub channels: Vec<Channel>,
    #[serde(default)]
    pub members: Vec<Member>,
    #[serde(default)]
    pub emojis: Vec<Emoji>,
}

impl Guild {
    pub fn facts(&self) -> GuildFacts {
        GuildFacts {
            id: self.id,
            name: self.name.clone(),
            icon: self.icon.clone(),
            owner: self.owner_id,
            bot: None,
            roles: self.roles.iter().map(Role::facts).collect(),
            channels: self.channels.iter().map(Channel::facts).collect(),
            emoji: self.emojis.iter().filter_map(Emoji::facts).collect(),
        }
    }
}

/// A guild's own; Unicode's have no id.
#[derive(Clone, Debug, Deserialize)]
pub struct Emoji {
    pub id: Option<EmojiId>,
    pub name: Option<String>,
    #[serde(default)]
    pub animated: bool,
    #[serde(default = "yes")]
    pub available: bool,
}

fn yes() -> bool {
    true
}

impl Emoji {
    pub fn facts(&self) -> Option<EmojiFacts> {
        let (id, name) = (self.id?, self.name.clone()?);
        Some(EmojiFacts { id, name, animated: self.animated, available: self.available })
    }
}

/// GUILD_EMOJIS_UPDATE: all of them.
#[derive(Clone, Debug, Deserialize)]
pub struct EmojiEvent {
    pub guild_id: GuildId,
    pub emojis: Vec<Emoji>,
}

/// GUILD_DELETE: `unavailable` is an outage of Discord's, not a removal. Also the entries of READY.
#[derive(Clone, Debug, Deserialize)]
pub struct GuildGone {
    pub id: GuildId,
    #[serde(default)]
    pub unavailable: bool,
}

/// GUILD_ROLE_CREATE and _UPDATE.
#[derive(Clone, Debug, Deserialize)]
pub struct RoleEvent {
    pub guild_id: GuildId,
    pub role: Role,
}

/// GUILD_ROLE_DELETE.
#[derive(Clone, Debug, Deserialize)]
pub struct RoleGone {
    pub guild_id: GuildId,
    pub role_id: RoleId,
}

/// GUILD_MEMBER_ADD and _UPDATE.
#[derive(Clone, Debug, Deserialize)]
pub struct MemberEvent {
    pub guild_id: GuildId,
    #[serde(flatten)]
    pub member: Member,
}

/// GUILD_MEMBER_REMOVE.
#[derive(Clone, Debug, Deserialize)]
pub struct MemberGone {
    pub guild_id: GuildId,
    pub user: User,
}

/// GUILD_MEMBERS_CHUNK.
#[derive(Clone, Debug, Deserialize)]
pub struct Chunk {
    pub guild_id: GuildId,
    pub members: Vec<Member>,
    #[serde(rename = "chunk_index")]
    pub index: u32,
    #[serde(rename = "chunk_count")]
    pub count: u32,
    #[serde(default)]
    pub nonce: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_of_any_width_are_read() {
        let role = r#"{"id":"1","name":"r","permissions":"9223372036854775808"}"#;
        assert_eq!(serde_json::from_str::<Role>(role).unwrap().permissions, i64::MIN);
        assert!(serde_json::from_str::<Role>(r#"{"id":"1","name":"r","permissions":"x"}"#).is_err());
    }
}
