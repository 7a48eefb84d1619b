//! Knows one page of a conversation: which messages, and all that hangs on them, by one query a kind of thing.

use super::mention::Mentions;
use super::names::{Names, names};
use super::readable;
use crate::db::filter::{Value, Where, fetch_where};
use crate::db::{Tx, fetch_all, fetch_one};
use crate::{Result, Store, member};
use domain::{
    Access, AttachmentId, AttachmentState, GuildId, MessageId, MessageKind, MessageVersion, Person, RoleId, Ticket,
    TicketId, Timestamp, TranscriptFile, TranscriptMessage, UserId,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Document;
use sqlx::types::Json;
use std::collections::HashMap;

/// Most messages of a page.
const MAX_MESSAGES: i64 = 200;

/// Where in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Page {
    Newest,
    Before(MessageId),
    After(MessageId),
    Around(MessageId),
}

/// One page of a conversation, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct TranscriptPage {
    pub messages: Vec<TranscriptMessage>,
    pub names: Names,
    /// Ask for messages before this one for the page above; `None`: this is the beginning.
    pub older: Option<MessageId>,
    /// Ask for messages after this one for the page below; `None`: this is the end.
    pub newer: Option<MessageId>,
}

/// What of one conversation this reader is shown.
#[derive(Clone, Copy)]
struct Scope {
    guild: GuildId,
    ticket: TicketId,
    notes: bool,
}

#[derive(sqlx::FromRow)]
struct MessageRow {
    id: MessageId,
    ticket: TicketId,
    author: UserId,
    kind: MessageKind,
    content: String,
    embeds: Json<Vec<Document>>,
    components: Json<Vec<Document>>,
    stickers: Json<Vec<Document>>,
    reply_to: Option<MessageId>,
    edited_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
    deleted_while_away: bool,
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    message: MessageId,
    content: String,
    embeds: Json<Vec<Document>>,
    until_at: Timestamp,
    while_away: bool,
}

#[derive(sqlx::FromRow)]
struct FileRow {
    id: AttachmentId,
    message: MessageId,
    filename: String,
    content_type: Option<String>,
    size: i64,
    width: Option<i64>,
    height: Option<i64>,
    state: AttachmentState,
    kind: Option<String>,
    failure: Option<String>,
}

macro_rules! messages {
    ($rest:literal) => {
        concat!(
            "select id, ticket, author, kind, content, embeds, components, stickers, reply_to, edited_at, deleted_at, \
             deleted_while_away from message",
            $rest
        )
    };
}

impl Store {
    /// The newest page, or the page before/after a message, or the page around one (for a link to it). At most 200.
    /// Notes are left out for members.
    pub async fn transcript(&self, who: &Access, ticket: TicketId, at: Page, limit: i64) -> Result<TranscriptPage> {
        let limit = limit.clamp(1, MAX_MESSAGES);
        let mut tx = self.inner.db.snapshot().await?;
        let ticket = readable(&mut tx, who, ticket).await?;
        let scope = scope(who, &ticket);
        // An empty page lies between two messages: `first` and `last` are then its two edges.
        let (rows, first, last) = match at {
            Page::Newest => (before(&mut tx, scope, i64::MAX, limit).await?, i64::MAX, i64::MAX - 1),
            Page::Before(id) => (before(&mut tx, scope, id.0, limit).await?, id.0, id.0 - 1),
            Page::After(id) => (after(&mut tx, scope, id.0, limit).await?, id.0 + 1, id.0),
            Page::Around(id) => {
                let mut rows = before(&mut tx, scope, id.0, limit / 2).await?;
                rows.extend(after(&mut tx, scope, id.0 - 1, limit - limit / 2).await?);
                (rows, id.0, id.0 - 1)
            }
        };
        let first = rows.first().map_or(first, |row| row.id.0);
        let last = rows.last().map_or(last, |row| row.id.0);
        let (above, below) = beyond(&mut tx, scope, first, last).await?;
        let mut page = fill(&mut tx, who, scope, rows).await?;
        page.older = above.then_some(MessageId(first));
        page.newer = below.then_some(MessageId(last));
        Ok(page)
    }

    /// Some messages again, by id (live pages refetch what the bell named). At most 200, without `older` and `newer`.
    pub async fn messages(&self, who: &Access, ticket: TicketId, ids: &[MessageId]) -> Result<TranscriptPage> {
        let mut tx = self.inner.db.snapshot().await?;
        let ticket = readable(&mut tx, who, ticket).await?;
        let scope = scope(who, &ticket);
        let most = usize::try_from(MAX_MESSAGES).unwrap_or(usize::MAX);
        let mut query = Where::new(messages!(""));
        query
            .and("guild = ?", [scope.guild.into()])
            .and("ticket = ?", [scope.ticket.into()])
            .and_in("id", ids.iter().take(most).copied());
        if !scope.notes {
            query.and("kind not in ('note', 'after_close')", []);
        }
        query.then("order by id", []);
        let rows = fetch_where!(&mut tx, MessageRow, query)?;
        fill(&mut tx, who, scope, rows).await
    }
}

fn scope(who: &Access, ticket: &Ticket) -> Scope {
    Scope { guild: ticket.guild, ticket: ticket.id, notes: who.sees_notes(ticket.department) }
}

async fn before(tx: &mut Tx, scope: Scope, id: i64, limit: i64) -> Result<Vec<MessageRow>> {
    let mut rows = fetch_all!(
        tx,
        MessageRow,
        messages!(
            " where ticket = $1 and guild = $2 and id < $3 and (kind not in ('note', 'after_close') or $4) order by id desc limit $5"
        ),
        scope.ticket,
        scope.guild,
        id,
        scope.notes,
        limit,
    )?;
    rows.reverse();
    Ok(rows)
}

async fn after(tx: &mut Tx, scope: Scope, id: i64, limit: i64) -> Result<Vec<MessageRow>> {
    Ok(fetch_all!(
        tx,
        MessageRow,
        messages!(
            " where ticket = $1 and guild = $2 and id > $3 and (kind not in ('note', 'after_close') or $4) order by id limit $5"
        ),
        scope.ticket,
        scope.guild,
        id,
        scope.notes,
        limit,
    )?)
}

/// Whether anything stands above and below.
async fn beyond(tx: &mut Tx, scope: Scope, first: i64, last: i64) -> Result<(bool, bool)> {
    Ok(fetch_one!(
        tx,
        (bool, bool),
        "select exists (select 1 from message where ticket = $1 and guild = $2 and id < $3 and (kind not in ('note', 'after_close') or $5)),
           exists (select 1 from message where ticket = $1 and guild = $2 and id > $4 and (kind not in ('note', 'after_close') or $5))",
        scope.ticket,
        scope.guild,
        first,
        last,
        scope.notes,
    )?)
}

/// Everything that hangs on these messages.
async fn fill(tx: &mut Tx, who: &Access, scope: Scope, rows: Vec<MessageRow>) -> Result<TranscriptPage> {
    let mut page = TranscriptPage { messages: Vec::new(), names: Names::default(), older: None, newer: None };
    if rows.is_empty() {
        return Ok(page);
    }
    let ids: Vec<MessageId> = rows.iter().map(|row| row.id).collect();
    let mut authors: Vec<UserId> = rows.iter().map(|row| row.author).collect();
    authors.sort_unstable();
    authors.dedup();
    let mut versions = versions(tx, &ids).await?;
    let mut files = files(tx, &ids).await?;
    let colours = colours(tx, scope.guild, &authors).await?;
    let people: HashMap<UserId, Person> =
        member::people(tx, &authors).await?.into_iter().map(|person| (person.id, person)).collect();
    let mut mentions = Mentions::default();
    for row in rows {
        let unknown = || Person { id: row.author, display_name: row.author.to_string(), ..Person::default() };
        let message = TranscriptMessage {
            id: row.id,
            ticket: row.ticket,
            author: people.get(&row.author).cloned().unwrap_or_else(unknown),
            author_colour: colours.get(&row.author).copied(),
            kind: row.kind,
            at: row.id.time(),
            content: row.content,
            embeds: row.embeds.0,
            components: row.components.0,
            stickers: row.stickers.0,
            reply_to: row.reply_to,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
            deleted_while_away: row.deleted_while_away,
            versions: versions.remove(&row.id).unwrap_or_default(),
            attachments: files.remove(&row.id).unwrap_or_default(),
        };
        read_mentions(&mut mentions, &message);
        page.messages.push(message);
    }
    page.names = names(tx, who, &mentions).await?;
    Ok(page)
}

fn read_mentions(mentions: &mut Mentions, message: &TranscriptMessage) {
    mentions.read(&message.content);
    for document in message.embeds.iter().chain(&message.components) {
        mentions.read(&document.to_string());
    }
    for version in &message.versions {
        mentions.read(&version.content);
    }
}

async fn versions(tx: &mut Tx, ids: &[MessageId]) -> Result<HashMap<MessageId, Vec<MessageVersion>>> {
    let mut query = Where::new("select message, content, embeds, until_at, while_away from message_version");
    query.and_in("message", ids.iter().copied()).then("order by message, version", []);
    let mut found: HashMap<MessageId, Vec<MessageVersion>> = HashMap::new();
    for row in fetch_where!(tx, VersionRow, query)? {
        found.entry(row.message).or_default().push(MessageVersion {
            content: row.content,
            embeds: row.embeds.0,
            until: row.until_at,
            while_away: row.while_away,
        });
    }
    Ok(found)
}

async fn files(tx: &mut Tx, ids: &[MessageId]) -> Result<HashMap<MessageId, Vec<TranscriptFile>>> {
    let mut query = Where::new(
        "select id, message, filename, content_type, size, width, height, state, kind, failure from attachment",
    );
    query.and_in("message", ids.iter().copied()).then("order by message, id", []);
    let mut found: HashMap<MessageId, Vec<TranscriptFile>> = HashMap::new();
    for row in fetch_where!(tx, FileRow, query)? {
        found.entry(row.message).or_default().push(TranscriptFile {
            id: row.id,
            filename: row.filename,
            content_type: row.content_type,
            size: row.size,
            width: row.width,
            height: row.height,
            inline: row.state == AttachmentState::Stored && row.kind.is_some(),
            state: row.state,
            failure: row.failure,
        });
    }
    Ok(found)
}

/// Each author's highest role that has a colour.
async fn colours(tx: &mut Tx, guild: GuildId, authors: &[UserId]) -> Result<HashMap<UserId, i32>> {
    let roles = fetch_all!(
        tx,
        (RoleId, i32),
        "select id, colour from guild_role where guild = $1 and colour <> 0 order by position desc, id",
        guild,
    )?;
    let mut query = Where::new("select person, roles from member");
    query.and("guild = ?", [Value::from(guild)]).and_in("person", authors.iter().copied());
    let members = fetch_where!(tx, (UserId, Json<Vec<RoleId>>), query)?;
    let colour = |held: &[RoleId]| roles.iter().find(|(role, _)| held.contains(role)).map(|(_, colour)| *colour);
    Ok(members.into_iter().filter_map(|(user, held)| Some((user, colour(&held)?))).collect())
}
