//! Making, changing and deleting channels of a guild; opening private ones.

use serde_json::{Value, json};

use super::{By, audit, overwrite, thread};
use crate::error::{self, Failure, invalid};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::limits;
use crate::permission as p;
use crate::show;
use crate::world::{Channel, Op, Overwrite, Tag, World, action, channel_kind as kind};

pub fn create(d: &mut Deed, by: By, guild: Id, body: &Value) -> Result<Channel, Failure> {
    let bits = by.in_guild(d.world, guild)?;
    limits::channel(body, true)?;
    let house = d.world.house(guild)?;
    let of_kind = body["type"].as_u64().unwrap_or(0);
    let kind = u8::try_from(of_kind).ok().filter(|k| matches!(k, 0 | 2 | 4 | 5 | 15));
    let Some(kind) = kind else {
        return Err(invalid("type", "BASE_TYPE_CHOICES", "Value must be one of (0, 2, 4, 5, 13, 14, 15)."));
    };
    let parent = parent(d.world, guild, &body["parent_id"], kind)?;
    may_make(d.world, by, guild, bits, parent)?;
    let most = d.world.settings.guild_channels;
    if most > 0 && house.channels.len() >= most {
        return Err(error::TOO_MANY_CHANNELS);
    }
    has_room(d.world, guild, parent)?;
    let given = !body["permission_overwrites"].is_null();
    let overwrites: Vec<Overwrite> = match parent.and_then(|id| d.world.channel(id).ok()) {
        Some(category) if !given => category.overwrites.clone(),
        _ => overwrite::parse(d.world, guild, &body["permission_overwrites"])?,
    };
    if given {
        overwrite::may_create_with(bits, &overwrites)?;
    }
    let siblings = house.channels.iter().filter_map(|id| d.world.rooms.get(id));
    let last = siblings.map(|r| r.channel.position).max().unwrap_or(-1);
    let channel = Channel {
        id: d.id(),
        kind,
        guild: Some(guild),
        name: tidy(body["name"].as_str().unwrap_or_default(), kind),
        topic: body["topic"].as_str().map(str::to_owned).filter(|t| !t.is_empty()),
        parent,
        position: body["position"].as_i64().unwrap_or(last.saturating_add(1)),
        nsfw: body["nsfw"] == json!(true),
        slowmode: slowmode(body),
        overwrites,
        flags: body["flags"].as_u64().unwrap_or(0) & 1 << 4,
        tags: tags(d, &body["available_tags"]),
        default_auto_archive: minutes(&body["default_auto_archive_duration"]),
        ..Channel::default()
    };
    d.put(Op::Channel(channel.clone()));
    let shown = show::channel(d.world, &channel);
    audit::log_change(d, by, guild, action::CHANNEL_CREATE, channel.id, [&Value::Null, &shown]);
    d.tell("CHANNEL_CREATE", To::Guild(guild), shown);
    Ok(channel)
}

/// A forum's tags; a new one is given an id.
fn tags(d: &Deed, wish: &Value) -> Vec<Tag> {
    let one = |t: &Value| Tag {
        id: Some(Id::of(&t["id"])).filter(|id| id.0 > 0).unwrap_or_else(|| d.id()),
        name: t["name"].as_str().unwrap_or_default().to_owned(),
        moderated: t["moderated"] == json!(true),
        emoji_id: Id::maybe(&t["emoji_id"]),
        emoji_name: t["emoji_name"].as_str().map(str::to_owned),
    };
    wish.as_array().into_iter().flatten().map(one).collect()
}

fn minutes(wish: &Value) -> Option<u32> {
    wish.as_u64().and_then(|n| u32::try_from(n).ok())
}

fn slowmode(body: &Value) -> u32 {
    body["rate_limit_per_user"].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0)
}

/// Channels one can write in have names of small letters, as Discord makes them.
fn tidy(name: &str, kind: u8) -> String {
    if !matches!(kind, kind::TEXT | kind::ANNOUNCEMENT | kind::FORUM) {
        return name.trim().to_owned();
    }
    let mut tidy = String::with_capacity(name.len());
    for c in name.trim().chars() {
        match c {
            ' ' | '-' if tidy.ends_with('-') => {}
            c if c.is_whitespace() || c == '-' => tidy.push('-'),
            c if c.is_ascii_punctuation() && c != '_' => {}
            c => tidy.extend(c.to_lowercase()),
        }
    }
    if tidy.is_empty() { "-".into() } else { tidy }
}

/// The category named, if it is one of this guild.
fn parent(world: &World, guild: Id, wish: &Value, kind: u8) -> Result<Option<Id>, Failure> {
    if wish.is_null() {
        return Ok(None);
    }
    let id = Id::maybe(wish);
    let category = id.and_then(|id| world.channel(id).ok()).filter(|c| c.guild == Some(guild));
    match category {
        Some(c) if c.kind == kind::CATEGORY && kind != kind::CATEGORY => Ok(Some(c.id)),
        Some(_) => Err(invalid("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category")),
        None => Err(invalid("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")),
    }
}

fn has_room(world: &World, guild: Id, parent: Option<Id>) -> Result<(), Failure> {
    let Some(parent) = parent else { return Ok(()) };
    let all = world.house(guild)?.channels.iter().filter_map(|id| world.rooms.get(id));
    if all.filter(|r| r.channel.parent == Some(parent)).count() < limits::CHANNELS_IN_CATEGORY {
        return Ok(());
    }
    let words = format!("Maximum number of channels in category reached ({})", limits::CHANNELS_IN_CATEGORY);
    Err(invalid("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", words))
}

fn may_make(world: &World, by: By, guild: Id, guild_bits: u64, parent: Option<Id>) -> Result<(), Failure> {
    let bits = match (parent.and_then(|id| world.channel(id).ok()), by) {
        (Some(category), By::User(u)) => world.bits_in(u, category),
        _ => guild_bits,
    };
    if bits & p::MANAGE_CHANNELS == 0 {
        return Err(error::MISSING_PERMISSIONS);
    }
    by.second_factor(world, Some(guild), p::MANAGE_CHANNELS)
}

pub fn patch(d: &mut Deed, by: By, id: Id, body: &Value) -> Result<Channel, Failure> {
    if d.world.channel(id)?.thread.is_some() {
        return thread::patch(d, by, id, body);
    }
    let (place, _) = by.need(d.world, id, p::MANAGE_CHANNELS)?;
    limits::channel(body, false)?;
    let Some(guild) = place.guild else { return Err(error::WRONG_CHANNEL_TYPE) };
    let (old, mut next) = (place.clone(), place.clone());
    if let Some(name) = body["name"].as_str() {
        next.name = tidy(name, place.kind);
    }
    if let Some(topic) = body.get("topic") {
        next.topic = topic.as_str().map(str::to_owned).filter(|t| !t.is_empty());
    }
    next.position = body["position"].as_i64().unwrap_or(place.position);
    next.nsfw = body["nsfw"].as_bool().unwrap_or(place.nsfw);
    if body.get("rate_limit_per_user").is_some() {
        next.slowmode = slowmode(body);
    }
    if body["available_tags"].is_array() {
        next.tags = tags(d, &body["available_tags"]);
    }
    if let Some(flags) = body["flags"].as_u64() {
        next.flags = flags & 1 << 4;
    }
    next.default_auto_archive = minutes(&body["default_auto_archive_duration"]).or(next.default_auto_archive);
    let place = &old;
    if let Some(wish) = body.get("parent_id") {
        next.parent = parent(d.world, guild, wish, place.kind)?;
        if next.parent != place.parent {
            may_move(d.world, by, next.parent)?;
            has_room(d.world, guild, next.parent)?;
        }
    }
    if !body["permission_overwrites"].is_null() {
        next.overwrites = overwrite::parse(d.world, guild, &body["permission_overwrites"])?;
        overwrite::may_change(d.world, by, place, &next.overwrites)?;
    }
    if matches!(by, By::User(_)) && (next.name != place.name || next.topic != place.topic) {
        next.renames = renamed(&place.renames, d.now, d.world.settings.rename_window_ms)?;
    }
    let shown = [show::channel(d.world, &old), show::channel(d.world, &next)];
    audit::log_change(d, by, guild, action::CHANNEL_UPDATE, id, [&shown[0], &shown[1]]);
    overwrite::log_changes(d, by, guild, id, &old.overwrites, &next.overwrites);
    overwrite::update(d, next.clone());
    Ok(next)
}

/// Puts several in their places, and under other categories; with `lock_permissions` they take over the category's
/// overwrites, which needs `MANAGE_ROLES` too.
pub fn arrange(d: &mut Deed, by: By, guild: Id, list: &[Value]) -> Result<(), Failure> {
    by.need_in_guild(d.world, guild, p::MANAGE_CHANNELS)?;
    limits::positions(list)?;
    let mut changed = Vec::new();
    for wish in list {
        let id = Id::of(&wish["id"]);
        let found = d.world.channel(id).ok().filter(|c| c.guild == Some(guild) && c.thread.is_none());
        let mut next = found.ok_or(error::UNKNOWN_CHANNEL)?.clone();
        next.position = wish["position"].as_i64().unwrap_or(next.position);
        if let Some(to) = wish.get("parent_id") {
            let to = parent(d.world, guild, to, next.kind)?;
            if to != next.parent {
                by.need(d.world, id, p::MANAGE_CHANNELS)?;
                may_move(d.world, by, to)?;
                has_room(d.world, guild, to)?;
                next.parent = to;
            }
            let category =
                to.and_then(|id| d.world.channel(id).ok()).filter(|_| wish["lock_permissions"] == json!(true));
            if let Some(category) = category {
                by.need(d.world, id, p::MANAGE_ROLES)?;
                next.overwrites.clone_from(&category.overwrites);
            }
        }
        changed.push(next);
    }
    for next in changed {
        let Ok(old) = d.world.channel(next.id).cloned() else { continue };
        let shown = [show::channel(d.world, &old), show::channel(d.world, &next)];
        audit::log_change(d, by, guild, action::CHANNEL_UPDATE, next.id, [&shown[0], &shown[1]]);
        overwrite::log_changes(d, by, guild, next.id, &old.overwrites, &next.overwrites);
        overwrite::update(d, next);
    }
    Ok(())
}

fn may_move(world: &World, by: By, parent: Option<Id>) -> Result<(), Failure> {
    let (By::User(user), Some(category)) = (by, parent.and_then(|id| world.channel(id).ok())) else { return Ok(()) };
    let wanted = p::VIEW_CHANNEL | p::MANAGE_CHANNELS;
    if world.bits_in(user, category) & wanted == wanted { Ok(()) } else { Err(error::MISSING_ACCESS) }
}

/// Two in ten minutes; the third waits until the first is old. No header tells beforehand.
pub fn renamed(before: &[u64], now: u64, window: u64) -> Result<Vec<u64>, Failure> {
    let mut recent: Vec<u64> = before.iter().copied().filter(|at| at.saturating_add(window) > now).collect();
    if window > 0 && recent.len() >= 2 {
        let wait = recent[recent.len() - 2].saturating_add(window) - now;
        #[expect(clippy::cast_precision_loss, reason = "minutes in milliseconds")]
        return Err(error::slow_down(wait as f64 / 1000.0));
    }
    recent.push(now);
    Ok(recent)
}

pub fn delete(d: &mut Deed, by: By, id: Id) -> Result<Channel, Failure> {
    let (place, _) = by.look(d.world, id)?;
    let place = place.clone();
    let Some(guild) = place.guild else { return Ok(place) };
    if place.thread.is_some() {
        return thread::delete(d, by, id);
    }
    by.need(d.world, id, p::MANAGE_CHANNELS)?;
    let children: Vec<Channel> = d
        .world
        .rooms
        .values()
        .map(|r| &r.channel)
        .filter(|c| c.parent == Some(id) && c.thread.is_none())
        .cloned()
        .collect();
    for mut child in children {
        child.parent = None;
        overwrite::update(d, child);
    }
    let shown = show::channel(d.world, &place);
    d.put(Op::ChannelGone(id));
    audit::log_change(d, by, guild, action::CHANNEL_DELETE, id, [&shown, &Value::Null]);
    d.tell("CHANNEL_DELETE", To::Guild(guild), shown);
    Ok(place)
}

/// The private channel of two, made if there is none yet.
pub fn open_dm(d: &mut Deed, from: Id, to: Id) -> Result<Channel, Failure> {
    d.world.user(to)?;
    if from == to {
        return Err(error::CANNOT_DM);
    }
    if let Some(channel) = d.world.dm(from, to).and_then(|id| d.world.channel(id).ok()) {
        return Ok(channel.clone());
    }
    let channel = Channel { id: d.id(), kind: kind::DM, recipients: vec![from, to], ..Channel::default() };
    // No bot is told: since v8 Discord sends no CHANNEL_CREATE for private channels.
    d.put(Op::Channel(channel.clone()));
    Ok(channel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_renames_in_ten_minutes() {
        let one = renamed(&[], 0, 600_000).unwrap();
        let two = renamed(&one, 60_000, 600_000).unwrap();
        let refused = renamed(&two, 120_000, 600_000).unwrap_err();
        assert_eq!((refused.status, refused.retry_after), (429, Some(480.0)));
        assert!(renamed(&two, 600_000, 600_000).is_ok());
        assert!(renamed(&two, 1, 0).is_ok());
    }

    #[test]
    fn names_are_made_as_discord_makes_them() {
        assert_eq!(tidy("Mia Buy  Gold #0201", kind::TEXT), "mia-buy-gold-0201");
        assert_eq!(tidy("Closed Tickets", kind::CATEGORY), "Closed Tickets");
        assert_eq!(tidy("Đơn hàng", kind::TEXT), "đơn-hàng");
    }
}
