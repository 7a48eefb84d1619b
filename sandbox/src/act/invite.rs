//! Invites: making them, taking them back, coming in by one.

use serde_json::{Value, json};

use super::{By, audit};
use crate::cdn;
use crate::clock::iso;
use crate::error::{self, Failure};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::limits;
use crate::permission as p;
use crate::show;
use crate::world::{Invite, Op, World, action};

/// Unless it asks to be unique, one alike that is good still serves again.
pub fn create(d: &mut Deed, by: Id, channel: Id, body: &Value) -> Result<Invite, Failure> {
    let (place, _) = By::User(by).need(d.world, channel, p::CREATE_INVITE)?;
    let Some(guild) = place.guild.filter(|_| place.thread.is_none()) else { return Err(error::WRONG_CHANNEL_TYPE) };
    limits::invite(body)?;
    let (max_age, max_uses) = (body["max_age"].as_u64().unwrap_or(86_400), body["max_uses"].as_u64().unwrap_or(0));
    let temporary = body["temporary"] == json!(true);
    let all = d.world.invites.values().filter(|i| i.guild == guild);
    let alike = |i: &&Invite| {
        let same = (i.channel, i.inviter, i.max_age, i.max_uses) == (channel, by, max_age, max_uses);
        same && i.temporary == temporary && i.is_good(d.now)
    };
    if let Some(known) = all.clone().find(alike).filter(|_| body["unique"] != json!(true)) {
        return Ok(known.clone());
    }
    if all.filter(|i| i.is_good(d.now)).count() >= limits::INVITES {
        return Err(error::TOO_MANY_INVITES);
    }
    let code = cdn::random(6);
    let made = Invite { code, guild, channel, inviter: by, created: d.now, max_age, max_uses, uses: 0, temporary };
    d.put(Op::Invite(made.clone()));
    audit::log(d, By::User(by), guild, action::INVITE_CREATE, None);
    let event = json!({
        "channel_id": channel, "guild_id": guild, "code": made.code, "created_at": iso(d.now), "max_age": max_age,
        "max_uses": max_uses, "temporary": temporary, "uses": 0, "inviter": show::user_or_gone(d.world, by),
        "expires_at": made.expires().map(iso), "type": 0,
    });
    d.tell("INVITE_CREATE", To::Channel(channel), event);
    Ok(made)
}

pub fn of(world: &World, code: &str, now: u64) -> Result<Invite, Failure> {
    world.invites.get(code).filter(|i| i.is_good(now)).cloned().ok_or(error::UNKNOWN_INVITE)
}

/// Where channels are managed, or the guild is.
pub fn delete(d: &mut Deed, by: Id, code: &str) -> Result<Invite, Failure> {
    let found = of(d.world, code, d.now)?;
    let in_guild = By::User(by).in_guild(d.world, found.guild)?;
    if in_guild & p::MANAGE_GUILD == 0 {
        By::User(by).need(d.world, found.channel, p::MANAGE_CHANNELS)?;
    }
    d.put(Op::InviteGone(code.to_owned()));
    audit::log(d, By::User(by), found.guild, action::INVITE_DELETE, None);
    let event = json!({ "channel_id": found.channel, "guild_id": found.guild, "code": code });
    d.tell("INVITE_DELETE", To::Channel(found.channel), event);
    Ok(found)
}

/// Counts one who comes in by it.
pub fn used(d: &mut Deed, code: &str, guild: Id) -> Result<(), Failure> {
    let found = of(d.world, code, d.now)?;
    if found.guild != guild {
        return Err(error::UNKNOWN_INVITE);
    }
    d.put(Op::Invite(Invite { uses: found.uses + 1, ..found }));
    Ok(())
}
