//! The caller themselves: a bot, or a person by what they granted; and where the gateway is.

use serde_json::{Value, json};

use super::{Answer, Call, Who};
use crate::act::{By, channel, member};
use crate::clock::iso;
use crate::error::{self, Failure, invalid};
use crate::hub::Deed;
use crate::id::Id;
use crate::show;
use crate::world::{Grant, House};

fn gateway_url(d: &Deed) -> String {
    format!("{}/gateway", d.world.base.replacen("http", "ws", 1))
}

pub fn gateway(d: &mut Deed, _: &Call) -> Result<Answer, Failure> {
    Answer::ok(json!({ "url": gateway_url(d) }))
}

pub fn gateway_bot(d: &mut Deed, _: &Call) -> Result<Answer, Failure> {
    let (total, used) = (d.world.settings.identify_limit, d.wires.identifies(d.now));
    let left = total.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX));
    let reset = d.wires.identified.front().map_or(0, |at| at + 86_400_000 - d.now);
    let concurrency = d.world.settings.max_concurrency.max(1);
    let limit = json!({ "total": total, "remaining": left, "reset_after": reset, "max_concurrency": concurrency });
    Answer::ok(json!({ "url": gateway_url(d), "shards": d.world.settings.shards, "session_start_limit": limit }))
}

/// Whose data is asked for, if their grant covers it.
fn person(call: &Call, scope: &str) -> Result<(Id, Option<Grant>), Failure> {
    match &call.who {
        Who::Bot { user, .. } => Ok((*user, None)),
        Who::Person(g) if g.scopes.iter().any(|s| s == scope) => Ok((g.user, Some(g.clone()))),
        Who::Person(_) => Err(error::MISSING_SCOPE),
        Who::Nobody => Err(error::UNAUTHORIZED),
    }
}

pub fn get(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let (user, grant) = person(call, "identify")?;
    let mut shown = show::me(d.world.user(user)?);
    let private = grant.is_some_and(|g| !g.scopes.iter().any(|s| s == "email"));
    if let Some(map) = shown.as_object_mut().filter(|_| private) {
        map.remove("email");
        map.remove("verified");
    }
    Answer::ok(shown)
}

pub fn other(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    Answer::ok(show::user(d.world.user(call.id(0)?)?))
}

pub fn guilds(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let (user, _) = person(call, "guilds")?;
    let limit = call.limit(200, 200)?;
    let (before, after) = (call.query_id("before")?, call.query_id("after")?);
    let within = |h: &&House| before.is_none_or(|b| h.guild.id < b) && after.is_none_or(|a| h.guild.id > a);
    let mine = d.world.guilds.values().filter(|h| h.members.contains_key(&user)).filter(within).take(limit);
    let list: Vec<Value> = mine.map(|h| show::my_guild(h, user, call.flag("with_counts"))).collect();
    Answer::ok(json!(list))
}

pub fn member(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let (user, _) = person(call, "guilds.members.read")?;
    let found = d.world.guilds.get(&call.id(0)?).and_then(|h| h.members.get(&user));
    let found = found.ok_or(error::UNKNOWN_GUILD)?;
    Answer::ok(show::member(d.world, found))
}

pub fn leave(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let bot = call.bot()?;
    member::leave(d, By::User(bot), call.id(0)?, bot)?;
    Answer::nothing()
}

pub fn open_dm(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let to = Id::maybe(&call.body["recipient_id"]);
    let to = to.ok_or_else(|| invalid("recipient_id", "BASE_TYPE_REQUIRED", "This field is required"))?;
    let channel = channel::open_dm(d, call.bot()?, to)?;
    Answer::ok(show::channel(d.world, &channel))
}

pub fn authorization(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    let Who::Person(grant) = &call.who else { return Err(error::UNAUTHORIZED) };
    let app = d.world.applications.get(&grant.application).ok_or(error::UNKNOWN_APPLICATION)?;
    let mut shown = json!({
        "application": show::public_application(d.world, app), "scopes": grant.scopes, "expires": iso(grant.expires),
    });
    if grant.scopes.iter().any(|s| s == "identify") {
        shown["user"] = show::user(d.world.user(grant.user)?);
    }
    Answer::ok(shown)
}
