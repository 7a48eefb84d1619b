//! Knows how a deed becomes a row of its ticket's timeline, and which log channels are told of it.

use crate::db::{Tx, execute, fetch_optional};
use crate::due::write_log;
use crate::ids::Ids;
use crate::{Result, Store, catalog};
use domain::{Bell, Deed, DueId, EventId, GuildId, Ticket, TimelineEvent, Timestamp, UserId, Via};

/// What is written down of a deed.
pub(crate) struct Row {
    pub deed: Deed,
    /// None: Docket itself.
    pub actor: Option<UserId>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub via: Via,
}

/// What was written: the deed, and the rows of the log channels that are told.
pub(crate) struct Noted {
    pub event: EventId,
    logs: Vec<DueId>,
}

impl Noted {
    /// To be rung after the commit.
    pub fn bells(&self) -> impl Iterator<Item = Bell> + '_ {
        self.logs.iter().map(|&due| Bell::Due { due })
    }
}

impl Store {
    /// One deed, as a log channel is told of it.
    pub async fn timeline_event(&self, guild: GuildId, event: EventId) -> Result<Option<TimelineEvent>> {
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_optional!(
            &mut tx,
            TimelineEvent,
            "select id, ticket, deed, actor, from_value, to_value, reason, via, at from event
             where id = $1 and guild = $2",
            event,
            guild,
        )?)
    }
}

pub(crate) async fn note(tx: &mut Tx, ids: &Ids, ticket: &Ticket, row: Row, now: Timestamp) -> Result<Noted> {
    note_because(tx, ids, ticket, row, None, now).await
}

/// With the words in which somebody said why.
pub(crate) async fn note_because(
    tx: &mut Tx,
    ids: &Ids,
    ticket: &Ticket,
    row: Row,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<Noted> {
    let event = EventId(ids.next(now));
    execute!(
        tx,
        "insert into event (id, guild, ticket, deed, actor, from_value, to_value, reason, via, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        event,
        ticket.guild,
        ticket.id,
        row.deed,
        row.actor,
        row.from.as_deref(),
        row.to.as_deref(),
        reason,
        row.via,
        now,
    )?;
    let kind = row.deed.log_kind();
    let mut logs = Vec::new();
    for (of, channel) in catalog::rules(tx, ticket.guild).await?.logs {
        if of == kind {
            let id = DueId(ids.next(now));
            write_log(tx, id, ticket, event, channel, now).await?;
            logs.push(id);
        }
    }
    Ok(Noted { event, logs })
}
