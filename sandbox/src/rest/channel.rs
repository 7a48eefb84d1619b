//! One channel: itself, its overwrites, its pins, typing in it.

use serde_json::{Value, json};

use super::{Answer, Call};
use crate::act::{By, channel, overwrite, pin};
use crate::clock::iso;
use crate::error::Failure;
use crate::hub::Deed;
use crate::permission as p;
use crate::show;

pub fn get(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let (found, _) = By::User(call.bot()?).look(d.world, call.id(0)?)?;
    Answer::ok(show::channel(d.world, found))
}

pub fn patch(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let changed = channel::patch(d, By::User(call.bot()?), call.id(0)?, &call.body)?;
    Answer::ok(show::channel(d.world, &changed))
}

pub fn delete(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let gone = channel::delete(d, By::User(call.bot()?), call.id(0)?)?;
    Answer::ok(show::channel(d.world, &gone))
}

pub fn put_overwrite(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    overwrite::put(d, By::User(call.bot()?), call.id(0)?, call.id(1)?, &call.body)?;
    Answer::nothing()
}

pub fn delete_overwrite(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    overwrite::delete(d, By::User(call.bot()?), call.id(0)?, call.id(1)?)?;
    Answer::nothing()
}

pub fn typing(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    pin::typing(d, call.bot()?, call.id(0)?)?;
    Answer::nothing()
}

fn pinned(d: &Deed, call: &Call) -> Result<Vec<(u64, Value)>, Failure> {
    let channel = call.id(0)?;
    let (_, bits) = By::User(call.bot()?).look(d.world, channel)?;
    if bits & p::READ_HISTORY == 0 {
        return Ok(Vec::new());
    }
    let pins = pin::pins(d.world, channel).into_iter();
    Ok(pins.map(|m| (m.pinned.unwrap_or(0), show::rest_message(d.world, m, d.now))).collect())
}

pub fn old_pins(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let list: Vec<Value> = pinned(d, call)?.into_iter().map(|(_, m)| m).collect();
    Answer::ok(json!(list))
}

pub fn pins(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let limit = call.limit(50, 50)?;
    let all = pinned(d, call)?;
    let before = call.query.get("before").and_then(|t| crate::clock::parse_iso(t)).unwrap_or(u64::MAX);
    let older: Vec<_> = all.into_iter().filter(|(at, _)| *at < before).collect();
    let items: Vec<Value> =
        older.iter().take(limit).map(|(at, m)| json!({ "pinned_at": iso(*at), "message": m })).collect();
    Answer::ok(json!({ "items": items, "has_more": older.len() > limit }))
}

pub fn pin(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    pin::set(d, call.bot()?, call.id(0)?, call.id(1)?, true)?;
    Answer::nothing()
}

pub fn unpin(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    pin::set(d, call.bot()?, call.id(0)?, call.id(1)?, false)?;
    Answer::nothing()
}
