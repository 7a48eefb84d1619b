//! Knows how the waiting list moves on: who comes in once there is room, and how those are told who do not.

use super::Done;
use super::notice::by_message;
use crate::bot::Bot;
use crate::clock;
use crate::trouble::Result;
use crate::words::Word;
use domain::{Due, Refusal, TicketTypeId, UserId};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
struct Line {
    ticket_type: TicketTypeId,
}

#[derive(Deserialize)]
struct Notice {
    person: UserId,
    ticket_type: TicketTypeId,
    /// None: staff took them out.
    refusal: Option<Refusal>,
}

/// The tickets' bells have rung: the reconciler makes their channels, and whoever waited is mentioned there.
pub async fn admit(bot: &Arc<Bot>, row: &Due) -> Result<Done> {
    let Ok(Line { ticket_type }) = serde_json::from_value(row.payload.clone()) else { return Ok(Done::Yes(None)) };
    for ticket in bot.store.admit_waiting(row.guild, ticket_type, clock::now()).await? {
        bot.memory.put_ticket(&ticket);
    }
    Ok(Done::Yes(None))
}

/// By direct message, or not at all: there is no channel of theirs to say it in.
pub async fn notice(bot: &Arc<Bot>, row: &Due) -> Result<Done> {
    let Ok(notice) = serde_json::from_value::<Notice>(row.payload.clone()) else { return Ok(Done::Yes(None)) };
    let catalog = bot.catalog(row.guild).await?;
    let type_name = catalog.kind(notice.ticket_type).map(|kind| kind.name.clone()).unwrap_or_default();
    let guild = bot.memory.guild(row.guild).map(|known| known.name).unwrap_or_default();
    let words = match notice.refusal.map(|refusal| refusal.to_string()) {
        Some(why) => Word::LineSkipped { type_name: &type_name, guild: &guild, why: &why }.to_string(),
        None => Word::LineRemoved { type_name: &type_name, guild: &guild }.to_string(),
    };
    Ok(Done::Yes(by_message(bot, row, notice.person, &words).await?))
}
