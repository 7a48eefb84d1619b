//! Bans and the audit log.

use serde_json::{Value, json};

use super::guild::house;
use super::{Answer, Call};
use crate::act::{By, member};
use crate::error::{self, Failure, invalid};
use crate::hub::Deed;
use crate::id::Id;
use crate::permission as p;
use crate::show;
use crate::world::Entry;

pub fn bans(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    By::User(call.bot()?).need_in_guild(d.world, call.id(0)?, p::BAN_MEMBERS)?;
    let house = house(d, call)?;
    let limit = call.limit(1000, 1000)?;
    let (before, after) = (call.query_id("before")?, call.query_id("after")?);
    let within = |id: &&Id| before.is_none_or(|b| **id < b) && after.is_none_or(|a| **id > a);
    let list = house.bans.keys().filter(within).take(limit).filter_map(|u| show::ban(d.world, house, *u));
    Answer::ok(list.collect())
}

pub fn get_ban(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    By::User(call.bot()?).need_in_guild(d.world, call.id(0)?, p::BAN_MEMBERS)?;
    let shown = show::ban(d.world, house(d, call)?, call.id(1)?);
    Answer::ok(shown.ok_or(error::UNKNOWN_BAN)?)
}

/// How far back what they said goes with them, in milliseconds; a week at most.
fn reach(body: &Value) -> Result<u64, Failure> {
    let days = body["delete_message_days"].as_u64().map(|n| n.saturating_mul(86_400));
    let seconds = body["delete_message_seconds"].as_u64().or(days).unwrap_or(0);
    if seconds > 604_800 {
        let words = "int value should be less than or equal to 604800.";
        return Err(invalid("delete_message_seconds", "NUMBER_TYPE_MAX", words));
    }
    Ok(seconds * 1000)
}

pub fn ban(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    member::ban(d, By::User(call.bot()?), call.id(0)?, call.id(1)?, reach(&call.body)?)?;
    Answer::nothing()
}

pub fn unban(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    member::unban(d, By::User(call.bot()?), call.id(0)?, call.id(1)?)?;
    Answer::nothing()
}

/// Newest first; with `after`, oldest first.
pub fn audit_log(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    By::User(call.bot()?).need_in_guild(d.world, call.id(0)?, p::VIEW_AUDIT_LOG)?;
    let limit = call.limit(50, 100)?;
    let (user, target) = (call.query_id("user_id")?, call.query_id("target_id")?);
    let (before, after) = (call.query_id("before")?, call.query_id("after")?);
    let action: Option<u16> = call.query.get("action_type").and_then(|n| n.parse().ok()).filter(|n| *n > 0);
    let fits = |e: &&Entry| {
        user.is_none_or(|u| e.user == u)
            && target.is_none_or(|t| e.target == Some(t))
            && action.is_none_or(|a| e.action == a)
            && before.is_none_or(|b| e.id < b)
            && after.is_none_or(|a| e.id > a)
    };
    let all = &house(d, call)?.audit;
    let found: Vec<&Entry> = match after {
        Some(_) => all.values().filter(fits).take(limit).collect(),
        None => all.values().rev().filter(fits).take(limit).collect(),
    };
    Answer::ok(show::audit_log(d.world, &found))
}

/// Those who could be banned were; it fails only if nobody could.
pub fn bulk_ban(d: &mut Deed, call: &Call) -> Result<Answer, Failure> {
    house(d, call)?;
    By::User(call.bot()?).need_in_guild(d.world, call.id(0)?, p::BAN_MEMBERS | p::MANAGE_GUILD)?;
    let wished: Vec<Id> = call.body["user_ids"].as_array().into_iter().flatten().map(Id::of).collect();
    if wished.is_empty() || wished.len() > 200 {
        return Err(invalid("user_ids", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 200 in length."));
    }
    let since = reach(&call.body)?;
    let (mut banned, mut failed) = (Vec::new(), Vec::new());
    for user in wished {
        match member::ban(d, By::User(call.bot()?), call.id(0)?, user, since) {
            Ok(()) => banned.push(user),
            Err(_) => failed.push(user),
        }
    }
    if banned.is_empty() {
        return Err(error::NOBODY_BANNED);
    }
    Answer::ok(json!({ "banned_users": banned, "failed_users": failed }))
}
