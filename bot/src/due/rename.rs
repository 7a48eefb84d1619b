//! Knows how a closed ticket's channel gets its `closed-…` name: last of all, within Discord's two renames in ten
//! minutes, and never against a name that somebody chose.

use super::Done;
use crate::bot::Bot;
use crate::ticket::{publish, sign};
use crate::trouble::Result;
use domain::Ticket;
use std::time::Duration;

pub async fn rename(bot: &Bot, ticket: &Ticket) -> Result<Done> {
    let (Some(_), None) = (ticket.channel, ticket.channel_gone_at) else { return Ok(Done::Yes(None)) };
    if ticket.revision != ticket.published_revision {
        publish(bot, ticket).await?;
        let now = bot.store.ticket(ticket.guild, ticket.id).await?;
        match now {
            Some(now) if now.channel_gone_at.is_some() => return Ok(Done::Yes(None)),
            Some(now) if now.revision != now.published_revision => {
                return Ok(Done::Later(Duration::from_secs(2), "its close is not shown in Discord yet"));
            }
            _ => {}
        }
    }
    sign::name(bot, ticket).await?;
    Ok(Done::Yes(None))
}
