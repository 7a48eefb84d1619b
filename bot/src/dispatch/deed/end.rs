//! Knows how a ticket is ended and begun again.

use super::super::used::Used;
use super::super::{Asked, Result, form};
use crate::clock;
use crate::custom_id::CustomId;
use crate::drill::kill_point;
use crate::ticket::clip;
use crate::words::{Label, Told, Word};
use domain::{DueAction, Order, RawAnswer, Refusal, TicketId, Via};
use serde_json::{Value, json};
use store::Closing;

pub async fn it_works(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    end(used, ticket, &Closing::ItWorks).await?;
    used.tell(Word::Confirmed).await
}

/// The press on "Close": the form at once, from memory. Whoever may not close is told so before writing a reason.
pub async fn ask_reason(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let number = known_number(used.asked, ticket).await?;
    used.reply.modal(form::closing(ticket, number)).await?;
    Ok(())
}

/// The press on "Cancel".
pub async fn ask_cancel(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let number = known_number(used.asked, ticket).await?;
    used.reply.modal(form::cancelling(ticket, number)).await?;
    Ok(())
}

/// Of a ticket that goes on, for whoever may have a part in its end.
async fn known_number(asked: &Asked<'_>, ticket: TicketId) -> Result<i64> {
    let memory = &asked.bot.memory;
    let known = memory.ticket(ticket).filter(|known| known.guild == asked.guild);
    let rights = memory.access(asked.guild, asked.user(), &asked.roles);
    if let (Some(known), Some(who)) = (known, rights) {
        if !who.acts_in(known.department) && known.customer != asked.user() {
            return Err(Refusal::StaffOnly.into());
        }
        return Ok(known.number);
    }
    // Not among the open ones: closed, made up, or memory is not filled yet. The database says which.
    let found = asked.bot.store.ticket(asked.guild, ticket).await?.ok_or(Refusal::NoSuchTicket)?;
    domain::transition(found.status, domain::Status::Closed)?;
    Ok(found.number)
}

/// What was typed into the form.
fn typed(answers: &[RawAnswer]) -> Option<String> {
    let reason = answers.iter().find(|answer| answer.key == form::REASON)?.value.trim();
    if reason.is_empty() { None } else { Some(reason.to_owned()) }
}

pub async fn close_with(used: &Used<'_>, ticket: TicketId, answers: &[RawAnswer]) -> Result<()> {
    close_for(used, ticket, typed(answers), false).await
}

/// `/close [reason]`
pub async fn close(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    close_for(used, ticket, used.option(form::REASON).map(str::to_owned), false).await
}

/// "Confirm close": the reason stands in the message that the button is on.
pub async fn confirm(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let field = &used.asked.raw.message["embeds"][0]["fields"][0]["value"];
    close_for(used, ticket, field.as_str().map(str::to_owned), true).await
}

async fn close_for(used: &Used<'_>, ticket: TicketId, reason: Option<String>, confirmed: bool) -> Result<()> {
    let closing = Closing::Close { reason, confirmed };
    match end(used, ticket, &closing).await {
        Err(super::super::Oops::Refused(Refusal::RiskyOrder)) => ask_to_confirm(used, ticket, &closing).await,
        Err(oops) => Err(oops),
        Ok(()) => {
            // Where it was confirmed, this replaces the question and its button.
            used.reply.whisper(json!({"content": Word::Closed.to_string(), "embeds": [], "components": []})).await?;
            Ok(())
        }
    }
}

async fn ask_to_confirm(used: &Used<'_>, ticket: TicketId, closing: &Closing) -> Result<()> {
    let order = used.store().order_of(ticket).await?;
    let order = order.as_ref().map_or_else(String::new, in_words);
    let button = json!({"type": 2, "style": 4, "label": Label::ConfirmClose.to_string(),
        "custom_id": CustomId::ConfirmClose { ticket }.to_string()});
    let mut body = json!({"content": Told::Risky { order: &order }.to_string(),
        "components": [{"type": 1, "components": [button]}]});
    if let Closing::Close { reason: Some(reason), .. } = closing {
        body["embeds"] = json!([{"fields": [{"name": Word::Reason.to_string(), "value": clip(reason, 1_024)}]}]);
    }
    used.reply.whisper(body).await?;
    Ok(())
}

/// `Order A-1 (in progress, 20.00 EUR)`
pub fn in_words(order: &Order) -> String {
    let mut words = format!("Order `{}` ({}", order.number, order.status.as_str().replace('_', " "));
    if let (Some(price), currency) = (order.price, order.currency.as_deref().unwrap_or_default()) {
        let price = format!("{}.{:02} {currency}", price / 100, price.rem_euclid(100));
        words = format!("{words}, {}", price.trim_end());
    }
    words + ")"
}

pub async fn end(used: &Used<'_>, ticket: TicketId, closing: &Closing) -> Result<()> {
    let who = used.who().await?;
    used.store().close_ticket(&who, ticket, closing, Via::Discord, clock::now()).await?;
    kill_point("after-close-written");
    Ok(())
}

/// `/cancel [reason]`
pub async fn cancel(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    cancel_for(used, ticket, used.option(form::REASON)).await
}

pub async fn cancel_with(used: &Used<'_>, ticket: TicketId, answers: &[RawAnswer]) -> Result<()> {
    cancel_for(used, ticket, typed(answers).as_deref()).await
}

async fn cancel_for(used: &Used<'_>, ticket: TicketId, why: Option<&str>) -> Result<()> {
    let who = used.who().await?;
    used.store().cancel(&who, ticket, why, Via::Discord, clock::now()).await?;
    kill_point("after-cancel-written");
    used.tell(Told::Cancelled).await
}

/// `/reopen [ticket] [reason]`, and the button under the notice of the end.
pub async fn reopen(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let now = used.store().reopen(&who, ticket, used.option(form::REASON), Via::Discord, clock::now()).await?;
    kill_point("after-reopen-written");
    used.tell(Told::Reopened { channel: now.channel }).await
}

/// "Keep the channel"
pub async fn keep(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let timers = used.store().timers(&who, ticket).await?;
    let Some(due) = timers.into_iter().find(|due| due.action == DueAction::DeleteChannel) else {
        let of = used.of(ticket).await?;
        let pending = used.store().due_of(ticket).await?.iter().any(|due| due.action == DueAction::DeleteChannel);
        // Somebody pressed before, or its type keeps them all.
        if who.acts_in(of.department) && of.status.is_over() && of.channel_gone_at.is_none() && !pending {
            return used.tell(Told::Kept).await;
        }
        return Err(Refusal::TooLateToStop.into());
    };
    used.store().stop_timer(&who, ticket, due.id, Via::Discord, clock::now()).await?;
    used.tell(Told::Kept).await
}

/// A button in a row.
pub fn button(style: u8, label: &Label, id: CustomId) -> Value {
    json!({"type": 2, "style": style, "label": label.to_string(), "custom_id": id.to_string()})
}
