//! A thread's own fields, its end, its sleep and its waking.

use serde_json::{Value, json};

use super::{AUTO_ARCHIVE, note, of, tags};
use crate::act::{By, audit, channel};
use crate::error::{self, Failure};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::limits;
use crate::permission as p;
use crate::show;
use crate::world::{Channel, Message, Op, Thread, World, action, message_kind};

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
        next.renames = channel::renamed(&old.renames, d.now, d.world.settings.rename_window_ms)?;
    }
    let new_tags = match (&body["applied_tags"], old.parent.and_then(|id| d.world.channel(id).ok())) {
        (Value::Null, _) | (_, None) => thread.tags.clone(),
        (wish, Some(forum)) => tags(forum, wish)?,
    };
    let changed = Thread { tags: new_tags, ..turned(thread, body, d.now) };
    next.thread = Some(changed);
    update(d, by, &old, &next);
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

fn update(d: &mut Deed, by: By, old: &Channel, next: &Channel) {
    let id = next.id;
    let before = show::channel(d.world, old);
    d.put(Op::Channel(next.clone()));
    let shown = show::channel(d.world, next);
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
        update(d, By::User(m.author), &old, &next);
    }
    if !inside && m.guise.is_none() && d.world.users.contains_key(&m.author) {
        super::member::enter(d, m.channel, m.author);
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
