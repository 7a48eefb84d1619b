//! Knows how what is said in tickets is written down as it happens.

use crate::bot::Bot;
use crate::clock;
use crate::drill::kill_point;
use crate::wire::message::{Deleted, Message};
use crate::wire::without_values;
use domain::{ChannelId, MessageId, Said};
use serde_json::Value;
use std::time::Duration;
use store::Recorded;

/// A channel that was made for a ticket is known as such by then.
const YOUNG: Duration = Duration::from_mins(1);

/// Discord's message in our words; `None`: not part of the conversation.
pub fn said(bot: &Bot, raw: Value) -> Option<Said> {
    match serde_json::from_value::<Message>(raw) {
        Ok(message) if message.is_private() || message.tells_of_a_pin(bot.me) => None,
        Ok(message) => Some(message.said(bot.me)),
        Err(error) => {
            tracing::error!(error = without_values(&error), "a message of Discord's can't be read");
            None
        }
    }
}

/// MESSAGE_CREATE and MESSAGE_UPDATE.
pub async fn message(bot: &Bot, body: &str) -> Result<(), store::Error> {
    let Ok(raw) = serde_json::from_str::<Value>(body) else { return Ok(()) };
    // Direct messages belong to no ticket.
    if raw["guild_id"].is_null() {
        return Ok(());
    }
    let raw = if raw["author"].is_object() { raw } else { whole(bot, &raw).await };
    if raw.is_null() {
        return Ok(());
    }
    let Some(said) = said(bot, raw) else { return Ok(()) };
    let mut recorded = bot.store.record_message(&said, clock::now()).await?;
    let since = clock::now().minus(YOUNG);
    if matches!(recorded, Recorded::Elsewhere) && said.channel.time() >= since {
        // Its ticket may be about to know it: whoever gives it its place compares then, and if it has by now, this does.
        bot.memory.note_early(said.channel, since);
        recorded = bot.store.record_message(&said, clock::now()).await?;
    }
    kill_point("after-message-recorded");
    if matches!(recorded, Recorded::New(_) | Recorded::Changed(_)) && !said.attachments.is_empty() {
        bot.files_bell.notify_one();
    }
    Ok(())
}

/// An update may carry only what changed (a link that unfolded): the rest is asked for.
async fn whole(bot: &Bot, part: &Value) -> Value {
    let id = |key: &str| part[key].as_str().and_then(|id| id.parse::<i64>().ok());
    let (Some(channel), Some(message)) = (id("channel_id").map(ChannelId), id("id").map(MessageId)) else {
        return Value::Null;
    };
    // Only in tickets: elsewhere it is nothing to us.
    if !matches!(bot.store.ticket_of_channel(channel).await, Ok(Some(_))) {
        return Value::Null;
    }
    bot.rest.message(channel, message).await.unwrap_or(Value::Null)
}

/// MESSAGE_DELETE and MESSAGE_DELETE_BULK.
pub async fn deletion(bot: &Bot, body: &str) -> Result<(), store::Error> {
    let Ok(deleted) = serde_json::from_str::<Deleted>(body) else { return Ok(()) };
    let ids: Vec<MessageId> = deleted.id.into_iter().chain(deleted.ids).collect();
    bot.store.record_deletion(deleted.channel_id, &ids, clock::now()).await?;
    for id in ids {
        bot.store.panel_message_deleted(id).await?;
    }
    Ok(())
}
