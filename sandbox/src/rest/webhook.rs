//! Webhooks, by the right to manage them or by their token alone; and what is said through them. A path with an
//! application's id and an interaction's token is an interaction's follow-up.

use super::{Answer, Call, interaction};
use crate::act::{By, message, webhook};
use crate::error::Failure;
use crate::hub::Deed;
use crate::id::Id;
use crate::show;
use crate::world::Webhook;

pub fn create(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let made = webhook::create(d, call.bot()?, call.id(0)?, &call.body)?;
    Answer::ok(show::webhook(d.world, &made, true))
}

fn all(d: &Deed, call: &Call, guild: Id, channel: Option<Id>) -> Result<Answer, Failure> {
    let found = webhook::of(d.world, call.bot()?, guild, channel)?;
    Answer::ok(found.into_iter().map(|w| show::webhook(d.world, w, true)).collect())
}

pub fn of_channel(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let (place, _) = By::User(call.bot()?).look(d.world, call.id(0)?)?;
    all(d, call, place.guild.unwrap_or_default(), Some(place.id))
}

pub fn of_guild(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    all(d, call, call.id(0)?, None)
}

pub fn get(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let found = webhook::managed(d.world, call.bot()?, call.id(0)?)?;
    Answer::ok(show::webhook(d.world, &found, true))
}

pub fn patch(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let found = webhook::managed(d.world, call.bot()?, call.id(0)?)?;
    let changed = webhook::patch(d, By::User(call.bot()?), found, &call.body)?;
    Answer::ok(show::webhook(d.world, &changed, true))
}

pub fn delete(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let found = webhook::managed(d.world, call.bot()?, call.id(0)?)?;
    webhook::delete(d, By::User(call.bot()?), &found);
    Answer::nothing()
}

fn held(d: &Deed, call: &Call) -> Result<Webhook, Failure> {
    webhook::held(d.world, call.id(0)?, call.hole(1))
}

pub fn get_held(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    Answer::ok(show::webhook(d.world, &held(d, call)?, false))
}

pub fn patch_held(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let found = held(d, call)?;
    let mut body = call.body.clone();
    if let Some(map) = body.as_object_mut() {
        map.remove("channel_id");
    }
    let changed = webhook::patch(d, By::World, found, &body)?;
    Answer::ok(show::webhook(d.world, &changed, false))
}

pub fn delete_held(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let found = held(d, call)?;
    webhook::delete(d, By::World, &found);
    Answer::nothing()
}

/// Whether the path means a webhook; else it is an interaction's.
fn is_webhook(d: &Deed, call: &Call) -> bool {
    call.id(0).is_ok_and(|id| !d.world.applications.contains_key(&id))
}

pub fn execute(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    if !is_webhook(d, call) {
        return interaction::follow_up(d, call);
    }
    let found = held(d, call)?;
    let said = webhook::execute(d, &found, call.query_id("thread_id")?, &call.body, &call.uploads)?;
    if call.flag("wait") { Answer::ok(show::rest_message(d.world, &said, d.now)) } else { Answer::nothing() }
}

fn said(d: &Deed, call: &Call) -> Result<(Id, Id), Failure> {
    webhook::message_of(d.world, &held(d, call)?, call.query_id("thread_id")?, call.hole(2))
}

pub fn message(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    if !is_webhook(d, call) {
        return interaction::get(d, call);
    }
    let (channel, id) = said(d, call)?;
    Answer::ok(show::rest_message(d.world, d.world.message(channel, id)?, d.now))
}

pub fn edit(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    if !is_webhook(d, call) {
        return interaction::edit(d, call);
    }
    let (channel, id) = said(d, call)?;
    let changed = message::change(d, channel, id, &call.body, &call.uploads)?;
    Answer::ok(show::rest_message(d.world, &changed, d.now))
}

pub fn unsay(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    if !is_webhook(d, call) {
        return interaction::delete(d, call);
    }
    let (channel, id) = said(d, call)?;
    message::remove(d, channel, id);
    Answer::nothing()
}
