//! Who is in a thread: entering, being brought in, leaving.

use serde_json::{Value, json};

use super::of;
use crate::act::By;
use crate::act::message::{self, Post};
use crate::error::{self, Failure};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::permission as p;
use crate::show;
use crate::world::{Channel, Op, ThreadMember, channel_kind as kind, message_kind};

/// How many may be in one.
const PARTICIPANTS: usize = 1000;

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
pub(super) fn enter(d: &mut Deed, id: Id, user: Id) {
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
    if d.world.application_of(user).is_some() {
        let mut own = show::thread_member(id, &member);
        own["guild_id"] = json!(guild);
        d.tell("THREAD_MEMBER_UPDATE", To::Bot(user), own);
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
