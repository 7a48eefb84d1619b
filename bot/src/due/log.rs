//! Knows how a log channel is told of a deed. A channel that is gone, or closed to the bot, is shown to the admins and
//! holds up nothing.

use super::Done;
use super::say::say_once;
use crate::bot::Bot;
use crate::ticket::clip;
use crate::trouble::{Result, Trouble};
use crate::words::{Notice, value_in_words};
use domain::{ChannelId, Due, EventId, TicketId};
use serde_json::json;
use std::sync::Arc;

/// Characters of a change's words; the whole of it is in the dashboard.
const CHANGE: usize = 300;

pub async fn tell(bot: &Arc<Bot>, row: &Due) -> Result<Done> {
    let id = |key: &str| row.payload[key].as_str().and_then(|id| id.parse::<i64>().ok());
    let (Some(channel), Some(event), Some(ticket)) = (id("channel"), id("event"), id("ticket")) else {
        return Ok(Done::Yes(None));
    };
    let (channel, ticket) = (ChannelId(channel), TicketId(ticket));
    let Some(deed) = bot.store.timeline_event(row.guild, EventId(event)).await? else { return Ok(Done::Yes(None)) };
    let Some(ticket) = bot.store.ticket(row.guild, ticket).await? else { return Ok(Done::Yes(None)) };
    let value = |value: &Option<String>| value.as_deref().map(|value| clip(&value_in_words(deed.deed, value), CHANGE));
    let (from, to) = (value(&deed.from_value), value(&deed.to_value));
    let mut words = Notice::Log { number: ticket.number, deed: deed.deed, actor: deed.actor }.to_string();
    words += &Notice::LogChange { from: from.as_deref(), to: to.as_deref() }.to_string();
    words += &Notice::LogLink { link: &bot.link(&ticket) }.to_string();
    if let Some(reason) = deed.reason.as_deref().filter(|reason| !reason.trim().is_empty()) {
        words = format!("{words}\n> {}", clip(&reason.replace('\n', " "), CHANGE));
    }
    let subject = format!("log:{channel}");
    match say_once(bot, row, channel, json!({"content": words, "flags": SUPPRESS_EMBEDS})).await {
        Ok(said) => {
            bot.solved(row.guild, &subject).await;
            Ok(Done::Yes(Some(said)))
        }
        Err(trouble) if is_dead(&trouble) => {
            let what = Notice::LogDead { channel: &channel.to_string() }.to_string();
            bot.problem(row.guild, &subject, &what, &Notice::LogMend.to_string()).await;
            Ok(Done::Yes(None))
        }
        Err(trouble) => Err(trouble),
    }
}

/// The links in a log unfold into nothing.
const SUPPRESS_EMBEDS: i64 = 1 << 2;

fn is_dead(trouble: &Trouble) -> bool {
    trouble.is_forbidden() || trouble.rest().is_some_and(crate::rest::Error::is_gone)
}
