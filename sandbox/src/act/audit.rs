//! Keeping a guild's audit log: one entry for what was just done, with the reason its doer gave.

use serde_json::{Value, json};

use super::By;
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::show;
use crate::world::{Entry, Op};

/// What of an object an entry tells apart before and after.
const TOLD: [&str; 6] = ["name", "topic", "nsfw", "nick", "archived", "locked"];

/// Writes an entry. What the world's own hand does is the owner's doing.
pub fn log(d: &mut Deed, by: By, guild: Id, action: u16, target: Option<Id>) {
    full(d, by, guild, action, target, Vec::new(), Value::Null);
}

/// The same with `options`, an object of strings.
pub fn log_with(d: &mut Deed, by: By, guild: Id, action: u16, target: Option<Id>, options: Value) {
    full(d, by, guild, action, target, Vec::new(), options);
}

/// The same with what an object was and is; null is one that was not, or is no more.
pub fn log_change(d: &mut Deed, by: By, guild: Id, action: u16, target: Id, shown: [&Value; 2]) {
    let [old, new] = shown;
    let field = |value: &Value, key: &str| match key {
        "archived" | "locked" => value["thread_metadata"][key].clone(),
        _ => value[key].clone(),
    };
    let changes = TOLD.iter().filter_map(|key| {
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
    let changes = changes.collect();
    full(d, by, guild, action, Some(target), changes, Value::Null);
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
