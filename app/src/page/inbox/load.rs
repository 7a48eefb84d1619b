//! What the list shows.

use super::ask::cursor;
use super::{Ask, InboxShown, PAGE, RowShown};
use crate::clock;
use crate::discord::markdown::plain;
use crate::fault::Fault;
use crate::guard;
use domain::{GuildId, Standing};
use store::{Cursor, InboxFilter, InboxRow};

/// Letters of the last words: more than a row shows anywhere.
const EXCERPT: usize = 140;

pub async fn inbox(guild: GuildId, ask: Ask) -> Result<InboxShown, Fault> {
    let (access, store) = guard::access(guild).await?;
    let own_only = access.standing() == Standing::Member;
    let after = ask.before.map(|(last_at, id)| Cursor { last_at, id });
    let customer = ask.customer();
    let filter = InboxFilter {
        status: ask.status,
        priority: ask.priority,
        ticket_type: ask.ticket_type,
        member: if customer.is_some() { None } else { ask.member },
        customer,
        number: ask.number,
        mine: own_only,
    };
    let page = store.inbox(&access, &filter, after, PAGE).await?;
    let catalog = store.catalog(guild).await?;
    Ok(InboxShown {
        loaded: clock::now(),
        guild,
        own_only,
        types: catalog.types.into_iter().map(|kind| (kind.id.to_string(), kind.name)).collect(),
        rows: page.rows.into_iter().map(row).collect(),
        next: page.next.map(|next| cursor(next.last_at, next.id)),
        count: page.count,
    })
}

fn row(row: InboxRow) -> RowShown {
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
    }
}

fn excerpt(words: &str) -> String {
    let words = plain(words);
    if words.chars().count() <= EXCERPT { words } else { words.chars().take(EXCERPT).chain(['…']).collect() }
}
