//! Knows how something is said once, however often it is tried: what somebody may have said before is looked for among
//! the bot's messages that are not older than the row, by what it says, and said only if it is not there. Nobody has said
//! what this process wrote down and nobody took before; of an older row a power cut may have taken back that it was taken.

use crate::bot::Bot;
use crate::drill::adopts;
use crate::rest::message::id_of;
use crate::trouble::Result;
use domain::{ChannelId, Due, DueId, MessageId, first_snowflake};
use serde_json::Value;
use std::time::Duration;

/// Discord's clock and ours may differ by this much.
const SKEW: Duration = Duration::from_secs(30);

pub async fn say_once(bot: &Bot, row: &Due, channel: ChannelId, body: Value) -> Result<MessageId> {
    if adopts()
        && (row.claims > 1 || row.created_at < bot.since)
        && let Some(found) = find(bot, row, channel, &body).await?
    {
        tracing::info!(due.id = %row.id, message.id = %found, "what was due had been said already");
        return Ok(found);
    }
    let nonce = nonce(row.id, channel);
    let posted = bot.rest.post_message(channel, body, adopts().then_some(nonce.as_str())).await?;
    Ok(MessageId(id_of(&posted)))
}

/// A row may speak in several channels, and Discord holds a nonce against its author, wherever it was used. 25 characters
/// at most (<https://discord.com/developers/docs/resources/message#create-message>): the row's id is whole, so that no two
/// rows can meet, and the channels of one are told apart by four digits.
fn nonce(row: DueId, channel: ChannelId) -> String {
    format!("d{}.{:04x}", row.0, (channel.0 >> 22 ^ channel.0) & 0xFFFF)
}

async fn find(bot: &Bot, row: &Due, channel: ChannelId, body: &Value) -> Result<Option<MessageId>> {
    let me = bot.me.to_string();
    let from = first_snowflake(row.created_at.minus(SKEW));
    for message in bot.rest.all_messages_after(channel, from).await? {
        if message["author"]["id"].as_str() != Some(me.as_str()) || !says(&message, body) {
            continue;
        }
        let id = MessageId(id_of(&message));
        match bot.store.due_of_message(id).await? {
            Some(other) if other != row.id => {}
            _ => return Ok(Some(id)),
        }
    }
    Ok(None)
}

/// The same words: content, and of each embed title, text and fields. Discord adds to the rest.
fn says(message: &Value, body: &Value) -> bool {
    let text = |value: &Value| value.as_str().unwrap_or_default().trim().to_owned();
    let embeds = |value: &Value| -> Vec<_> {
        let words = |embed: &Value| {
            let fields: Vec<_> = embed["fields"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|field| (text(&field["name"]), text(&field["value"])))
                .collect();
            (text(&embed["title"]), text(&embed["description"]), fields)
        };
        // What a link unfolds into is no embed of ours.
        let ours = |embed: &&Value| embed["type"].as_str().is_none_or(|kind| kind == "rich");
        value["embeds"].as_array().into_iter().flatten().filter(ours).map(words).collect()
    };
    text(&message["content"]) == text(&body["content"]) && embeds(message) == embeds(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Ids of one moment differ in their last bits alone, rows' and channels' alike.
    #[test]
    fn no_two_rows_share_a_nonce() {
        let start = i64::MAX - 8;
        let mut all = std::collections::HashSet::new();
        for row in 0..8 {
            for channel in 0..8 {
                let nonce = nonce(DueId(start + row), ChannelId(start + channel));
                assert!(nonce.len() <= 25, "{nonce}");
                assert!(all.insert(nonce));
            }
        }
    }

    #[test]
    fn the_same_words_are_known_whatever_discord_adds() {
        let body = json!({"embeds": [{"title": "Closed ", "description": "by <@1>", "color": 5}]});
        let seen = json!({"content": "", "embeds": [{"type": "rich", "title": "Closed", "description": "by <@1>",
            "color": 5, "content_scan_version": 0}, {"type": "link", "title": "x"}]});
        assert!(says(&seen, &body));
        assert!(!says(&json!({"content": "x", "embeds": []}), &body));
    }
}
