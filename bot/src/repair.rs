//! Knows how what somebody changed by hand in Discord is found when an admin asks for it: one listing of the guild
//! against the tickets that are open. What differs is published anew; a name given by hand, and a place, are left.

use crate::bot::Bot;
use crate::permission;
use crate::rest::message::id_of;
use crate::ticket::same;
use crate::trouble::Result;
use domain::{ChannelId, GuildId, Provisioning};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

pub async fn repair(bot: &Arc<Bot>, guild: GuildId) -> Result<()> {
    if !bot.memory.is_here(guild) {
        return Ok(());
    }
    let listing = bot.rest.guild_channels(guild).await?;
    let there: HashMap<ChannelId, &Value> = listing.iter().map(|one| (ChannelId(id_of(one)), one)).collect();
    let catalog = bot.catalog(guild).await?;
    let mut wrong = Vec::new();
    for ticket in bot.store.tickets_in_discord(guild).await? {
        let (Some(channel), Provisioning::Done) = (ticket.channel, ticket.provisioning) else { continue };
        match there.get(&channel) {
            Some(now) if !ticket.status.is_over() => {
                let let_in = bot.store.let_in(&ticket).await?;
                let wanted = bot.in_place(guild, |p| permission::of_ticket(p, &catalog, &ticket, &let_in)).await?;
                if !same(&now["permission_overwrites"], &wanted) || now["parent_id"].is_null() {
                    wrong.push(ticket.id);
                }
            }
            Some(_) => {}
            // It may be hidden, or younger than the listing: Discord is asked for it by its id.
            None => {
                let _ = bot.unless_gone(guild, channel, bot.rest.channel(channel).await).await;
            }
        }
    }
    if !wrong.is_empty() {
        tracing::info!(guild.id = %guild, tickets = wrong.len(), "channels that were changed by hand are mended");
        bot.store.shown_wrongly(guild, &wrong).await?;
    }
    Ok(())
}
