//! Knows guilds as Discord describes them, as far as Docket needs it.

use crate::{ChannelId, EmojiId, GuildId, RoleId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// A guild as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::FromRow))]
pub struct Guild {
    pub id: GuildId,
    pub name: String,
    /// Discord's icon hash.
    pub icon: Option<String>,
    pub owner: UserId,
    /// The bot is in it.
    pub present: bool,
    /// Categories as Docket made or found them: "Create Ticket", "Tickets", "Closed Tickets".
    pub create_category: Option<ChannelId>,
    pub tickets_category: Option<ChannelId>,
    pub closed_category: Option<ChannelId>,
    pub created_at: Timestamp,
}

/// What Discord tells of a guild when the bot meets it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuildFacts {
    pub id: GuildId,
    pub name: String,
    pub icon: Option<String>,
    pub owner: UserId,
    /// The bot's own user, where it is known: its highest role decides what it may touch.
    pub bot: Option<UserId>,
    pub roles: Vec<RoleFacts>,
    pub channels: Vec<ChannelFacts>,
    pub emoji: Vec<EmojiFacts>,
}

/// One of a guild's own emoji.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::FromRow))]
pub struct EmojiFacts {
    pub id: EmojiId,
    pub name: String,
    pub animated: bool,
    /// Not while the guild lacks the boosts that it was made with.
    pub available: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::FromRow))]
pub struct RoleFacts {
    pub id: RoleId,
    pub name: String,
    /// `0xRRGGBB`, 0 for none.
    pub colour: i32,
    pub position: i64,
    pub permissions: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::FromRow))]
pub struct ChannelFacts {
    pub id: ChannelId,
    /// Empty if the bot may not see it: Discord doesn't tell then.
    pub name: String,
    /// Discord's channel type: 0 text, 4 category.
    pub kind: i32,
    pub parent: Option<ChannelId>,
}
