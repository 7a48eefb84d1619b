//! Knows how the line of a type that was full moves on: the store opens the next tickets, the reconciler makes their
//! channels, their members are told.

use super::Done;
use super::notice::by_message;
use crate::bot::Bot;
use crate::clock;
use crate::trouble::Result;
use crate::words::Notice;
use domain::{Due, Ticket, TicketTypeId};
use serde_json::json;
use std::sync::Arc;

pub async fn admit(bot: &Arc<Bot>, row: &Due) -> Result<Done> {
    let Some(kind) = row.payload["type"].as_str().and_then(|id| id.parse::<TicketTypeId>().ok()) else {
        return Ok(Done::Yes(None));
    };
    let opened = bot.store.admit_waiting(row.guild, kind, clock::now()).await?;
    for ticket in &opened {
        bot.memory.put_ticket(ticket);
        // Their channel mentions them as well: whoever takes no direct messages misses nothing.
        if let Err(trouble) = tell(bot, row, ticket).await {
            tracing::warn!(ticket.id = %ticket.id, error = %trouble, "a member could not be told that it is their turn");
        }
    }
    Ok(Done::Yes(None))
}

async fn tell(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<()> {
    let guild = bot.memory.guild(ticket.guild).map(|known| known.name).unwrap_or_default();
    let words = Notice::Admitted { number: ticket.number, guild: &guild, link: &bot.link(ticket) };
    by_message(bot, row, ticket.customer, json!({"content": words.to_string()})).await?;
    Ok(())
}
