//! Knows how a document enters the index, in the transaction of whatever was said. Only what people say: Docket's own
//! messages and Discord's notices are not searched. What was deleted stays, as it stays in the transcript.

use super::document::{self, Filed};
use super::slot;
use crate::Result;
use crate::db::{Tx, execute, fetch_all};
use crate::ticket::{answers, members};
use domain::search::MAX_TOKENS;
use domain::{Answer, MessageId, MessageKind, Ticket, UserId};
use std::collections::HashMap;
use std::fmt::Write as _;

/// A message as it reads now; in place of what it read before.
pub(crate) async fn put_message(
    tx: &mut Tx,
    ticket: &Ticket,
    message: MessageId,
    kind: MessageKind,
    content: &str,
) -> Result<()> {
    let let_in = members(tx, ticket.id).await?;
    put_said(tx, ticket, &let_in, message, kind, content).await
}

async fn put_said(
    tx: &mut Tx,
    ticket: &Ticket,
    let_in: &[UserId],
    message: MessageId,
    kind: MessageKind,
    content: &str,
) -> Result<()> {
    if kind == MessageKind::System {
        return Ok(());
    }
    let staff_only = matches!(kind, MessageKind::Note | MessageKind::AfterClose);
    put(tx, ticket, Filed { id: message.0, ticket: ticket.id, staff_only }, content, let_in).await
}

/// What the form of a new ticket was answered, and the name of who answered it.
pub(crate) async fn put_answers(tx: &mut Tx, ticket: &Ticket, answers: &[Answer]) -> Result<()> {
    put_own(tx, ticket, &[], answers).await
}

async fn put_own(tx: &mut Tx, ticket: &Ticket, let_in: &[UserId], answers: &[Answer]) -> Result<()> {
    let shown = answers.iter().map(|answer| answer.shown.as_str());
    let text = head_text(&ticket.customer_name, ticket.subject.as_deref(), ticket.description.as_deref(), shown);
    put(tx, ticket, Filed { id: ticket.id.0, ticket: ticket.id, staff_only: false }, &text, let_in).await
}

/// The ticket's own words, as they are by now.
pub(crate) async fn put_head(tx: &mut Tx, ticket: &Ticket) -> Result<()> {
    let let_in = members(tx, ticket.id).await?;
    let answers = answers(tx, ticket.id).await?;
    put_own(tx, ticket, &let_in, &answers).await
}

/// All words of a ticket anew, since what they are found by beside them has changed.
pub(crate) async fn put_again(tx: &mut Tx, ticket: &Ticket) -> Result<()> {
    let let_in = members(tx, ticket.id).await?;
    let answers = answers(tx, ticket.id).await?;
    put_own(tx, ticket, &let_in, &answers).await?;
    let messages = fetch_all!(
        tx,
        (MessageId, MessageKind, String),
        "select id, kind, content from message where ticket = $1 and kind <> 'system' order by id",
        ticket.id,
    )?;
    for (message, kind, content) in messages {
        put_said(tx, ticket, &let_in, message, kind, &content).await?;
    }
    Ok(())
}

/// A ticket's own words.
pub(super) fn head_text<'a>(
    name: &'a str,
    subject: Option<&'a str>,
    description: Option<&'a str>,
    answers: impl Iterator<Item = &'a str>,
) -> String {
    let all: Vec<&str> = std::iter::once(name).chain(subject).chain(answers).chain(description).collect();
    all.join(" · ")
}

async fn put(tx: &mut Tx, ticket: &Ticket, filed: Filed, text: &str, let_in: &[UserId]) -> Result<()> {
    let slot = slot::of(tx, ticket.guild).await?;
    // An edit may leave nothing to find.
    let terms = slot.document(text, ticket.ticket_type, ticket.customer, let_in);
    match tx {
        Tx::Sqlite(_) => {
            let mut docs: Vec<i64> = document::known(tx, [filed.id]).await?.into_values().collect();
            for doc in &docs {
                execute!(tx, "delete from search_index where rowid = $1", doc)?;
            }
            let Some(terms) = terms else { return Ok(()) };
            if docs.is_empty() {
                docs = document::file(tx, &[filed]).await?;
            }
            for doc in docs {
                execute!(tx, "insert into search_index (rowid, t) values ($1, $2)", doc, terms.join(" "))?;
            }
        }
        // One without terms stays all the same: a rebuild that read the text before the edit must not put it back.
        Tx::Postgres(_) => {
            execute!(
                tx,
                "insert into search_index (id, ticket, guild, staff_only, tsv) values ($1, $2, $3, $4, cast($5 as tsvector))
                 on conflict (id) do update set tsv = excluded.tsv",
                filed.id,
                ticket.id,
                ticket.guild,
                filed.staff_only,
                vector(&terms.unwrap_or_default()),
            )?;
        }
    }
    Ok(())
}

/// The document as PostgreSQL's literal: `'000agold':1,4 '000anow':2`. Its own parser would divide our terms. Of one
/// term it keeps 256 places (<https://www.postgresql.org/docs/current/textsearch-limitations.html>).
pub(super) fn vector(terms: &[String]) -> String {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, term) in terms.iter().enumerate().take(MAX_TOKENS + 2) {
        places.entry(term).or_default().push(place + 1);
    }
    let mut text = String::new();
    for (term, places) in places {
        let _ = write!(text, "'{term}':");
        for (at, place) in places.iter().take(255).enumerate() {
            let _ = write!(text, "{}{place}", if at == 0 { "" } else { "," });
        }
        text.push(' ');
    }
    text
}
