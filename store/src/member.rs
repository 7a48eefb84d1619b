//! Knows people, their membership in guilds, and the rights that follow.

use crate::db::filter::{Where, fetch_where};
use crate::db::{Tx, execute, fetch_all, fetch_optional};
use crate::text::without_nul;
use crate::{BotStatus, Error, Result, Store, catalog};
use domain::{Access, Bell, Guild, GuildId, MemberFacts, Person, Refusal, RoleId, Standing, Timestamp, UserId};
use sqlx::types::Json;
use std::time::Duration;

/// How old mirrored roles may be while the gateway is down.
const STALE: Duration = Duration::from_mins(1);

/// A member as Discord tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberSeen {
    pub person: Person,
    pub nick: Option<String>,
    pub roles: Vec<RoleId>,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: UserId,
    username: String,
    display_name: String,
    avatar: Option<String>,
    bot: bool,
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    roles: Json<Vec<RoleId>>,
    present: bool,
    checked_at: Timestamp,
}

/// What of a member counts for their rights.
struct Mirrored {
    roles: Vec<RoleId>,
    has_left: bool,
}

impl Mirrored {
    /// Of whoever was never seen nothing is known, not even that they left.
    fn of(known: Option<MemberRow>) -> Self {
        known.map_or(Self { roles: Vec::new(), has_left: false }, |row| Self {
            roles: row.roles.0,
            has_left: !row.present,
        })
    }
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        Self { id: row.id, username: row.username, display_name: row.display_name, avatar: row.avatar, bot: row.bot }
    }
}

impl Store {
    /// Members as Discord tells them (joined, changed, a chunk of the list). Rings Access for those whose roles changed.
    pub async fn members_seen(&self, guild: GuildId, members: &[MemberSeen], now: Timestamp) -> Result<()> {
        let mut bells = Vec::new();
        let mut tx = self.inner.db.begin().await?;
        for seen in members {
            let user = seen.person.id;
            let before = member(&mut tx, guild, user).await?;
            if before.is_none_or(|row| !row.present || row.roles.0 != seen.roles) {
                bells.push(Bell::Access { guild, user: Some(user) });
            }
            put_person(&mut tx, &seen.person).await?;
            execute!(
                &mut tx,
                "insert into member (guild, person, nick, roles, present, checked_at) values ($1, $2, $3, $4, true, $5)
                 on conflict (guild, person) do update set nick = excluded.nick, roles = excluded.roles, present = true,
                   checked_at = excluded.checked_at where member.checked_at <= excluded.checked_at",
                guild,
                user,
                seen.nick.as_deref().map(without_nul).as_deref(),
                Json(&seen.roles),
                now,
            )?;
        }
        tx.commit().await?;
        self.ring(bells);
        Ok(())
    }

    /// Rings Access for them.
    pub async fn member_left(&self, guild: GuildId, user: UserId, now: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(
            &mut tx,
            "insert into member (guild, person, roles, present, checked_at) values ($1, $2, $3, false, $4)
             on conflict (guild, person) do update set present = false, roles = excluded.roles,
               checked_at = excluded.checked_at where member.checked_at <= excluded.checked_at",
            guild,
            user,
            Json(Vec::<RoleId>::new()),
            now,
        )?;
        self.ring([Bell::Access { guild, user: Some(user) }]);
        Ok(())
    }

    /// The whole list was read: whoever is not in it has left. From now on the mirror is trusted, until the guild is met
    /// anew or the gateway is lost. Rings Access for those who left.
    pub async fn members_are(&self, guild: GuildId, all: &[UserId], now: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.one_read().await?;
        let known = fetch_all!(&mut tx, (UserId,), "select person from member where guild = $1 and present", guild)?;
        drop(tx);
        let there: std::collections::HashSet<&UserId> = all.iter().collect();
        for (user,) in known {
            if !there.contains(&user) {
                self.member_left(guild, user, now).await?;
            }
        }
        self.trust_mirror(guild, true);
        Ok(())
    }

    /// Somebody logged in or spoke: their names are kept for transcripts.
    pub async fn person_seen(&self, person: &Person) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        put_person(&mut tx, person).await?;
        tx.commit().await?;
        Ok(())
    }

    pub async fn people(&self, ids: &[UserId]) -> Result<Vec<Person>> {
        let mut tx = self.inner.db.one_read().await?;
        people(&mut tx, ids).await
    }

    /// The rights of a person in a guild, now. Reads the mirrored roles while the bot is connected and has read the
    /// whole list of members since; otherwise roles that were confirmed over 60 s ago are asked anew through the port,
    /// and nobody is let in on old ones.
    /// `GuildUnknown` if the bot is not in the guild. Not a member: the rights of a former member (their own tickets).
    pub async fn access(&self, guild: GuildId, user: UserId, now: Timestamp) -> Result<Access> {
        let mut tx = self.inner.db.snapshot().await?;
        // First of all, so that nobody makes the bot ask for guilds that are not its own.
        owner(&mut tx, guild).await?;
        let known = member(&mut tx, guild, user).await?;
        let trusted = self.bot_status() == BotStatus::Connected && self.mirror_is_trusted(guild);
        let stale = !trusted && known.as_ref().is_none_or(|row| now.since(row.checked_at) > STALE);
        if !stale {
            return decide(&mut tx, guild, user, Mirrored::of(known)).await;
        }
        drop(tx);
        let roles = self.ask_roles(guild, user, now).await?;
        let mut tx = self.inner.db.snapshot().await?;
        let known = member(&mut tx, guild, user).await?;
        decide(&mut tx, guild, user, Mirrored { roles, ..Mirrored::of(known) }).await
    }

    /// The rights that fresh facts give (an interaction carries its member's roles and permissions).
    pub async fn access_with(&self, guild: GuildId, user: UserId, facts: &MemberFacts) -> Result<Access> {
        let mut tx = self.inner.db.snapshot().await?;
        let owner = owner(&mut tx, guild).await?;
        let facts = MemberFacts { is_owner: facts.is_owner || owner == user, ..facts.clone() };
        let departments = catalog::departments(&mut tx, guild).await?;
        let admins = catalog::admin_roles(&mut tx, guild).await?;
        Ok(Access::decide(guild, user, &facts, &admins, &departments))
    }

    /// Guilds with the bot in which the person is a member, has a ticket or was let into one, with their standing; by
    /// name.
    pub async fn guilds_of(&self, user: UserId, now: Timestamp) -> Result<Vec<(Guild, Standing)>> {
        let mut tx = self.inner.db.snapshot().await?;
        let guilds = fetch_all!(
            &mut tx,
            Guild,
            "select id, name, icon, owner, present, create_category, tickets_category, closed_category, created_at
             from guild where present
               and (exists (select 1 from member where member.guild = guild.id and member.person = $1 and member.present)
                 or exists (select 1 from ticket where ticket.guild = guild.id and ticket.customer = $1)
                 or guild.id in (select ticket.guild from ticket_member join ticket on ticket.id = ticket_member.ticket
                   where ticket_member.person = $1 and not exists (select 1 from member
                     where member.guild = ticket.guild and member.person = $1 and not member.present)))
             order by name, id",
            user,
        )?;
        drop(tx);
        let mut found = Vec::with_capacity(guilds.len());
        for guild in guilds {
            let standing = self.access(guild.id, user, now).await?.standing();
            found.push((guild, standing));
        }
        Ok(found)
    }

    /// Asks Discord and remembers the answer. Without an answer nobody gets more than a member has.
    async fn ask_roles(&self, guild: GuildId, user: UserId, now: Timestamp) -> Result<Vec<RoleId>> {
        let port = self.inner.discord.read().ok().and_then(|port| port.clone());
        let Some(port) = port else { return Ok(Vec::new()) };
        match port.member(guild, user).await {
            Ok(Some(seen)) => {
                self.members_seen(guild, std::slice::from_ref(&seen), now).await?;
                Ok(seen.roles)
            }
            Ok(None) => {
                self.member_left(guild, user, now).await?;
                Ok(Vec::new())
            }
            Err(error) => {
                tracing::warn!(
                    guild.id = guild.0,
                    user.id = user.0,
                    "Roles could not be confirmed, so they count for nothing: {error}"
                );
                Ok(Vec::new())
            }
        }
    }
}

/// The rights that the mirrored roles give; `None` where the bot is not in the guild.
pub async fn mirrored(tx: &mut Tx, guild: GuildId, user: UserId) -> Result<Option<Access>> {
    let known = member(tx, guild, user).await?;
    match decide(tx, guild, user, Mirrored::of(known)).await {
        Err(Error::Refused(Refusal::GuildUnknown)) => Ok(None),
        decided => decided.map(Some),
    }
}

async fn member(tx: &mut Tx, guild: GuildId, user: UserId) -> Result<Option<MemberRow>> {
    Ok(fetch_optional!(
        tx,
        MemberRow,
        "select roles, present, checked_at from member where guild = $1 and person = $2",
        guild,
        user
    )?)
}

/// The mirrored roles and whether they are there; nothing of whoever was never seen.
pub async fn roles_now(tx: &mut Tx, guild: GuildId, user: UserId) -> Result<Option<(Vec<RoleId>, bool)>> {
    Ok(member(tx, guild, user).await?.map(|row| (row.roles.0, row.present)))
}

async fn owner(tx: &mut Tx, guild: GuildId) -> Result<UserId> {
    let owner = fetch_optional!(tx, (UserId,), "select owner from guild where id = $1 and present", guild)?;
    owner.map(|(owner,)| owner).ok_or(Error::Refused(Refusal::GuildUnknown))
}

async fn decide(tx: &mut Tx, guild: GuildId, user: UserId, mirrored: Mirrored) -> Result<Access> {
    let Mirrored { roles, has_left } = mirrored;
    let is_owner = owner(tx, guild).await? == user;
    let permissions = if roles.is_empty() { 0 } else { permissions(tx, guild, &roles).await? };
    let facts = MemberFacts { is_owner, permissions, roles, has_left };
    let departments = catalog::departments(tx, guild).await?;
    let admins = catalog::admin_roles(tx, guild).await?;
    Ok(Access::decide(guild, user, &facts, &admins, &departments))
}

/// The union of what these roles and `@everyone` (whose id is the guild's) may do.
async fn permissions(tx: &mut Tx, guild: GuildId, roles: &[RoleId]) -> Result<i64> {
    let mut query = Where::new("select permissions from guild_role");
    query.and("guild = ?", [guild.into()]).and_in("id", roles.iter().copied().chain([RoleId(guild.0)]));
    let rows = fetch_where!(tx, (i64,), query)?;
    Ok(rows.into_iter().fold(0, |all, (bits,)| all | bits))
}

pub async fn put_person(tx: &mut Tx, person: &Person) -> Result<()> {
    execute!(
        tx,
        "insert into person (id, username, display_name, avatar, bot) values ($1, $2, $3, $4, $5)
         on conflict (id) do update set username = excluded.username, display_name = excluded.display_name,
           avatar = excluded.avatar, bot = excluded.bot",
        person.id,
        &*without_nul(&person.username),
        &*without_nul(&person.display_name),
        person.avatar.as_deref(),
        person.bot,
    )?;
    Ok(())
}

pub async fn people(tx: &mut Tx, ids: &[UserId]) -> Result<Vec<Person>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Where::new("select id, username, display_name, avatar, bot from person");
    query.and_in("id", ids.iter().copied());
    Ok(fetch_where!(tx, PersonRow, query)?.into_iter().map(Person::from).collect())
}
