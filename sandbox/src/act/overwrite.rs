//! Overwrites of a channel: reading them from a body, and what may be handed out.

use serde_json::{Value, json};

use super::{By, audit};
use crate::error::{self, Failure, invalid};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::permission as p;
use crate::show;
use crate::world::{Channel, Op, Overwrite, World, action};

/// The list in a body; a target that the guild does not know is refused.
pub fn parse(world: &World, guild: Id, list: &Value) -> Result<Vec<Overwrite>, Failure> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut found: Vec<Overwrite> = Vec::with_capacity(list.len());
    for (n, entry) in list.iter().enumerate() {
        let id = Id::maybe(&entry["id"]);
        let Some(id) = id else {
            return Err(invalid(
                &format!("permission_overwrites.{n}.id"),
                "BASE_TYPE_REQUIRED",
                "This field is required",
            ));
        };
        let known_role = world.house(guild)?.roles.contains_key(&id);
        let of_member = entry["type"].as_u64().map_or(!known_role, |t| t == 1);
        let o = Overwrite { id, of_member, allow: bits(&entry["allow"]), deny: bits(&entry["deny"]) };
        check_target(world, guild, &o)?;
        found.retain(|other| other.id != id);
        found.push(o);
    }
    Ok(found)
}

fn check_target(world: &World, guild: Id, o: &Overwrite) -> Result<(), Failure> {
    let known =
        if o.of_member { world.users.contains_key(&o.id) } else { world.house(guild)?.roles.contains_key(&o.id) };
    if known { Ok(()) } else { Err(error::UNKNOWN_OVERWRITE) }
}

/// A bitfield, as a string or a number.
pub fn bits(value: &Value) -> u64 {
    value.as_u64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(0)
}

/// At creation: only bits held in the guild; `MANAGE_ROLES` by administrators alone.
pub fn may_create_with(guild_bits: u64, list: &[Overwrite]) -> Result<(), Failure> {
    let wished = list.iter().fold(0, |sum, o| sum | o.allow | o.deny) & p::ALL;
    let holds = if guild_bits & p::ADMINISTRATOR == 0 { guild_bits & !p::MANAGE_ROLES } else { p::ALL };
    if wished & !holds == 0 { Ok(()) } else { Err(error::MISSING_PERMISSIONS) }
}

/// Later: needs `MANAGE_ROLES` in the channel, and of the bits that change only those held in the guild, unless
/// an overwrite of the channel grants `MANAGE_ROLES` itself.
pub fn may_change(world: &World, by: By, channel: &Channel, next: &[Overwrite]) -> Result<(), Failure> {
    let By::User(user) = by else { return Ok(()) };
    let Some(house) = channel.guild.and_then(|g| world.guilds.get(&g)) else { return Err(error::WRONG_CHANNEL_TYPE) };
    let (guild_bits, here) = (house.bits(user), house.bits_in(user, channel));
    if here & p::MANAGE_ROLES == 0 {
        return Err(error::MISSING_PERMISSIONS);
    }
    let roles = house.members.get(&user).map(|m| m.roles.as_slice()).unwrap_or_default();
    let mine =
        |o: &&Overwrite| if o.of_member { o.id == user } else { o.id == house.guild.id || roles.contains(&o.id) };
    let unbound = channel.overwrites.iter().filter(mine).any(|o| o.allow & p::MANAGE_ROLES != 0);
    if guild_bits & p::ADMINISTRATOR != 0 || unbound {
        return Ok(());
    }
    let old = |id: Id| channel.overwrites.iter().find(|o| o.id == id).map_or((0, 0), |o| (o.allow, o.deny));
    let changed = next.iter().fold(0, |sum, o| {
        let (allow, deny) = old(o.id);
        sum | (allow ^ o.allow) | (deny ^ o.deny)
    });
    if changed & p::ALL & !(guild_bits & !p::MANAGE_ROLES) == 0 { Ok(()) } else { Err(error::MISSING_PERMISSIONS) }
}

pub fn put(d: &mut Deed, by: By, channel: Id, target: Id, body: &Value) -> Result<(), Failure> {
    let (place, _) = by.need(d.world, channel, p::MANAGE_ROLES)?;
    let Some(guild) = place.guild.filter(|_| place.thread.is_none()) else { return Err(error::WRONG_CHANNEL_TYPE) };
    let of_member = body["type"].as_u64() == Some(1);
    let wished = Overwrite { id: target, of_member, allow: bits(&body["allow"]), deny: bits(&body["deny"]) };
    check_target(d.world, guild, &wished)?;
    let mut next = place.clone();
    next.overwrites.retain(|o| o.id != target);
    next.overwrites.push(wished);
    let before = place.overwrites.clone();
    may_change(d.world, by, place, &next.overwrites)?;
    log_changes(d, by, guild, channel, &before, &next.overwrites);
    update(d, next);
    Ok(())
}

pub fn delete(d: &mut Deed, by: By, channel: Id, target: Id) -> Result<(), Failure> {
    let (place, _) = by.need(d.world, channel, p::MANAGE_ROLES)?;
    if !place.overwrites.iter().any(|o| o.id == target) {
        return Err(error::UNKNOWN_OVERWRITE);
    }
    let (before, guild) = (place.overwrites.clone(), place.guild);
    let mut next = place.clone();
    next.overwrites.retain(|o| o.id != target);
    if let Some(guild) = guild {
        log_changes(d, by, guild, channel, &before, &next.overwrites);
    }
    update(d, next);
    Ok(())
}

/// An entry for each overwrite that came, went or changed.
pub fn log_changes(d: &mut Deed, by: By, guild: Id, channel: Id, before: &[Overwrite], after: &[Overwrite]) {
    let find = |list: &[Overwrite], id: Id| list.iter().find(|o| o.id == id).copied();
    let gone = before.iter().filter(|o| find(after, o.id).is_none()).map(|o| (Some(*o), None));
    let here = after.iter().map(|o| (find(before, o.id), Some(*o)));
    for (old, new) in gone.chain(here) {
        let Some(o) = new.or(old) else { continue };
        let mut options = json!({ "id": o.id, "type": u8::from(o.of_member).to_string() });
        if let Some(role) = d.world.guilds.get(&guild).and_then(|h| h.roles.get(&o.id)).filter(|_| !o.of_member) {
            options["role_name"] = json!(role.name);
        }
        let action = match (old, new) {
            (None, _) => action::OVERWRITE_CREATE,
            (_, None) => action::OVERWRITE_DELETE,
            _ => action::OVERWRITE_UPDATE,
        };
        let shown = [old, new].map(|o| o.map_or(Value::Null, |o| show::overwrite(&o)));
        audit::log_change_with(d, by, guild, action, channel, [&shown[0], &shown[1]], options);
    }
}

/// Puts the changed channel and tells.
pub fn update(d: &mut Deed, next: Channel) {
    let id = next.id;
    d.put(Op::Channel(next));
    let Ok(place) = d.world.channel(id) else { return };
    let (body, to) = (show::channel(d.world, place), place.guild.map_or(To::Channel(id), To::Guild));
    d.tell("CHANNEL_UPDATE", to, body);
}
