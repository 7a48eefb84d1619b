//! Reactions: one's own, another's, all of an emoji, all of a message.

use serde_json::{Value, json};

use super::pin::public;
use super::{By, thread};
use crate::error::{self, Failure};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::permission as p;
use crate::show;
use crate::world::{Message, Op, Reaction, World};

pub fn react(d: &mut Deed, by: Id, channel: Id, id: Id, emoji: &str, held: bool) -> Result<(), Failure> {
    let (_, bits) = By::User(by).need(d.world, channel, p::READ_HISTORY)?;
    thread::is_awake(d.world, channel)?;
    if !held {
        public(d.world, channel, id)?;
        return take(d, channel, id, emoji, by);
    }
    let mut m = public(d.world, channel, id)?.clone();
    if emoji.is_empty() || emoji.is_ascii() && !emoji.contains(':') {
        return Err(error::UNKNOWN_EMOJI);
    }
    match m.reactions.iter().position(|r| r.emoji == emoji) {
        None if bits & p::ADD_REACTIONS == 0 => return Err(error::MISSING_PERMISSIONS),
        None if m.reactions.len() >= 20 => return Err(error::TOO_MANY_REACTIONS),
        None => m.reactions.push(Reaction { emoji: emoji.into(), users: vec![by] }),
        Some(n) if !m.reactions[n].users.contains(&by) => m.reactions[n].users.push(by),
        Some(_) => return Ok(()),
    }
    changed(d, m, emoji, by, true);
    Ok(())
}

/// The user's own goes; none is no fault.
fn take(d: &mut Deed, channel: Id, id: Id, emoji: &str, user: Id) -> Result<(), Failure> {
    let mut m = d.world.message(channel, id)?.clone();
    let Some(found) = m.reactions.iter_mut().find(|r| r.emoji == emoji && r.users.contains(&user)) else {
        return Ok(());
    };
    found.users.retain(|u| *u != user);
    m.reactions.retain(|r| !r.users.is_empty());
    changed(d, m, emoji, user, false);
    Ok(())
}

fn changed(d: &mut Deed, m: Message, emoji: &str, by: Id, held: bool) {
    let (channel, id, guild) = (m.channel, m.id, m.guild);
    let mut event = json!({
        "user_id": by, "channel_id": channel, "message_id": id, "emoji": show::emoji(emoji),
        "message_author_id": m.author, "burst": false, "type": 0,
    });
    if let Some(house) = guild.and_then(|g| d.world.guilds.get(&g)) {
        event["guild_id"] = json!(house.guild.id);
        if let Some(member) = house.members.get(&by).filter(|_| held) {
            event["member"] = show::member(d.world, member);
        }
    }
    d.put(Op::Message(Box::new(m)));
    d.tell(if held { "MESSAGE_REACTION_ADD" } else { "MESSAGE_REACTION_REMOVE" }, To::Channel(channel), event);
}

/// Takes another's away.
pub fn remove(d: &mut Deed, by: Id, channel: Id, id: Id, emoji: &str, user: Id) -> Result<(), Failure> {
    if by != user {
        By::User(by).need(d.world, channel, p::MANAGE_MESSAGES)?;
    }
    let held = public(d.world, channel, id)?.reactions.iter().any(|r| r.emoji == emoji && r.users.contains(&user));
    if !held {
        return Err(error::UNKNOWN_EMOJI);
    }
    take(d, channel, id, emoji, user)
}

/// All of one emoji, or all there are.
pub fn clear(d: &mut Deed, by: Id, channel: Id, id: Id, emoji: Option<&str>) -> Result<(), Failure> {
    let (place, _) = By::User(by).need(d.world, channel, p::MANAGE_MESSAGES)?;
    let guild = place.guild;
    thread::is_awake(d.world, channel)?;
    let mut m = public(d.world, channel, id)?.clone();
    let mut event = json!({ "channel_id": channel, "message_id": id });
    if let Some(guild) = guild {
        event["guild_id"] = json!(guild);
    }
    let before = m.reactions.len();
    m.reactions.retain(|r| emoji.is_some_and(|e| r.emoji != e));
    if let Some(emoji) = emoji {
        if m.reactions.len() == before {
            return Err(error::UNKNOWN_EMOJI);
        }
        event["emoji"] = show::emoji(emoji);
    }
    d.put(Op::Message(Box::new(m)));
    let kind = if emoji.is_some() { "MESSAGE_REACTION_REMOVE_EMOJI" } else { "MESSAGE_REACTION_REMOVE_ALL" };
    d.tell(kind, To::Channel(channel), event);
    Ok(())
}

/// Who reacted with it, by id.
pub fn users(
    world: &World,
    by: Id,
    channel: Id,
    id: Id,
    emoji: &str,
    page: (Id, usize),
) -> Result<Vec<Value>, Failure> {
    By::User(by).need(world, channel, p::READ_HISTORY)?;
    let found = public(world, channel, id)?.reactions.iter().find(|r| r.emoji == emoji);
    let mut users: Vec<Id> = found.ok_or(error::UNKNOWN_EMOJI)?.users.clone();
    users.sort_unstable();
    let (after, limit) = page;
    Ok(users.into_iter().filter(|u| *u > after).take(limit).map(|u| show::user_or_gone(world, u)).collect())
}
