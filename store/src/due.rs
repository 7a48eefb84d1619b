//! Knows what is due and who is at it: rows with a time and a lease.

use crate::db::{Tx, execute, fetch_all, fetch_optional, fetch_scalar};
use crate::{Result, Store};
use domain::{Bell, ChannelId, Due, DueAction, DueId, EventId, GuildId, MessageId, Ticket, TicketId, Timestamp};
use serde_json::{Value, json};
use sqlx::types::Json;
use std::time::Duration;

macro_rules! due_columns {
    () => {
        "id, guild, ticket, key, action, payload, at, created_at, claims, attempts, failure, done_at, result"
    };
}
/// Whether nothing older of its ticket stands before the row `due`. What was put off for later (a deletion in 14 days)
/// holds up nothing that is due before it, and waits itself only for what was not tried yet: a rename that Discord
/// puts off again and again does not keep a channel for ever. Only what is said of the end is said before the deletion.
macro_rules! is_first {
    () => {
        "not exists (select 1 from due older where older.ticket = due.ticket and older.id < due.id
           and older.done_at is null and (older.attempts > 0 or older.at <= due.at)
           and (older.attempts = 0 or due.at <= due.created_at
             or (due.action = 'delete_channel' and older.action in ('close_notice', 'transcript_link'))))"
    };
}

#[derive(sqlx::FromRow)]
struct DueRow {
    id: DueId,
    guild: GuildId,
    ticket: Option<TicketId>,
    key: String,
    action: DueAction,
    payload: Json<Value>,
    at: Timestamp,
    created_at: Timestamp,
    claims: i64,
    attempts: i64,
    failure: Option<String>,
    done_at: Option<Timestamp>,
    result: Option<MessageId>,
}

impl From<DueRow> for Due {
    fn from(row: DueRow) -> Self {
        Self {
            id: row.id,
            guild: row.guild,
            ticket: row.ticket,
            key: row.key,
            action: row.action,
            payload: row.payload.0,
            at: row.at,
            created_at: row.created_at,
            claims: row.claims,
            attempts: row.attempts,
            failure: row.failure,
            done_at: row.done_at,
            result: row.result,
        }
    }
}

impl Store {
    /// Takes rows that are due and not leased, oldest first, and leases them for so long: nobody else gets them meanwhile,
    /// and after a crash they come back. Of one ticket only the oldest undone row is given (their order is kept), except
    /// that rows put off for later hold up none and wait only for those that were not tried yet.
    pub async fn due_claim(&self, now: Timestamp, lease: Duration, limit: i64) -> Result<Vec<Due>> {
        let mut tx = self.inner.db.begin().await?;
        // The conditions stand twice: a second claimer that waited for the first judges the row as it is by then.
        let mut rows = fetch_all!(
            &mut tx,
            DueRow,
            concat!(
                "update due set lease_until = $2, claims = claims + 1 where done_at is null and at <= $1 and lease_until <= $1 and id in
                   (select id from due where done_at is null and at <= $1 and lease_until <= $1 and ",
                is_first!(),
                " order by at, id limit $3) returning ",
                due_columns!()
            ),
            now,
            now.plus(lease),
            limit,
        )?;
        tx.commit().await?;
        rows.sort_unstable_by_key(|row| (row.at, row.id));
        Ok(rows.into_iter().map(Due::from).collect())
    }

    /// The undone rows of one ticket, in order, due or not.
    pub async fn due_of(&self, ticket: TicketId) -> Result<Vec<Due>> {
        let mut tx = self.inner.db.one_read().await?;
        let rows = fetch_all!(
            &mut tx,
            DueRow,
            concat!("select ", due_columns!(), " from due where ticket = $1 and done_at is null order by id"),
            ticket,
        )?;
        Ok(rows.into_iter().map(Due::from).collect())
    }

    /// What failed in a guild is due now: something was granted there. Rings Due.
    pub async fn due_again(&self, guild: GuildId, now: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        let again = fetch_all!(
            &mut tx,
            (DueId,),
            "update due set at = $2 where guild = $1 and done_at is null and failure is not null and at > $2 returning id",
            guild,
            now,
        )?;
        self.ring(again.into_iter().map(|(due,)| Bell::Due { due }));
        Ok(())
    }

    /// Done, once and for all; with the message that came of it. Rings Due: the next of its ticket may go.
    pub async fn due_done(&self, due: DueId, result: Option<MessageId>, now: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        let done = execute!(
            &mut tx,
            "update due set done_at = $2, result = $3, failure = null where id = $1 and done_at is null",
            due,
            now,
            result,
        )?;
        self.ring((done > 0).then_some(Bell::Due { due }));
        Ok(())
    }

    /// This message came of it, and it is not done with that: it stays due.
    pub async fn due_said(&self, due: DueId, result: MessageId) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "update due set result = $2 where id = $1 and done_at is null", due, result)?;
        Ok(())
    }

    /// Not now: again at `at`, because of `why`; attempts + 1. The lease ends. Rings Due.
    pub async fn due_later(&self, due: DueId, at: Timestamp, why: &str) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        let moved = execute!(
            &mut tx,
            "update due set at = $2, failure = $3, attempts = attempts + 1, lease_until = 0
             where id = $1 and done_at is null",
            due,
            at,
            why,
        )?;
        self.ring((moved > 0).then_some(Bell::Due { due }));
        Ok(())
    }

    /// Not due yet, as it turned out: at that time then. No attempt was made, so it holds up nothing, and it is as if it
    /// had not been taken. The lease ends.
    /// Rings Due.
    pub async fn due_not_yet(&self, due: DueId, at: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        let moved = execute!(
            &mut tx,
            "update due set at = $2, lease_until = 0, claims = claims - 1 where id = $1 and done_at is null",
            due,
            at
        )?;
        self.ring((moved > 0).then_some(Bell::Due { due }));
        Ok(())
    }

    /// Whoever is at a row for long keeps it for themselves. False: the lease had run out, or the row is done; somebody
    /// else may be at it.
    pub async fn due_renew(&self, due: DueId, now: Timestamp, lease: Duration) -> Result<bool> {
        let mut tx = self.inner.db.one_write().await?;
        let renewed = execute!(
            &mut tx,
            "update due set lease_until = $3 where id = $1 and done_at is null and lease_until > $2",
            due,
            now,
            now.plus(lease),
        )?;
        Ok(renewed > 0)
    }

    /// When the sleeper must wake: the earliest time at which a row could be taken; a lease must end first. Every closed
    /// ticket has a row that is due in weeks, so no further than to the first is walked: and whatever has a lease was due
    /// when it was taken.
    pub async fn due_next(&self, now: Timestamp) -> Result<Option<Timestamp>> {
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_scalar!(
            &mut tx,
            Option<Timestamp>,
            concat!(
                "select min(earliest) from
                   (select earliest from (select at as earliest from due
                      where done_at is null and lease_until <= at and ",
                is_first!(),
                " order by at limit 1) free
                    union all
                    select lease_until from due where done_at is null and at <= $1 and lease_until > at) soonest"
            ),
            now,
        )?)
    }

    /// Whether this message came of another row (so that a look for what a row made does not take it).
    pub async fn due_of_message(&self, message: MessageId) -> Result<Option<DueId>> {
        let mut tx = self.inner.db.one_read().await?;
        let row = fetch_optional!(&mut tx, (DueId,), "select id from due where result = $1", message)?;
        Ok(row.map(|(due,)| due))
    }
}

/// What was planned for a later time and is not done, in the order of the times.
pub(crate) async fn planned(tx: &mut Tx, ticket: TicketId) -> Result<Vec<Due>> {
    let rows = fetch_all!(
        tx,
        DueRow,
        concat!(
            "select ",
            due_columns!(),
            " from due where ticket = $1 and done_at is null and at > created_at and attempts = 0 order by at, id"
        ),
        ticket,
    )?;
    Ok(rows.into_iter().map(Due::from).collect())
}

/// What keeps a row single among those of its kind and ticket.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Single {
    /// One in each life of the ticket.
    Life,
    /// One for each deed that wants it.
    Event(EventId),
}

/// Writes a row, single by its key: `close_notice:TICKET`, in a later life `close_notice:TICKET:2`. None: it was there
/// already.
pub(crate) async fn write(
    tx: &mut Tx,
    id: DueId,
    ticket: &Ticket,
    action: DueAction,
    single: Single,
    at: Timestamp,
    now: Timestamp,
) -> Result<Option<DueId>> {
    let key = match single {
        Single::Life if ticket.lives == 1 => format!("{action}:{}", ticket.id),
        Single::Life => format!("{action}:{}:{}", ticket.id, ticket.lives),
        Single::Event(event) => format!("{action}:{}:{event}", ticket.id),
    };
    let row = fetch_optional!(
        tx,
        (DueId,),
        "insert into due (id, guild, ticket, key, action, payload, at, created_at, lease_until, attempts)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0) on conflict (key) do nothing returning id",
        id,
        ticket.guild,
        ticket.id,
        key,
        action,
        Json(Value::Object(serde_json::Map::new())),
        at,
        now,
    )?;
    Ok(row.map(|(due,)| due))
}

/// Tells a log channel of a deed. The ticket is in the payload alone: a log holds up nothing of it.
pub(crate) async fn write_log(
    tx: &mut Tx,
    id: DueId,
    ticket: &Ticket,
    event: EventId,
    channel: ChannelId,
    now: Timestamp,
) -> Result<()> {
    execute!(
        tx,
        "insert into due (id, guild, ticket, event, key, action, payload, at, created_at, lease_until, attempts)
         values ($1, $2, null, $3, $4, $5, $6, $7, $7, 0, 0) on conflict (key) do nothing",
        id,
        ticket.guild,
        event,
        format!("{}:{event}:{channel}", DueAction::Log),
        DueAction::Log,
        Json(json!({ "channel": channel, "ticket": ticket.id, "event": event })),
        now,
    )?;
    Ok(())
}

/// What stops being due together.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pending {
    /// The question whether it is solved.
    Request,
    Silence,
    Wake,
    /// All that belongs to a ticket that goes on.
    Going,
    /// All that belongs to one that is over.
    End,
}

/// These rows of the ticket are not due any more.
pub(crate) async fn withdraw(tx: &mut Tx, ticket: TicketId, what: Pending, now: Timestamp) -> Result<()> {
    let text = match what {
        Pending::Request => {
            "update due set done_at = $2 where ticket = $1 and done_at is null
               and action in ('ask_solved', 'request_expires')"
        }
        Pending::Silence => {
            "update due set done_at = $2 where ticket = $1 and done_at is null
               and action in ('silence_warning', 'silence_ends')"
        }
        Pending::Wake => "update due set done_at = $2 where ticket = $1 and done_at is null and action = 'wake'",
        Pending::Going => {
            "update due set done_at = $2 where ticket = $1 and done_at is null
               and action in ('ask_solved', 'request_expires', 'silence_warning', 'silence_ends', 'wake',
                 'reopen_notice', 'escalation_ping')"
        }
        Pending::End => {
            "update due set done_at = $2 where ticket = $1 and done_at is null
               and action in ('close_notice', 'transcript_link', 'ask_rating', 'rename_closed', 'delete_channel')"
        }
    };
    execute!(tx, text, ticket, now)?;
    Ok(())
}
