//! Knows guilds and what Discord last told of their roles and channels.

use crate::db::{Tx, execute, fetch_all, fetch_optional};
use crate::ids::Ids;
use crate::ticket::channel_gone;
use crate::{Result, Store};
use domain::{Bell, ChannelFacts, ChannelId, EmojiFacts, Guild, GuildFacts, GuildId, RoleFacts, RoleId, Timestamp};
use std::time::Duration;

/// The categories that Docket makes or finds in a guild.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CategoryKind {
    Create,
    Tickets,
    Closed,
}

/// A channel is young for so long.
const YOUNG: Duration = Duration::from_mins(1);

const GUILD: &str =
    "select id, name, icon, owner, present, create_category, tickets_category, closed_category, created_at
                     from guild where id = $1";

impl Store {
    /// The bot met this guild (at start, on joining): its row, roles, channels and emoji are replaced by what Discord
    /// says.
    /// Channels that were known and are not among them are treated as deleted. Rings Guild and Access.
    pub async fn guild_joined(&self, facts: &GuildFacts, now: Timestamp) -> Result<()> {
        let guild = facts.id;
        let mut bells = vec![Bell::Guild { guild }, Bell::Access { guild, user: None }];
        let mut tx = self.inner.db.begin().await?;
        execute!(
            &mut tx,
            "insert into guild (id, name, icon, owner, bot, present, next_number, created_at)
             values ($1, $2, $3, $4, $5, true, 1, $6)
             on conflict (id) do update set name = excluded.name, icon = excluded.icon, owner = excluded.owner,
               bot = coalesce(excluded.bot, guild.bot), present = true",
            guild,
            &facts.name,
            facts.icon.as_deref(),
            facts.owner,
            facts.bot,
            now,
        )?;
        execute!(&mut tx, "delete from guild_role where guild = $1", guild)?;
        for role in &facts.roles {
            put_role(&mut tx, guild, role).await?;
        }
        for gone in channels_not_among(&mut tx, guild, &facts.channels, now).await? {
            bells.extend(forget_channel(&mut tx, &self.inner.ids, guild, gone, now).await?);
        }
        let mut channels = Vec::with_capacity(facts.channels.len());
        for channel in &facts.channels {
            channels.extend(named(&mut tx, guild, channel).await?);
        }
        execute!(&mut tx, "delete from guild_channel where guild = $1", guild)?;
        for channel in &channels {
            put_channel(&mut tx, guild, channel).await?;
        }
        put_emoji(&mut tx, guild, &facts.emoji).await?;
        tx.commit().await?;
        // Its members are told anew after it.
        self.trust_mirror(guild, false);
        self.ring(bells);
        Ok(())
    }

    /// Its name, picture, owner or roles changed. Channels in the facts are not looked at: they have events of their own.
    /// Rings Guild and Access.
    pub async fn guild_changed(&self, facts: &GuildFacts) -> Result<()> {
        let guild = facts.id;
        let mut tx = self.inner.db.begin().await?;
        execute!(
            &mut tx,
            "update guild set name = $2, icon = $3, owner = $4 where id = $1",
            guild,
            &facts.name,
            facts.icon.as_deref(),
            facts.owner,
        )?;
        execute!(&mut tx, "delete from guild_role where guild = $1", guild)?;
        for role in &facts.roles {
            put_role(&mut tx, guild, role).await?;
        }
        tx.commit().await?;
        self.ring([Bell::Guild { guild }, Bell::Access { guild, user: None }]);
        Ok(())
    }

    /// The bot was removed. Nothing is deleted.
    pub async fn guild_left(&self, guild: GuildId) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "update guild set present = false where id = $1", guild)?;
        self.ring([Bell::Guild { guild }, Bell::Access { guild, user: None }]);
        Ok(())
    }

    pub async fn guild(&self, guild: GuildId) -> Result<Option<Guild>> {
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_optional!(&mut tx, Guild, GUILD, guild)?)
    }

    /// Guilds in which the bot is.
    pub async fn guilds(&self) -> Result<Vec<Guild>> {
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_all!(
            &mut tx,
            Guild,
            "select id, name, icon, owner, present, create_category, tickets_category, closed_category, created_at
             from guild where present order by name, id"
        )?)
    }

    /// Made or changed. Rings Access.
    pub async fn role_changed(&self, guild: GuildId, role: &RoleFacts) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        put_role(&mut tx, guild, role).await?;
        tx.commit().await?;
        self.ring([Bell::Access { guild, user: None }]);
        Ok(())
    }

    /// Rings Access.
    pub async fn role_deleted(&self, guild: GuildId, role: RoleId) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "delete from guild_role where guild = $1 and id = $2", guild, role)?;
        self.ring([Bell::Access { guild, user: None }]);
        Ok(())
    }

    /// These and no others are the guild's own emoji. Rings Guild: what can be chosen has changed.
    pub async fn emoji_are(&self, guild: GuildId, emoji: &[EmojiFacts]) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        put_emoji(&mut tx, guild, emoji).await?;
        tx.commit().await?;
        self.ring([Bell::Guild { guild }]);
        Ok(())
    }

    /// Made or changed. A ticket whose channel has another name now rings.
    pub async fn channel_changed(&self, guild: GuildId, channel: &ChannelFacts) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        let Some(channel) = named(&mut tx, guild, channel).await? else { return Ok(()) };
        let renamed = fetch_all!(
            &mut tx,
            (domain::TicketId,),
            "select ticket.id from ticket
             join guild_channel on guild_channel.guild = ticket.guild and guild_channel.id = ticket.channel
             where ticket.guild = $1 and ticket.channel = $2 and guild_channel.name <> $3",
            guild,
            channel.id,
            &channel.name,
        )?;
        put_channel(&mut tx, guild, &channel).await?;
        tx.commit().await?;
        self.ring(renamed.into_iter().map(|(ticket,)| Bell::Ticket { guild, ticket }));
        Ok(())
    }

    /// A ticket's channel: marked gone, the transcript incomplete unless it was read to its end. A panel's channel or a
    /// category: to be made anew.
    pub async fn channel_deleted(&self, guild: GuildId, channel: ChannelId, now: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        let bells = forget_channel(&mut tx, &self.inner.ids, guild, channel, now).await?;
        tx.commit().await?;
        self.ring(bells);
        Ok(())
    }

    pub async fn roles(&self, guild: GuildId) -> Result<Vec<RoleFacts>> {
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_all!(
            &mut tx,
            RoleFacts,
            "select id, name, colour, position, permissions from guild_role where guild = $1 order by position desc, id",
            guild,
        )?)
    }

    pub async fn channels(&self, guild: GuildId) -> Result<Vec<ChannelFacts>> {
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_all!(
            &mut tx,
            ChannelFacts,
            "select id, name, kind, parent from guild_channel where guild = $1 order by id",
            guild
        )?)
    }

    pub async fn set_category(&self, guild: GuildId, kind: CategoryKind, channel: Option<ChannelId>) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        let text = match kind {
            CategoryKind::Create => "update guild set create_category = $2 where id = $1",
            CategoryKind::Tickets => "update guild set tickets_category = $2 where id = $1",
            CategoryKind::Closed => "update guild set closed_category = $2 where id = $1",
        };
        execute!(&mut tx, text, guild, channel)?;
        self.ring([Bell::Guild { guild }]);
        Ok(())
    }
}

async fn put_role(tx: &mut Tx, guild: GuildId, role: &RoleFacts) -> Result<()> {
    execute!(
        tx,
        "insert into guild_role (guild, id, name, colour, position, permissions) values ($1, $2, $3, $4, $5, $6)
         on conflict (guild, id) do update set name = excluded.name, colour = excluded.colour,
           position = excluded.position, permissions = excluded.permissions",
        guild,
        role.id,
        &role.name,
        role.colour,
        role.position,
        role.permissions,
    )?;
    Ok(())
}

/// Of a guild that is not known, nothing is kept.
async fn put_emoji(tx: &mut Tx, guild: GuildId, all: &[EmojiFacts]) -> Result<()> {
    execute!(tx, "delete from guild_emoji where guild = $1", guild)?;
    for emoji in all {
        execute!(
            tx,
            "insert into guild_emoji (guild, id, name, animated, available)
             select id, $2, $3, $4, $5 from guild where id = $1",
            guild,
            emoji.id,
            &emoji.name,
            emoji.animated,
            emoji.available,
        )?;
    }
    Ok(())
}

/// A channel that Discord doesn't name keeps the name it was known by; one that never had any is not kept.
async fn named(tx: &mut Tx, guild: GuildId, channel: &ChannelFacts) -> Result<Option<ChannelFacts>> {
    if !channel.name.is_empty() {
        return Ok(Some(channel.clone()));
    }
    let text = "select name from guild_channel where guild = $1 and id = $2";
    let known = fetch_optional!(tx, (String,), text, guild, channel.id)?;
    Ok(known.map(|(name,)| ChannelFacts { name, ..channel.clone() }))
}

async fn put_channel(tx: &mut Tx, guild: GuildId, channel: &ChannelFacts) -> Result<()> {
    execute!(
        tx,
        "insert into guild_channel (guild, id, name, kind, parent) values ($1, $2, $3, $4, $5)
         on conflict (guild, id) do update set name = excluded.name, kind = excluded.kind, parent = excluded.parent",
        guild,
        channel.id,
        &channel.name,
        channel.kind,
        channel.parent,
    )?;
    Ok(())
}

/// Channels that matter here (tickets', panels', categories) and that Discord no longer has. What was made a moment ago
/// may be younger than what Discord told: it is left to the next look.
async fn channels_not_among(
    tx: &mut Tx,
    guild: GuildId,
    now_there: &[ChannelFacts],
    now: Timestamp,
) -> Result<Vec<ChannelId>> {
    let known = fetch_all!(
        tx,
        (ChannelId,),
        "select channel from ticket where guild = $1 and channel is not null and channel_gone_at is null
         union select channel from panel where guild = $1 and channel is not null
         union select create_category from guild where id = $1 and create_category is not null
         union select tickets_category from guild where id = $1 and tickets_category is not null
         union select closed_category from guild where id = $1 and closed_category is not null",
        guild,
    )?;
    let there: std::collections::HashSet<ChannelId> = now_there.iter().map(|channel| channel.id).collect();
    Ok(known
        .into_iter()
        .map(|(channel,)| channel)
        .filter(|channel| !there.contains(channel) && channel.time() <= now.minus(YOUNG))
        .collect())
}

async fn forget_channel(
    tx: &mut Tx,
    ids: &Ids,
    guild: GuildId,
    channel: ChannelId,
    now: Timestamp,
) -> Result<Vec<Bell>> {
    let mut bells = channel_gone(tx, ids, guild, channel, now).await?;
    execute!(tx, "delete from guild_channel where guild = $1 and id = $2", guild, channel)?;
    let panels = fetch_all!(
        tx,
        (domain::PanelId,),
        "update panel set channel = null, message = null, published_revision = 0 where guild = $1 and channel = $2 returning id",
        guild,
        channel,
    )?;
    bells.extend(panels.into_iter().map(|(panel,)| Bell::Panel { guild, panel }));
    for text in [
        "update guild set create_category = null where id = $1 and create_category = $2",
        "update guild set tickets_category = null where id = $1 and tickets_category = $2",
        "update guild set closed_category = null where id = $1 and closed_category = $2",
    ] {
        if execute!(tx, text, guild, channel)? > 0 {
            bells.push(Bell::Guild { guild });
        }
    }
    Ok(bells)
}
