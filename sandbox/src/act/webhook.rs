//! Webhooks: making them, and speaking through one under any name.

use serde_json::{Value, json};

use super::message::{self, Post, Upload};
use super::{By, audit, thread};
use crate::cdn;
use crate::error::{self, Failure, invalid};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::limits;
use crate::permission as p;
use crate::world::{Guise, Message, Op, Webhook, World, action, channel_kind as kind};

pub fn create(d: &mut Deed, by: Id, channel: Id, body: &Value) -> Result<Webhook, Failure> {
    let (place, _) = By::User(by).need(d.world, channel, p::MANAGE_WEBHOOKS)?;
    let Some(guild) = place.guild.filter(|_| place.thread.is_none() && place.kind != kind::CATEGORY) else {
        return Err(error::WRONG_CHANNEL_TYPE);
    };
    limits::webhook(body, true)?;
    if d.world.webhooks.values().filter(|w| w.channel == channel).count() >= limits::WEBHOOKS {
        return Err(error::TOO_MANY_WEBHOOKS);
    }
    let made = Webhook {
        id: d.id(),
        token: cdn::random(51),
        guild,
        channel,
        name: body["name"].as_str().unwrap_or_default().trim().to_owned(),
        avatar: picture(body),
        user: by,
        application: d.world.application_of(by).map(|a| a.id),
    };
    d.put(Op::Webhook(made.clone()));
    told(d, By::User(by), &made, action::WEBHOOK_CREATE);
    Ok(made)
}

/// A picture is known by a hash of its data.
fn picture(body: &Value) -> Option<String> {
    let data = body["avatar"].as_str()?;
    let hash = data.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    Some(format!("{hash:032x}"))
}

fn told(d: &mut Deed, by: By, w: &Webhook, action: u16) {
    audit::log(d, by, w.guild, action, Some(w.id));
    d.tell("WEBHOOKS_UPDATE", To::Guild(w.guild), json!({ "guild_id": w.guild, "channel_id": w.channel }));
}

/// Those of a channel, or of a guild.
pub fn of(world: &World, by: Id, guild: Id, channel: Option<Id>) -> Result<Vec<&Webhook>, Failure> {
    match channel {
        Some(channel) => drop(By::User(by).need(world, channel, p::MANAGE_WEBHOOKS)?),
        None => drop(By::User(by).need_in_guild(world, guild, p::MANAGE_WEBHOOKS)?),
    }
    let all = world.webhooks.values().filter(|w| w.guild == guild);
    Ok(all.filter(|w| channel.is_none_or(|c| w.channel == c)).collect())
}

/// By the right to manage webhooks where it is.
pub fn managed(world: &World, by: Id, id: Id) -> Result<Webhook, Failure> {
    let found = world.webhook(id)?;
    By::User(by).need(world, found.channel, p::MANAGE_WEBHOOKS)?;
    Ok(found.clone())
}

/// By its token.
pub fn held(world: &World, id: Id, token: &str) -> Result<Webhook, Failure> {
    let found = world.webhook(id)?;
    if found.token == token { Ok(found.clone()) } else { Err(error::BAD_WEBHOOK_TOKEN) }
}

pub fn patch(d: &mut Deed, by: By, mut w: Webhook, body: &Value) -> Result<Webhook, Failure> {
    limits::webhook(body, false)?;
    if let Some(name) = body["name"].as_str() {
        name.trim().clone_into(&mut w.name);
    }
    if body.get("avatar").is_some() {
        w.avatar = picture(body);
    }
    let to = Id::of(&body["channel_id"]);
    if let (By::User(user), true) = (by, body["channel_id"].is_string()) {
        By::User(user).need(d.world, to, p::MANAGE_WEBHOOKS)?;
        w.channel = to;
    }
    d.put(Op::Webhook(w.clone()));
    told(d, by, &w, action::WEBHOOK_UPDATE);
    Ok(w)
}

pub fn delete(d: &mut Deed, by: By, w: &Webhook) {
    d.put(Op::WebhookGone(w.id));
    told(d, by, w, action::WEBHOOK_DELETE);
}

/// Where it speaks: its channel, or a thread of that.
fn place(world: &World, w: &Webhook, thread: Option<Id>) -> Result<Id, Failure> {
    let Some(id) = thread else { return Ok(w.channel) };
    let known = world.channel(id).is_ok_and(|c| c.parent == Some(w.channel) && c.thread.is_some());
    if known { Ok(id) } else { Err(error::UNKNOWN_CHANNEL) }
}

pub fn execute(
    d: &mut Deed,
    w: &Webhook,
    thread: Option<Id>,
    body: &Value,
    uploads: &[Upload],
) -> Result<Message, Failure> {
    limits::guise(body)?;
    let mut channel = place(d.world, w, thread)?;
    let mut id = None;
    let home = d.world.channel(channel)?.clone();
    if home.kind == kind::FORUM {
        let Some(name) = body["thread_name"].as_str() else {
            let words = "Webhooks posted to forum channels must have a thread_name or thread_id";
            return Err(Failure { code: 220_001, ..error::refused(400, words) });
        };
        limits::message(body, body["flags"].as_u64().unwrap_or(0))?;
        channel = thread::post_by_webhook(d, w.id, &home, name, &body["applied_tags"])?.id;
        id = Some(channel);
    } else if !home.is_text() {
        return Err(error::NOT_A_TEXT_CHANNEL);
    }
    let guise = Guise {
        webhook: w.id,
        name: body["username"].as_str().unwrap_or(&w.name).to_owned(),
        avatar: w.avatar.clone(),
    };
    let post = Post {
        id,
        channel,
        author: w.id,
        body: Some(body),
        uploads,
        application: w.application,
        guise: Some(guise),
        ..Post::default()
    };
    let said = message::build(d, post)?;
    message::publish(d, &said, "MESSAGE_CREATE");
    Ok(said)
}

/// A message that was said through it.
pub fn message_of(world: &World, w: &Webhook, thread: Option<Id>, which: &str) -> Result<(Id, Id), Failure> {
    let channel = place(world, w, thread)?;
    let id: Id = which.parse().map_err(|_| invalid("message_id", "NUMBER_TYPE_COERCE", "Value is not snowflake."))?;
    let m = world.message(channel, id)?;
    if m.guise.as_ref().is_some_and(|g| g.webhook == w.id) { Ok((channel, id)) } else { Err(error::UNKNOWN_MESSAGE) }
}
