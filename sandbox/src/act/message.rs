//! Sending, editing and deleting messages.

use std::ops::Bound::{Excluded, Unbounded};

use serde_json::{Value, json};

use super::{By, audit, components, mention, thread};
use crate::clock::{Millis, seconds};
use crate::error::{self, Failure, invalid};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::limits;
use crate::permission as p;
use crate::show;
use crate::world::{
    Attachment, Cause, Channel, Guise, Message, Op, Reference, World, action, channel_kind, flag, message_kind,
};

/// How long a nonce keeps a message from being sent twice.
const NONCE_WINDOW: Millis = 5 * 60_000;
/// A message of this age is old: few of them may be edited.
const OLD: Millis = 3_600_000;
/// Bulk deletion reaches two weeks back.
const BULK_WINDOW: Millis = 14 * 24 * 3_600_000;

/// A file that came with a request; its bytes lie in the folder already.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The form's field, `files[0]`.
    pub field: String,
    pub attachment: Attachment,
}

/// A message to be.
#[derive(Default)]
pub struct Post<'a> {
    /// A new one is made if none is given.
    pub id: Option<Id>,
    pub channel: Id,
    pub author: Id,
    pub body: Option<&'a Value>,
    pub uploads: &'a [Upload],
    pub kind: u8,
    /// Beside those the body may set.
    pub flags: u64,
    pub only_for: Option<Id>,
    pub application: Option<Id>,
    pub cause: Option<Cause>,
    pub reference: Option<Reference>,
    pub guise: Option<Guise>,
}

/// Says something where one may speak.
pub fn send(d: &mut Deed, author: Id, channel: Id, body: &Value, uploads: &[Upload]) -> Result<Message, Failure> {
    let (place, bits) = By::User(author).look(d.world, channel)?;
    may_speak(d.world, place, bits, author)?;
    let bot = d.world.user(author)?.bot;
    let said = |field: &str| body[field].as_array().is_some_and(|l| !l.is_empty());
    if !uploads.is_empty() && bits & p::ATTACH_FILES == 0 || said("embeds") && bits & p::EMBED_LINKS == 0 {
        return Err(error::MISSING_PERMISSIONS);
    }
    if let Some(twin) = twin(d.world, channel, author, body, d.now) {
        return Ok(twin);
    }
    if !bot {
        in_time(d.world, place, bits, author, d.now)?;
    }
    let reference = reference(d.world, channel, bits, &body["message_reference"])?;
    let kind = if reference.is_some() { message_kind::REPLY } else { message_kind::SAID };
    let post = Post { channel, author, body: Some(body), uploads, kind, reference, ..Post::default() };
    let application = d.world.application_of(author).map(|a| a.id).filter(|_| bot);
    let message = build(d, Post { application, ..post })?;
    publish(d, &message, "MESSAGE_CREATE");
    Ok(message)
}

fn may_speak(world: &World, place: &Channel, bits: u64, author: Id) -> Result<(), Failure> {
    if !place.is_text() {
        return Err(error::NOT_A_TEXT_CHANNEL);
    }
    if bits & p::SEND_MESSAGES == 0 {
        return Err(error::MISSING_PERMISSIONS);
    }
    thread::may_speak(place, bits)?;
    if place.kind != channel_kind::DM {
        return Ok(());
    }
    let other = place.recipients.iter().find(|id| **id != author);
    let refuses = other.and_then(|id| world.users.get(id)).is_none_or(|u| !u.accepts_dms);
    if refuses { Err(error::CANNOT_DM) } else { Ok(()) }
}

/// Slow mode: one message each so many seconds, but for bots and for those who may pass it by.
fn in_time(world: &World, place: &Channel, bits: u64, author: Id, now: Millis) -> Result<(), Failure> {
    let span = Millis::from(place.slowmode) * 1000;
    if span == 0 || bits & (p::MANAGE_CHANNELS | p::MANAGE_MESSAGES | p::BYPASS_SLOWMODE) != 0 {
        return Ok(());
    }
    let recent = world.room(place.id)?.messages.range(Id::first_at(now.saturating_sub(span))..);
    let last = recent.rev().map(|(_, m)| m).find(|m| m.author == author && m.is_public() && m.at + span > now);
    last.map_or(Ok(()), |m| Err(error::SLOW_MODE.after(seconds((m.at + span).saturating_sub(now)))))
}

/// The message that this nonce has sent already, if that is asked for.
fn twin(world: &World, channel: Id, author: Id, body: &Value, now: Millis) -> Option<Message> {
    let nonce = Some(&body["nonce"]).filter(|n| !n.is_null() && body["enforce_nonce"] == json!(true))?;
    let since = Id::first_at(now.saturating_sub(NONCE_WINDOW));
    let recent = world.rooms.get(&channel)?.messages.range(since..);
    recent.rev().map(|(_, m)| m).find(|m| m.author == author && m.nonce.as_ref() == Some(nonce)).cloned()
}

fn reference(world: &World, channel: Id, bits: u64, wish: &Value) -> Result<Option<Reference>, Failure> {
    let Some(message) = Id::maybe(&wish["message_id"]) else { return Ok(None) };
    if bits & p::READ_HISTORY == 0 {
        return Err(error::MISSING_PERMISSIONS);
    }
    let known = world.message(channel, message).is_ok_and(Message::is_public);
    match wish["fail_if_not_exists"].as_bool() {
        Some(false) if !known => Ok(None),
        _ if !known => Err(invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")),
        _ => Ok(Some(Reference { channel, message })),
    }
}

/// Makes and puts the message; nobody hears of it yet.
pub fn build(d: &mut Deed, post: Post) -> Result<Message, Failure> {
    let body = post.body.unwrap_or(&Value::Null);
    let settable = flag::SUPPRESS_EMBEDS | flag::SILENT | flag::COMPONENTS_V2;
    let flags = post.flags | body["flags"].as_u64().unwrap_or(0) & settable;
    limits::message(body, flags)?;
    let guild = d.world.channel(post.channel)?.guild;
    let mut m = Message {
        id: post.id.unwrap_or_else(|| d.id()),
        channel: post.channel,
        guild,
        author: post.author,
        content: body["content"].as_str().unwrap_or_default().trim().to_owned(),
        at: d.now,
        kind: post.kind,
        flags,
        embeds: components::embeds(&body["embeds"]),
        components: components::kept(&body["components"]),
        attachments: attach(&body["attachments"], post.uploads)?,
        reference: post.reference,
        nonce: Some(body["nonce"].clone()).filter(|n| !n.is_null()),
        only_for: post.only_for,
        application: post.application,
        cause: post.cause,
        guise: post.guise,
        ..Message::default()
    };
    if is_empty(&m) && is_said(m.kind) && !m.has(flag::LOADING) {
        return Err(error::EMPTY_MESSAGE);
    }
    mentions(d.world, &mut m, &body["allowed_mentions"])?;
    d.put(Op::Message(Box::new(m.clone())));
    Ok(m)
}

/// Written by someone; else it is the system's own word.
fn is_said(kind: u8) -> bool {
    matches!(kind, message_kind::SAID | message_kind::REPLY | message_kind::COMMAND | message_kind::CONTEXT_MENU)
}

fn is_empty(m: &Message) -> bool {
    m.content.is_empty() && m.embeds.is_empty() && m.components.is_empty() && m.attachments.is_empty()
}

/// The uploaded files, with what the body's `attachments` says of them.
fn attach(listed: &Value, uploads: &[Upload]) -> Result<Vec<Attachment>, Failure> {
    if uploads.len() > limits::FILES {
        let words = format!("Must be {} or fewer in length.", limits::FILES);
        return Err(invalid("attachments", "BASE_TYPE_MAX_LENGTH", words));
    }
    if let Some(big) = uploads.iter().find(|u| u.attachment.size > show::FILE_LIMIT) {
        tracing::debug!(file = big.attachment.filename, "larger than a file may be");
        return Err(error::TOO_LARGE);
    }
    let described = |u: &Upload| {
        let index = u.field.trim_start_matches("files[").trim_end_matches(']');
        let listed = listed.as_array().into_iter().flatten();
        let entry =
            listed.into_iter().find(|a| a["id"].as_str().map_or_else(|| a["id"].to_string(), str::to_owned) == index);
        let mut a = u.attachment.clone();
        if let Some(entry) = entry {
            a.filename = entry["filename"].as_str().unwrap_or(&a.filename).to_owned();
            a.description = entry["description"].as_str().map(str::to_owned);
        }
        a
    };
    Ok(uploads.iter().map(described).collect())
}

fn mentions(world: &World, m: &mut Message, allowed: &Value) -> Result<(), Failure> {
    let mut text = m.content.clone();
    spoken(&m.components, &mut text);
    let found = mention::allow(mention::parse(&text), allowed)?;
    let house = m.guild.and_then(|g| world.guilds.get(&g));
    let place = world.channel(m.channel)?;
    let anyone = m.guise.is_some() || world.bits_in(m.author, place) & p::MENTION_EVERYONE != 0;
    m.mentions = found.users.into_iter().filter(|id| world.users.contains_key(id)).collect();
    let meant = |id: &Id| house.and_then(|h| h.roles.get(id)).is_some_and(|r| r.mentionable || anyone);
    m.mention_roles = found.roles.into_iter().filter(meant).collect();
    m.mention_everyone = found.everyone && anyone && house.is_some();
    let replied = m
        .reference
        .filter(|_| m.kind == message_kind::REPLY)
        .and_then(|r| world.message(r.channel, r.message).ok())
        .map(|r| r.author);
    let pings = allowed.is_null() || allowed["replied_user"] == json!(true);
    if let Some(author) = replied.filter(|a| pings && !m.mentions.contains(a)) {
        m.mentions.push(author);
    }
    Ok(())
}

/// The words of text displays are searched for mentions too.
fn spoken(list: &[Value], text: &mut String) {
    for c in list {
        if c["type"] == json!(10) {
            text.push('\n');
            text.push_str(c["content"].as_str().unwrap_or_default());
        }
        for i in components::inner(c) {
            spoken(std::slice::from_ref(i), text);
        }
    }
}

/// Tells those who may see it; a message for one person reaches that person alone.
pub fn publish(d: &mut Deed, m: &Message, kind: &'static str) {
    let body = match kind {
        "MESSAGE_DELETE" => json!({ "id": m.id, "channel_id": m.channel, "guild_id": m.guild }),
        _ => show::message_event(d.world, m, d.now),
    };
    let Some(person) = m.only_for else {
        if kind == "MESSAGE_CREATE" && is_said(m.kind) {
            thread::heard(d, m);
        }
        let mut body = body;
        if body["guild_id"].is_null()
            && let Some(map) = body.as_object_mut()
        {
            map.remove("guild_id");
        }
        return d.tell(kind, To::Channel(m.channel), body);
    };
    let kind = match kind {
        "MESSAGE_CREATE" => "EPHEMERAL_CREATE",
        "MESSAGE_UPDATE" => "EPHEMERAL_UPDATE",
        _ => "EPHEMERAL_DELETE",
    };
    d.tell(kind, To::Person(person), body);
}

/// Changes one's own message in a channel.
pub fn edit(
    d: &mut Deed,
    author: Id,
    channel: Id,
    id: Id,
    body: &Value,
    uploads: &[Upload],
) -> Result<Message, Failure> {
    let (_, bits) = By::User(author).look(d.world, channel)?;
    let m = d.world.message(channel, id).ok().filter(|m| m.is_public()).ok_or(error::UNKNOWN_MESSAGE)?;
    thread::is_awake(d.world, channel)?;
    let only_flags = body.as_object().is_some_and(|map| map.keys().all(|k| k == "flags"));
    if m.author != author && !(only_flags && bits & p::MANAGE_MESSAGES != 0) {
        return Err(error::NOT_YOUR_MESSAGE);
    }
    if !is_said(m.kind) {
        return Err(error::SYSTEM_MESSAGE);
    }
    if m.at + OLD <= d.now {
        edited_late(d, channel)?;
    }
    change(d, channel, id, body, uploads)
}

/// Counts an edit of an old message against the channel's few.
fn edited_late(d: &mut Deed, channel: Id) -> Result<(), Failure> {
    let window = d.world.settings.old_edits_window_ms;
    if window == 0 {
        return Ok(());
    }
    let edits = d.world.old_edits.entry(channel).or_default();
    edits.retain(|at| at.saturating_add(window) > d.now);
    if edits.len() >= limits::OLD_EDITS {
        let free = edits.first().map_or(0, |at| at.saturating_add(window).saturating_sub(d.now));
        return Err(error::TOO_MANY_OLD_EDITS.after(seconds(free)));
    }
    edits.push(d.now);
    Ok(())
}

/// Changes a message by whatever right, and tells.
pub fn change(d: &mut Deed, channel: Id, id: Id, body: &Value, uploads: &[Upload]) -> Result<Message, Failure> {
    let mut m = d.world.message(channel, id)?.clone();
    let settable = flag::SUPPRESS_EMBEDS | flag::COMPONENTS_V2;
    if let Some(wished) = body["flags"].as_u64() {
        m.flags = m.flags & !flag::SUPPRESS_EMBEDS | m.flags & flag::COMPONENTS_V2 | wished & settable;
    }
    limits::message(body, m.flags)?;
    let waited = m.has(flag::LOADING);
    m.flags &= !flag::LOADING;
    let has = |field: &str| body.get(field).is_some();
    if has("content") {
        body["content"].as_str().unwrap_or_default().trim().clone_into(&mut m.content);
    }
    if has("embeds") {
        m.embeds = components::embeds(&body["embeds"]);
    }
    if has("components") {
        m.components = components::kept(&body["components"]);
    }
    if let Some(kept) = body["attachments"].as_array() {
        let keeps = |a: &Attachment| kept.iter().any(|k| k["id"] == json!(a.id) || k["id"] == json!(a.id.0));
        m.attachments.retain(keeps);
    }
    m.attachments.extend(attach(&body["attachments"], uploads)?);
    if is_empty(&m) {
        return Err(error::EMPTY_MESSAGE);
    }
    if m.has(flag::COMPONENTS_V2) && (!m.content.is_empty() || !m.embeds.is_empty()) {
        let words = "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2";
        return Err(invalid("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words));
    }
    if has("content") || has("components") {
        mentions(d.world, &mut m, &body["allowed_mentions"])?;
    }
    if !waited {
        m.edited = Some(d.now);
    }
    d.put(Op::Message(Box::new(m.clone())));
    publish(d, &m, "MESSAGE_UPDATE");
    Ok(m)
}

/// Takes a message away: one's own, or any where messages may be managed.
pub fn delete(d: &mut Deed, by: Id, channel: Id, id: Id) -> Result<(), Failure> {
    let (_, bits) = By::User(by).look(d.world, channel)?;
    let m = d.world.message(channel, id).ok().filter(|m| m.is_public()).ok_or(error::UNKNOWN_MESSAGE)?;
    if m.author != by && bits & p::MANAGE_MESSAGES == 0 {
        return Err(error::MISSING_PERMISSIONS);
    }
    let (author, guild) = (m.author, m.guild);
    if let Some(guild) = guild.filter(|_| author != by) {
        let options = json!({ "channel_id": channel, "count": "1" });
        audit::log_with(d, By::User(by), guild, action::MESSAGE_DELETE, Some(author), options);
    }
    remove(d, channel, id);
    Ok(())
}

pub fn remove(d: &mut Deed, channel: Id, id: Id) {
    let Ok(m) = d.world.message(channel, id).cloned() else { return };
    d.put(Op::MessageGone(channel, id));
    publish(d, &m, "MESSAGE_DELETE");
}

pub fn bulk_delete(d: &mut Deed, by: Id, channel: Id, ids: &[Id]) -> Result<(), Failure> {
    let (place, _) = By::User(by).need(d.world, channel, p::MANAGE_MESSAGES)?;
    let Some(guild) = place.guild else { return Err(error::WRONG_CHANNEL_TYPE) };
    if !(2..=100).contains(&ids.len()) {
        return Err(error::BULK_COUNT);
    }
    let horizon = Id::first_at(d.now.saturating_sub(BULK_WINDOW));
    if ids.iter().any(|id| *id < horizon) {
        return Err(error::TOO_OLD_FOR_BULK);
    }
    let known: Vec<Id> =
        ids.iter().copied().filter(|id| d.world.message(channel, *id).is_ok_and(Message::is_public)).collect();
    for id in &known {
        d.put(Op::MessageGone(channel, *id));
    }
    if !known.is_empty() {
        let options = json!({ "count": known.len().to_string() });
        audit::log_with(d, By::User(by), guild, action::MESSAGES_DELETE, Some(channel), options);
        d.tell(
            "MESSAGE_DELETE_BULK",
            To::Channel(channel),
            json!({ "ids": known, "channel_id": channel, "guild_id": guild }),
        );
    }
    Ok(())
}

/// What of a channel's messages is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page {
    pub before: Option<Id>,
    pub after: Option<Id>,
    pub around: Option<Id>,
    pub limit: usize,
}

/// Newest first; ephemeral ones only for `person`. Who may not read the history gets nothing.
pub fn page<'a>(
    world: &'a World,
    by: By,
    channel: Id,
    page: Page,
    person: Option<Id>,
) -> Result<Vec<&'a Message>, Failure> {
    let (_, bits) = by.look(world, channel)?;
    if bits & p::READ_HISTORY == 0 {
        return Ok(Vec::new());
    }
    let all = &world.room(channel)?.messages;
    let shown = |m: &&'a Message| m.is_public() || person.is_some() && m.only_for == person;
    let mut found: Vec<&Message> = if let Some(id) = page.around {
        let half = page.limit / 2;
        let older: Vec<_> = all.range(..id).rev().map(|(_, m)| m).filter(shown).take(half).collect();
        let newer = all.range(id..).map(|(_, m)| m).filter(shown).take(page.limit - half.min(older.len()));
        older.into_iter().chain(newer).collect()
    } else if let Some(id) = page.after {
        all.range((Excluded(id), Unbounded)).map(|(_, m)| m).filter(shown).take(page.limit).collect()
    } else {
        let before = page.before.unwrap_or(Id(u64::MAX));
        all.range(..before).rev().map(|(_, m)| m).filter(shown).take(page.limit).collect()
    };
    found.sort_by_key(|m| std::cmp::Reverse(m.id));
    Ok(found)
}
