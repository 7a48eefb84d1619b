//! Knows what happens to a ticket by itself when its time has come. The store decides whether it has.

use super::Done;
use super::notice::place;
use super::say::say_once;
use crate::bot::Bot;
use crate::clock;
use crate::drill::kill_point;
use crate::ticket::View;
use crate::trouble::Result;
use domain::{Due, DueAction, Ticket};
use std::sync::Arc;
use store::Timed;

/// "Is it solved?" was not answered.
pub async fn request(bot: &Arc<Bot>, ticket: &Ticket) -> Result<Done> {
    bot.store.request_expires(ticket.id, clock::now()).await?;
    kill_point("after-request-expired");
    Ok(Done::Yes(None))
}

pub async fn warn(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<Done> {
    match bot.store.silence_warns(ticket.id, clock::now()).await? {
        Timed::NotYet(at) => return Ok(Done::NotBefore(at)),
        Timed::Over => return Ok(Done::Yes(None)),
        Timed::Done => kill_point("after-silence-warned"),
    }
    let Some(channel) = place(ticket) else { return Ok(Done::Yes(None)) };
    let dues = bot.store.due_of(ticket.id).await?;
    let Some(end) = dues.iter().find(|due| due.action == DueAction::SilenceEnds) else { return Ok(Done::Yes(None)) };
    let catalog = bot.catalog(ticket.guild).await?;
    let view = View { ticket, catalog: &catalog, answers: &[] };
    let said = say_once(bot, row, channel, view.warn_of_silence(end.at)).await?;
    kill_point("after-warning-posted");
    Ok(Done::Yes(Some(said)))
}

pub async fn silence(bot: &Arc<Bot>, ticket: &Ticket) -> Result<Done> {
    Ok(match bot.store.silence_ends(ticket.id, clock::now()).await? {
        Timed::NotYet(at) => Done::NotBefore(at),
        Timed::Over => Done::Yes(None),
        Timed::Done => {
            kill_point("after-silence-ended");
            Done::Yes(None)
        }
    })
}

pub async fn wake(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<Done> {
    bot.store.wakes(ticket.id, clock::now()).await?;
    kill_point("after-wake-written");
    let Some(now) = bot.store.ticket(ticket.guild, ticket.id).await? else { return Ok(Done::Yes(None)) };
    // Set aside for longer meanwhile, or over.
    if now.snoozed_until.is_some() || now.status.is_over() {
        return Ok(Done::Yes(None));
    }
    let Some(channel) = place(&now) else { return Ok(Done::Yes(None)) };
    let catalog = bot.catalog(now.guild).await?;
    let view = View { ticket: &now, catalog: &catalog, answers: &[] };
    let said = say_once(bot, row, channel, view.woken()).await?;
    kill_point("after-wake-posted");
    Ok(Done::Yes(Some(said)))
}
