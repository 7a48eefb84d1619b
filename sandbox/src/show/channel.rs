//! Channels and overwrites on the wire, and the same with what one person may do there.

use serde_json::{Value, json};

use super::user_or_gone;
use crate::clock::iso;
use crate::id::Id;
use crate::permission as p;
use crate::world::{Channel, Overwrite, Thread, ThreadMember, World, channel_kind as kind};

pub fn overwrite(o: &Overwrite) -> Value {
    json!({ "id": o.id, "type": u8::from(o.of_member), "allow": o.allow.to_string(), "deny": o.deny.to_string() })
}

pub fn channel(world: &World, c: &Channel) -> Value {
    if c.kind == kind::DM {
        return private(world, c, world.applications.values().next().map(|a| a.bot));
    }
    if let Some(t) = &c.thread {
        return thread(world, c, t);
    }
    let overwrites: Vec<Value> = c.overwrites.iter().map(overwrite).collect();
    let mut shown = json!({
        "id": c.id, "type": c.kind, "guild_id": c.guild, "name": c.name, "position": c.position, "flags": c.flags,
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
    if let Some(minutes) = c.default_auto_archive {
        shown["default_auto_archive_duration"] = json!(minutes);
    }
    if c.kind == kind::FORUM {
        shown["available_tags"] = json!(c.tags);
        shown["default_reaction_emoji"] = Value::Null;
        shown["default_sort_order"] = Value::Null;
        shown["default_forum_layout"] = json!(0);
    }
    if c.kind == kind::VOICE {
        shown["bitrate"] = json!(64_000);
        shown["user_limit"] = json!(0);
        shown["rtc_region"] = Value::Null;
    }
    shown
}

/// A channel as one has it who may not see it: where it stands and nothing more.
pub fn concealed(c: &Channel) -> Value {
    let closed = json!({ "id": c.guild, "type": 0, "allow": "0", "deny": p::VIEW_CHANNEL.to_string() });
    json!({
        "id": c.id, "type": c.kind, "guild_id": c.guild, "name": "___hidden___", "position": c.position,
        "flags": 1 << 17, "parent_id": c.parent, "permission_overwrites": [closed], "nsfw": false, "topic": null,
        "rate_limit_per_user": 0, "last_message_id": null,
    })
}

/// A thread; `member` is the bot's own, if it is in it.
fn thread(world: &World, c: &Channel, t: &Thread) -> Value {
    let silent = world.rooms.get(&c.id).map_or(0, |room| room.messages.len());
    let mut shown = json!({
        "id": c.id, "type": c.kind, "guild_id": c.guild, "parent_id": c.parent, "name": c.name, "owner_id": t.owner,
        "flags": c.flags, "last_message_id": c.last_message, "rate_limit_per_user": c.slowmode,
        "message_count": u64::try_from(silent).unwrap_or(0).min(t.said), "total_message_sent": t.said,
        "member_count": t.members.len().min(50),
        "thread_metadata": {
            "archived": t.archived, "archive_timestamp": iso(t.turned), "auto_archive_duration": t.auto_archive,
            "locked": t.locked, "create_timestamp": iso(t.created),
        },
    });
    if c.kind == kind::PRIVATE_THREAD {
        shown["thread_metadata"]["invitable"] = json!(t.invitable);
    }
    if !t.tags.is_empty() {
        shown["applied_tags"] = json!(t.tags);
    }
    if let Some(at) = c.last_pin {
        shown["last_pin_timestamp"] = json!(iso(at));
    }
    let bot = world.applications.values().next().map(|a| a.bot);
    if let Some(own) = t.members.iter().find(|m| Some(m.user) == bot) {
        shown["member"] = thread_member(c.id, own);
    }
    shown
}

pub fn thread_member(thread: Id, m: &ThreadMember) -> Value {
    json!({ "id": thread, "user_id": m.user, "join_timestamp": iso(m.joined), "flags": 0 })
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
        "manage_threads": may(p::MANAGE_THREADS),
        "thread": may(p::CREATE_PUBLIC_THREADS),
    });
    shown
}
