//! Knows how a channel is read whole and compared with its transcript: after an absence, and before the end.

use crate::bot::Bot;
use crate::clock;
use crate::record::said;
use crate::trouble::Result;
use domain::{GuildId, Said, Ticket, TicketId};

/// Compares a ticket's channel, if it has one.
pub async fn compare(bot: &Bot, guild: GuildId, ticket: TicketId) -> Result<()> {
    if !bot.memory.is_here(guild) {
        return Ok(());
    }
    let Some(ticket) = bot.store.ticket(guild, ticket).await? else { return Ok(()) };
    if ticket.channel_gone_at.is_some() {
        return Ok(());
    }
    whole(bot, &ticket).await
}

/// What it is called, among the problems, that a ticket's channel may not be read.
pub fn unread(ticket: TicketId) -> String {
    format!("unread:{ticket}")
}

pub async fn whole(bot: &Bot, ticket: &Ticket) -> Result<()> {
    let Some(channel) = ticket.channel else { return Ok(()) };
    let _alone = bot.locks.lock(("compare", ticket.id)).await;
    let read_from = clock::now();
    let answer = bot.rest.all_messages_after(channel, 0).await;
    let raw = bot.unless_gone(ticket.guild, channel, answer).await?;
    bot.solved(ticket.guild, &unread(ticket.id)).await;
    let Some(raw) = raw else { return Ok(()) };
    let all: Vec<Said> = raw.into_iter().filter_map(|message| said(bot, message)).collect();
    let compared = bot.store.compare(ticket.id, &all, read_from, clock::now()).await?;
    if compared != store::Compared::default() {
        tracing::info!(
            ticket.id = %ticket.id,
            compare.new = compared.new,
            compare.changed = compared.changed,
            compare.deleted = compared.deleted,
            "a channel was not what its transcript said, and now is"
        );
        bot.files_bell.notify_one();
    }
    Ok(())
}
