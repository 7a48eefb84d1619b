//! Knows how a panel stands in Discord: its channel under "Create Ticket", its message with a button a type.

use crate::bot::Bot;
use crate::category;
use crate::custom_id::{CustomId, in_components};
use crate::drill::{adopts, kill_point};
use crate::emoji;
use crate::permission;
use crate::rest::NewChannel;
use crate::rest::message::id_of;
use crate::trouble::{Result, Trouble};
use crate::words::Word;
use domain::{ButtonStyle, ChannelId, EmojiId, MessageId, Panel, PanelId, PanelState, TicketType};
use serde_json::{Value, json};
use std::collections::HashSet;
use store::{Catalog, CategoryKind};

/// Buttons in a row, rows in a message
/// (<https://discord.com/developers/docs/components/reference#action-row>).
const IN_A_ROW: usize = 5;
const BUTTONS: usize = 25;

pub async fn tend(bot: &Bot, panel: PanelId) -> Result<()> {
    let _alone = bot.locks.lock(("panel", panel)).await;
    let Some(panel) = bot.store.panel(panel).await? else { return Ok(()) };
    if !bot.memory.is_here(panel.guild) {
        return Ok(());
    }
    let channel = match panel.channel {
        Some(channel) => channel,
        None => place(bot, &panel).await?,
    };
    let behind = panel.message.is_none() || panel.revision != panel.published_revision;
    if panel.state != PanelState::Published || !behind {
        return Ok(());
    }
    match publish(bot, &panel, channel).await {
        // The store forgets the channel and rings: it is made anew.
        Err(Trouble::Rest(error)) if error.code() == Some(crate::rest::code::UNKNOWN_CHANNEL) => {
            bot.gone(panel.guild, channel).await
        }
        other => other,
    }
}

fn mark(panel: &Panel) -> String {
    format!("panel {}", panel.id)
}

/// What the channel is for, and at its end what it is known by.
fn topic(panel: &Panel) -> String {
    let text: String = panel.text.chars().take(900).collect();
    format!("{text} · {}", mark(panel))
}

async fn place(bot: &Bot, panel: &Panel) -> Result<ChannelId> {
    let listing = bot.rest.guild_channels(panel.guild).await?;
    if adopts()
        && let Some(found) = adopt(bot, panel, &listing).await?
    {
        return Ok(found);
    }
    let overwrites = bot.in_place(panel.guild, permission::of_panel).await?;
    let reason = Word::AuditPanel { name: &panel.title }.to_string();
    let position = bot.catalog(panel.guild).await?.panels.iter().position(|known| known.id == panel.id);
    let mut tries = 0;
    let channel = loop {
        let row = category::own(bot, panel.guild, CategoryKind::Create).await?;
        let parent = category::room(bot, panel.guild, &row).await?;
        let new = NewChannel {
            name: &panel.channel_name,
            kind: 0,
            topic: Some(topic(panel)),
            parent,
            // Made at the same time, they still stand in the catalogue's order.
            position,
            overwrites: &overwrites,
            reason: &reason,
        };
        let error = match bot.rest.create_channel(panel.guild, &new).await {
            Ok(made) => break ChannelId(id_of(&made)),
            Err(error) => error,
        };
        tries += 1;
        match parent {
            Some(parent) if tries <= category::MOST && category::refused(bot, panel.guild, parent, &error).await? => {}
            _ => return Err(error.into()),
        }
    };
    kill_point("after-panel-channel-made");
    bot.store.panel_placed(panel.id, channel).await?;
    kill_point("after-panel-channel-recorded");
    tracing::info!(guild.id = %panel.guild, panel.id = %panel.id, channel.id = %channel, "a panel's channel was made");
    Ok(channel)
}

/// The channel that an earlier try made: the eldest that carries the panel's mark. Doubles hold nothing of people's.
async fn adopt(bot: &Bot, panel: &Panel, listing: &[Value]) -> Result<Option<ChannelId>> {
    let mark = mark(panel);
    let mut marked: Vec<ChannelId> = listing
        .iter()
        .filter(|c| c["topic"].as_str().is_some_and(|topic| topic.ends_with(&mark)))
        .map(|c| ChannelId(id_of(c)))
        .collect();
    marked.sort_unstable();
    let Some((eldest, doubles)) = marked.split_first() else { return Ok(None) };
    bot.store.panel_placed(panel.id, *eldest).await?;
    for double in doubles {
        let me = bot.me.to_string();
        let said = bot.rest.messages_after(*double, 0).await?;
        if said.iter().all(|m| m["author"]["id"].as_str() == Some(me.as_str())) {
            bot.rest.delete_channel(*double, &Word::AuditPanel { name: &panel.title }.to_string()).await?;
        }
    }
    Ok(Some(*eldest))
}

async fn publish(bot: &Bot, panel: &Panel, channel: ChannelId) -> Result<()> {
    let catalog = bot.read_catalog(panel.guild).await?;
    let known = bot.memory.guild(panel.guild).map(|known| known.emoji).unwrap_or_default();
    let body = message(panel, &catalog, &known);
    if let Some(message) = panel.message {
        match bot.rest.edit_message(channel, message, body.clone()).await {
            Ok(_) => {
                kill_point("after-save-shown");
                return record(bot, panel, message).await;
            }
            Err(error) if error.code() == Some(crate::rest::code::UNKNOWN_MESSAGE) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let found = if adopts() { find(bot, panel, channel).await? } else { None };
    let message = if let Some(message) = found {
        bot.rest.edit_message(channel, message, body).await?;
        message
    } else {
        // No nonce: it might give back a message that was deleted a moment ago.
        MessageId(id_of(&bot.rest.post_message(channel, body, None).await?))
    };
    kill_point("after-panel-posted");
    record(bot, panel, message).await
}

async fn record(bot: &Bot, panel: &Panel, message: MessageId) -> Result<()> {
    bot.store.panel_published(panel.id, message, panel.revision).await?;
    kill_point("after-panel-recorded");
    tracing::info!(guild.id = %panel.guild, panel.id = %panel.id, message.id = %message, "a panel is published");
    Ok(())
}

/// The bot's message with this panel's buttons; of several the eldest stays.
async fn find(bot: &Bot, panel: &Panel, channel: ChannelId) -> Result<Option<MessageId>> {
    let me = bot.me.to_string();
    let is_ours = |m: &Value| {
        m["author"]["id"].as_str() == Some(me.as_str())
            && in_components(&m["components"])
                .iter()
                .any(|id| matches!(id, CustomId::Open { panel: of, .. } if *of == panel.id))
    };
    let all = bot.rest.all_messages_after(channel, 0).await?;
    let mut ours = all.iter().filter(|m| is_ours(m)).map(|m| MessageId(id_of(m)));
    let eldest = ours.next();
    for double in ours {
        match bot.rest.delete_message(channel, double).await {
            Err(error) if !error.is_gone() => return Err(error.into()),
            _ => {}
        }
    }
    Ok(eldest)
}

/// `known` are the guild's own emoji that Discord would take.
fn message(panel: &Panel, catalog: &Catalog, known: &HashSet<EmojiId>) -> Value {
    let kinds = panel.types.iter().filter_map(|id| catalog.types.iter().find(|t| t.id == *id)).take(BUTTONS);
    let buttons: Vec<Value> = kinds.map(|kind| button(panel, kind, known)).collect();
    let rows: Vec<Value> = buttons.chunks(IN_A_ROW).map(|row| json!({"type": 1, "components": row})).collect();
    let mut embed = json!({"description": panel.text, "color": panel.colour});
    if !panel.title.trim().is_empty() {
        embed["title"] = json!(panel.title);
    }
    json!({"embeds": [embed], "components": rows})
}

fn button(panel: &Panel, kind: &TicketType, known: &HashSet<EmojiId>) -> Value {
    let style = match kind.style {
        ButtonStyle::Blurple => 1,
        ButtonStyle::Grey => 2,
        ButtonStyle::Green => 3,
        ButtonStyle::Red => 4,
    };
    let id = CustomId::Open { ticket_type: kind.id, panel: panel.id };
    let mut button = json!({"type": 2, "style": style, "label": kind.label, "custom_id": id.to_string()});
    if let Some(shown) = kind.emoji.as_deref().filter(|text| emoji::can_be_shown(text, known)).and_then(emoji::on_wire)
    {
        button["emoji"] = shown;
    }
    button
}
