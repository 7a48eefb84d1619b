//! Invites of a channel and of a guild, and one by its code.

use serde_json::{Value, json};

use super::{Answer, Call};
use crate::act::{By, invite};
use crate::error::Failure;
use crate::hub::Deed;
use crate::id::Id;
use crate::permission as p;
use crate::show;

pub fn create(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let made = invite::create(d, call.bot()?, call.id(0)?, &call.body)?;
    Answer::ok(show::invite(d.world, &made, true))
}

fn good(d: &Deed, fits: impl Fn(Id, Id) -> bool) -> Value {
    let all = d.world.invites.values().filter(|i| i.is_good(d.now) && fits(i.guild, i.channel));
    all.map(|i| show::invite(d.world, i, true)).collect()
}

pub fn of_channel(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let channel = call.id(0)?;
    By::User(call.bot()?).need(d.world, channel, p::MANAGE_CHANNELS)?;
    Answer::ok(good(d, |_, c| c == channel))
}

pub fn of_guild(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let guild = call.id(0)?;
    By::User(call.bot()?).need_in_guild(d.world, guild, p::MANAGE_GUILD)?;
    Answer::ok(good(d, |g, _| g == guild))
}

/// Anyone may look at one, with `with_counts` at how many are in the guild too.
pub fn get(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let found = invite::of(d.world, call.hole(0), d.now)?;
    let mut shown = show::invite(d.world, &found, false);
    if call.flag("with_counts") {
        let count = d.world.guilds.get(&found.guild).map_or(0, |h| h.members.len());
        shown["approximate_member_count"] = json!(count);
        shown["approximate_presence_count"] = json!(count);
    }
    Answer::ok(shown)
}

pub fn delete(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let gone = invite::delete(d, call.bot()?, call.hole(0))?;
    Answer::ok(show::invite(d.world, &gone, false))
}
