//! Knows how a member opens a ticket: the form at once and from memory, then the ticket's row; its place in Discord
//! is the reconciler's.

use super::reply::Reply;
use super::{Asked, Oops, Result, echo, form, kind};
use crate::clock;
use crate::custom_id::CustomId;
use crate::drill::kill_point;
use crate::memory::Opener;
use crate::owed;
use crate::words::Word;
use domain::{RawAnswer, Refusal, TicketTypeId, Via};
use serde_json::{Value, json};
use std::time::Duration;
use store::Opening;

/// A token answers for 15 minutes (<https://discord.com/developers/docs/interactions/receiving-and-responding>).
pub const TOKEN: Duration = Duration::from_secs(14 * 60 + 30);

/// The press on a panel's button, or on "Try again".
pub async fn ask(asked: &Asked<'_>, reply: &Reply<'_>, ticket_type: TicketTypeId) -> Result<()> {
    if asked.bot.spots.guild_is_full(asked.guild) {
        return Err(Refusal::GuildFull.into());
    }
    let catalog = asked.bot.catalog(asked.guild).await?;
    let member = Opener { guild: asked.guild, user: asked.user(), roles: &asked.roles, joined_at: asked.joined_at };
    let kind = asked.bot.memory.may_open(&catalog, ticket_type, &member, clock::now())?;
    let before = asked.bot.memory.draft(asked.user(), ticket_type);
    reply.modal(form::opening(ticket_type, &kind.form, &before)).await?;
    Ok(())
}

pub async fn submit(
    asked: &Asked<'_>,
    reply: &Reply<'_>,
    ticket_type: TicketTypeId,
    form_revision: i64,
    answers: Vec<RawAnswer>,
) -> Result<()> {
    let bot = asked.bot;
    let now = clock::now();
    let until = now.plus(TOKEN);
    bot.store.owe_reply(asked.raw.id, &asked.raw.token, until).await?;
    if let Err(error) = reply.later().await {
        owed::given(bot, asked.raw.id).await;
        return Err(error.into());
    }
    kill_point("after-open-acknowledged");
    let opening = Opening {
        guild: asked.guild,
        ticket_type,
        form_revision,
        customer: asked.person.clone(),
        customer_name: asked.called.clone(),
        roles: asked.roles.clone(),
        joined_at: asked.joined_at,
        answers,
        description: None,
        interaction: Some(asked.raw.id),
        reply: Some((asked.raw.token.clone(), until)),
        via: Via::Discord,
    };
    match bot.store.open_ticket(&opening, now).await {
        Ok(opened) => {
            kill_point("after-ticket-opened");
            bot.fresh.note(opened.ticket.id);
            bot.memory.put_ticket(&opened.ticket);
            bot.memory.drop_draft(asked.user(), ticket_type);
            // The bell has rung: the reconciler makes its place and tells the member.
            Ok(())
        }
        Err(store::Error::Refused(Refusal::InLine { position })) => {
            bot.memory.drop_draft(asked.user(), ticket_type);
            let told = reply.whisper(in_line(ticket_type, position)).await.map_err(Oops::from);
            owed::given(bot, asked.raw.id).await;
            told
        }
        Err(store::Error::Refused(refusal @ Refusal::Answer { .. })) => {
            bot.memory.keep_draft(asked.user(), ticket_type, opening.answers, now);
            let again = json!({"type": 2, "style": 1, "label": Word::RetryButton.to_string(),
                "custom_id": CustomId::Retry { ticket_type }.to_string()});
            let body = json!({"content": refusal.to_string(), "components": [{"type": 1, "components": [again]}]});
            // The refusal itself may say what was typed.
            let kind = kind(&refusal);
            tracing::warn!(guild.id = %asked.guild, user.id = %asked.user(), refusal.kind = kind, "a form was refused");
            let told = reply.whisper(body).await.map_err(Oops::from);
            owed::given(bot, asked.raw.id).await;
            told
        }
        // The type is gone or paused, or another ticket was quicker: what was typed is given back.
        Err(store::Error::Refused(refusal)) => {
            let kind = kind(&refusal);
            tracing::info!(guild.id = %asked.guild, user.id = %asked.user(), refusal.kind = kind, "a submit was refused");
            let shown = bot.store.form_shown(asked.guild, ticket_type, form_revision).await.unwrap_or_default();
            let words = echo::echo(&refusal.to_string(), shown.as_ref(), &opening.answers);
            bot.memory.keep_draft(asked.user(), ticket_type, opening.answers, now);
            let told = reply.whisper(json!({"content": words})).await.map_err(Oops::from);
            owed::given(bot, asked.raw.id).await;
            told
        }
        Err(error) => {
            // The dispatcher says why.
            owed::given(bot, asked.raw.id).await;
            Err(error.into())
        }
    }
}

/// The place in line, with the way out of it.
pub fn in_line(ticket_type: TicketTypeId, position: i64) -> Value {
    let leave = json!({"type": 2, "style": 2, "label": Word::LeaveLineButton.to_string(),
        "custom_id": CustomId::LeaveLine { ticket_type }.to_string()});
    json!({"content": Refusal::InLine { position }.to_string(), "components": [{"type": 1, "components": [leave]}]})
}

pub async fn leave_line(asked: &Asked<'_>, reply: &Reply<'_>, ticket_type: TicketTypeId) -> Result<()> {
    let left = asked.bot.store.leave_line(asked.guild, ticket_type, asked.user()).await?;
    let word = if left { Word::LeftLine } else { Word::NotInLine };
    reply.whisper(json!({"content": word.to_string(), "components": []})).await?;
    Ok(())
}
