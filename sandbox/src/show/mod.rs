//! How the world looks on Discord's wire: users, members, roles, guilds. Reads the world and decides nothing.

mod audit;
mod channel;
mod interaction;
mod message;

pub use audit::{audit_log, ban, entry, invite, webhook};
pub use channel::{channel, channel_for, concealed, overwrite, thread_member};
pub use interaction::{callback, payload};
pub use message::{attachment, emoji, message_event, message_for, rest_message};

use serde_json::{Value, json};

use crate::clock::{Millis, iso};
use crate::id::Id;
use crate::world::{Application, Channel, Command, Emoji, House, Member, Role, User, World};

/// How large a file may be.
pub const FILE_LIMIT: u64 = 10 * 1024 * 1024;

pub fn user(user: &User) -> Value {
    json!({
        "id": user.id, "username": user.username, "discriminator": "0", "global_name": user.global_name,
        "avatar": user.avatar, "bot": user.bot, "system": false, "public_flags": 0, "flags": 0, "banner": null,
        "accent_color": null, "avatar_decoration_data": null, "collectibles": null, "primary_guild": null,
    })
}

/// The user, or what Discord puts in the place of one who is no more.
pub fn user_or_gone(world: &World, id: Id) -> Value {
    let gone = || User {
        id,
        username: "Deleted User".into(),
        global_name: None,
        avatar: None,
        bot: false,
        accepts_dms: false,
        has_mfa: false,
        locale: None,
    };
    world.users.get(&id).map_or_else(|| user(&gone()), user)
}

/// A user as they see themselves.
pub fn me(u: &User) -> Value {
    let mut me = user(u);
    me["mfa_enabled"] = json!(true);
    me["locale"] = json!(u.locale());
    me["premium_type"] = json!(0);
    me["verified"] = json!(true);
    me["email"] = Value::Null;
    me
}

/// A member without their user, as messages carry it.
pub fn bare_member(member: &Member) -> Value {
    json!({
        "nick": member.nick, "avatar": null, "banner": null, "roles": member.roles, "joined_at": iso(member.joined),
        "premium_since": null, "deaf": false, "mute": false, "pending": false, "flags": 0,
        "communication_disabled_until": member.silent_until.map(iso), "avatar_decoration_data": null, "collectibles": null,
    })
}

pub fn member(world: &World, m: &Member) -> Value {
    let mut member = bare_member(m);
    member["user"] = user_or_gone(world, m.user);
    member
}

pub fn role(role: &Role) -> Value {
    let mut shown = json!({
        "id": role.id, "name": role.name, "permissions": role.permissions.to_string(), "position": role.position,
        "color": role.color, "colors": { "primary_color": role.color, "secondary_color": null, "tertiary_color": null },
        "hoist": role.hoist, "managed": role.managed, "mentionable": role.mentionable, "icon": null,
        "unicode_emoji": null, "flags": 0, "description": null,
    });
    if let Some(bot) = role.bot {
        shown["tags"] = json!({ "bot_id": bot });
    }
    shown
}

pub fn roles(house: &House) -> Vec<Value> {
    house.roles.values().map(role).collect()
}

/// A guild's own, open to all of its roles.
pub fn emojis(house: &House) -> Vec<Value> {
    let one = |e: &Emoji| {
        json!({
            "id": e.id, "name": e.name, "roles": [], "require_colons": true, "managed": false,
            "animated": e.animated, "available": e.available,
        })
    };
    house.guild.emojis.iter().map(one).collect()
}

pub fn guild(house: &House) -> Value {
    let g = &house.guild;
    json!({
        "id": g.id, "name": g.name, "icon": g.icon, "description": null, "home_header": null, "splash": null,
        "discovery_splash": null, "features": [], "banner": null, "owner_id": g.owner_id, "application_id": null,
        "region": "deprecated", "afk_channel_id": null, "afk_timeout": 300, "system_channel_id": null,
        "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": null, "verification_level": 1,
        "roles": roles(house), "default_message_notifications": 1, "mfa_level": u8::from(g.wants_mfa), "explicit_content_filter": 2,
        "max_presences": null, "max_members": 500_000, "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25, "vanity_url_code": null, "premium_tier": 0, "premium_subscription_count": 0,
        "preferred_locale": "en-US", "rules_channel_id": null, "safety_alerts_channel_id": null,
        "public_updates_channel_id": null, "premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0,
        "emojis": emojis(house), "stickers": [], "incidents_data": null,
    })
}

/// A guild as the gateway brings it. Members are the bot alone: Discord withholds the others from whoever lacks
/// the presences intent, and asks to be asked (op 8).
pub fn guild_create(world: &World, house: &House, bot: Id, now: Millis) -> Value {
    let mut shown = guild(house);
    let own = house.members.get(&bot);
    let channels: Vec<Value> =
        house.channels.iter().filter_map(|id| world.rooms.get(id)).map(|r| known(world, &r.channel, bot)).collect();
    shown["channels"] = json!(channels);
    shown["members"] = json!(own.map(|m| member(world, m)).into_iter().collect::<Vec<_>>());
    shown["joined_at"] = json!(iso(own.map_or(now, |m| m.joined)));
    shown["member_count"] = json!(house.members.len());
    shown["large"] = json!(false);
    shown["unavailable"] = json!(false);
    shown["permissions"] = json!(house.bits(bot).to_string());
    let threads = world.threads(house.guild.id, None).filter(|c| c.thread.as_ref().is_some_and(|t| !t.archived));
    shown["threads"] = threads.filter(|c| world.sees(bot, c)).map(|c| channel(world, c)).collect();
    for list in ["presences", "voice_states", "stage_instances", "guild_scheduled_events", "soundboard_sounds"] {
        shown[list] = json!([]);
    }
    shown
}

/// The threads awake in a channel that has just come into a bot's sight; none, nothing.
pub fn thread_list(world: &World, channel: Id, bot: Id) -> Option<Value> {
    let guild = world.rooms.get(&channel)?.channel.guild?;
    let awake = |c: &&Channel| c.thread.as_ref().is_some_and(|t| !t.archived) && world.sees(bot, c);
    let threads: Vec<&Channel> = world.threads(guild, Some(channel)).filter(awake).collect();
    if threads.is_empty() {
        return None;
    }
    let own = |c: &&Channel| Some(thread_member(c.id, c.thread.as_ref()?.members.iter().find(|m| m.user == bot)?));
    Some(json!({
        "guild_id": guild, "channel_ids": [channel], "members": threads.iter().filter_map(own).collect::<Vec<_>>(),
        "threads": threads.iter().map(|c| self::channel(world, c)).collect::<Vec<_>>(),
    }))
}

/// The channel as far as a bot may know it.
pub fn known(world: &World, c: &Channel, bot: Id) -> Value {
    let open = c.guild.is_none() || !world.settings.conceal_channels || world.lists(bot, c);
    if open { channel(world, c) } else { concealed(c) }
}

pub fn guild_with_counts(house: &House) -> Value {
    let mut shown = guild(house);
    shown["approximate_member_count"] = json!(house.members.len());
    shown["approximate_presence_count"] = json!(house.members.len());
    shown
}

/// A guild in `/users/@me/guilds`.
pub fn my_guild(house: &House, user: Id, counts: bool) -> Value {
    let g = &house.guild;
    let mut shown = json!({
        "id": g.id, "name": g.name, "icon": g.icon, "banner": null, "owner": g.owner_id == user,
        "permissions": house.bits(user).to_string(), "features": [],
    });
    if counts {
        shown["approximate_member_count"] = json!(house.members.len());
        shown["approximate_presence_count"] = json!(house.members.len());
    }
    shown
}

/// The privileged intents that are granted, as `flags` of an application tells them.
pub fn application_flags(world: &World) -> u64 {
    let granted = &world.settings.intents_granted;
    u64::from(granted.members) << 15 | u64::from(granted.content) << 19
}

pub fn application(world: &World, app: &Application) -> Value {
    let flags = application_flags(world);
    json!({
        "id": app.id, "name": app.name, "icon": null, "description": "", "type": null,
        "bot": user_or_gone(world, app.bot), "bot_public": true, "bot_require_code_grant": false,
        "verify_key": format!("{:064x}", app.id.0), "flags": flags, "flags_new": flags.to_string(),
        "summary": "", "hook": true, "storefront_available": false,
        "redirect_uris": world.settings.redirect_uris, "interactions_endpoint_url": null,
        "role_connections_verification_url": null, "owner": user_or_gone(world, app.owner),
        "approximate_guild_count": world.guilds.values().filter(|h| h.members.contains_key(&app.bot)).count(),
        "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0, "team": null, "rpc_origins": [], "tags": [],
        "eligible_oauth2_scopes": ["identify", "guilds", "guilds.members.read", "bot", "applications.commands"],
    })
}

/// Of `/oauth2/@me`: what anyone may know of an application.
pub fn public_application(world: &World, app: &Application) -> Value {
    let mut shown = application(world, app);
    if let Some(map) = shown.as_object_mut() {
        map.retain(|key, _| {
            matches!(
                key.as_str(),
                "id" | "name"
                    | "icon"
                    | "description"
                    | "type"
                    | "bot"
                    | "bot_public"
                    | "bot_require_code_grant"
                    | "verify_key"
                    | "flags"
                    | "flags_new"
                    | "summary"
                    | "hook"
            )
        });
    }
    shown
}

pub fn command(c: &Command) -> Value {
    let mut shown = c.body.clone();
    shown["id"] = json!(c.id);
    shown["application_id"] = json!(c.application);
    shown["version"] = json!(c.version);
    shown["type"] = json!(c.kind);
    if let Some(guild) = c.guild {
        shown["guild_id"] = json!(guild);
    }
    shown
}
