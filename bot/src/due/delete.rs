//! Knows how a ticket's channel ends: compared a last time, its files copied, then deleted.

use super::Done;
use crate::bot::Bot;
use crate::clock;
use crate::compare;
use crate::drill::kill_point;
use crate::trouble::Result;
use crate::words::Word;
use domain::{Due, Ticket};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// How long the deletion waits for files that are still being copied.
const FILES: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(200);

pub async fn delete(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<Done> {
    let Some(channel) = ticket.channel else { return Ok(Done::Yes(None)) };
    if ticket.channel_gone_at.is_none() {
        compare::whole(bot, ticket).await?;
        files(bot, ticket).await?;
        kill_point("after-last-comparison");
        // That took its time: staff may have kept the channel or reopened the ticket meanwhile.
        if !bot.store.due_of(ticket.id).await?.iter().any(|due| due.id == row.id) {
            return Ok(Done::Yes(None));
        }
        match bot.rest.delete_channel(channel, &Word::AuditDelete { number: ticket.number }.to_string()).await {
            Err(error) if !error.is_gone() => return Err(error.into()),
            _ => {}
        }
        kill_point("after-channel-deleted");
        bot.store.channel_removed(ticket.id, channel, clock::now()).await?;
        kill_point("after-channel-deletion-recorded");
    }
    Ok(Done::Yes(None))
}

/// Links die with their channel: waits for what is wanted, but not for ever.
async fn files(bot: &Bot, ticket: &Ticket) -> Result<()> {
    let mut waited = Duration::ZERO;
    while waited < FILES {
        bot.files_bell.notify_one();
        if bot.store.files_wanted_of(ticket.id).await?.is_empty() {
            return Ok(());
        }
        sleep(LOOK).await;
        waited += LOOK;
    }
    tracing::warn!(ticket.id = %ticket.id, "a channel goes although not all its files could be copied");
    Ok(())
}
