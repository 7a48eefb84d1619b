//! Keeping a guild's audit log: one entry for what was just done, with the reason its doer gave.

use serde_json::{Value, json};

use super::By;
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::show;
use crate::world::{Entry, Op, action};

/// What of a channel, a thread, a role, a member or an overwrite an entry tells apart before and after.
const TOLD: [&str; 25] = [
    "name",
    "type",
    "topic",
    "nsfw",
    "position",
    "parent_id",
    "rate_limit_per_user",
    "default_auto_archive_duration",
    "available_tags",
    "applied_tags",
    "flags",
    "permission_overwrites",
    "archived",
    "locked",
    "auto_archive_duration",
    "invitable",
    "permissions",
    "color",
    "hoist",
    "mentionable",
    "nick",
    "communication_disabled_until",
    "id",
    "allow",
    "deny",
];
/// Of these a thread's metadata speaks.
const OF_THREADS: [&str; 4] = ["archived", "locked", "auto_archive_duration", "invitable"];

/// Writes an entry. What the world's own hand does is the owner's doing.
pub fn log(d: &mut Deed, by: By, guild: Id, action: u16, target: Option<Id>) {
    full(d, by, guild, action, target, Vec::new(), Value::Null);
}

/// The same with `options`, an object of strings.
pub fn log_with(d: &mut Deed, by: By, guild: Id, action: u16, target: Option<Id>, options: Value) {
    full(d, by, guild, action, target, Vec::new(), options);
}

/// The same with what an object was and is; null is one that was not, or is no more. What changed in nothing is no
/// entry, and a channel's overwrites have entries of their own once it is there.
pub fn log_change(d: &mut Deed, by: By, guild: Id, action: u16, target: Id, shown: [&Value; 2]) {
    log_change_with(d, by, guild, action, target, shown, Value::Null);
}

pub fn log_change_with(d: &mut Deed, by: By, guild: Id, action: u16, target: Id, shown: [&Value; 2], options: Value) {
    let [old, new] = shown;
    let update = !old.is_null() && !new.is_null();
    let field = |value: &Value, key: &str| {
        if OF_THREADS.contains(&key) { value["thread_metadata"][key].clone() } else { value[key].clone() }
    };
    let told = TOLD.iter().filter(|key| options.is_object() || **key != "id");
    let changes = told.filter(|key| !update || **key != "permission_overwrites").filter_map(|key| {
        let (old, new) = (field(old, key), field(new, key));
        if old == new {
            return None;
        }
        let mut change = json!({ "key": key });
        for (name, value) in [("old_value", old), ("new_value", new)] {
            if !value.is_null() {
                change[name] = value;
            }
        }
        Some(change)
    });
    let changes: Vec<Value> = changes.collect();
    if update && changes.is_empty() {
        return;
    }
    full(d, by, guild, action, Some(target), changes, options);
}

/// Roles that a member was given, and those that were taken.
pub fn log_roles(d: &mut Deed, by: By, guild: Id, member: Id, before: &[Id], after: &[Id]) {
    let Ok(house) = d.world.house(guild) else { return };
    let named = |id: &Id| json!({ "id": id, "name": house.roles.get(id).map(|role| role.name.as_str()) });
    let without = |these: &[Id], those: &[Id]| -> Vec<Value> {
        these.iter().filter(|id| !those.contains(id)).map(named).collect()
    };
    let lists = [("$add", without(after, before)), ("$remove", without(before, after))];
    let changes: Vec<Value> = lists
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(key, list)| json!({ "key": key, "new_value": list }))
        .collect();
    if !changes.is_empty() {
        full(d, by, guild, action::MEMBER_ROLES, Some(member), changes, Value::Null);
    }
}

fn full(d: &mut Deed, by: By, guild: Id, action: u16, target: Option<Id>, changes: Vec<Value>, options: Value) {
    let Ok(house) = d.world.house(guild) else { return };
    let user = match by {
        By::World => house.guild.owner_id,
        By::User(user) => user,
    };
    let entry = Entry { id: d.id(), guild, user, target, action, reason: d.reason.clone(), changes, options };
    let mut shown = show::entry(&entry);
    shown["guild_id"] = json!(guild);
    d.put(Op::Audit(Box::new(entry)));
    d.tell("GUILD_AUDIT_LOG_ENTRY_CREATE", To::Guild(guild), shown);
}
