//! What those see who look after a guild: its audit log, its bans, its webhooks and invites.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{channel, user_or_gone};
use crate::clock::iso;
use crate::id::Id;
use crate::world::{Entry, House, Invite, Webhook, World};

pub fn entry(e: &Entry) -> Value {
    let mut shown = json!({ "id": e.id, "user_id": e.user, "target_id": e.target, "action_type": e.action });
    if !e.changes.is_empty() {
        shown["changes"] = json!(e.changes);
    }
    if e.options.is_object() {
        shown["options"] = e.options.clone();
    }
    if let Some(reason) = &e.reason {
        shown["reason"] = json!(reason);
    }
    shown
}

/// The entries with the people, webhooks and threads they speak of.
pub fn audit_log(world: &World, entries: &[&Entry]) -> Value {
    let named: BTreeSet<Id> = entries.iter().flat_map(|e| [Some(e.user), e.target]).flatten().collect();
    let users = named.iter().filter(|id| world.users.contains_key(id)).map(|id| user_or_gone(world, *id));
    let rooms = named.iter().filter_map(|id| world.rooms.get(id)).filter(|r| r.channel.thread.is_some());
    let webhooks = named.iter().filter_map(|id| world.webhooks.get(id));
    json!({
        "audit_log_entries": entries.iter().map(|e| entry(e)).collect::<Vec<_>>(),
        "users": users.collect::<Vec<_>>(),
        "threads": rooms.map(|r| channel(world, &r.channel)).collect::<Vec<_>>(),
        "webhooks": webhooks.map(|w| webhook(world, w, false)).collect::<Vec<_>>(),
        "integrations": [], "guild_scheduled_events": [], "application_commands": [], "auto_moderation_rules": [],
    })
}

pub fn ban(world: &World, house: &House, user: Id) -> Option<Value> {
    let why = house.bans.get(&user)?;
    Some(json!({ "user": user_or_gone(world, user), "reason": why }))
}

/// With its token for who may manage it; by the token itself without its maker.
pub fn webhook(world: &World, w: &Webhook, with_maker: bool) -> Value {
    let mut shown = json!({
        "id": w.id, "type": 1, "guild_id": w.guild, "channel_id": w.channel, "name": w.name, "avatar": w.avatar,
        "application_id": w.application, "token": w.token,
        "url": format!("{}/api/webhooks/{}/{}", world.base, w.id, w.token),
    });
    if with_maker {
        shown["user"] = user_or_gone(world, w.user);
    }
    shown
}

/// With how it was made and used, for those who look after the guild.
pub fn invite(world: &World, i: &Invite, whole: bool) -> Value {
    let place = world.rooms.get(&i.channel).map(|room| &room.channel);
    let mut shown = json!({
        "type": 0, "code": i.code, "expires_at": i.expires().map(iso), "guild_id": i.guild,
        "inviter": user_or_gone(world, i.inviter),
        "channel": { "id": i.channel, "type": place.map_or(0, |c| c.kind), "name": place.map(|c| &c.name) },
        "guild": world.guilds.get(&i.guild).map(|h| json!({
            "id": h.guild.id, "name": h.guild.name, "icon": h.guild.icon, "splash": null, "banner": null,
            "description": null, "features": [], "verification_level": 1, "vanity_url_code": null, "nsfw_level": 0,
            "nsfw": false, "premium_subscription_count": 0,
        })),
    });
    if whole {
        let facts = [
            ("max_age", json!(i.max_age)),
            ("max_uses", json!(i.max_uses)),
            ("uses", json!(i.uses)),
            ("temporary", json!(i.temporary)),
            ("created_at", json!(iso(i.created))),
        ];
        for (name, fact) in facts {
            shown[name] = fact;
        }
    }
    shown
}
