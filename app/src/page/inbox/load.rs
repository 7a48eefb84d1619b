//! What the list shows: the question read, then tickets or what was said in them.

use super::ask::Ask;
use super::shown::{Count, FaultShown, HitShown, InboxShown, LineShown, LinesShown, MarkShown, RowShown};
use super::{LINES, PAGE};
use crate::clock;
use crate::discord::markdown::plain;
use crate::fault::Fault;
use crate::guard;
use domain::search::{Field, QueryFault, Words, passage};
use domain::{Access, GuildId, Standing, Ticket, TicketId, Timestamp};
use store::{Cursor, Found, Hit, InboxRow, Order, Reading, Store, TicketHits};

/// Letters of the last words: more than a row shows anywhere.
const EXCERPT: usize = 140;
/// Letters of a passage: two lines of the list.
const PASSAGE: usize = 150;
/// Tickets with finds a page.
const FOUND_PAGE: usize = 25;

pub async fn inbox(guild: GuildId, ask: Ask) -> Result<InboxShown, Fault> {
    let (access, store) = guard::access(guild).await?;
    let now = clock::now();
    let types = store.search_values(&access, Field::Type).await?;
    let shown = InboxShown {
        loaded: now,
        guild,
        own_only: access.standing() == Standing::Member,
        types: types.into_iter().map(|kind| (kind.key, kind.name)).collect(),
        ..InboxShown::default()
    };
    let reading = match store.read_question(&access, &ask.q, now).await? {
        Ok(reading) => reading,
        Err(fault) => return Ok(InboxShown { fault: Some(cut(&ask.q, &fault)), ..shown }),
    };
    if reading.words.is_empty() {
        let mut reading = reading;
        // What was put off comes back by itself; who asks for it, or for one ticket, sees it before.
        let is_own = shown.own_only || reading.filter.number.is_some();
        reading.filter.snoozed = reading.filter.snoozed.or((!is_own).then_some(false));
        return list(&store, &access, &reading, ask.before.as_deref(), shown).await;
    }
    let order = if ask.best { Order::Best } else { Order::Newest };
    let page = ask.before.as_deref().and_then(|page| page.parse().ok());
    let found = store.search(&access, &reading, order, page, FOUND_PAGE, now).await?;
    Ok(with_found(shown, found, &reading.words))
}

/// The first finds, in short: for lists beside the inbox.
pub async fn lines(guild: GuildId, q: &str) -> Result<LinesShown, Fault> {
    let (access, store) = guard::access(guild).await?;
    let now = clock::now();
    let reading = match store.read_question(&access, q, now).await? {
        Ok(reading) => reading,
        Err(fault) => return Ok(LinesShown { fault: Some(cut(q, &fault)), lines: Vec::new() }),
    };
    let rows: Vec<RowShown> = if reading.words.is_empty() {
        let limit = i64::try_from(LINES).unwrap_or(1);
        store.inbox(&access, &reading.filter, None, limit).await?.rows.into_iter().map(row).collect()
    } else {
        let found = store.search(&access, &reading, Order::Newest, None, LINES, now).await?;
        found.tickets.into_iter().map(|ticket| ticket_row(ticket, &reading.words)).collect()
    };
    let line = |row: RowShown| LineShown {
        number: row.number,
        title: row.title,
        customer_name: row.customer_name,
        status: row.status,
        hit: row.hits.into_iter().next(),
    };
    Ok(LinesShown { fault: None, lines: rows.into_iter().map(line).collect() })
}

async fn list(
    store: &Store,
    access: &Access,
    reading: &Reading,
    before: Option<&str>,
    shown: InboxShown,
) -> Result<InboxShown, Fault> {
    let page = store.inbox(access, &reading.filter, before.and_then(read_cursor), PAGE).await?;
    Ok(InboxShown {
        rows: page.rows.into_iter().map(row).collect(),
        next: page.next.map(|next| format!("{}.{}", next.last_at.0, next.id)),
        count: Count::Tickets(page.count),
        ..shown
    })
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('.')?;
    Some(Cursor { last_at: Timestamp(at.parse().ok()?), id: TicketId(id.parse().ok()?) })
}

fn cut(question: &str, fault: &QueryFault) -> FaultShown {
    let (before, place, after) = fault.around(question);
    FaultShown {
        before: before.to_owned(),
        place: place.to_owned(),
        after: after.to_owned(),
        words: fault.wrong.to_string(),
    }
}

fn with_found(shown: InboxShown, found: Found, words: &Words) -> InboxShown {
    InboxShown {
        rows: found.tickets.into_iter().map(|ticket| ticket_row(ticket, words)).collect(),
        next: found.next.map(|next| next.to_string()),
        count: if found.uncounted { Count::FindsAtLeast(found.count) } else { Count::Finds(found.count) },
        back_to: found.back_to,
        behind: found.is_behind,
        ..shown
    }
}

fn ticket_row(ticket: TicketHits, words: &Words) -> RowShown {
    let hits = ticket.hits.into_iter().map(|found| hit(found, words)).collect();
    RowShown { hits, ..row(ticket.row) }
}

fn hit(hit: Hit, words: &Words) -> HitShown {
    let parts = passage(&plain(&hit.text), words, PASSAGE);
    HitShown {
        message: hit.message,
        author: hit.author,
        at: hit.at,
        kind: hit.kind,
        deleted: hit.deleted,
        parts: parts.into_iter().map(|part| (part.text, part.found)).collect(),
    }
}

fn row(row: InboxRow) -> RowShown {
    let marks = marks(&row.ticket);
    RowShown {
        id: row.ticket.id,
        number: row.ticket.number,
        title: row.ticket.subject.unwrap_or_else(|| row.type_name.clone()),
        type_name: row.type_name,
        department_name: row.department_name,
        department_colour: row.department_colour,
        customer: row.ticket.customer,
        customer_name: row.customer_name,
        assignee: row.assignee_name,
        last_words: row.last_words.map(|words| excerpt(&words)).filter(|words| !words.is_empty()),
        last_author: row.last_author,
        last_at: row.ticket.last_at,
        status: row.ticket.status,
        priority: row.ticket.priority,
        waiting_on: row.ticket.waiting_on,
        marks,
        hits: Vec::new(),
    }
}

/// What staff look out for in a ticket that goes on.
fn marks(ticket: &Ticket) -> Vec<MarkShown> {
    if ticket.status.is_over() {
        return Vec::new();
    }
    let marks = [
        (ticket.escalated_at.is_some(), MarkShown::Escalated),
        (ticket.snoozed_until.is_some(), MarkShown::Snoozed),
        (ticket.assignee.is_none(), MarkShown::Unassigned),
    ];
    marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark).collect()
}

fn excerpt(words: &str) -> String {
    let words = plain(words);
    if words.chars().count() <= EXCERPT { words } else { words.chars().take(EXCERPT).chain(['…']).collect() }
}
