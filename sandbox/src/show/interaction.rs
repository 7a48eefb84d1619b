//! An interaction as the gateway brings it, and the answer to a callback that asked for one.

use serde_json::{Value, json};

use super::message::owners;
use super::{FILE_LIMIT, channel, member, rest_message, user_or_gone};
use crate::act::interaction::answer;
use crate::clock::Millis;
use crate::world::{Interaction, Message, World, flag};

pub fn payload(world: &World, i: &Interaction, now: Millis) -> Value {
    let user = world.users.get(&i.user);
    let bot = world.applications.get(&i.application).map(|a| a.bot);
    let mut shown = json!({
        "id": i.id, "application_id": i.application, "type": i.kind, "data": i.data, "channel_id": i.channel,
        "token": i.token, "version": 1, "locale": user.map_or("en-US", |u| u.locale()), "entitlements": [],
        "entitlement_sku_ids": [], "authorizing_integration_owners": owners(i.guild),
        "context": i32::from(i.guild.is_none()), "attachment_size_limit": FILE_LIMIT,
    });
    if let Ok(c) = world.channel(i.channel) {
        let mut place = channel(world, c);
        if i.guild.is_some() {
            place["permissions"] = json!(world.bits_in(i.user, c).to_string());
        }
        shown["channel"] = place;
        shown["app_permissions"] = json!(bot.map_or(0, |b| world.bits_in(b, c)).to_string());
        who(world, i, c, &mut shown);
    }
    if let Some(m) = i.message.and_then(|id| world.message(i.channel, id).ok()) {
        shown["message"] = rest_message(world, m, now);
    }
    shown
}

fn who(world: &World, i: &Interaction, c: &crate::world::Channel, shown: &mut Value) {
    let Some(house) = i.guild.and_then(|g| world.guilds.get(&g)) else {
        shown["user"] = user_or_gone(world, i.user);
        return;
    };
    shown["guild_id"] = json!(house.guild.id);
    shown["guild_locale"] = json!("en-US");
    shown["guild"] = json!({ "id": house.guild.id, "locale": "en-US", "features": [] });
    if let Some(m) = house.members.get(&i.user) {
        let mut person = member(world, m);
        person["permissions"] = json!(house.bits_in(i.user, c).to_string());
        shown["member"] = person;
    }
}

/// The body of a callback with `with_response`.
pub fn callback(world: &World, i: &Interaction, kind: u8, message: Option<&Message>, now: Millis) -> Value {
    let mut interaction = json!({ "id": i.id, "type": i.kind, "channel_id": i.channel });
    if let Some(guild) = i.guild {
        interaction["guild_id"] = json!(guild);
    }
    let mut shown = json!({});
    if let Some(m) = message {
        interaction["response_message_id"] = json!(m.id);
        interaction["response_message_loading"] = json!(m.has(flag::LOADING));
        interaction["response_message_ephemeral"] = json!(m.has(flag::EPHEMERAL));
        // A deferred update names no message: nothing was made, and nothing is changed yet.
        if kind != answer::DEFERRED_UPDATE {
            shown["resource"] = json!({ "type": kind, "message": rest_message(world, m, now) });
        }
    }
    shown["interaction"] = interaction;
    shown
}
