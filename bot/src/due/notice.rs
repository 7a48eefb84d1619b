//! Knows what is said when help is asked for and when a ticket is over.

use super::Done;
use super::say::say_once;
use crate::bot::Bot;
use crate::compare;
use crate::drill::kill_point;
use crate::rest::{Error, code};
use crate::ticket::{View, is_deleted_soon};
use crate::trouble::Result;
use crate::words::Word;
use domain::{ChannelId, Due, MessageId, Ticket, UserId};
use serde_json::{Value, json};
use std::sync::Arc;

/// Where the ticket can be spoken in; `None` when there is no such place any more.
pub fn place(ticket: &Ticket) -> Option<ChannelId> {
    if ticket.channel_gone_at.is_some() { None } else { ticket.channel }
}

/// Nobody is called to a ticket that ended meanwhile.
pub async fn help(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<Done> {
    let Some(channel) = place(ticket).filter(|_| !ticket.status.is_over()) else { return Ok(Done::Yes(None)) };
    let catalog = bot.catalog(ticket.guild).await?;
    let roles = View { ticket, catalog: &catalog, answers: &[] }.helpers(&bot.roles_there(ticket.guild));
    let body = json!({
        "content": Word::Help { customer: ticket.customer, roles: &roles }.to_string(),
        "allowed_mentions": {"parse": [], "roles": roles},
    });
    let said = say_once(bot, row, channel, body).await?;
    kill_point("after-help-posted");
    Ok(Done::Yes(Some(said)))
}

pub async fn closed(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<Done> {
    let Some(channel) = place(ticket) else { return Ok(Done::Yes(None)) };
    let catalog = bot.catalog(ticket.guild).await?;
    let dues = bot.store.due_of(ticket.id).await?;
    let view = View { ticket, catalog: &catalog, answers: &[] };
    let said = say_once(bot, row, channel, view.close_notice(is_deleted_soon(ticket, &catalog, &dues))).await?;
    kill_point("after-close-notice-posted");
    Ok(Done::Yes(Some(said)))
}

/// By direct message; where those are refused, in the channel, as long as the member still sees it.
pub async fn link(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<Done> {
    // What was said is complete before its link goes out.
    if place(ticket).is_some() {
        match compare::whole(bot, ticket).await {
            // Where the bot may not read, the member still gets the link.
            Err(trouble) if trouble.is_forbidden() => {
                if let Some(mend) = trouble.mend() {
                    let subject = compare::unread(ticket.id);
                    bot.problem(ticket.guild, &subject, &trouble.to_string(), mend).await;
                }
            }
            compared => compared?,
        }
        kill_point("after-close-compared");
    }
    let catalog = bot.catalog(ticket.guild).await?;
    let view = View { ticket, catalog: &catalog, answers: &[] };
    let guild = bot.memory.guild(ticket.guild).map(|known| known.name).unwrap_or_default();
    let link = bot.link(ticket);
    let words = Word::Link { number: ticket.number, type_name: view.type_name(), guild: &guild, link: &link };
    let said = match by_message(bot, row, ticket.customer, json!({"content": words.to_string()})).await? {
        Some(said) => Some(said),
        None => match place(ticket) {
            Some(channel) => {
                let words = Word::LinkNotDelivered { customer: ticket.customer, link: &link };
                let body = json!({"content": words.to_string(),
                    "allowed_mentions": {"parse": [], "users": [ticket.customer]}});
                Some(say_once(bot, row, channel, body).await?)
            }
            None => None,
        },
    };
    kill_point("after-link-sent");
    Ok(Done::Yes(said))
}

/// `None`: the member does not take direct messages.
pub async fn by_message(bot: &Bot, row: &Due, to: UserId, body: Value) -> Result<Option<MessageId>> {
    let refused = |error: &Error| error.code() == Some(code::CANNOT_DM) || error.is_forbidden() || error.is_gone();
    let channel = match bot.memory.direct(to) {
        Some(channel) => channel,
        None => match bot.rest.direct_channel(to).await {
            Ok(channel) => channel,
            Err(error) if refused(&error) || matches!(error, Error::Refused { status: 400, .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        },
    };
    match say_once(bot, row, channel, body).await {
        Ok(said) => {
            bot.memory.put_direct(to, channel);
            Ok(Some(said))
        }
        Err(trouble) if trouble.rest().is_some_and(refused) => {
            bot.memory.drop_direct(to);
            Ok(None)
        }
        Err(trouble) => Err(trouble),
    }
}
