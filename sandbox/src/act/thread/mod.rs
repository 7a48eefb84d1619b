//! Threads and a forum's posts: starting them. How they change and fall asleep is `change`'s affair, who is in them
//! `member`'s.

mod change;
mod member;

pub use change::{delete, heard, is_awake, may_speak, patch, sweep};
pub use member::{add, remove};

use serde_json::{Value, json};

use super::message::{self, Post, Upload};
use super::{By, audit};
use crate::error::{self, Failure, invalid};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::limits;
use crate::permission as p;
use crate::show;
use crate::world::{
    Channel, Message, Op, Reference, Thread, ThreadMember, action, channel_kind as kind, flag, message_kind,
};

/// How many may be awake in a guild at once.
const ACTIVE: usize = 1000;
/// Three days, where neither the thread nor its channel says otherwise.
const AUTO_ARCHIVE: u32 = 4320;

/// A thread of a channel, or a post in a forum (then with its first message).
pub fn start(
    d: &mut Deed,
    by: Id,
    parent: Id,
    body: &Value,
    uploads: &[Upload],
) -> Result<(Channel, Option<Message>), Failure> {
    let (place, bits) = By::User(by).look(d.world, parent)?;
    let place = place.clone();
    if place.kind == kind::FORUM {
        return post(d, by, &place, bits, body, uploads);
    }
    let kind = match (place.kind, body["type"].as_u64()) {
        (kind::TEXT, Some(12) | None) => kind::PRIVATE_THREAD,
        (kind::TEXT, Some(11)) => kind::PUBLIC_THREAD,
        (kind::ANNOUNCEMENT, Some(10) | None) => kind::ANNOUNCEMENT_THREAD,
        _ => return Err(error::WRONG_CHANNEL_TYPE),
    };
    let wanted = if kind == kind::PRIVATE_THREAD { p::CREATE_PRIVATE_THREADS } else { p::CREATE_PUBLIC_THREADS };
    if bits & wanted == 0 {
        return Err(error::MISSING_PERMISSIONS);
    }
    let id = d.id();
    let thread = make(d, by, &place, id, kind, body)?;
    if kind != kind::PRIVATE_THREAD {
        let reference = Some(Reference { channel: id, message: Id(0) });
        note(d, by, parent, message_kind::THREAD_CREATED, &thread.name, reference)?;
    }
    Ok((thread, None))
}

/// A thread that hangs on a message and bears its id.
pub fn start_on(d: &mut Deed, by: Id, parent: Id, message: Id, body: &Value) -> Result<Channel, Failure> {
    let (place, _) = By::User(by).need(d.world, parent, p::CREATE_PUBLIC_THREADS | p::READ_HISTORY)?;
    let place = place.clone();
    let kind = match place.kind {
        kind::TEXT => kind::PUBLIC_THREAD,
        kind::ANNOUNCEMENT => kind::ANNOUNCEMENT_THREAD,
        _ => return Err(error::WRONG_CHANNEL_TYPE),
    };
    let found = d.world.message(parent, message).ok().filter(|m| m.is_public()).ok_or(error::UNKNOWN_MESSAGE)?;
    let mut from = found.clone();
    if d.world.rooms.contains_key(&message) {
        return Err(error::THREAD_EXISTS);
    }
    let thread = make(d, by, &place, message, kind, body)?;
    from.flags |= flag::HAS_THREAD;
    d.put(Op::Message(Box::new(from.clone())));
    message::publish(d, &from, "MESSAGE_UPDATE");
    let reference = Some(Reference { channel: parent, message });
    note(d, by, message, message_kind::THREAD_STARTER, "", reference)?;
    Ok(thread)
}

fn post(
    d: &mut Deed,
    by: Id,
    forum: &Channel,
    bits: u64,
    body: &Value,
    uploads: &[Upload],
) -> Result<(Channel, Option<Message>), Failure> {
    if bits & p::SEND_MESSAGES == 0 {
        return Err(error::MISSING_PERMISSIONS);
    }
    if body["message"].is_null() {
        return Err(invalid("message", "BASE_TYPE_REQUIRED", "This field is required"));
    }
    limits::message(&body["message"], body["message"]["flags"].as_u64().unwrap_or(0))?;
    let id = d.id();
    let thread = make(d, by, forum, id, kind::PUBLIC_THREAD, body)?;
    let application = d.world.application_of(by).map(|a| a.id);
    let first = Post {
        id: Some(id),
        channel: id,
        author: by,
        body: Some(&body["message"]),
        uploads,
        application,
        ..Post::default()
    };
    let made = message::build(d, first);
    if made.is_err() {
        d.put(Op::ChannelGone(id));
    }
    let made = made?;
    message::publish(d, &made, "MESSAGE_CREATE");
    let thread = d.world.channel(thread.id)?.clone();
    Ok((thread, Some(made)))
}

/// A post of a webhook's, which needs no permission.
pub fn post_by_webhook(d: &mut Deed, owner: Id, forum: &Channel, name: &str, tags: &Value) -> Result<Channel, Failure> {
    let id = d.id();
    make(d, owner, forum, id, kind::PUBLIC_THREAD, &json!({ "name": name, "applied_tags": tags }))
}

fn make(d: &mut Deed, by: Id, parent: &Channel, id: Id, kind: u8, body: &Value) -> Result<Channel, Failure> {
    limits::thread(body, true)?;
    let Some(guild) = parent.guild else { return Err(error::WRONG_CHANNEL_TYPE) };
    let awake = d.world.threads(guild, None).filter(|c| c.thread.as_ref().is_some_and(|t| !t.archived)).count();
    if awake >= ACTIVE {
        return Err(error::TOO_MANY_THREADS);
    }
    let tags = tags(parent, &body["applied_tags"])?;
    let asked = body["auto_archive_duration"].as_u64().and_then(|n| u32::try_from(n).ok());
    let thread = Thread {
        owner: by,
        invitable: body["invitable"].as_bool().unwrap_or(true),
        auto_archive: asked.or(parent.default_auto_archive).unwrap_or(AUTO_ARCHIVE),
        created: d.now,
        turned: d.now,
        active: d.now,
        members: if d.world.users.contains_key(&by) {
            vec![ThreadMember { user: by, joined: d.now }]
        } else {
            Vec::new()
        },
        tags,
        ..Thread::default()
    };
    let channel = Channel {
        id,
        kind,
        guild: Some(guild),
        name: body["name"].as_str().unwrap_or_default().trim().to_owned(),
        parent: Some(parent.id),
        slowmode: body["rate_limit_per_user"].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
        thread: Some(thread),
        ..Channel::default()
    };
    d.put(Op::Channel(channel.clone()));
    let mut shown = show::channel(d.world, &channel);
    audit::log_change(d, By::User(by), guild, action::THREAD_CREATE, id, [&Value::Null, &shown]);
    shown["newly_created"] = json!(true);
    d.tell("THREAD_CREATE", To::Channel(id), shown);
    Ok(channel)
}

/// Those of the forum's tags that the body names.
fn tags(forum: &Channel, wish: &Value) -> Result<Vec<Id>, Failure> {
    let wished: Vec<Id> = wish.as_array().into_iter().flatten().map(Id::of).collect();
    if wished.iter().any(|id| !forum.tags.iter().any(|t| t.id == *id)) {
        return Err(invalid("applied_tags", "FORUM_TAG_UNKNOWN", "Unknown tag"));
    }
    if wished.is_empty() && forum.kind == kind::FORUM && forum.flags & 1 << 4 != 0 {
        return Err(error::TAG_NEEDED);
    }
    Ok(wished)
}

/// A message of the system's own.
fn note(d: &mut Deed, by: Id, channel: Id, kind: u8, words: &str, reference: Option<Reference>) -> Result<(), Failure> {
    let body = json!({ "content": words });
    let post = Post { channel, author: by, kind, reference, body: Some(&body), ..Post::default() };
    let said = message::build(d, post)?;
    message::publish(d, &said, "MESSAGE_CREATE");
    Ok(())
}

fn of(place: &Channel) -> Result<&Thread, Failure> {
    place.thread.as_ref().ok_or(error::WRONG_CHANNEL_TYPE)
}
