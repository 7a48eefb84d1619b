//! Answers to interactions: the first by callback, the later ones by the token. The token alone is asked for.

use super::{Answer, Call};
use crate::act::{interaction, message};
use crate::error::Failure;
use crate::hub::Deed;
use crate::show;
use crate::world::Interaction;

pub fn callback(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let id = call.id(0)?;
    let (kind, made) = interaction::answer(d, id, call.hole(1), &call.body, &call.uploads)?;
    if !call.flag("with_response") {
        return Answer::nothing();
    }
    let i = d.world.interactions.get(&id).ok_or(crate::error::UNKNOWN_INTERACTION)?;
    Answer::ok(show::callback(d.world, i, kind, made.as_ref(), d.now))
}

fn known(d: &Deed, call: &Call) -> Result<Interaction, Failure> {
    interaction::by_token(d.world, call.id(0)?, call.hole(1), d.now)
}

/// The path's message; `@original` is not a hole.
fn which(call: &Call) -> &str {
    if call.holes.len() > 2 { call.hole(2) } else { "@original" }
}

pub fn follow_up(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let i = known(d, call)?;
    let made = interaction::follow_up(d, &i, &call.body, &call.uploads)?;
    Answer::ok(show::rest_message(d.world, &made, d.now))
}

pub fn get(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let i = known(d, call)?;
    let id = interaction::message_of(d.world, &i, which(call))?;
    Answer::ok(show::rest_message(d.world, d.world.message(i.channel, id)?, d.now))
}

pub fn edit(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let i = known(d, call)?;
    let id = interaction::message_of(d.world, &i, which(call))?;
    let changed = message::change(d, i.channel, id, &call.body, &call.uploads)?;
    Answer::ok(show::rest_message(d.world, &changed, d.now))
}

pub fn delete(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let i = known(d, call)?;
    let id = interaction::message_of(d.world, &i, which(call))?;
    message::remove(d, i.channel, id);
    Answer::nothing()
}
