//! Messages of a channel, as a bot reads, sends, changes and deletes them.

use serde_json::{Value, json};

use super::{Answer, Call};
use crate::act::message::{self, Page};
use crate::act::{By, reaction};
use crate::error::{self, Failure};
use crate::event;
use crate::hub::Deed;
use crate::id::Id;
use crate::permission as p;
use crate::show;
use crate::world::Message;

pub fn list(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let page = Page {
        before: call.query_id("before")?,
        after: call.query_id("after")?,
        around: call.query_id("around")?,
        limit: call.limit(50, 100)?,
    };
    let found = message::page(d.world, By::User(call.bot()?), call.id(0)?, page, None)?;
    let me = call.bot()?;
    let list: Vec<Value> = found.into_iter().map(|m| readable(d, m, me)).collect();
    Answer::ok(json!(list))
}

/// Without the content intent granted, what does not concern the bot is empty here as at the gateway.
fn readable(d: &Deed, m: &Message, me: Id) -> Value {
    let shown = show::rest_message(d.world, m, d.now);
    let open = d.world.settings.intents_granted.content || m.guild.is_none() || event::concerns(&shown, me);
    if open { shown } else { event::bare(&shown) }
}

pub fn get(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    By::User(call.bot()?).need(d.world, call.id(0)?, p::READ_HISTORY)?;
    let found = d.world.message(call.id(0)?, call.id(1)?).ok().filter(|m| m.is_public());
    Answer::ok(readable(d, found.ok_or(error::UNKNOWN_MESSAGE)?, call.bot()?))
}

pub fn create(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let sent = message::send(d, call.bot()?, call.id(0)?, &call.body, &call.uploads)?;
    Answer::ok(show::rest_message(d.world, &sent, d.now))
}

pub fn edit(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let changed = message::edit(d, call.bot()?, call.id(0)?, call.id(1)?, &call.body, &call.uploads)?;
    Answer::ok(show::rest_message(d.world, &changed, d.now))
}

pub fn delete(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    message::delete(d, call.bot()?, call.id(0)?, call.id(1)?)?;
    Answer::nothing()
}

pub fn bulk_delete(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let ids = Id::list(&call.body["messages"]);
    message::bulk_delete(d, call.bot()?, call.id(0)?, &ids)?;
    Answer::nothing()
}

pub fn react(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    reaction::react(d, call.bot()?, call.id(0)?, call.id(1)?, call.hole(2), true)?;
    Answer::nothing()
}

pub fn unreact(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    reaction::react(d, call.bot()?, call.id(0)?, call.id(1)?, call.hole(2), false)?;
    Answer::nothing()
}

pub fn unreact_user(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    reaction::remove(d, call.bot()?, call.id(0)?, call.id(1)?, call.hole(2), call.id(3)?)?;
    Answer::nothing()
}

pub fn clear_emoji(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    reaction::clear(d, call.bot()?, call.id(0)?, call.id(1)?, Some(call.hole(2)))?;
    Answer::nothing()
}

pub fn clear_reactions(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    reaction::clear(d, call.bot()?, call.id(0)?, call.id(1)?, None)?;
    Answer::nothing()
}

pub fn reactors(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let page = (call.query_id("after")?.unwrap_or_default(), call.limit(25, 100)?);
    let list = reaction::users(d.world, call.bot()?, call.id(0)?, call.id(1)?, call.hole(2), page)?;
    Answer::ok(json!(list))
}
