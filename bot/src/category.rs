//! Knows Docket's categories in a guild: finds one with room, or makes the next.

use crate::bot::Bot;
use crate::drill::{adopts, kill_point};
use crate::permission;
use crate::rest::NewChannel;
use crate::rest::message::id_of;
use crate::trouble::Result;
use crate::words::Word;
use domain::{ChannelId, GuildId, Ticket};
use serde_json::Value;
use store::{Catalog, CategoryKind};

/// Channels in one category at most (<https://discord.com/developers/docs/resources/channel#channel-object>).
const ROOM: usize = 50;
const CATEGORY: i64 = 4;

pub fn name(kind: CategoryKind) -> &'static str {
    match kind {
        CategoryKind::Create => "Create Ticket",
        CategoryKind::Tickets => "Tickets",
        CategoryKind::Closed => "Closed Tickets",
    }
}

/// `Tickets`, `Tickets 2`, `Tickets 3`: its place in that row.
fn ordinal(of: &str, base: &str) -> Option<usize> {
    if of.eq_ignore_ascii_case(base) {
        return Some(1);
    }
    let (head, tail) = of.rsplit_once(' ')?;
    if head.eq_ignore_ascii_case(base) { tail.parse().ok().filter(|n| *n > 1) } else { None }
}

/// One category as a listing shows it.
struct Found {
    id: ChannelId,
    ordinal: usize,
    children: usize,
}

fn found(listing: &[Value], known: Option<ChannelId>, base: &str) -> Vec<Found> {
    let mut all: Vec<Found> = listing
        .iter()
        .filter(|channel| channel["type"].as_i64() == Some(CATEGORY))
        .filter_map(|channel| {
            let id = ChannelId(id_of(channel));
            let ordinal = ordinal(channel["name"].as_str().unwrap_or_default(), base);
            // One that was renamed by hand is ours all the same.
            let ordinal = if known == Some(id) { ordinal.or(Some(1)) } else { ordinal }?;
            let text = id.to_string();
            let children = listing.iter().filter(|c| c["parent_id"].as_str() == Some(text.as_str())).count();
            Some(Found { id, ordinal, children })
        })
        .collect();
    all.sort_by_key(|found| (known != Some(found.id), found.ordinal, found.id));
    all
}

/// Where an admin wants a ticket, best first; empty where Docket's own categories will do.
pub fn wanted(catalog: &Catalog, ticket: &Ticket, kind: CategoryKind) -> Vec<ChannelId> {
    let of_type = catalog.kind(ticket.ticket_type);
    let department = catalog.departments.iter().find(|found| found.id == ticket.department);
    match kind {
        CategoryKind::Create => Vec::new(),
        CategoryKind::Tickets => {
            let first = of_type.and_then(|found| found.category);
            first.into_iter().chain(department.and_then(|found| found.category)).collect()
        }
        CategoryKind::Closed => of_type.and_then(|found| found.closed_category).into_iter().collect(),
    }
}

/// The first of these categories that Discord has, with room for one more. `full` have proved to have none.
pub fn first_with_room(listing: &[Value], wanted: &[ChannelId], full: &[ChannelId]) -> Option<ChannelId> {
    let free = |category: ChannelId| {
        let text = category.to_string();
        let children = listing.iter().filter(|c| c["parent_id"].as_str() == Some(text.as_str())).count();
        children < ROOM && listing.iter().any(|c| c["type"].as_i64() == Some(CATEGORY) && id_of(c) == category.0)
    };
    wanted.iter().copied().find(|category| !full.contains(category) && free(*category))
}

/// Is this one of the guild's categories of that kind?
pub fn is_one(listing: &[Value], known: Option<ChannelId>, kind: CategoryKind, category: ChannelId) -> bool {
    found(listing, known, name(kind)).iter().any(|found| found.id == category)
}

pub async fn known(bot: &Bot, guild: GuildId, kind: CategoryKind) -> Result<Option<ChannelId>> {
    let guild = bot.store.guild(guild).await?;
    Ok(guild.and_then(|guild| match kind {
        CategoryKind::Create => guild.create_category,
        CategoryKind::Tickets => guild.tickets_category,
        CategoryKind::Closed => guild.closed_category,
    }))
}

/// A category of that kind with room for one more; made if there is none. `full` has proved to have none.
pub async fn with_room(
    bot: &Bot,
    guild: GuildId,
    kind: CategoryKind,
    listing: &[Value],
    full: Option<ChannelId>,
) -> Result<ChannelId> {
    let free = |listing: &[Value], known| {
        let all = found(listing, known, name(kind));
        all.iter().find(|f| f.children < ROOM && Some(f.id) != full).map(|f| f.id)
    };
    let recorded = known(bot, guild, kind).await?;
    if let Some(category) = free(listing, recorded).filter(|_| adopts() || recorded.is_some()) {
        return record(bot, guild, kind, recorded, category).await;
    }
    let _alone = bot.locks.lock(("category", guild, kind)).await;
    // Somebody may have made one while we waited.
    let listing = bot.rest.guild_channels(guild).await?;
    let recorded = known(bot, guild, kind).await?;
    if let Some(category) = free(&listing, recorded).filter(|_| adopts() || recorded.is_some()) {
        return record(bot, guild, kind, recorded, category).await;
    }
    let category = make(bot, guild, kind, &listing, recorded).await;
    let subject = subject(kind);
    match category {
        Ok(category) => {
            bot.solved(guild, &subject).await;
            Ok(category)
        }
        Err(trouble) => {
            if let Some(mend) = trouble.mend() {
                bot.problem(guild, &subject, &trouble.to_string(), mend).await;
            }
            Err(trouble)
        }
    }
}

fn subject(kind: CategoryKind) -> String {
    let kind = match kind {
        CategoryKind::Create => "create",
        CategoryKind::Tickets => "tickets",
        CategoryKind::Closed => "closed",
    };
    format!("category:{kind}")
}

async fn make(
    bot: &Bot,
    guild: GuildId,
    kind: CategoryKind,
    listing: &[Value],
    recorded: Option<ChannelId>,
) -> Result<ChannelId> {
    let base = name(kind);
    let last = found(listing, recorded, base).iter().map(|f| f.ordinal).max().unwrap_or(0);
    let name = if last == 0 { base.to_owned() } else { format!("{base} {}", last + 1) };
    let hidden = kind != CategoryKind::Create;
    let overwrites = bot.in_place(guild, |place| permission::of_category(place, hidden)).await?;
    let reason = Word::AuditCategory.to_string();
    let new = NewChannel {
        name: &name,
        kind: 4,
        topic: None,
        parent: None,
        position: None,
        overwrites: &overwrites,
        reason: &reason,
    };
    // After an unclear answer it may be there: the next try finds it in the listing.
    let made = ChannelId(id_of(&bot.rest.create_channel(guild, &new).await?));
    kill_point("after-category-made");
    tracing::info!(guild.id = %guild, channel.id = %made, name, "a category was made");
    bot.store.set_category(guild, kind, Some(made)).await?;
    kill_point("after-category-recorded");
    Ok(made)
}

async fn record(
    bot: &Bot,
    guild: GuildId,
    kind: CategoryKind,
    recorded: Option<ChannelId>,
    category: ChannelId,
) -> Result<ChannelId> {
    if recorded != Some(category) {
        bot.store.set_category(guild, kind, Some(category)).await?;
    }
    Ok(category)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_with_room_is_found_and_strangers_are_not() {
        let mut listing = vec![
            json!({"id": "1", "type": 4, "name": "Tickets"}),
            json!({"id": "2", "type": 4, "name": "tickets 2"}),
            json!({"id": "3", "type": 4, "name": "Tickets for the show"}),
            json!({"id": "4", "type": 0, "name": "Tickets"}),
        ];
        listing.extend((0..50).map(|n| json!({"id": (100 + n).to_string(), "type": 0, "parent_id": "1"})));
        let ids = |known| -> Vec<(i64, usize)> {
            found(&listing, known, "Tickets").iter().map(|f| (f.id.0, f.children)).collect()
        };
        assert_eq!(ids(None), [(1, 50), (2, 0)]);
        assert_eq!(ids(Some(ChannelId(3))), [(3, 0), (1, 50), (2, 0)]);
        // An admin's own: not one that is full, not a text channel, not one that is gone.
        let own = |wanted: &[i64], full: &[i64]| {
            let channels = |ids: &[i64]| ids.iter().copied().map(ChannelId).collect::<Vec<_>>();
            first_with_room(&listing, &channels(wanted), &channels(full)).map(|found| found.0)
        };
        assert_eq!(own(&[1, 4, 9, 3, 2], &[]), Some(3));
        assert_eq!(own(&[1, 4, 9, 3, 2], &[3]), Some(2));
        assert_eq!(own(&[1, 4, 9], &[]), None);
    }
}
