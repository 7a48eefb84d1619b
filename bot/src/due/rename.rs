//! Knows how a closed ticket's channel gets its `closed-…` name: last of all, within Discord's two renames in ten
//! minutes, and never against a name that somebody chose.

use super::Done;
use crate::bot::Bot;
use crate::drill::kill_point;
use crate::ticket::publish;
use crate::trouble::Result;
use crate::words::Word;
use domain::{Ticket, naming};
use std::time::Duration;

pub async fn rename(bot: &Bot, ticket: &Ticket) -> Result<Done> {
    let (Some(channel), None) = (ticket.channel, ticket.channel_gone_at) else { return Ok(Done::Yes(None)) };
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
    let now = bot.rest.channel(channel).await?;
    // Closed already, or called something else by somebody.
    if !is_ours(now["name"].as_str().unwrap_or_default(), &ticket.channel_name) {
        return Ok(Done::Yes(None));
    }
    let wanted = naming::closed_name(&ticket.channel_name);
    bot.rest.rename_channel(channel, &wanted, &Word::AuditPublish { number: ticket.number }.to_string()).await?;
    kill_point("after-channel-renamed");
    Ok(Done::Yes(None))
}

fn is_ours(now: &str, given: &str) -> bool {
    now == given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changed_by_hand_is_left_alone() {
        assert!(is_ours("mia-buy-gold-0201", "mia-buy-gold-0201"));
        assert!(!is_ours("mia-waiting-for-payment", "mia-buy-gold-0201"));
        assert!(!is_ours("closed-mia-buy-gold-0201", "mia-buy-gold-0201"));
    }
}
