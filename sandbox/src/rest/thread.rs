//! Threads, their members, and those that sleep.

use serde_json::{Value, json};

use super::guild::house;
use super::{Answer, Call};
use crate::act::{By, thread};
use crate::clock::parse_iso;
use crate::error::{self, Failure};
use crate::hub::Deed;
use crate::id::Id;
use crate::permission as p;
use crate::show;
use crate::world::{Channel, World, channel_kind as kind};

pub fn start(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let (made, first) = thread::start(d, call.bot()?, call.id(0)?, &call.body, &call.uploads)?;
    let mut shown = show::channel(d.world, &made);
    if let Some(first) = first {
        shown["message"] = show::rest_message(d.world, &first, d.now);
    }
    Answer::made(shown)
}

pub fn start_on(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let made = thread::start_on(d, call.bot()?, call.id(0)?, call.id(1)?, &call.body)?;
    Answer::made(show::channel(d.world, &made))
}

pub fn join(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let me = call.bot()?;
    thread::add(d, me, call.id(0)?, me)?;
    Answer::nothing()
}

pub fn leave(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let me = call.bot()?;
    thread::remove(d, me, call.id(0)?, me)?;
    Answer::nothing()
}

pub fn add(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    thread::add(d, call.bot()?, call.id(0)?, call.id(1)?)?;
    Answer::nothing()
}

pub fn remove(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    thread::remove(d, call.bot()?, call.id(0)?, call.id(1)?)?;
    Answer::nothing()
}

fn shown_member(world: &World, c: &Channel, m: &crate::world::ThreadMember, whole: bool) -> Value {
    let mut shown = show::thread_member(c.id, m);
    let member = c.guild.and_then(|g| world.guilds.get(&g)).and_then(|h| h.members.get(&m.user));
    if let Some(member) = member.filter(|_| whole) {
        shown["member"] = show::member(world, member);
    }
    shown
}

/// Only with the members intent granted, as on Discord.
pub fn members(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    if !d.world.settings.intents_granted.members {
        return Err(error::MISSING_ACCESS);
    }
    let (limit, after) = (call.limit(100, 100)?, call.query_id("after")?.unwrap_or_default());
    let (place, _) = By::User(call.bot()?).look(d.world, call.id(0)?)?;
    let thread = place.thread.as_ref().ok_or(error::WRONG_CHANNEL_TYPE)?;
    let mut all: Vec<_> = thread.members.iter().filter(|m| m.user > after).collect();
    all.sort_by_key(|m| m.user);
    let whole = call.flag("with_member");
    let limit = if whole { limit } else { usize::MAX };
    Answer::ok(all.into_iter().take(limit).map(|m| shown_member(d.world, place, m, whole)).collect())
}

pub fn member(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let (place, _) = By::User(call.bot()?).look(d.world, call.id(0)?)?;
    let thread = place.thread.as_ref().ok_or(error::WRONG_CHANNEL_TYPE)?;
    let user = call.id(1)?;
    let found = thread.members.iter().find(|m| m.user == user).ok_or(error::UNKNOWN_MEMBER)?;
    Answer::ok(shown_member(d.world, place, found, call.flag("with_member")))
}

fn listed(d: &Deed, me: Id, found: &[&Channel], has_more: bool) -> Value {
    let own = |c: &&Channel| {
        let member = c.thread.as_ref()?.members.iter().find(|m| m.user == me)?;
        Some(show::thread_member(c.id, member))
    };
    json!({
        "threads": found.iter().map(|c| show::channel(d.world, c)).collect::<Vec<_>>(),
        "members": found.iter().filter_map(own).collect::<Vec<_>>(),
        "has_more": has_more,
    })
}

pub fn active(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let (guild, me) = (house(d, call)?.guild.id, call.bot()?);
    let awake = |c: &&Channel| c.thread.as_ref().is_some_and(|t| !t.archived);
    let mut found: Vec<&Channel> = d.world.threads(guild, None).filter(awake).filter(|c| d.world.sees(me, c)).collect();
    found.sort_by_key(|c| std::cmp::Reverse(c.id));
    Answer::ok(listed(d, me, &found, false))
}

/// The sleeping ones of a channel, the last to fall asleep first.
fn archived(d: &Deed, call: &Call, wanted: impl Fn(&Channel) -> bool) -> Result<Value, Failure> {
    let me = call.bot()?;
    let (place, _) = By::User(me).need(d.world, call.id(0)?, p::READ_HISTORY)?;
    let guild = place.guild.ok_or(error::WRONG_CHANNEL_TYPE)?;
    let limit = call.limit(50, 100)?;
    let before = call.query.get("before").and_then(|t| parse_iso(t)).unwrap_or(u64::MAX);
    let turned = |c: &Channel| c.thread.as_ref().filter(|t| t.archived).map(|t| t.turned);
    let fits = |c: &&Channel| turned(c).is_some_and(|at| at < before) && wanted(c);
    let mut found: Vec<&Channel> = d.world.threads(guild, Some(place.id)).filter(fits).collect();
    found.sort_by_key(|c| std::cmp::Reverse((turned(c), c.id)));
    let has_more = found.len() > limit;
    found.truncate(limit);
    Ok(listed(d, me, &found, has_more))
}

pub fn archived_public(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    Answer::ok(archived(d, call, |c| c.kind != kind::PRIVATE_THREAD)?)
}

pub fn archived_private(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    By::User(call.bot()?).need(d.world, call.id(0)?, p::MANAGE_THREADS)?;
    Answer::ok(archived(d, call, |c| c.kind == kind::PRIVATE_THREAD)?)
}

pub fn archived_mine(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let me = call.bot()?;
    let mine = |c: &Channel| c.kind == kind::PRIVATE_THREAD && c.thread.as_ref().is_some_and(|t| t.has(me));
    Answer::ok(archived(d, call, mine)?)
}
