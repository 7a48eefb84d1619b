//! Knows whom the process before this one left waiting: their form was acknowledged, and nothing came of it.

use crate::bot::Bot;
use crate::clock;
use crate::dispatch::open::in_line;
use crate::words::Word;
use domain::InteractionId;
use serde_json::json;
use std::sync::Arc;

/// Who waits. To be read before the first interaction of this process.
pub async fn waiting(bot: &Bot) -> Vec<(InteractionId, String)> {
    bot.store.replies_owed(clock::now()).await.unwrap_or_else(|error| {
        tracing::error!(%error, "who waits for an answer can't be read");
        Vec::new()
    })
}

/// Tells them that no ticket was made, or that they wait in line for one.
pub async fn tell(bot: Arc<Bot>, waiting: Vec<(InteractionId, String)>) {
    for (interaction, token) in waiting {
        let body = match bot.store.waits_since(interaction).await {
            // What came of it is a place in line.
            Ok(Some((ticket_type, position))) => in_line(ticket_type, position),
            _ => json!({"content": Word::CutOff.to_string(), "embeds": [], "components": []}),
        };
        if let Err(error) = bot.rest.edit_answer(bot.application, &token, body).await {
            tracing::warn!(interaction.id = %interaction, %error, "a member could not be told that no ticket was made");
        }
        given(&bot, interaction).await;
    }
}

/// They know by now.
pub async fn given(bot: &Bot, interaction: InteractionId) {
    if let Err(error) = bot.store.reply_given(interaction).await {
        tracing::error!(interaction.id = %interaction, %error, "that an answer was given can't be written down");
    }
}
