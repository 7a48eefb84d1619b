//! Knows what a search gives: tickets, newest find first, each once, with the words that were found.

use super::read::Reading;
use super::walk::{Find, Walk};
use super::{PASSAGES, best, index};
use crate::db::filter::{Where, fetch_where};
use crate::db::{Tx, execute, fetch_all};
use crate::inbox::{TICKETS, rows};
use crate::transcript::theirs;
use crate::{InboxRow, Result, Store, member};
use domain::search::tokens;
use domain::{Access, MessageId, MessageKind, Refusal, Ticket, TicketId, Timestamp, UserId};
use std::collections::{HashMap, HashSet};

/// Most tickets of a page.
const MAX_TICKETS: usize = 50;
/// Newer messages of a ticket that are read again to tell whether it was shown before.
const ABOVE: i64 = 500;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Newest,
    /// The best of the newest 300 tickets.
    Best,
}

/// Words that were found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// `None`: the ticket itself, its member's name and what the form was answered.
    pub message: Option<MessageId>,
    pub kind: Option<MessageKind>,
    pub author: String,
    pub at: Timestamp,
    /// The whole text, as it is now.
    pub text: String,
    pub deleted: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TicketHits {
    pub row: InboxRow,
    /// Newest first, three at most, as far as the page was walked; none where the ticket's number alone was asked for.
    pub hits: Vec<Hit>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub tickets: Vec<TicketHits>,
    /// Finds, at most 1,000 counted.
    pub count: i64,
    /// There may be more than were counted.
    pub uncounted: bool,
    /// Where the next page begins.
    pub next: Option<i64>,
    /// The request stopped here, though older ones may be found by going on.
    pub back_to: Option<Timestamp>,
    /// Older messages are still being indexed.
    pub is_behind: bool,
}

/// A ticket's finds.
pub(super) struct Group {
    pub ticket: TicketId,
    pub finds: Vec<i64>,
}

#[derive(sqlx::FromRow)]
struct MessageRow {
    id: MessageId,
    author: UserId,
    kind: MessageKind,
    content: String,
    deleted_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct NewerRow {
    ticket: TicketId,
    id: i64,
    department: domain::DepartmentId,
    kind: MessageKind,
    content: String,
}

impl Store {
    /// What was said that fits; nothing for a question without words. `page` is a `next` of before. Only what the reader may read is found or counted.
    /// Refuses: SearchTooLong.
    pub async fn search(
        &self,
        who: &Access,
        reading: &Reading,
        order: Order,
        page: Option<i64>,
        limit: usize,
        now: Timestamp,
    ) -> Result<Found> {
        let mut tx = self.inner.db.snapshot().await?;
        if let Tx::Postgres(_) = &tx {
            execute!(&mut tx, "set local statement_timeout = 3000")?;
            // A plan for any word would be one for a rare word: common ones took a thousand times as long by it.
            execute!(&mut tx, "set local plan_cache_mode = force_custom_plan")?;
        }
        if reading.words.is_empty() {
            return Ok(Found::default());
        }
        let limit = limit.clamp(1, MAX_TICKETS);
        let found = match order {
            Order::Newest => newest(&mut tx, who, reading, page, limit).await,
            Order::Best => best::best(&mut tx, who, reading, page, limit, now).await,
        };
        found.map_err(too_long)
    }
}

/// PostgreSQL's `query_canceled` (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn too_long(error: crate::Error) -> crate::Error {
    match &error {
        crate::Error::Sql(sqlx::Error::Database(cause)) if cause.code().as_deref() == Some("57014") => {
            Refusal::SearchTooLong.into()
        }
        _ => error,
    }
}

async fn newest(tx: &mut Tx, who: &Access, reading: &Reading, page: Option<i64>, limit: usize) -> Result<Found> {
    let mut found = Found { is_behind: is_behind(tx).await?, ..Found::default() };
    let pinned = pinned(tx, who, reading).await?;
    let mut shown: HashSet<TicketId> = pinned.iter().map(|ticket| ticket.id).collect();
    let mut groups: Vec<Group> =
        pinned.iter().filter(|_| page.is_none()).map(|ticket| Group { ticket: ticket.id, finds: Vec::new() }).collect();
    let Some(mut walk) = Walk::begin(tx, who, reading, page).await? else {
        found.tickets = tickets(tx, who, &groups).await?;
        return Ok(found);
    };
    let mut kept = 0;
    // Tickets of which it is known whether they stood on a page before.
    let mut told = shown.clone();
    while !walk.is_over && !walk.is_tired() {
        let finds = walk.stretch(tx).await?;
        kept += finds.len();
        for (at, find) in finds.iter().enumerate() {
            if let Some(below) = page.filter(|_| found.next.is_none() && !told.contains(&find.ticket)) {
                let mut fresh: Vec<TicketId> = Vec::with_capacity(MAX_TICKETS);
                for ticket in finds[at..].iter().map(|find| find.ticket).filter(|ticket| !told.contains(ticket)) {
                    if fresh.len() < MAX_TICKETS && !fresh.contains(&ticket) {
                        fresh.push(ticket);
                    }
                }
                told.extend(fresh.iter().copied());
                shown.extend(above(tx, who, reading, fresh, below).await?);
            }
            // Once the page is full, what else this stretch has of its tickets is still theirs.
            if !take(&mut groups, &shown, *find, limit) && found.next.is_none() {
                found.next = Some(find.at + 1);
            }
        }
        if found.next.is_some() {
            break;
        }
    }
    (found.count, found.uncounted) = walk.count(tx, kept, page.is_none()).await?;
    if found.next.is_none() && !walk.is_over {
        found.next = Some(walk.below);
        found.back_to = Some(walk.back_to(tx));
    }
    found.tickets = tickets(tx, who, &groups).await?;
    Ok(found)
}

/// Puts a find to its ticket. False: the page is full.
fn take(groups: &mut Vec<Group>, shown: &HashSet<TicketId>, find: Find, limit: usize) -> bool {
    if let Some(group) = groups.iter_mut().find(|group| group.ticket == find.ticket) {
        if group.finds.len() < PASSAGES {
            group.finds.push(find.id);
        }
        return true;
    }
    if shown.contains(&find.ticket) {
        return true;
    }
    let has_room = groups.len() < limit;
    if has_room {
        groups.push(Group { ticket: find.ticket, finds: vec![find.id] });
    }
    has_room
}

/// The ticket whose number the whole question may be.
async fn pinned(tx: &mut Tx, who: &Access, reading: &Reading) -> Result<Option<Ticket>> {
    let Some(number) = reading.number else { return Ok(None) };
    let found = crate::ticket::find_number(tx, who.guild(), number).await?;
    theirs(tx, who, found).await
}

/// Which of these tickets have a find at or above this place, and so stood on a page before. Of a very long ticket not all
/// is looked at: it may stand on two pages.
async fn above(
    tx: &mut Tx,
    who: &Access,
    reading: &Reading,
    tickets: Vec<TicketId>,
    below: i64,
) -> Result<Vec<TicketId>> {
    let mut query = Where::new(
        "select ticket, id, department, kind, content from (
           select message.ticket, message.id, ticket.department, message.kind, message.content,
             row_number() over (partition by message.ticket order by message.id desc) as nth
           from message join ticket on ticket.id = message.ticket",
    );
    query.and_in("message.ticket", tickets).and("message.kind <> 'system'", []);
    match tx {
        Tx::Sqlite(_) => query.and(
            "exists (select 1 from search_document as document where document.id = message.id and document.doc >= ?)",
            [below.into()],
        ),
        Tx::Postgres(_) => query.and("message.id >= ?", [below.into()]),
    };
    query.then(") as newer where nth <= ?", [ABOVE.into()]);
    let fits = |row: &NewerRow| {
        let may_read =
            !matches!(row.kind, MessageKind::Note | MessageKind::AfterClose) || who.sees_notes(row.department);
        may_read && reading.has_day(MessageId(row.id)) && reading.words.fit(&tokens(&row.content))
    };
    let rows = fetch_where!(tx, NewerRow, query)?;
    Ok(rows.iter().filter(|row| fits(row)).map(|row| row.ticket).collect())
}

/// Rows and texts of these tickets, in this order.
pub(super) async fn tickets(tx: &mut Tx, who: &Access, groups: &[Group]) -> Result<Vec<TicketHits>> {
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Where::new(TICKETS);
    query.and_in("ticket.id", groups.iter().map(|group| group.ticket));
    let mut all = fetch_where!(tx, Ticket, query)?;
    // Not a condition of the query: SQLite would walk all of the guild's tickets by it.
    all.retain(|ticket| ticket.guild == who.guild());
    let mut known: HashMap<TicketId, InboxRow> =
        rows(tx, who, all).await?.into_iter().map(|row| (row.ticket.id, row)).collect();
    let ids: Vec<i64> = groups.iter().flat_map(|group| group.finds.iter().copied()).collect();
    let mut texts = texts(tx, &ids).await?;
    let mut found = Vec::with_capacity(groups.len());
    for group in groups {
        let Some(row) = known.remove(&group.ticket) else { continue };
        let mut hits = Vec::with_capacity(group.finds.len());
        for id in &group.finds {
            match texts.remove(id) {
                Some(hit) => hits.push(hit),
                None if *id == row.ticket.id.0 => hits.push(head(tx, &row).await?),
                None => {}
            }
        }
        found.push(TicketHits { row, hits });
    }
    Ok(found)
}

async fn texts(tx: &mut Tx, ids: &[i64]) -> Result<HashMap<i64, Hit>> {
    let mut query = Where::new("select id, author, kind, content, deleted_at from message");
    query.and_in("id", ids.iter().copied());
    let rows = fetch_where!(tx, MessageRow, query)?;
    let mut authors: Vec<UserId> = rows.iter().map(|row| row.author).collect();
    authors.sort_unstable();
    authors.dedup();
    let names: HashMap<UserId, String> =
        member::people(tx, &authors).await?.into_iter().map(|person| (person.id, person.display_name)).collect();
    let hit = |row: MessageRow| Hit {
        message: Some(row.id),
        kind: Some(row.kind),
        author: names.get(&row.author).cloned().unwrap_or_else(|| row.author.to_string()),
        at: row.id.time(),
        text: row.content,
        deleted: row.deleted_at.is_some(),
    };
    Ok(rows.into_iter().map(|row| (row.id.0, hit(row))).collect())
}

async fn head(tx: &mut Tx, row: &InboxRow) -> Result<Hit> {
    let ticket = &row.ticket;
    let answers =
        fetch_all!(tx, (String,), "select shown from ticket_answer where ticket = $1 order by position", ticket.id)?;
    let shown = answers.iter().map(|(shown,)| shown.as_str());
    Ok(Hit {
        message: None,
        kind: None,
        author: row.customer_name.clone(),
        at: ticket.created_at,
        text: index::head_text(&ticket.customer_name, ticket.subject.as_deref(), ticket.description.as_deref(), shown),
        deleted: false,
    })
}

pub(super) async fn is_behind(tx: &mut Tx) -> Result<bool> {
    let rows = fetch_all!(tx, (String,), "select what from search_progress limit 1")?;
    Ok(!rows.is_empty())
}
