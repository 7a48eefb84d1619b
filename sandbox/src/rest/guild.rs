//! A guild, its channels and its roles.

use serde_json::{Value, json};

use super::{Answer, Call};
use crate::act::{By, channel, role};
use crate::error::{self, Failure};
use crate::hub::Deed;
use crate::show;
use crate::world::{Channel, House};

/// The guild, if the bot is in it.
pub fn house<'a>(d: &'a Deed, call: &Call) -> Result<&'a House, Failure> {
    let found = d.world.house(call.id(0)?)?;
    if found.members.contains_key(&call.bot()?) { Ok(found) } else { Err(error::MISSING_ACCESS) }
}

pub fn get(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let house = house(d, call)?;
    Answer::ok(if call.flag("with_counts") { show::guild_with_counts(house) } else { show::guild(house) })
}

pub fn channels(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let all = house(d, call)?.channels.iter().filter_map(|id| d.world.rooms.get(id));
    let me = call.bot()?;
    let told = |c: &Channel| !d.world.settings.conceal_channels || d.world.lists(me, c);
    let list: Vec<Value> = all.map(|r| &r.channel).filter(|c| told(c)).map(|c| show::channel(d.world, c)).collect();
    Answer::ok(json!(list))
}

pub fn create_channel(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    let made = channel::create(d, By::User(call.bot()?), call.id(0)?, &call.body)?;
    Answer::made(show::channel(d.world, &made))
}

pub fn arrange(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    let list = call.body.as_array().map(Vec::as_slice).unwrap_or_default();
    channel::arrange(d, By::User(call.bot()?), call.id(0)?, list)?;
    Answer::nothing()
}

pub fn roles(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    Answer::ok(json!(show::roles(house(d, call)?)))
}

pub fn role(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let found = house(d, call)?.roles.get(&call.id(1)?).ok_or(error::UNKNOWN_ROLE)?;
    Answer::ok(show::role(found))
}

pub fn create_role(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    let made = role::create(d, By::User(call.bot()?), call.id(0)?, &call.body)?;
    Answer::ok(show::role(&made))
}

pub fn patch_role(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    let changed = role::patch(d, By::User(call.bot()?), call.id(0)?, call.id(1)?, &call.body)?;
    Answer::ok(show::role(&changed))
}

pub fn delete_role(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    role::delete(d, By::User(call.bot()?), call.id(0)?, call.id(1)?)?;
    Answer::nothing()
}
