//! Knows how Discord is brought to a ticket's revision: who sees the channel, where it lies, what its buttons say.

use super::place::{self, Welcome};
use super::sign;
use super::view::View;
use crate::bot::Bot;
use crate::category;
use crate::clock;
use crate::drill::kill_point;
use crate::permission;
use crate::rest::{Error, code, overwrite_json, read_overwrite};
use crate::trouble::{Result, Trouble};
use crate::words::Word;
use domain::permission::{MANAGE_CHANNELS, MANAGE_ROLES, Overwrite};
use domain::{ChannelId, Due, DueAction, GuildId, Ratings, Ticket, WhenClosed};
use serde_json::{Map, Value, json};
use std::time::Duration;
use store::{Catalog, CategoryKind};

/// A deletion that is due within this is the delete mode's, also after some tries; an archive lasts longer.
const SOON: Duration = Duration::from_hours(24);

/// How long what the member is to be told may keep their access, if it can't be said.
const LAST_WORDS: Duration = Duration::from_mins(1);

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
    let catalog = bot.catalog(ticket.guild).await?;
    let stays = over && !is_deleted_soon(ticket, &catalog, &dues);
    let conduct = View { ticket, catalog: &catalog, answers: &[] }.conduct();
    let asks_here = stays && conduct.ratings == Ratings::Channel;
    // What the member is told in the channel comes before their access goes. The row that was tried rings.
    if dues.iter().any(|due| comes_first(ticket, due, asks_here)) {
        return Ok(());
    }
    let answers = bot.store.answers(ticket.id).await?;
    let view = View { ticket, catalog: &catalog, answers: &answers };
    let Some(now) = bot.unless_gone(ticket.guild, channel, bot.rest.channel(channel).await).await? else {
        return Ok(());
    };
    // Whoever is asked in the channel how it went sees it until they have answered, or had their time.
    let is_asked = stays && dues.iter().any(|due| due.action == DueAction::AskRating && due.result.is_some());
    let mut let_in = if stays && !is_asked { Vec::new() } else { bot.store.let_in(ticket).await? };
    let_in.retain(|user| !is_asked || *user == ticket.customer);
    let wanted = bot.in_place(ticket.guild, |p| permission::of_ticket(p, &catalog, ticket, &let_in)).await?;
    let changed = change_channel(bot, &view, &now, &wanted, stays).await;
    // What is forbidden does not keep the buttons from being right; where the bot sees nothing, nothing else is tried.
    let forbidden = match changed {
        Ok(true) => None,
        Ok(false) => return Ok(()),
        Err(trouble) if trouble.is_forbidden() && !trouble.is_blind() => Some(trouble),
        Err(trouble) => return Err(trouble),
    };
    kill_point("after-channel-changed");
    let body = view.message();
    match ticket.welcome_message {
        Some(_) if bot.shown.says(ticket.id, &body) => {}
        Some(message) => match bot.rest.edit_message(channel, message, body.clone()).await {
            Ok(_) => bot.shown.note(ticket.id, &body),
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
    // At the end of a ticket its name is a row of what is due.
    if !over && !sign::owed(ticket, view.type_name(), &now).is_empty() {
        sign::promise(bot, ticket, &now).await?;
    }
    bot.store.ticket_published(ticket.id, ticket.revision).await?;
    kill_point("after-ticket-published");
    Ok(())
}

/// Whether this row's words are to be said before the member's access goes. What Discord does not let be said for a
/// while keeps nobody in a ticket that is over.
fn comes_first(ticket: &Ticket, due: &Due, asks_here: bool) -> bool {
    let over = ticket.closed_at.map_or(Duration::ZERO, |closed| clock::now().since(closed));
    match due.action {
        DueAction::CloseNotice | DueAction::TranscriptLink => due.failure.is_none() || over < LAST_WORDS,
        // By the first try it is known whether they are asked in the channel.
        DueAction::AskRating => asks_here && due.failure.is_none() && due.result.is_none(),
        _ => false,
    }
}

/// Brings the channel's overwrites and its place about, at once where that can be. False: the channel is gone.
async fn change_channel(bot: &Bot, view: &View<'_>, now: &Value, wanted: &[Overwrite], archive: bool) -> Result<bool> {
    let ticket = view.ticket;
    let (guild, Some(channel)) = (ticket.guild, ticket.channel) else { return Ok(false) };
    let reason = Word::AuditPublish { number: ticket.number }.to_string();
    let mut access = Map::new();
    if !same(&now["permission_overwrites"], wanted) {
        access.insert("permission_overwrites".into(), wanted.iter().copied().map(overwrite_json).collect());
    }
    let parent = now["parent_id"].as_str().and_then(|id| id.parse::<ChannelId>().ok());
    let mut trouble = Trouble::NotYet { wait: Duration::from_mins(1), why: "no category takes its channel" };
    for _ in 0..=category::MOST {
        let to = match destination(bot, view, parent, archive).await {
            Ok(to) => to,
            Err(error) => {
                trouble = error;
                break;
            }
        };
        let mut changes = access.clone();
        if let Some(to) = to {
            changes.insert("parent_id".into(), json!(to));
        }
        if changes.is_empty() {
            return Ok(true);
        }
        bot.need(guild, Some(channel), MANAGE_CHANNELS)?;
        let answer = bot.rest.edit_channel(channel, Value::Object(changes), &reason).await;
        if let (Some(to), Err(error)) = (to, &answer) {
            if category::refused(bot, guild, to, error).await? {
                continue;
            }
            if is_about_the_place(bot, guild, channel, error) {
                trouble = error.clone().into();
                break;
            }
        }
        if bot.unless_gone(guild, channel, answer).await?.is_none() {
            return Ok(false);
        }
        if let Some(to) = to {
            kill_point("after-channel-moved");
            bot.store.brought_to(ticket.id, to).await?;
        }
        return Ok(true);
    }
    // Who sees the channel waits for no place.
    if !access.is_empty() {
        bot.need(guild, Some(channel), MANAGE_CHANNELS)?;
        let answer = bot.rest.edit_channel(channel, Value::Object(access), &reason).await;
        if bot.unless_gone(guild, channel, answer).await?.is_none() {
            return Ok(false);
        }
    }
    Err(trouble)
}

/// Whether Discord refused a change of overwrites and place for the place alone, as far as can be told.
fn is_about_the_place(bot: &Bot, guild: GuildId, channel: ChannelId, error: &Error) -> bool {
    match error {
        Error::Refused { status: 400, .. } => true,
        _ => {
            error.is_forbidden()
                && error.code() != Some(code::MISSING_ACCESS)
                && !bot.lacks_in(guild, channel, MANAGE_CHANNELS | MANAGE_ROLES)
        }
    }
}

/// Where the channel is to be brought; `None`: it stays where it is. One that was moved by hand stays until its end.
async fn destination(bot: &Bot, view: &View<'_>, lies: Option<ChannelId>, archive: bool) -> Result<Option<ChannelId>> {
    let (ticket, guild) = (view.ticket, view.ticket.guild);
    if let Some(wish) = ticket.parent.filter(|_| !archive) {
        if lies == Some(wish) {
            if ticket.given_parent != Some(wish) {
                bot.store.brought_to(ticket.id, wish).await?;
            }
            return Ok(None);
        }
        let there = bot.spots.categories(guild).iter().any(|category| category.id == wish && !category.full);
        if there {
            let since = lies.is_some() && ticket.given_parent == Some(wish);
            return Ok(Some(wish).filter(|_| !since));
        }
        bot.store.parent_gone(ticket.id, wish).await?;
    }
    if let Some(lies) = lies.filter(|lies| !archive && ticket.given_parent != Some(*lies)) {
        // Moved by hand; but one that was archived before places were kept lies where we brought it.
        let closed = category::of_ticket(bot, view.catalog, ticket, CategoryKind::Closed).await?;
        if !closed.holds(bot, guild, lies) {
            return Ok(None);
        }
    }
    let kind = if archive { CategoryKind::Closed } else { CategoryKind::Tickets };
    let row = category::of_ticket(bot, view.catalog, ticket, kind).await?;
    if lies.is_some_and(|lies| row.holds(bot, guild, lies)) {
        return Ok(None);
    }
    category::room(bot, guild, &row).await
}

/// Compares as sets; entries that allow and deny nothing are no entries.
pub fn same(now: &Value, wanted: &[Overwrite]) -> bool {
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
    fn what_cannot_be_said_keeps_nobody_in_for_long() {
        let closed =
            |ago: Duration| Ticket { closed_at: Some(clock::now().minus(ago)), ..crate::ticket::view::tests::ticket() };
        let row = |action, failure: Option<&str>, result| Due {
            id: domain::DueId(1),
            guild: domain::GuildId(1),
            ticket: None,
            key: String::new(),
            action,
            payload: Value::Null,
            at: domain::Timestamp(0),
            created_at: domain::Timestamp(0),
            claims: 1,
            attempts: 0,
            failure: failure.map(str::to_owned),
            done_at: None,
            result,
        };
        let (now, late) = (closed(Duration::ZERO), closed(Duration::from_mins(2)));
        let link = |failure| row(DueAction::TranscriptLink, failure, None);
        assert!(comes_first(&now, &link(Some("500")), true) && comes_first(&late, &link(None), true));
        assert!(!comes_first(&late, &link(Some("500")), true));
        let asks = |failure, result| row(DueAction::AskRating, failure, result);
        assert!(comes_first(&now, &asks(None, None), true), "where they are asked is not known yet");
        assert!(!comes_first(&now, &asks(Some("500"), None), true), "and does not have to be");
        assert!(!comes_first(&now, &asks(None, None), false), "by direct message alone");
        assert!(!comes_first(&now, &asks(None, Some(domain::MessageId(1))), true));
        assert!(!comes_first(&now, &row(DueAction::RenameClosed, None, None), true));
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
