//! Members of a guild, as a bot finds and changes them.

use serde_json::{Value, json};

use super::guild::house;
use super::{Answer, Call};
use crate::act::{By, member};
use crate::error::{self, Failure, invalid};
use crate::hub::Deed;
use crate::id::Id;
use crate::show;

/// Only with the members intent granted, as on Discord.
pub fn list(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let limit = call.limit(1, 1000)?;
    let after = call.query_id("after")?.unwrap_or_default();
    if !d.world.settings.intents_granted.members {
        return Err(error::MISSING_ACCESS);
    }
    let from = Id(after.0.saturating_add(1));
    let list: Vec<Value> =
        house(d, call)?.members.range(from..).take(limit).map(|(_, m)| show::member(d.world, m)).collect();
    Answer::ok(json!(list))
}

pub fn search(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let limit = call.limit(1, 1000)?;
    let Some(query) = call.query.get("query").map(|q| q.to_lowercase()) else {
        return Err(invalid("query", "BASE_TYPE_REQUIRED", "This field is required"));
    };
    let starts = |name: Option<&str>| name.is_some_and(|n| n.to_lowercase().starts_with(&query));
    let fits = |m: &&crate::world::Member| {
        let user = d.world.users.get(&m.user);
        starts(m.nick.as_deref())
            || starts(user.map(|u| u.username.as_str()))
            || starts(user.and_then(|u| u.global_name.as_deref()))
    };
    let list: Vec<Value> =
        house(d, call)?.members.values().filter(fits).take(limit).map(|m| show::member(d.world, m)).collect();
    Answer::ok(json!(list))
}

pub fn get(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    d.world.user(call.id(1)?)?;
    let found = member::of(d.world, call.id(0)?, call.id(1)?)?;
    Answer::ok(show::member(d.world, found))
}

pub fn patch(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    let changed = member::patch(d, By::User(call.bot()?), call.id(0)?, call.id(1)?, &call.body)?;
    Answer::ok(show::member(d.world, &changed))
}

pub fn patch_me(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    let me = call.bot()?;
    let body = json!({ "nick": call.body["nick"] });
    let changed = member::patch(d, By::User(me), call.id(0)?, me, &body)?;
    Answer::ok(show::member(d.world, &changed))
}

pub fn kick(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    member::leave(d, By::User(call.bot()?), call.id(0)?, call.id(1)?)?;
    Answer::nothing()
}

pub fn add_role(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    member::set_role(d, By::User(call.bot()?), call.id(0)?, call.id(1)?, call.id(2)?, true)?;
    Answer::nothing()
}

pub fn remove_role(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    member::set_role(d, By::User(call.bot()?), call.id(0)?, call.id(1)?, call.id(2)?, false)?;
    Answer::nothing()
}
