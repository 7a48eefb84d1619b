//! Pins and typing: small things done to a channel or a message.

use serde_json::json;

use super::{By, audit, message};
use crate::clock::iso;
use crate::error::{self, Failure};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::limits;
use crate::permission as p;
use crate::show;
use crate::world::{Message, Op, Reference, World, action, message_kind};

/// Pins or unpins. `PIN_MESSAGES` alone counts, on the old route too.
pub fn set(d: &mut Deed, by: Id, channel: Id, id: Id, pinned: bool) -> Result<(), Failure> {
    let (place, _) = By::User(by).need(d.world, channel, p::PIN_MESSAGES)?;
    let mut place = place.clone();
    let mut m = public(d.world, channel, id)?.clone();
    if m.pinned.is_some() == pinned {
        return Ok(());
    }
    if pinned && pins(d.world, channel).len() >= limits::PINS {
        return Err(error::TOO_MANY_PINS);
    }
    m.pinned = pinned.then_some(d.now);
    if let Some(guild) = place.guild {
        let action = if pinned { action::PIN } else { action::UNPIN };
        let options = json!({ "channel_id": channel, "message_id": id });
        audit::log_with(d, By::User(by), guild, action, Some(m.author), options);
    }
    d.put(Op::Message(Box::new(m.clone())));
    if pinned {
        place.last_pin = Some(d.now);
        d.put(Op::Channel(place.clone()));
    }
    let mut pins = json!({ "channel_id": channel, "last_pin_timestamp": place.last_pin.map(iso) });
    if let Some(guild) = place.guild {
        pins["guild_id"] = json!(guild);
    }
    d.tell("CHANNEL_PINS_UPDATE", To::Channel(channel), pins);
    message::publish(d, &m, "MESSAGE_UPDATE");
    if pinned {
        let reference = Some(Reference { channel, message: id });
        let post = message::Post { channel, author: by, kind: message_kind::PINNED, reference, ..Default::default() };
        let note = message::build(d, post)?;
        message::publish(d, &note, "MESSAGE_CREATE");
    }
    Ok(())
}

/// A message that is not one person's alone.
pub fn public(world: &World, channel: Id, id: Id) -> Result<&Message, Failure> {
    world.message(channel, id).ok().filter(|m| m.is_public()).ok_or(error::UNKNOWN_MESSAGE)
}

/// The pinned, the latest pin first.
pub fn pins(world: &World, channel: Id) -> Vec<&Message> {
    let all = world.rooms.get(&channel).map(|r| r.messages.values()).into_iter().flatten();
    let mut pins: Vec<&Message> = all.filter(|m| m.pinned.is_some()).collect();
    pins.sort_by_key(|m| std::cmp::Reverse(m.pinned));
    pins
}

pub fn typing(d: &mut Deed, by: Id, channel: Id) -> Result<(), Failure> {
    let (place, _) = By::User(by).need(d.world, channel, p::SEND_MESSAGES)?;
    let mut event = json!({ "channel_id": channel, "user_id": by, "timestamp": d.now / 1000 });
    if let Some(house) = place.guild.and_then(|g| d.world.guilds.get(&g)) {
        event["guild_id"] = json!(house.guild.id);
        if let Some(member) = house.members.get(&by) {
            event["member"] = show::member(d.world, member);
        }
    }
    d.tell("TYPING_START", To::Channel(channel), event);
    Ok(())
}
