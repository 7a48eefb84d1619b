//! Knows what Discord last told of a guild's roles, channels and emoji, as an admin chooses from it.

use crate::db::{Tx, fetch_all, fetch_optional, fetch_scalar};
use crate::{Result, Store};
use domain::setting::{ChannelChoice, Choices, DepartmentChoice, EmojiChoice, RoleChoice};
use domain::{Admin, ChannelFacts, DepartmentId, EmojiFacts, GuildId, RoleFacts, RoleId, UserId};
use sqlx::types::Json;

impl Store {
    /// What there is to choose from.
    pub async fn choices(&self, admin: &Admin) -> Result<Choices> {
        let mut tx = self.inner.db.snapshot().await?;
        choices(&mut tx, admin.guild()).await
    }
}

pub async fn choices(tx: &mut Tx, guild: GuildId) -> Result<Choices> {
    Ok(Choices {
        roles: roles(tx, guild).await?,
        channels: channels(tx, guild).await?,
        emoji: emoji(tx, guild).await?,
        departments: departments(tx, guild).await?,
    })
}

async fn roles(tx: &mut Tx, guild: GuildId) -> Result<Vec<RoleChoice>> {
    let all = fetch_all!(
        tx,
        RoleFacts,
        "select id, name, colour, position, permissions from guild_role where guild = $1 order by position desc, id",
        guild,
    )?;
    let top = rank_of_bot(tx, guild, &all).await?;
    let choice = |role: RoleFacts| RoleChoice {
        id: role.id,
        name: role.name,
        colour: role.colour,
        position: role.position,
        above_bot: top.is_some_and(|top| role.position >= top),
    };
    // Whose id is the guild's is @everyone.
    Ok(all.into_iter().filter(|role| role.id != RoleId(guild.0)).map(choice).collect())
}

/// Where the bot's highest role stands; `None` while the bot has not said who it is.
async fn rank_of_bot(tx: &mut Tx, guild: GuildId, all: &[RoleFacts]) -> Result<Option<i64>> {
    let bot = fetch_scalar!(tx, Option<UserId>, "select bot from guild where id = $1", guild)?;
    let Some(bot) = bot else { return Ok(None) };
    let row = fetch_optional!(
        tx,
        (Json<Vec<RoleId>>,),
        "select roles from member where guild = $1 and person = $2 and present",
        guild,
        bot,
    )?;
    let Some((mine,)) = row else { return Ok(None) };
    let ranks = all.iter().filter(|role| mine.0.contains(&role.id)).map(|role| role.position);
    Ok(Some(ranks.max().unwrap_or(0)))
}

async fn channels(tx: &mut Tx, guild: GuildId) -> Result<Vec<ChannelChoice>> {
    let all = fetch_all!(
        tx,
        ChannelFacts,
        "select id, name, kind, parent from guild_channel where guild = $1 and kind in (0, 4) order by id",
        guild,
    )?;
    let choice = |channel: ChannelFacts| ChannelChoice {
        id: channel.id,
        name: channel.name,
        kind: channel.kind,
        parent: channel.parent,
    };
    let mut all: Vec<ChannelChoice> = all.into_iter().map(choice).collect();
    // Here and not in SQL: the databases sort letters differently.
    all.sort_by_key(|channel| (channel.name.to_lowercase(), channel.id));
    Ok(all)
}

async fn emoji(tx: &mut Tx, guild: GuildId) -> Result<Vec<EmojiChoice>> {
    let all = fetch_all!(
        tx,
        EmojiFacts,
        "select id, name, animated, available from guild_emoji where guild = $1 and available order by id",
        guild,
    )?;
    let choice = |emoji: EmojiFacts| EmojiChoice { id: emoji.id, name: emoji.name, animated: emoji.animated };
    let mut all: Vec<EmojiChoice> = all.into_iter().map(choice).collect();
    all.sort_by_key(|emoji| (emoji.name.to_lowercase(), emoji.id));
    Ok(all)
}

async fn departments(tx: &mut Tx, guild: GuildId) -> Result<Vec<DepartmentChoice>> {
    let all = fetch_all!(
        tx,
        (DepartmentId, String),
        "select id, name from department where guild = $1 and deleted_at is null order by position, id",
        guild,
    )?;
    Ok(all.into_iter().map(|(id, name)| DepartmentChoice { id, name }).collect())
}
