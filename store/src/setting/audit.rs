//! Knows who changed which setting, with how it was before and after, and what others changed since somebody looked.

use crate::db::filter::{Where, fetch_where};
use crate::db::{Tx, execute, fetch_optional, fetch_scalar};
use crate::ids::Ids;
use crate::{Result, Store};
use domain::setting::{AuditDeed, AuditPage, AuditRow, AuditSubject, Conflict, FieldChange};
use domain::{Admin, AuditId, GuildId, Timestamp, UserId, Via};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::types::Json;

/// What is written down of one change.
pub(crate) struct Entry<'a> {
    subject: AuditSubject,
    subject_id: Option<i64>,
    subject_name: &'a str,
    deed: AuditDeed,
    revision: i64,
    before: Option<Value>,
    after: Option<Value>,
    changes: Vec<FieldChange>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: AuditId,
    at: Timestamp,
    actor: UserId,
    nick: Option<String>,
    display_name: Option<String>,
    via: Via,
    subject: AuditSubject,
    subject_name: String,
    deed: AuditDeed,
    changes: Json<Vec<FieldChange>>,
}

impl Row {
    fn actor_name(&mut self) -> Option<String> {
        self.nick.take().or(self.display_name.take())
    }
}

impl<'a> Entry<'a> {
    pub fn new(subject: AuditSubject, subject_id: Option<i64>, subject_name: &'a str, deed: AuditDeed) -> Self {
        Self { subject, subject_id, subject_name, deed, revision: 0, before: None, after: None, changes: Vec::new() }
    }

    /// The subject's revision after the change.
    pub fn revision(mut self, revision: i64) -> Self {
        self.revision = revision;
        self
    }

    pub fn before(mut self, state: &impl Serialize) -> Self {
        self.before = serde_json::to_value(state).ok();
        self
    }

    pub fn after(mut self, state: &impl Serialize) -> Self {
        self.after = serde_json::to_value(state).ok();
        self
    }

    pub fn changes(mut self, changes: Vec<FieldChange>) -> Self {
        self.changes = changes;
        self
    }

    /// In the transaction of the change itself.
    pub async fn write(self, tx: &mut Tx, ids: &Ids, admin: &Admin, via: Via, now: Timestamp) -> Result<()> {
        self.write_of(tx, ids, (admin.guild(), admin.user()), via, now).await
    }

    /// What staff may do as well.
    pub async fn write_of(
        self,
        tx: &mut Tx,
        ids: &Ids,
        (guild, user): (GuildId, UserId),
        via: Via,
        now: Timestamp,
    ) -> Result<()> {
        execute!(
            tx,
            "insert into audit (id, guild, at, actor, via, subject, subject_id, subject_name, deed, revision,
               before_value, after_value, changes)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            ids.next(now),
            guild,
            now,
            user,
            via,
            self.subject,
            self.subject_id,
            self.subject_name,
            self.deed,
            self.revision,
            self.before.map(Json),
            self.after.map(Json),
            Json(self.changes),
        )?;
        Ok(())
    }
}

impl Store {
    /// Who changed what, newest first: so many rows from where `before` stands.
    pub async fn audit(&self, admin: &Admin, before: Option<AuditId>, limit: i64) -> Result<AuditPage> {
        let limit = limit.clamp(1, 200);
        let mut query = Where::new(SELECT);
        query.and("audit.guild = ?", [admin.guild().into()]);
        if let Some(before) = before {
            query.and("audit.id < ?", [before.into()]);
        }
        query.then("order by audit.id desc limit ?", [(limit + 1).into()]);
        let mut tx = self.inner.db.snapshot().await?;
        let mut rows = fetch_where!(&mut tx, Row, query)?;
        let more = i64::try_from(rows.len()).unwrap_or(i64::MAX) > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let next = rows.last().map(|row| row.id).filter(|_| more);
        Ok(AuditPage { rows: rows.into_iter().map(shown).collect(), next })
    }
}

const SELECT: &str =
    "select audit.id, audit.at, audit.actor, member.nick, person.display_name, audit.via, audit.subject,
       audit.subject_name, audit.deed, audit.changes
     from audit left join person on person.id = audit.actor
     left join member on member.guild = audit.guild and member.person = audit.actor";

fn shown(mut row: Row) -> AuditRow {
    AuditRow {
        actor_name: row.actor_name().unwrap_or_else(|| row.actor.to_string()),
        id: row.id,
        at: row.at,
        actor: row.actor,
        via: row.via,
        subject: row.subject,
        subject_name: row.subject_name,
        deed: row.deed,
        changes: row.changes.0,
    }
}

/// Whose settings two people want to save, and what the second one saw.
pub struct Seen {
    pub guild: GuildId,
    pub subject: AuditSubject,
    pub subject_id: i64,
    /// The revision that they saw, and the one that stands.
    pub last: i64,
    pub revision: i64,
}

/// Whether others changed this subject since it was seen. Several subjects share a revision, and each saves over what
/// was changed of the others alone.
pub async fn is_changed(tx: &mut Tx, seen: &Seen) -> Result<bool> {
    if seen.revision == seen.last {
        return Ok(false);
    }
    Ok(fetch_scalar!(
        tx,
        bool,
        "select exists (select 1 from audit where guild = $1 and subject = $2 and subject_id = $3 and revision > $4)",
        seen.guild,
        seen.subject,
        seen.subject_id,
        seen.last,
    )?)
}

/// What others changed since; `differences` tells how the state that was seen differs from the one that stands.
pub async fn conflict<T: DeserializeOwned>(
    tx: &mut Tx,
    seen: &Seen,
    differences: impl FnOnce(&T) -> Vec<FieldChange>,
) -> Result<Conflict> {
    let first = fetch_optional!(
        tx,
        (Option<Json<Value>>,),
        "select before_value from audit
         where guild = $1 and subject = $2 and subject_id = $3 and revision > $4 order by revision, id limit 1",
        seen.guild,
        seen.subject,
        seen.subject_id,
        seen.last,
    )?;
    let mut query = Where::new(SELECT);
    query
        .and("audit.guild = ?", [seen.guild.into()])
        .and("audit.subject = ?", [seen.subject.as_str().into()])
        .and("audit.subject_id = ?", [seen.subject_id.into()])
        .then("order by audit.id desc limit 1", []);
    let mut last = fetch_where!(tx, Row, query)?.pop();
    let before = first.and_then(|(state,)| state).and_then(|state| serde_json::from_value::<T>(state.0).ok());
    Ok(Conflict {
        by: last.as_mut().and_then(Row::actor_name),
        at: last.map_or(Timestamp::default(), |row| row.at),
        revision: seen.revision,
        changes: before.as_ref().map(differences).unwrap_or_default(),
    })
}

/// Who did one of these deeds last, by name, and when.
pub async fn last_of(
    tx: &mut Tx,
    guild: GuildId,
    subject: AuditSubject,
    deeds: &[AuditDeed],
) -> Result<(Option<String>, Timestamp)> {
    let mut query = Where::new(SELECT);
    query
        .and("audit.guild = ?", [guild.into()])
        .and("audit.subject = ?", [subject.as_str().into()])
        .and_in("audit.deed", deeds.iter().map(|deed| deed.as_str()))
        .then("order by audit.id desc limit 1", []);
    let mut last = fetch_where!(tx, Row, query)?.pop();
    Ok((last.as_mut().and_then(Row::actor_name), last.map_or(Timestamp::default(), |row| row.at)))
}
