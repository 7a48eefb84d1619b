//! Threads and a forum's posts: starting, changing, entering, leaving, falling asleep and waking.

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
    Channel, Message, Op, Reference, Thread, ThreadMember, World, action, channel_kind as kind, flag, message_kind,
};

/// How many may be awake in a guild at once.
const ACTIVE: usize = 1000;
/// How many may be in one.
const PARTICIPANTS: usize = 1000;
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

/// Its own fields. Who made it may name it and put it to sleep; the rest is for those who manage threads.
pub fn patch(d: &mut Deed, by: By, id: Id, body: &Value) -> Result<Channel, Failure> {
    let (place, bits) = by.look(d.world, id)?;
    let (old, thread) = (place.clone(), of(place)?.clone());
    limits::thread(body, false)?;
    let manages = bits & p::MANAGE_THREADS != 0;
    let owns = matches!(by, By::User(user) if user == thread.owner);
    let names = |map: &serde_json::Map<String, Value>, known: &[&str]| map.keys().all(|k| known.contains(&k.as_str()));
    let of_owner =
        ["name", "archived", "auto_archive_duration", "rate_limit_per_user", "applied_tags", "invitable", "locked"];
    let wakes = body.as_object().is_some_and(|map| names(map, &["archived"])) && body["archived"] == json!(false);
    let may = manages
        || owns && !thread.locked && body.as_object().is_some_and(|map| names(map, &of_owner))
        || wakes && !thread.locked && bits & p::SEND_MESSAGES != 0;
    if !may {
        return Err(if thread.locked { error::LOCKED } else { error::MISSING_PERMISSIONS });
    }
    let only = |known: &[&str]| body.as_object().is_some_and(|map| names(map, known));
    if thread.archived && body["archived"] != json!(false) && !only(&["archived", "locked", "flags"]) {
        return Err(error::ARCHIVED);
    }
    let mut next = old.clone();
    if let Some(name) = body["name"].as_str() {
        name.trim().clone_into(&mut next.name);
    }
    if let Some(slow) = body["rate_limit_per_user"].as_u64() {
        next.slowmode = u32::try_from(slow).unwrap_or(0);
    }
    if let Some(flags) = body["flags"].as_u64() {
        next.flags = flags & 1 << 1;
    }
    if matches!(by, By::User(_)) && next.name != old.name {
        next.renames = super::channel::renamed(&old.renames, d.now, d.world.settings.rename_window_ms)?;
    }
    let new_tags = match (&body["applied_tags"], old.parent.and_then(|id| d.world.channel(id).ok())) {
        (Value::Null, _) | (_, None) => thread.tags.clone(),
        (wish, Some(forum)) => tags(forum, wish)?,
    };
    let changed = Thread { tags: new_tags, ..turned(thread, body, d.now) };
    next.thread = Some(changed);
    update(d, by, &old, next.clone());
    if next.name != old.name {
        let user = if let By::User(user) = by { user } else { of(&next)?.owner };
        note(d, user, id, message_kind::RENAMED, &next.name, None)?;
    }
    d.world.channel(id).cloned()
}

fn turned(mut thread: Thread, body: &Value, now: u64) -> Thread {
    if let Some(archived) = body["archived"].as_bool().filter(|a| *a != thread.archived) {
        thread.archived = archived;
        thread.turned = now;
    }
    if let Some(locked) = body["locked"].as_bool() {
        thread.locked = locked;
    }
    if let Some(invitable) = body["invitable"].as_bool() {
        thread.invitable = invitable;
    }
    if let Some(minutes) = body["auto_archive_duration"].as_u64() {
        thread.auto_archive = u32::try_from(minutes).unwrap_or(AUTO_ARCHIVE);
    }
    thread
}

fn update(d: &mut Deed, by: By, old: &Channel, next: Channel) {
    let id = next.id;
    let before = show::channel(d.world, old);
    d.put(Op::Channel(next.clone()));
    let shown = show::channel(d.world, &next);
    if let Some(guild) = next.guild {
        audit::log_change(d, by, guild, action::THREAD_UPDATE, id, [&before, &shown]);
    }
    d.tell("THREAD_UPDATE", To::Channel(id), shown);
}

/// Gone with all that was said in it.
pub fn delete(d: &mut Deed, by: By, id: Id) -> Result<Channel, Failure> {
    let (place, _) = by.need(d.world, id, p::MANAGE_THREADS)?;
    let place = place.clone();
    let shown = show::channel(d.world, &place);
    let gone = json!({ "id": id, "guild_id": place.guild, "parent_id": place.parent, "type": place.kind });
    let Some(guild) = place.guild else { return Err(error::WRONG_CHANNEL_TYPE) };
    let seeing = d.world.house(guild)?.members.keys().copied().filter(|u| d.world.sees(*u, &place)).collect();
    d.put(Op::ChannelGone(id));
    audit::log_change(d, by, guild, action::THREAD_DELETE, id, [&shown, &Value::Null]);
    d.tell("THREAD_DELETE", To::Those(guild, seeing), gone);
    Ok(place)
}

/// Enters, or is brought in by another.
pub fn add(d: &mut Deed, by: Id, id: Id, user: Id) -> Result<(), Failure> {
    let (place, bits) = By::User(by).look(d.world, id)?;
    let (place, thread) = (place.clone(), of(place)?.clone());
    if thread.archived {
        return Err(error::ARCHIVED);
    }
    let guild = place.guild.ok_or(error::WRONG_CHANNEL_TYPE)?;
    if !d.world.house(guild)?.members.contains_key(&user) {
        return Err(error::UNKNOWN_MEMBER);
    }
    let open = place.kind != kind::PRIVATE_THREAD || thread.invitable || thread.owner == by;
    if by != user && (bits & p::SEND_MESSAGES == 0 || !open && bits & p::MANAGE_THREADS == 0) {
        return Err(error::MISSING_PERMISSIONS);
    }
    if thread.has(user) {
        return Ok(());
    }
    if thread.members.len() >= PARTICIPANTS {
        return Err(error::TOO_MANY_IN_THREAD);
    }
    enter(d, id, user);
    if by != user {
        let body = json!({ "content": "" });
        let post =
            Post { channel: id, author: by, kind: message_kind::RECIPIENT_ADDED, body: Some(&body), ..Post::default() };
        let mut said = message::build(d, post)?;
        said.mentions = vec![user];
        d.put(Op::Message(Box::new(said.clone())));
        message::publish(d, &said, "MESSAGE_CREATE");
    }
    Ok(())
}

/// Puts the user in and tells.
fn enter(d: &mut Deed, id: Id, user: Id) {
    let Ok(mut place) = d.world.channel(id).cloned() else { return };
    let Some(guild) = place.guild else { return };
    let saw = d.world.sees(user, &place);
    let member = ThreadMember { user, joined: d.now };
    if let Some(thread) = &mut place.thread {
        thread.members.push(member);
    }
    d.put(Op::Channel(place.clone()));
    if !saw {
        let shown = show::channel(d.world, &place);
        let bot = d.world.application_of(user).is_some();
        d.tell("THREAD_CREATE", if bot { To::Bot(user) } else { To::Person(user) }, shown);
    }
    members_changed(d, guild, &place, Some(member), None);
}

fn members_changed(d: &mut Deed, guild: Id, place: &Channel, added: Option<ThreadMember>, removed: Option<Id>) {
    let count = place.thread.as_ref().map_or(0, |t| t.members.len().min(50));
    let mut event = json!({ "id": place.id, "guild_id": guild, "member_count": count });
    if let Some(m) = added {
        let mut shown = show::thread_member(place.id, &m);
        if let Some(member) = d.world.guilds.get(&guild).and_then(|h| h.members.get(&m.user)) {
            shown["member"] = show::member(d.world, member);
        }
        shown["presence"] = Value::Null;
        event["added_members"] = json!([shown]);
    }
    if let Some(user) = removed {
        event["removed_member_ids"] = json!([user]);
    }
    d.tell("THREAD_MEMBERS_UPDATE", To::Channel(place.id), event.clone());
    if let Some(user) = removed.filter(|u| !d.world.sees(*u, place) && d.world.application_of(*u).is_some()) {
        d.tell("THREAD_MEMBERS_UPDATE", To::Bot(user), event);
    }
}

/// Leaves, or is put out by who manages threads (or made this private one).
pub fn remove(d: &mut Deed, by: Id, id: Id, user: Id) -> Result<(), Failure> {
    let (place, bits) = By::User(by).look(d.world, id)?;
    let (mut place, mut thread) = (place.clone(), of(place)?.clone());
    if thread.archived {
        return Err(error::ARCHIVED);
    }
    let owns = place.kind == kind::PRIVATE_THREAD && thread.owner == by;
    if by != user && !owns && bits & p::MANAGE_THREADS == 0 {
        return Err(error::MISSING_PERMISSIONS);
    }
    if !thread.has(user) {
        return Err(error::UNKNOWN_MEMBER);
    }
    thread.members.retain(|m| m.user != user);
    place.thread = Some(thread);
    d.put(Op::Channel(place.clone()));
    if let Some(guild) = place.guild {
        members_changed(d, guild, &place, None, Some(user));
    }
    Ok(())
}

/// Whether something may be said in it by who holds these bits.
pub fn may_speak(place: &Channel, bits: u64) -> Result<(), Failure> {
    match &place.thread {
        Some(thread) if thread.locked && bits & p::MANAGE_THREADS == 0 => Err(error::LOCKED),
        _ => Ok(()),
    }
}

/// What sleeps may be read and spoken in, not changed.
pub fn is_awake(world: &World, channel: Id) -> Result<(), Failure> {
    let asleep = world.channel(channel)?.thread.as_ref().is_some_and(|t| t.archived);
    if asleep { Err(error::ARCHIVED) } else { Ok(()) }
}

/// What is said wakes the thread and brings its author in.
pub fn heard(d: &mut Deed, m: &Message) {
    let Ok(place) = d.world.channel(m.channel) else { return };
    let Some(thread) = &place.thread else { return };
    let (old, asleep, inside) = (place.clone(), thread.archived, thread.has(m.author));
    if asleep {
        let mut next = old.clone();
        next.thread = next.thread.map(|t| Thread { archived: false, turned: d.now, ..t });
        update(d, By::User(m.author), &old, next);
    }
    if !inside && m.guise.is_none() && d.world.users.contains_key(&m.author) {
        enter(d, m.channel, m.author);
    }
}

/// Puts to sleep what was silent for as long as it may be.
pub fn sweep(d: &mut Deed) {
    let now = d.now;
    let all = d.world.guilds.values().flat_map(|h| &h.threads).filter_map(|id| d.world.rooms.get(id));
    let idle: Vec<Channel> =
        all.map(|room| &room.channel).filter(|c| c.thread.as_ref().is_some_and(|t| t.is_idle(now))).cloned().collect();
    for mut place in idle {
        let id = place.id;
        place.thread = place.thread.map(|t| Thread { archived: true, turned: now, ..t });
        d.put(Op::Channel(place.clone()));
        let shown = show::channel(d.world, &place);
        d.tell("THREAD_UPDATE", To::Channel(id), shown);
    }
}
