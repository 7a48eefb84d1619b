//! Messages on the wire, with fresh signed links to their files. The rest of the world comes in as names.

use serde_json::{Map, Value, json};

use super::{bare_member, channel, user_or_gone};
use crate::cdn;
use crate::clock::{Millis, iso};
use crate::id::Id;
use crate::world::{Attachment, Cause, Message, World, flag};

/// A link to a file, good from now until the settings' time is over.
fn link(world: &World, channel: Id, a: &Attachment, now: Millis) -> String {
    let path = format!("/cdn/attachments/{channel}/{}/{}", a.id, cdn::escape(&a.filename));
    let query = cdn::sign(&world.key, channel, a.id, now, world.settings.cdn_ttl_ms);
    format!("{}{path}?{query}", world.base)
}

pub fn attachment(world: &World, channel: Id, a: &Attachment, now: Millis) -> Value {
    let url = link(world, channel, a, now);
    let mut shown = json!({ "id": a.id, "filename": a.filename, "size": a.size, "url": url, "proxy_url": url });
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            shown[key] = value;
        }
    };
    set("content_type", a.content_type.as_ref().map(|t| json!(t)));
    set("width", a.width.map(|w| json!(w)));
    set("height", a.height.map(|h| json!(h)));
    set("description", a.description.as_ref().map(|d| json!(d)));
    shown
}

/// The message as REST answers with it: with what it replies to.
pub fn rest_message(world: &World, m: &Message, now: Millis) -> Value {
    let mut shown = message(world, m, now);
    let Some(to) = m.reference.filter(|to| to.message.0 != 0) else { return shown };
    let found = world.message(to.channel, to.message).ok();
    shown["referenced_message"] = found.map_or(Value::Null, |r| message(world, r, now));
    shown
}

/// The message for the client: each reaction with those who reacted, `me` said of this person.
pub fn message_for(world: &World, m: &Message, user: Id, now: Millis) -> Value {
    let mut shown = rest_message(world, m, now);
    for (reaction, kept) in shown["reactions"].as_array_mut().into_iter().flatten().zip(&m.reactions) {
        reaction["me"] = json!(kept.users.contains(&user));
        reaction["users"] = json!(kept.users);
    }
    shown
}

/// The message as the gateway brings it: with its guild and its author as a member.
pub fn message_event(world: &World, m: &Message, now: Millis) -> Value {
    let mut shown = rest_message(world, m, now);
    let Some(house) = m.guild.and_then(|g| world.guilds.get(&g)) else { return shown };
    shown["guild_id"] = json!(house.guild.id);
    if let Some(member) = house.members.get(&m.author) {
        shown["member"] = bare_member(member);
    }
    if let Some(list) = shown["mentions"].as_array_mut() {
        for (shown, id) in list.iter_mut().zip(&m.mentions) {
            if let Some(member) = house.members.get(id) {
                shown["member"] = bare_member(member);
            }
        }
    }
    shown
}

fn message(world: &World, m: &Message, now: Millis) -> Value {
    let mentions: Vec<Value> = m.mentions.iter().map(|id| user_or_gone(world, *id)).collect();
    let used = inline(m);
    let listed = m.attachments.iter().filter(|a| !used.contains(&a.filename));
    let attachments: Vec<Value> = listed.map(|a| attachment(world, m.channel, a, now)).collect();
    let files = Files { world, m, now };
    let embeds: Vec<Value> = m.embeds.iter().map(|e| files.resolve(e)).collect();
    let components: Vec<Value> = m.components.iter().map(|c| files.resolve(c)).collect();
    let mut shown = json!({
        "id": m.id, "channel_id": m.channel, "type": m.kind, "content": m.content, "tts": false, "flags": m.flags,
        "author": author(world, m), "timestamp": iso(m.at), "edited_timestamp": m.edited.map(iso),
        "mentions": mentions, "mention_roles": m.mention_roles, "mention_everyone": m.mention_everyone,
        "attachments": attachments, "embeds": embeds, "components": components, "pinned": m.pinned.is_some(),
    });
    if let Some(map) = shown.as_object_mut() {
        extras(world, m, map);
    }
    shown
}

/// Who said it: a user, or a webhook under the name it bore.
fn author(world: &World, m: &Message) -> Value {
    let Some(guise) = &m.guise else { return user_or_gone(world, m.author) };
    let mut shown = user_or_gone(world, guise.webhook);
    shown["username"] = json!(guise.name);
    shown["avatar"] = json!(guise.avatar);
    shown["bot"] = json!(true);
    shown["discriminator"] = json!("0000");
    shown
}

fn extras(world: &World, m: &Message, shown: &mut Map<String, Value>) {
    if let Some(nonce) = &m.nonce {
        shown.insert("nonce".into(), nonce.clone());
    }
    if let Some(to) = m.reference {
        let mut reference = json!({ "type": 0, "channel_id": to.channel });
        if to.message.0 != 0 {
            reference["message_id"] = json!(to.message);
        }
        if let Some(guild) = m.guild {
            reference["guild_id"] = json!(guild);
        }
        shown.insert("message_reference".into(), reference);
    }
    if let Some(app) = m.application {
        shown.insert("application_id".into(), json!(app));
        if m.cause.is_some() {
            shown.insert("webhook_id".into(), json!(app));
        }
    }
    if let Some(guise) = &m.guise {
        shown.insert("webhook_id".into(), json!(guise.webhook));
    }
    if let Some(thread) = world.rooms.get(&m.id).filter(|_| m.has(flag::HAS_THREAD)) {
        shown.insert("thread".into(), channel(world, &thread.channel));
    }
    if let Some(cause) = &m.cause {
        shown.insert("interaction_metadata".into(), metadata(world, m.guild, cause));
    }
    if !m.reactions.is_empty() {
        shown.insert("reactions".into(), json!(reactions(world, m)));
    }
}

fn reactions(world: &World, m: &Message) -> Vec<Value> {
    let bot = world.applications.values().next().map(|a| a.bot);
    let one = |r: &crate::world::Reaction| {
        json!({
            "emoji": emoji(&r.emoji), "count": r.users.len(), "burst_colors": [], "me_burst": false,
            "count_details": { "burst": 0, "normal": r.users.len() }, "burst_count": 0,
            "me": bot.is_some_and(|b| r.users.contains(&b)),
        })
    };
    m.reactions.iter().map(one).collect()
}

/// `✅`, or `name:id` of a guild's own.
pub fn emoji(text: &str) -> Value {
    match text.split_once(':') {
        Some((name, id)) => json!({ "id": id, "name": name }),
        None => json!({ "id": null, "name": text }),
    }
}

fn metadata(world: &World, guild: Option<Id>, cause: &Cause) -> Value {
    let mut shown = json!({
        "id": cause.id, "type": cause.kind, "user": user_or_gone(world, cause.user),
        "authorizing_integration_owners": owners(guild),
    });
    if let Some(name) = &cause.name {
        shown["name"] = json!(name);
    }
    if let Some(message) = cause.message {
        shown["interacted_message_id"] = json!(message);
    }
    if let Some(trigger) = &cause.trigger {
        shown["triggering_interaction_metadata"] = metadata(world, guild, trigger);
    }
    shown
}

/// Installed to the guild; in a private channel with the bot, `"0"`.
pub fn owners(guild: Option<Id>) -> Value {
    json!({ "0": guild.unwrap_or(Id(0)) })
}

/// Names of files that an embed or a component shows: they are not listed as attachments again.
fn inline(m: &Message) -> Vec<String> {
    if m.attachments.is_empty() || m.embeds.is_empty() && m.components.is_empty() {
        return Vec::new();
    }
    let mut names = Vec::new();
    m.embeds.iter().chain(&m.components).for_each(|v| collect(v, &mut names));
    names
}

fn collect(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::String(s) => names.extend(s.strip_prefix("attachment://").map(str::to_owned)),
        Value::Array(list) => list.iter().for_each(|v| collect(v, names)),
        Value::Object(map) => map.values().for_each(|v| collect(v, names)),
        _ => {}
    }
}

struct Files<'a> {
    world: &'a World,
    m: &'a Message,
    now: Millis,
}

impl Files<'_> {
    /// Puts real links in the place of `attachment://name`; media of components become whole media objects.
    fn resolve(&self, value: &Value) -> Value {
        match value {
            Value::Array(list) => list.iter().map(|v| self.resolve(v)).collect(),
            Value::Object(map) => self.object(map),
            Value::String(s) => s
                .strip_prefix("attachment://")
                .and_then(|name| self.file(name))
                .map_or_else(|| value.clone(), |a| json!(link(self.world, self.m.channel, a, self.now))),
            other => other.clone(),
        }
    }

    fn file(&self, name: &str) -> Option<&Attachment> {
        self.m.attachments.iter().find(|a| a.filename == name)
    }

    fn object(&self, map: &Map<String, Value>) -> Value {
        let mut shown: Map<String, Value> = map.iter().map(|(k, v)| (k.clone(), self.resolve(v))).collect();
        let is_component = map.contains_key("type") && map.contains_key("id") || map.contains_key("media");
        let media = ["media", "file"].into_iter().find(|k| map.get(*k).is_some_and(|v| v["url"].is_string()));
        if let Some(key) = media.filter(|_| is_component) {
            let raw = map[key]["url"].as_str().unwrap_or_default();
            let file = raw.strip_prefix("attachment://").and_then(|name| self.file(name));
            let url = shown[key]["url"].clone();
            let mut item = json!({ "id": file.map_or(self.m.id, |a| a.id), "url": url, "proxy_url": url });
            if let Some(a) = file {
                item["attachment_id"] = json!(a.id);
                item["width"] = json!(a.width);
                item["height"] = json!(a.height);
                item["content_type"] = json!(a.content_type);
                if key == "file" {
                    shown.insert("name".into(), json!(a.filename));
                    shown.insert("size".into(), json!(a.size));
                }
            }
            shown.insert(key.into(), item);
        } else if media.is_none() {
            embed_media(map, &mut shown);
        }
        Value::Object(shown)
    }
}

/// An embed's pictures also carry the address of Discord's proxy.
fn embed_media(map: &Map<String, Value>, shown: &mut Map<String, Value>) {
    for key in ["image", "thumbnail"] {
        if map.get(key).is_some_and(|v| v["url"].is_string())
            && let Some(picture) = shown.get_mut(key)
        {
            picture["proxy_url"] = picture["url"].clone();
        }
    }
}
