//! Roles: making, changing, deleting. Nobody hands out what they don't hold, nor touches what stands above.

use serde_json::{Value, json};

use super::{By, audit, overwrite};
use crate::error::{self, Failure};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::limits;
use crate::permission as p;
use crate::show;
use crate::world::{Op, Role, action};

pub fn create(d: &mut Deed, by: By, guild: Id, body: &Value) -> Result<Role, Failure> {
    let bits = by.need_in_guild(d.world, guild, p::MANAGE_ROLES)?;
    limits::role(body)?;
    if d.world.house(guild)?.roles.len() >= limits::ROLES {
        return Err(error::TOO_MANY_ROLES);
    }
    let everyone = d.world.house(guild)?.roles.get(&guild).map_or(0, |r| r.permissions);
    let permissions = if body["permissions"].is_null() { everyone } else { overwrite::bits(&body["permissions"]) };
    if matches!(by, By::User(_)) && permissions & p::ALL & !bits != 0 {
        return Err(error::MISSING_PERMISSIONS);
    }
    let mut role = Role {
        id: d.id(),
        name: "new role".into(),
        permissions,
        position: body["position"].as_i64().filter(|_| matches!(by, By::World)).unwrap_or(1),
        color: 0,
        hoist: false,
        mentionable: false,
        managed: false,
        bot: None,
    };
    looks(&mut role, body);
    d.put(Op::Role(guild, role.clone()));
    audit::log_change(d, by, guild, action::ROLE_CREATE, role.id, [&Value::Null, &show::role(&role)]);
    d.tell("GUILD_ROLE_CREATE", To::Guild(guild), json!({ "guild_id": guild, "role": show::role(&role) }));
    Ok(role)
}

fn looks(role: &mut Role, body: &Value) {
    if let Some(name) = body["name"].as_str().filter(|n| !n.is_empty()) {
        name.clone_into(&mut role.name);
    }
    let color = body["color"].as_u64().or(body["colors"]["primary_color"].as_u64());
    role.color = color.and_then(|c| u32::try_from(c).ok()).unwrap_or(role.color);
    role.hoist = body["hoist"].as_bool().unwrap_or(role.hoist);
    role.mentionable = body["mentionable"].as_bool().unwrap_or(role.mentionable);
}

pub fn patch(d: &mut Deed, by: By, guild: Id, id: Id, body: &Value) -> Result<Role, Failure> {
    let bits = by.need_in_guild(d.world, guild, p::MANAGE_ROLES)?;
    limits::role(body)?;
    let mut role = d.world.house(guild)?.roles.get(&id).ok_or(error::UNKNOWN_ROLE)?.clone();
    by.above(d.world, guild, role.position)?;
    let old = show::role(&role);
    looks(&mut role, body);
    if !body["permissions"].is_null() {
        let wished = overwrite::bits(&body["permissions"]);
        if matches!(by, By::User(_)) && (wished ^ role.permissions) & p::ALL & !bits != 0 {
            return Err(error::MISSING_PERMISSIONS);
        }
        role.permissions = wished;
    }
    if let (By::World, Some(position)) = (by, body["position"].as_i64()) {
        role.position = position;
    }
    audit::log_change(d, by, guild, action::ROLE_UPDATE, id, [&old, &show::role(&role)]);
    update(d, guild, role.clone());
    Ok(role)
}

pub fn update(d: &mut Deed, guild: Id, role: Role) {
    let shown = json!({ "guild_id": guild, "role": show::role(&role) });
    d.put(Op::Role(guild, role));
    d.tell("GUILD_ROLE_UPDATE", To::Guild(guild), shown);
}

/// The role goes, from its members and from all overwrites too.
pub fn delete(d: &mut Deed, by: By, guild: Id, id: Id) -> Result<(), Failure> {
    by.need_in_guild(d.world, guild, p::MANAGE_ROLES)?;
    let house = d.world.house(guild)?;
    let role = house.roles.get(&id).ok_or(error::UNKNOWN_ROLE)?;
    if id == guild || role.managed && matches!(by, By::User(_)) {
        return Err(error::INVALID_ROLE);
    }
    by.above(d.world, guild, role.position)?;
    let shown = show::role(role);
    let holders: Vec<_> = house.members.values().filter(|m| m.roles.contains(&id)).cloned().collect();
    let channels: Vec<_> = house.channels.iter().filter_map(|c| d.world.channel(*c).ok()).cloned().collect();
    d.put(Op::RoleGone(guild, id));
    audit::log_change(d, by, guild, action::ROLE_DELETE, id, [&shown, &Value::Null]);
    for mut member in holders {
        member.roles.retain(|r| *r != id);
        d.put(Op::Member(guild, member));
    }
    for mut channel in channels.into_iter().filter(|c| c.overwrites.iter().any(|o| o.id == id)) {
        channel.overwrites.retain(|o| o.id != id);
        overwrite::update(d, channel);
    }
    d.tell("GUILD_ROLE_DELETE", To::Guild(guild), json!({ "guild_id": guild, "role_id": id }));
    Ok(())
}
