//! Knows how a ticket's member is asked: whether it is solved, and how it went.

use super::Done;
use super::notice::{by_message, place};
use super::say::say_once;
use crate::bot::Bot;
use crate::clock;
use crate::drill::kill_point;
use crate::ticket::{View, is_deleted_soon};
use crate::trouble::Result;
use domain::{Due, DueAction, MessageId, Ratings, Status, Ticket};
use std::sync::Arc;
use std::time::Duration;

/// How long a member who is asked in the channel how it went still sees it.
const RATING: Duration = Duration::from_mins(5);

/// Nothing is asked that was answered or taken back meanwhile.
pub async fn solved(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<Done> {
    let Some(channel) = place(ticket) else { return Ok(Done::Yes(None)) };
    if ticket.status != Status::AwaitingConfirmation {
        return Ok(Done::Yes(None));
    }
    let catalog = bot.catalog(ticket.guild).await?;
    let dues = bot.store.due_of(ticket.id).await?;
    let until = dues.iter().find(|due| due.action == DueAction::RequestExpires).map(|due| due.at);
    let view = View { ticket, catalog: &catalog, answers: &[] };
    let said = say_once(bot, row, channel, view.ask_solved(until)).await?;
    kill_point("after-question-posted");
    Ok(Done::Yes(Some(said)))
}

/// By direct message. Where those are refused and the type allows it, in the channel, which the member then sees a while
/// longer: only at the first try, for after that their access is gone, and not where the channel goes in a moment.
pub async fn rating(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<Done> {
    if ticket.rating.is_some() || !ticket.status.is_over() {
        return Ok(Done::Yes(row.result));
    }
    if let Some(said) = row.result {
        return Ok(waited(row, said));
    }
    let catalog = bot.catalog(ticket.guild).await?;
    let view = View { ticket, catalog: &catalog, answers: &[] };
    let guild = bot.memory.guild(ticket.guild).map(|known| known.name).unwrap_or_default();
    if let Some(said) = by_message(bot, row, ticket.customer, view.ask_rating(&guild)).await? {
        return Ok(Done::Yes(Some(said)));
    }
    let dues = bot.store.due_of(ticket.id).await?;
    let here = view.conduct().ratings == Ratings::Channel && !is_deleted_soon(ticket, &catalog, &dues);
    let Some(channel) = place(ticket).filter(|_| here && row.failure.is_none()) else { return Ok(Done::Yes(None)) };
    let said = say_once(bot, row, channel, view.ask_rating_here(&guild)).await?;
    bot.store.due_said(row.id, said).await?;
    Ok(waited(row, said))
}

fn waited(row: &Due, said: MessageId) -> Done {
    let left = RATING.saturating_sub(clock::now().since(row.created_at));
    if left.is_zero() { Done::Yes(Some(said)) } else { Done::Later(left, "the member has time to answer") }
}
