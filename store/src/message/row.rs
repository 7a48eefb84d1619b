//! Knows a message's row: how one is made, and what another sight of the same message changes in it.

use crate::db::{Tx, execute, fetch_all, fetch_optional};
use crate::text::{documents_without_nul, without_nul};
use crate::{Result, member, search};
use domain::{
    AttachmentFacts, AttachmentId, AttachmentState, MessageId, MessageKind, Person, Said, Ticket, TicketId, Timestamp,
};
use serde_json::Value;
use sqlx::types::Json;
use std::collections::HashMap;

/// What is known of a message, as far as another sight of it can differ.
#[derive(sqlx::FromRow)]
pub(super) struct Known {
    pub id: MessageId,
    pub kind: MessageKind,
    content: String,
    embeds: Json<Vec<Value>>,
    components: Json<Vec<Value>>,
    stickers: Json<Vec<Value>>,
    edited_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    pub deleted_while_away: bool,
    version: i64,
}

/// How far a file that is known has come.
pub(super) struct KnownFile {
    state: AttachmentState,
    url: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Nothing,
    /// Replaced without a version: nobody edited a word.
    Replaced,
    /// What stood there before is a version now.
    Edited,
}

macro_rules! known {
    ($rest:literal) => {
        concat!(
            "select id, kind, content, embeds, components, stickers, edited_at, deleted_at, deleted_while_away, \
             version from message where ",
            $rest
        )
    };
}

pub(super) async fn known(tx: &mut Tx, message: MessageId) -> Result<Option<Known>> {
    Ok(fetch_optional!(tx, Known, known!("id = $1"), message)?)
}

pub(super) async fn known_of(tx: &mut Tx, ticket: TicketId) -> Result<HashMap<MessageId, Known>> {
    let rows = fetch_all!(tx, Known, known!("ticket = $1"), ticket)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

pub(super) async fn files_of_message(tx: &mut Tx, message: MessageId) -> Result<HashMap<AttachmentId, KnownFile>> {
    let rows = fetch_all!(
        tx,
        (AttachmentId, AttachmentState, String),
        "select id, state, url from attachment where message = $1",
        message,
    )?;
    Ok(rows.into_iter().map(|(id, state, url)| (id, KnownFile { state, url })).collect())
}

pub(super) async fn files_of_ticket(tx: &mut Tx, ticket: TicketId) -> Result<HashMap<AttachmentId, KnownFile>> {
    let rows = fetch_all!(
        tx,
        (AttachmentId, AttachmentState, String),
        "select id, state, url from attachment where message in (select id from message where ticket = $1)",
        ticket,
    )?;
    Ok(rows.into_iter().map(|(id, state, url)| (id, KnownFile { state, url })).collect())
}

/// The kind that a message of Discord's has in this ticket.
pub(super) fn kind(ticket: &Ticket, said: &Said) -> MessageKind {
    if said.by_us || said.is_notice {
        return MessageKind::System;
    }
    match ticket.closed_at {
        Some(closed) if ticket.status.is_over() && said.id.time() >= closed => MessageKind::AfterClose,
        _ => MessageKind::Said,
    }
}

/// Writes a message that was not known, with its files, and who said it.
pub(super) async fn insert(tx: &mut Tx, ticket: &Ticket, said: &Said, kind: MessageKind, now: Timestamp) -> Result<()> {
    meet(tx, &said.author).await?;
    execute!(
        tx,
        "insert into message (id, guild, ticket, author, kind, content, embeds, components, stickers, reply_to, edited_at,
           deleted_while_away, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, false, 1)",
        said.id,
        ticket.guild,
        ticket.id,
        said.author.id,
        kind,
        &*without_nul(&said.content),
        Json(documents_without_nul(&said.embeds)),
        Json(documents_without_nul(&said.components)),
        Json(documents_without_nul(&said.stickers)),
        said.reply_to,
        said.edited_at,
    )?;
    search::put_message(tx, ticket, said.id, kind, &said.content).await?;
    put_files(tx, ticket, said, &HashMap::new(), now).await
}

/// Brings a known message up to what was seen now. Discord's `edited_at` orders the sights: an older one is nothing.
pub(super) async fn revise(
    tx: &mut Tx,
    ticket: &Ticket,
    known: &Known,
    said: &Said,
    while_away: bool,
    now: Timestamp,
) -> Result<Change> {
    if said.edited_at < known.edited_at {
        return Ok(Change::Nothing);
    }
    let content = without_nul(&said.content);
    let embeds = documents_without_nul(&said.embeds);
    let components = documents_without_nul(&said.components);
    let stickers = documents_without_nul(&said.stickers);
    let newer = said.edited_at > known.edited_at;
    // Link previews come without a new time of edit: the embeds differ, but nobody edited.
    let edited = content != known.content || (newer && embeds != known.embeds.0);
    let differs =
        newer || edited || embeds != known.embeds.0 || components != known.components.0 || stickers != known.stickers.0;
    if !differs {
        return Ok(Change::Nothing);
    }
    if edited {
        execute!(
            tx,
            "insert into message_version (message, version, content, embeds, until_at, while_away)
             values ($1, $2, $3, $4, $5, $6)",
            known.id,
            known.version,
            &known.content,
            &known.embeds,
            said.edited_at.unwrap_or(now),
            while_away,
        )?;
    }
    execute!(
        tx,
        "update message set content = $2, embeds = $3, components = $4, stickers = $5, edited_at = $6, version = $7
         where id = $1",
        known.id,
        &*content,
        Json(embeds),
        Json(components),
        Json(stickers),
        said.edited_at,
        known.version + i64::from(edited),
    )?;
    if content != known.content {
        search::put_message(tx, ticket, known.id, known.kind, &content).await?;
    }
    Ok(if edited { Change::Edited } else { Change::Replaced })
}

/// Files that were not known are wanted; of those still wanted the newest link is kept, since Discord's expire. What an
/// edit took away stays.
pub(super) async fn put_files(
    tx: &mut Tx,
    ticket: &Ticket,
    said: &Said,
    known: &HashMap<AttachmentId, KnownFile>,
    now: Timestamp,
) -> Result<()> {
    for file in &said.attachments {
        match known.get(&file.id) {
            None => want_file(tx, ticket, said.id, file, now).await?,
            Some(old) if old.state == AttachmentState::Wanted && old.url != file.url => {
                execute!(
                    tx,
                    "update attachment set url = $2 where id = $1 and state = 'wanted'",
                    file.id,
                    &*without_nul(&file.url),
                )?;
            }
            Some(_) => {}
        }
    }
    Ok(())
}

async fn want_file(
    tx: &mut Tx,
    ticket: &Ticket,
    message: MessageId,
    file: &AttachmentFacts,
    now: Timestamp,
) -> Result<()> {
    execute!(
        tx,
        "insert into attachment (id, message, ticket, guild, filename, content_type, size, width, height, state, url,
           attempts, retry_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'wanted', $10, 0, $11) on conflict (id) do nothing",
        file.id,
        message,
        ticket.id,
        ticket.guild,
        &*without_nul(&file.filename),
        file.content_type.as_deref().map(without_nul).as_deref(),
        file.size,
        file.width,
        file.height,
        &*without_nul(&file.url),
        now,
    )?;
    Ok(())
}

/// Keeps a person's names for readers. Most are known as they are: those are only read.
async fn meet(tx: &mut Tx, person: &Person) -> Result<()> {
    if member::people(tx, &[person.id]).await?.first() == Some(person) {
        return Ok(());
    }
    member::put_person(tx, person).await
}
