//! Members: coming, going, their roles and names.

use serde_json::{Value, json};

use super::{By, audit};
use crate::clock::{Millis, iso, parse_iso};
use crate::error::{self, Failure, invalid};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::permission as p;
use crate::show;
use crate::world::{Member, Op, World, action};

/// The longest that somebody may be timed out.
const TIME_OUT: Millis = 28 * 24 * 3_600_000;

pub fn of(world: &World, guild: Id, user: Id) -> Result<&Member, Failure> {
    world.house(guild)?.members.get(&user).ok_or(error::UNKNOWN_MEMBER)
}

/// Gives or takes one role.
pub fn set_role(d: &mut Deed, by: By, guild: Id, user: Id, role: Id, held: bool) -> Result<(), Failure> {
    by.need_in_guild(d.world, guild, p::MANAGE_ROLES)?;
    let mut member = of(d.world, guild, user)?.clone();
    may_give(d.world, by, guild, role)?;
    if member.roles.contains(&role) == held {
        return Ok(());
    }
    let before = member.roles.clone();
    if held {
        member.roles.push(role);
    } else {
        member.roles.retain(|r| *r != role);
    }
    audit::log_roles(d, by, guild, user, &before, &member.roles);
    update(d, guild, member);
    Ok(())
}

fn may_give(world: &World, by: By, guild: Id, role: Id) -> Result<(), Failure> {
    let found = world.house(guild)?.roles.get(&role).ok_or(error::UNKNOWN_ROLE)?;
    if role == guild || found.managed && matches!(by, By::User(_)) {
        return Err(error::INVALID_ROLE);
    }
    by.above(world, guild, found.position)
}

/// `nick`, `roles` and `communication_disabled_until` of a member.
pub fn patch(d: &mut Deed, by: By, guild: Id, user: Id, body: &Value) -> Result<Member, Failure> {
    let bits = by.in_guild(d.world, guild)?;
    let mut member = of(d.world, guild, user)?.clone();
    let old = show::bare_member(&member);
    if let Some(nick) = body.get("nick") {
        let own = matches!(by, By::User(u) if u == user);
        let wanted = if own { p::CHANGE_NICKNAME } else { p::MANAGE_NICKNAMES };
        if bits & wanted == 0 {
            return Err(error::MISSING_PERMISSIONS);
        }
        member.nick = nick.as_str().filter(|n| !n.is_empty()).map(str::to_owned);
    }
    if body["roles"].is_array() {
        let mut wished: Vec<Id> = Vec::new();
        for id in Id::list(&body["roles"]) {
            if !wished.contains(&id) {
                wished.push(id);
            }
        }
        if bits & p::MANAGE_ROLES == 0 {
            return Err(error::MISSING_PERMISSIONS);
        }
        let changed = wished
            .iter()
            .filter(|r| !member.roles.contains(r))
            .chain(member.roles.iter().filter(|r| !wished.contains(r)));
        for role in changed {
            may_give(d.world, by, guild, *role)?;
        }
        let before = std::mem::replace(&mut member.roles, wished);
        audit::log_roles(d, by, guild, user, &before, &member.roles);
    }
    if let Some(until) = body.get("communication_disabled_until") {
        member.silent_until = time_out(d, by, guild, user, until)?;
    }
    let new = show::bare_member(&member);
    audit::log_change(d, by, guild, action::MEMBER_UPDATE, user, [&old, &new]);
    update(d, guild, member.clone());
    Ok(member)
}

/// Until when somebody is to be silent: four weeks at most, and nobody who is above or an administrator.
fn time_out(d: &Deed, by: By, guild: Id, user: Id, until: &Value) -> Result<Option<Millis>, Failure> {
    by.need_in_guild(d.world, guild, p::MODERATE_MEMBERS)?;
    let house = d.world.house(guild)?;
    by.above(d.world, guild, house.rank(user))?;
    if until.is_null() {
        return Ok(None);
    }
    let path = "communication_disabled_until";
    let Some(until) = until.as_str().and_then(parse_iso) else {
        return Err(invalid(path, "DATE_TIME_TYPE_PARSE", "Could not parse. Should be ISO8601."));
    };
    if until > d.now + TIME_OUT {
        return Err(invalid(path, "GUILD_MEMBER_TIMEOUT_TOO_LONG", "A time-out may last 28 days at most."));
    }
    if house.bits(user) & p::ADMINISTRATOR != 0 {
        return Err(error::MISSING_PERMISSIONS);
    }
    Ok(Some(until))
}

fn update(d: &mut Deed, guild: Id, member: Member) {
    let mut shown = show::member(d.world, &member);
    shown["guild_id"] = json!(guild);
    d.put(Op::Member(guild, member));
    d.tell("GUILD_MEMBER_UPDATE", To::Guild(guild), shown);
}

pub fn join(d: &mut Deed, guild: Id, user: Id) -> Result<Member, Failure> {
    d.world.user(user)?;
    if let Some(member) = d.world.house(guild)?.members.get(&user) {
        return Ok(member.clone());
    }
    if d.world.house(guild)?.bans.contains_key(&user) {
        return Err(error::BANNED);
    }
    let member = Member { user, nick: None, roles: Vec::new(), joined: d.now, silent_until: None };
    d.put(Op::Member(guild, member.clone()));
    let mut shown = show::member(d.world, &member);
    shown["guild_id"] = json!(guild);
    shown["joined_at"] = json!(iso(d.now));
    d.tell("GUILD_MEMBER_ADD", To::Guild(guild), shown);
    if d.world.application_of(user).is_some() {
        super::guild::introduce(d, guild, user);
    }
    Ok(member)
}

/// Leaves, or is put out (`by` a user, who must then be allowed to).
pub fn leave(d: &mut Deed, by: By, guild: Id, user: Id) -> Result<(), Failure> {
    if !matches!(by, By::User(u) if u == user) {
        by.need_in_guild(d.world, guild, p::KICK_MEMBERS)?;
        let rank = d.world.house(guild)?.rank(user);
        by.above(d.world, guild, rank)?;
        of(d.world, guild, user)?;
        if matches!(by, By::User(_)) {
            audit::log(d, by, guild, action::KICK, Some(user));
        }
    }
    of(d.world, guild, user)?;
    gone(d, guild, user);
    Ok(())
}

/// Takes the member out and tells.
fn gone(d: &mut Deed, guild: Id, user: Id) {
    let gone = json!({ "guild_id": guild, "user": show::user_or_gone(d.world, user) });
    d.put(Op::MemberGone(guild, user));
    d.tell("GUILD_MEMBER_REMOVE", To::Guild(guild), gone);
    if d.world.application_of(user).is_some() {
        d.tell("GUILD_DELETE", To::Bot(user), json!({ "id": guild }));
    }
}

/// Puts out and keeps out; what they said in the last `since` milliseconds goes with them.
pub fn ban(d: &mut Deed, by: By, guild: Id, user: Id, since: u64) -> Result<(), Failure> {
    by.need_in_guild(d.world, guild, p::BAN_MEMBERS)?;
    d.world.user(user)?;
    let house = d.world.house(guild)?;
    let inside = house.members.contains_key(&user);
    if inside || house.guild.owner_id == user {
        by.above(d.world, guild, house.rank(user))?;
    }
    let why = d.reason.clone();
    d.put(Op::Ban(guild, user, why));
    audit::log(d, by, guild, action::BAN, Some(user));
    let shown = json!({ "guild_id": guild, "user": show::user_or_gone(d.world, user) });
    d.tell("GUILD_BAN_ADD", To::Guild(guild), shown);
    if inside {
        gone(d, guild, user);
    }
    let from = Id::first_at(d.now.saturating_sub(since));
    let rooms = d.world.rooms.values().filter(|r| since > 0 && r.channel.guild == Some(guild));
    let said: Vec<(Id, Id)> = rooms
        .flat_map(|r| r.messages.range(from..).filter(|(_, m)| m.author == user).map(|(id, _)| (r.channel.id, *id)))
        .collect();
    for (channel, id) in said {
        super::message::remove(d, channel, id);
    }
    Ok(())
}

pub fn unban(d: &mut Deed, by: By, guild: Id, user: Id) -> Result<(), Failure> {
    by.need_in_guild(d.world, guild, p::BAN_MEMBERS)?;
    if !d.world.house(guild)?.bans.contains_key(&user) {
        return Err(error::UNKNOWN_BAN);
    }
    d.put(Op::BanGone(guild, user));
    audit::log(d, by, guild, action::UNBAN, Some(user));
    let shown = json!({ "guild_id": guild, "user": show::user_or_gone(d.world, user) });
    d.tell("GUILD_BAN_REMOVE", To::Guild(guild), shown);
    Ok(())
}
