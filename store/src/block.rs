//! Knows who is blocked in a guild: a person, or everyone with a role, with a reason and an end.

use crate::db::{Tx, execute, fetch_all, fetch_optional};
use crate::setting::{Entry, choices, right, take_guild};
use crate::text::clean_value;
use crate::{Result, Store};
use domain::setting::{AuditDeed, AuditSubject, BlockDraft, Blocked, Choices, FieldChange, rule_label};
use domain::{Access, Bell, Block, BlockId, GuildId, Refusal, RoleId, Standing, Timestamp, UserId, Via};

#[derive(sqlx::FromRow)]
struct Row {
    id: BlockId,
    person: Option<UserId>,
    role: Option<RoleId>,
    reason: Option<String>,
    until_at: Option<Timestamp>,
    blocked_by: UserId,
    at: Timestamp,
}

impl From<Row> for Block {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            person: row.person,
            role: row.role,
            reason: row.reason,
            until: row.until_at,
            by: row.blocked_by,
            at: row.at,
        }
    }
}

/// A block with the names of those in it, as far as they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockRow {
    pub block: Block,
    /// Of whom is blocked; their id where nothing is known.
    pub name: String,
    pub by_name: String,
}

impl Store {
    /// Blocks somebody, or changes why and until when. Staff block persons, admins roles as well. Refuses: StaffOnly,
    /// AdminOnly, Invalid. Audited. Rings Catalog.
    pub async fn block(&self, who: &Access, draft: &BlockDraft, via: Via, now: Timestamp) -> Result<BlockId> {
        may_block(who, draft.whom)?;
        let guild = who.guild();
        let draft = clean_value(draft)?.tidy();
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        let choices = choices(&mut tx, guild).await?;
        right(draft.check(&choices, now))?;
        // Those that ended are kept for nobody.
        execute!(&mut tx, "delete from blocked where guild = $1 and until_at <= $2", guild, now)?;
        let (person, role) = match draft.whom {
            Blocked::Person(person) => (Some(person), None),
            Blocked::Role(role) => (None, Some(role)),
        };
        let before = known(&mut tx, guild, draft.whom).await?;
        let id = before.as_ref().map_or_else(|| BlockId(self.inner.ids.next(now)), |before| before.id);
        execute!(
            &mut tx,
            "insert into blocked (id, guild, person, role, reason, until_at, blocked_by, at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (id) do update set reason = excluded.reason, until_at = excluded.until_at,
               blocked_by = excluded.blocked_by, at = excluded.at",
            id,
            guild,
            person,
            role,
            draft.reason.as_deref(),
            draft.until,
            who.user(),
            now,
        )?;
        let name = name_of(&mut tx, guild, draft.whom, &choices).await?;
        let changes = changes(before.as_ref(), Some((draft.reason.as_deref(), draft.until)));
        let entry = Entry::new(AuditSubject::Block, Some(id.0), &name, AuditDeed::Added).after(&draft).changes(changes);
        entry.write_of(&mut tx, &self.inner.ids, (guild, who.user()), via, now).await?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }]);
        Ok(id)
    }

    /// Gives back what was blocked, for whoever thinks better of it. Refuses: NotFound, StaffOnly, AdminOnly (a role).
    /// Audited. Rings Catalog.
    pub async fn unblock(&self, who: &Access, block: BlockId, via: Via, now: Timestamp) -> Result<BlockDraft> {
        let guild = who.guild();
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        let text =
            "select id, person, role, reason, until_at, blocked_by, at from blocked where id = $1 and guild = $2";
        let row = fetch_optional!(&mut tx, Row, text, block, guild)?.ok_or(Refusal::NotFound)?;
        let whom = match (row.person, row.role) {
            (Some(person), _) => Blocked::Person(person),
            (None, role) => Blocked::Role(role.unwrap_or_default()),
        };
        may_block(who, whom)?;
        execute!(&mut tx, "delete from blocked where id = $1", block)?;
        let choices = choices(&mut tx, guild).await?;
        let name = name_of(&mut tx, guild, whom, &choices).await?;
        let was = Block::from(row);
        let entry = Entry::new(AuditSubject::Block, Some(block.0), &name, AuditDeed::Deleted).before(&was);
        entry
            .changes(changes(Some(&was), None))
            .write_of(&mut tx, &self.inner.ids, (guild, who.user()), via, now)
            .await?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }]);
        Ok(BlockDraft { whom, reason: was.reason, until: was.until })
    }

    /// Those that hold, newest first. Refuses whoever is no staff.
    pub async fn blocks(&self, who: &Access, now: Timestamp) -> Result<Vec<BlockRow>> {
        staff(who)?;
        let guild = who.guild();
        let mut tx = self.inner.db.snapshot().await?;
        let choices = choices(&mut tx, guild).await?;
        let mut found = Vec::new();
        let mut all = all(&mut tx, guild).await?;
        all.retain(|block| block.until.is_none_or(|until| now < until));
        all.sort_by_key(|block| std::cmp::Reverse((block.at, block.id)));
        for block in all {
            let whom = block.person.map_or(Blocked::Role(block.role.unwrap_or_default()), Blocked::Person);
            let name = name_of(&mut tx, guild, whom, &choices).await?;
            let by_name = name_of(&mut tx, guild, Blocked::Person(block.by), &choices).await?;
            found.push(BlockRow { block, name, by_name });
        }
        Ok(found)
    }

    /// Members of a guild who are meant by this: an id, a mention, or all of a name.
    pub async fn members_called(&self, who: &Access, name: &str) -> Result<Vec<UserId>> {
        staff(who)?;
        let name = name.trim().trim_start_matches("<@").trim_start_matches(['!', '@']).trim_end_matches('>');
        if let Some(id) = name.parse().ok().filter(|_| name.len() >= 15) {
            return Ok(vec![UserId(id)]);
        }
        let mut tx = self.inner.db.one_read().await?;
        // SQLite folds the case of ASCII alone: the name as it was typed is tried beside it.
        let found = fetch_all!(
            &mut tx,
            (UserId,),
            "select person.id from member join person on person.id = member.person
             where member.guild = $1 and (lower(person.username) = $2 or lower(person.display_name) = $2
               or person.display_name = $3 or lower(member.nick) = $2 or member.nick = $3)
             order by person.id limit 2",
            who.guild(),
            name.to_lowercase(),
            name,
        )?;
        Ok(found.into_iter().map(|(id,)| id).collect())
    }
}

/// All of a guild, for memory.
pub async fn all(tx: &mut Tx, guild: GuildId) -> Result<Vec<Block>> {
    let text = "select id, person, role, reason, until_at, blocked_by, at from blocked where guild = $1 order by id";
    Ok(fetch_all!(tx, Row, text, guild)?.into_iter().map(Block::from).collect())
}

/// Those that may concern a person: their own, and all of roles, which are few.
pub async fn against(tx: &mut Tx, guild: GuildId, person: UserId) -> Result<Vec<Block>> {
    // Two selects, so that each follows its own constraint.
    let rows = fetch_all!(
        tx,
        Row,
        "select id, person, role, reason, until_at, blocked_by, at from blocked where guild = $1 and person = $2
         union all
         select id, person, role, reason, until_at, blocked_by, at from blocked where guild = $1 and role > 0",
        guild,
        person,
    )?;
    Ok(rows.into_iter().map(Block::from).collect())
}

async fn known(tx: &mut Tx, guild: GuildId, whom: Blocked) -> Result<Option<Block>> {
    let text = match whom {
        Blocked::Person(_) => {
            "select id, person, role, reason, until_at, blocked_by, at from blocked where guild = $1 and person = $2"
        }
        Blocked::Role(_) => {
            "select id, person, role, reason, until_at, blocked_by, at from blocked where guild = $1 and role = $2"
        }
    };
    let id = match whom {
        Blocked::Person(person) => person.0,
        Blocked::Role(role) => role.0,
    };
    Ok(fetch_optional!(tx, Row, text, guild, id)?.map(Block::from))
}

fn staff(who: &Access) -> Result<()> {
    if matches!(who.standing(), Standing::Admin | Standing::Staff) { Ok(()) } else { Err(Refusal::StaffOnly.into()) }
}

fn may_block(who: &Access, whom: Blocked) -> Result<()> {
    staff(who)?;
    match whom {
        Blocked::Role(_) => who.admin().map(drop).map_err(Into::into),
        Blocked::Person(_) => Ok(()),
    }
}

async fn name_of(tx: &mut Tx, guild: GuildId, whom: Blocked, choices: &Choices) -> Result<String> {
    match whom {
        Blocked::Role(role) => Ok(choices.role(role).map_or_else(|| role.to_string(), |role| role.name.clone())),
        Blocked::Person(person) => {
            let row = fetch_optional!(
                tx,
                (String,),
                "select coalesce(member.nick, person.display_name) from person
                 left join member on member.person = person.id and member.guild = $2 where person.id = $1",
                person,
                guild,
            )?;
            Ok(row.map_or_else(|| person.to_string(), |(name,)| name))
        }
    }
}

fn changes(before: Option<&Block>, after: Option<(Option<&str>, Option<Timestamp>)>) -> Vec<FieldChange> {
    let reason = |reason: Option<&str>| reason.unwrap_or_default().to_owned();
    let until = |until: Option<Timestamp>| until.map(Timestamp::rfc3339).unwrap_or_default();
    let was = before.map(|block| (block.reason.as_deref(), block.until)).unwrap_or_default();
    let is = after.unwrap_or_default();
    let all = [("reason", reason(was.0), reason(is.0)), ("until", until(was.1), until(is.1))];
    let differs = |(_, before, after): &(&str, String, String)| before != after;
    let change = |(field, before, after)| FieldChange { field: rule_label(field).to_owned(), before, after };
    all.into_iter().filter(differs).map(change).collect()
}
