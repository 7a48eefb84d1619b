//! The bot's application and its commands, global or of a guild.

use serde_json::{Value, json};

use super::{Answer, Call};
use crate::act::command;
use crate::error::{self, Failure};
use crate::hub::Deed;
use crate::id::Id;
use crate::show;
use crate::world::{Command, Op};

pub fn get(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let app = d.world.applications.get(&call.application()?).ok_or(error::UNKNOWN_APPLICATION)?;
    Answer::ok(show::application(d.world, app))
}

/// The application and the guild of the path; a command's hole comes after them.
fn scope(d: &Deed, call: &Call, holes_before_command: usize) -> Result<(Id, Option<Id>), Failure> {
    let app = call.id(0)?;
    if app != call.application()? {
        return Err(error::MISSING_ACCESS);
    }
    if holes_before_command < 2 {
        return Ok((app, None));
    }
    let guild = call.id(1)?;
    let known = d.world.guilds.get(&guild).is_some_and(|h| call.bot().is_ok_and(|b| h.members.contains_key(&b)));
    if known { Ok((app, Some(guild))) } else { Err(error::MISSING_ACCESS) }
}

pub fn list(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let (app, guild) = scope(d, call, call.holes.len())?;
    let list: Vec<Value> = command::of(d.world, app, guild).into_iter().map(show::command).collect();
    Answer::ok(json!(list))
}

pub fn put(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let (app, guild) = scope(d, call, call.holes.len())?;
    let list = call.body.as_array().map(Vec::as_slice).unwrap_or_default();
    let made = command::overwrite_all(d, app, guild, list)?;
    Answer::ok(made.iter().map(show::command).collect())
}

pub fn post(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let (app, guild) = scope(d, call, call.holes.len())?;
    let (made, fresh) = command::create(d, app, guild, &call.body)?;
    if fresh { Answer::made(show::command(&made)) } else { Answer::ok(show::command(&made)) }
}

fn named(d: &Deed, call: &Call) -> Result<Command, Failure> {
    let last = call.holes.len() - 1;
    let (app, guild) = scope(d, call, last)?;
    let found = d.world.commands.get(&call.id(last)?);
    found.filter(|c| c.application == app && c.guild == guild).cloned().ok_or(error::UNKNOWN_COMMAND)
}

pub fn one(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    Answer::ok(show::command(&named(d, call)?))
}

pub fn patch(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let old = named(d, call)?;
    let mut body = old.body.clone();
    for (key, value) in call.body.as_object().into_iter().flatten() {
        body[key] = value.clone();
    }
    body["type"] = json!(old.kind);
    d.put(Op::CommandGone(old.id));
    let made = command::create(d, old.application, old.guild, &body);
    if made.is_err() {
        d.put(Op::Command(old.clone()));
    }
    let (mut made, _) = made?;
    d.put(Op::CommandGone(made.id));
    made.id = old.id;
    d.put(Op::Command(made.clone()));
    Answer::ok(show::command(&made))
}

pub fn delete(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let found = named(d, call)?;
    d.put(Op::CommandGone(found.id));
    Answer::nothing()
}
