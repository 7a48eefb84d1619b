//! Members: coming, going, their roles and names.

use serde_json::{Value, json};

use super::By;
use crate::clock::iso;
use crate::error::{self, Failure};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::permission as p;
use crate::show;
use crate::world::{Member, Op, World};

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
    if held {
        member.roles.push(role);
    } else {
        member.roles.retain(|r| *r != role);
    }
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

/// `nick` and `roles` of a member.
pub fn patch(d: &mut Deed, by: By, guild: Id, user: Id, body: &Value) -> Result<Member, Failure> {
    let bits = by.in_guild(d.world, guild)?;
    let mut member = of(d.world, guild, user)?.clone();
    if let Some(nick) = body.get("nick") {
        let own = matches!(by, By::User(u) if u == user);
        let wanted = if own { p::CHANGE_NICKNAME } else { p::MANAGE_NICKNAMES };
        if bits & wanted == 0 {
            return Err(error::MISSING_PERMISSIONS);
        }
        member.nick = nick.as_str().filter(|n| !n.is_empty()).map(str::to_owned);
    }
    if let Some(list) = body["roles"].as_array() {
        let wished: Vec<Id> = list.iter().filter_map(|v| v.as_str()?.parse().ok()).collect();
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
        member.roles = wished;
    }
    update(d, guild, member.clone());
    Ok(member)
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
    let member = Member { user, nick: None, roles: Vec::new(), joined: d.now };
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
    }
    of(d.world, guild, user)?;
    let gone = json!({ "guild_id": guild, "user": show::user_or_gone(d.world, user) });
    d.put(Op::MemberGone(guild, user));
    d.tell("GUILD_MEMBER_REMOVE", To::Guild(guild), gone);
    if d.world.application_of(user).is_some() {
        d.tell("GUILD_DELETE", To::Bot(user), json!({ "id": guild }));
    }
    Ok(())
}
