//! Channels and overwrites on the wire, and the same with what one person may do there.

use serde_json::{Value, json};

use super::user_or_gone;
use crate::clock::iso;
use crate::id::Id;
use crate::permission as p;
use crate::world::{Channel, Overwrite, World, channel_kind as kind};

fn overwrite(o: &Overwrite) -> Value {
    json!({ "id": o.id, "type": u8::from(o.of_member), "allow": o.allow.to_string(), "deny": o.deny.to_string() })
}

pub fn channel(world: &World, c: &Channel) -> Value {
    if c.kind == kind::DM {
        return private(world, c, world.applications.values().next().map(|a| a.bot));
    }
    let overwrites: Vec<Value> = c.overwrites.iter().map(overwrite).collect();
    let mut shown = json!({
        "id": c.id, "type": c.kind, "guild_id": c.guild, "name": c.name, "position": c.position, "flags": 0,
        "parent_id": c.parent, "permission_overwrites": overwrites, "nsfw": c.nsfw,
    });
    if c.kind == kind::CATEGORY {
        return shown;
    }
    shown["topic"] = json!(c.topic);
    shown["rate_limit_per_user"] = json!(c.slowmode);
    shown["last_message_id"] = json!(c.last_message);
    if let Some(at) = c.last_pin {
        shown["last_pin_timestamp"] = json!(iso(at));
    }
    if c.kind == kind::VOICE {
        shown["bitrate"] = json!(64_000);
        shown["user_limit"] = json!(0);
        shown["rtc_region"] = Value::Null;
    }
    shown
}

/// A private channel as one of its two has it: the other is the recipient.
fn private(world: &World, c: &Channel, me: Option<Id>) -> Value {
    let others = c.recipients.iter().filter(|id| Some(**id) != me);
    let recipients: Vec<Value> = others.map(|id| user_or_gone(world, *id)).collect();
    let mut shown =
        json!({ "id": c.id, "type": c.kind, "flags": 0, "last_message_id": c.last_message, "recipients": recipients });
    if let Some(at) = c.last_pin {
        shown["last_pin_timestamp"] = json!(iso(at));
    }
    shown
}

/// The channel for the client: with `can`, what this person may do in it.
pub fn channel_for(world: &World, c: &Channel, user: Id) -> Value {
    let bits = world.bits_in(user, c);
    let may = |bit: u64| bits & bit != 0;
    let mut shown = if c.kind == kind::DM { private(world, c, Some(user)) } else { channel(world, c) };
    shown["can"] = json!({
        "view": may(p::VIEW_CHANNEL),
        "send": may(p::SEND_MESSAGES) && c.is_text(),
        "attach": may(p::ATTACH_FILES),
        "react": may(p::ADD_REACTIONS) && may(p::READ_HISTORY),
        "command": may(p::USE_COMMANDS),
        "manage_messages": may(p::MANAGE_MESSAGES),
        "manage_channels": may(p::MANAGE_CHANNELS),
    });
    shown
}
