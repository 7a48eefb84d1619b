//! Knows how Discord is brought to a ticket's revision: who sees the channel, where it lies, what its buttons say.

use super::place::{self, Welcome};
use super::view::View;
use crate::bot::Bot;
use crate::category;
use crate::drill::kill_point;
use crate::permission;
use crate::rest::{Error, overwrite_json, read_overwrite};
use crate::trouble::Result;
use crate::words::Word;
use domain::permission::Overwrite;
use domain::{ChannelId, Due, DueAction, Ticket, WhenClosed};
use serde_json::{Map, Value, json};
use std::time::Duration;
use store::{Catalog, CategoryKind};

/// A deletion that is due within this is the delete mode's, also after some tries; an archive lasts longer.
const SOON: Duration = Duration::from_hours(24);

/// Whether the channel goes at once instead of being archived. In doubt it does not: whoever may stay until it goes
/// would stay in an archive.
pub fn is_deleted_soon(ticket: &Ticket, catalog: &Catalog, dues: &[Due]) -> bool {
    let Some(closed) = ticket.closed_at else { return false };
    let mode = catalog.kind(ticket.ticket_type).map(|kind| kind.when_closed);
    dues.iter().any(|due| due.action == DueAction::DeleteChannel && is_soon(mode, due.at.since(closed)))
}

/// A type that was changed since the close says nothing by itself.
fn is_soon(mode: Option<WhenClosed>, after: Duration) -> bool {
    mode.is_none_or(|mode| mode == WhenClosed::Delete) && after < SOON
}

/// The caller holds the ticket's lock.
pub async fn publish(bot: &Bot, ticket: &Ticket) -> Result<()> {
    let Some(channel) = ticket.channel else { return Ok(()) };
    let over = ticket.status.is_over();
    let dues = if over { bot.store.due_of(ticket.id).await? } else { Vec::new() };
    // What the member is told in the channel comes before their access goes. The row that is done rings.
    if dues.iter().any(|due| matches!(due.action, DueAction::CloseNotice | DueAction::TranscriptLink)) {
        return Ok(());
    }
    let catalog = bot.catalog(ticket.guild).await?;
    let answers = bot.store.answers(ticket.id).await?;
    let view = View { ticket, catalog: &catalog, answers: &answers };
    let stays = over && !is_deleted_soon(ticket, &catalog, &dues);
    let Some(now) = bot.unless_gone(ticket.guild, channel, bot.rest.channel(channel).await).await? else {
        return Ok(());
    };
    // Whoever is asked in the channel how it went sees it until they have answered, or had their time.
    let is_asked = stays && dues.iter().any(|due| due.action == DueAction::AskRating);
    let customer_in = !stays || is_asked;
    let wanted = bot.in_place(ticket.guild, |p| permission::of_ticket(p, &catalog, ticket, customer_in)).await?;
    let changed = change_channel(bot, &view, channel, &now, &wanted, stays).await;
    // What is forbidden does not keep the buttons from being right.
    let forbidden = match changed {
        Ok(true) => None,
        Ok(false) => return Ok(()),
        Err(trouble) if trouble.is_forbidden() => Some(trouble),
        Err(trouble) => return Err(trouble),
    };
    kill_point("after-channel-changed");
    match ticket.welcome_message {
        Some(message) => match bot.rest.edit_message(channel, message, view.message()).await {
            Ok(_) => {}
            Err(error) if error.is_gone() && over => {}
            // Somebody deleted it: an open ticket wants its buttons.
            Err(error) if error.is_gone() => {
                place::welcome(bot, &view, channel, Welcome::Again).await?;
            }
            Err(error) => return Err(error.into()),
        },
        None if over => {}
        None => {
            place::welcome(bot, &view, channel, Welcome::First).await?;
        }
    }
    kill_point("after-welcome-changed");
    if let Some(trouble) = forbidden {
        return Err(trouble);
    }
    if is_asked {
        return Ok(());
    }
    bot.store.ticket_published(ticket.id, ticket.revision).await?;
    kill_point("after-ticket-published");
    Ok(())
}

/// False: the channel is gone.
async fn change_channel(
    bot: &Bot,
    view: &View<'_>,
    channel: ChannelId,
    now: &Value,
    wanted: &[Overwrite],
    archive: bool,
) -> Result<bool> {
    let ticket = view.ticket;
    let mut changes = Map::new();
    let reason = Word::AuditPublish { number: ticket.number }.to_string();
    if !same(&now["permission_overwrites"], wanted) {
        changes.insert("permission_overwrites".into(), wanted.iter().copied().map(overwrite_json).collect());
    }
    let parent = now["parent_id"].as_str().and_then(|id| id.parse::<ChannelId>().ok());
    let kind = if archive { CategoryKind::Closed } else { CategoryKind::Tickets };
    // An open ticket that was moved by hand stays there; one without a category gets one.
    if archive || parent.is_none() {
        let listing = bot.rest.guild_channels(ticket.guild).await?;
        let known = category::known(bot, ticket.guild, kind).await?;
        let own = category::wanted(view.catalog, ticket, kind);
        let fits = |parent| own.contains(&parent) || category::is_one(&listing, known, kind, parent);
        if !parent.is_some_and(fits) {
            let category = match category::first_with_room(&listing, &own, &[]) {
                Some(category) => category,
                None => category::with_room(bot, ticket.guild, kind, &listing, None).await?,
            };
            changes.insert("parent_id".into(), json!(category));
        }
    }
    if changes.is_empty() {
        return Ok(true);
    }
    let moves = changes.contains_key("parent_id");
    let full = changes.get("parent_id").and_then(|id| serde_json::from_value::<ChannelId>(id.clone()).ok());
    let overwrites = changes.get("permission_overwrites").cloned();
    let answer = bot.rest.edit_channel(channel, Value::Object(changes), &reason).await;
    match answer {
        // The category is full: access is what matters, the move is tried with the next one.
        Err(Error::Refused { status: 400, ref message, .. }) if moves && message.contains("parent_id") => {
            let listing = bot.rest.guild_channels(ticket.guild).await?;
            let full = full.or(category::known(bot, ticket.guild, kind).await?);
            let next = category::with_room(bot, ticket.guild, kind, &listing, full).await?;
            let mut again = json!({"parent_id": next});
            if let Some(overwrites) = overwrites {
                again["permission_overwrites"] = overwrites;
            }
            let answer = bot.rest.edit_channel(channel, again, &reason).await;
            Ok(bot.unless_gone(ticket.guild, channel, answer).await?.is_some())
        }
        answer => Ok(bot.unless_gone(ticket.guild, channel, answer).await?.is_some()),
    }
}

/// Compares as sets; entries that allow and deny nothing are no entries.
fn same(now: &Value, wanted: &[Overwrite]) -> bool {
    let sorted = |mut all: Vec<Overwrite>| {
        all.retain(|o| o.allow != 0 || o.deny != 0);
        all.sort_by_key(|o| (o.id, o.is_member));
        all
    };
    let now: Option<Vec<Overwrite>> = now.as_array().map(|all| all.iter().filter_map(read_overwrite).collect());
    now.is_some_and(|now| sorted(now) == sorted(wanted.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{RoleId, UserId};

    #[test]
    fn a_deletion_that_is_tried_again_changes_no_mode() {
        let (at_once, tried, archived) = (Duration::from_secs(5), Duration::from_mins(10), Duration::from_hours(336));
        for after in [at_once, tried] {
            assert!(is_soon(Some(WhenClosed::Delete), after) && is_soon(None, after));
        }
        for mode in [Some(WhenClosed::Archive), Some(WhenClosed::Delete), None] {
            assert!(!is_soon(mode, archived));
        }
        assert!(!is_soon(Some(WhenClosed::Archive), at_once));
    }

    #[test]
    fn overwrites_are_the_same_in_any_order() {
        let wanted = [Overwrite::role(RoleId(1), 0, 1024), Overwrite::member(UserId(2), 1024, 0)];
        let now = json!([{"id": "2", "type": 1, "allow": "1024", "deny": "0"},
            {"id": "9", "type": 0, "allow": "0", "deny": "0"},
            {"id": "1", "type": 0, "allow": "0", "deny": "1024"}]);
        assert!(same(&now, &wanted));
        assert!(!same(&json!([]), &wanted) && !same(&Value::Null, &wanted));
    }
}
