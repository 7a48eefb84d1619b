//! Knows the deeds of a ticket's buttons: each is one verb of the store; what follows in Discord is the reconciler's.

use super::reply::Reply;
use super::{Asked, Result, form};
use crate::clock;
use crate::drill::kill_point;
use crate::words::Word;
use domain::{RawAnswer, Refusal, TicketId, Via};
use serde_json::json;
use store::Closing;

pub async fn claim(asked: &Asked<'_>, reply: &Reply<'_>, ticket: TicketId) -> Result<()> {
    let deed = async {
        let who = asked.access().await?;
        asked.bot.store.claim(&who, ticket, Via::Discord, clock::now()).await?;
        Result::Ok(())
    };
    reply.patiently(deed).await?;
    kill_point("after-claim-written");
    say(reply, &Word::Claimed).await
}

pub async fn unclaim(asked: &Asked<'_>, reply: &Reply<'_>, ticket: TicketId) -> Result<()> {
    let deed = async {
        let who = asked.access().await?;
        asked.bot.store.unclaim(&who, ticket, Via::Discord, clock::now()).await?;
        Result::Ok(())
    };
    reply.patiently(deed).await?;
    say(reply, &Word::Unclaimed).await
}

pub async fn help(asked: &Asked<'_>, reply: &Reply<'_>, ticket: TicketId) -> Result<()> {
    let deed = async {
        let who = asked.access().await?;
        asked.bot.store.need_help(&who, ticket, Via::Discord, clock::now()).await?;
        Result::Ok(())
    };
    reply.patiently(deed).await?;
    kill_point("after-help-written");
    say(reply, &Word::HelpIsAsked).await
}

pub async fn it_works(asked: &Asked<'_>, reply: &Reply<'_>, ticket: TicketId) -> Result<()> {
    end(asked, reply, ticket, Closing::ItWorks).await?;
    say(reply, &Word::Confirmed).await
}

/// The press on "Close": the form at once, from memory. Whoever may not close is told so before writing a reason.
pub async fn ask_reason(asked: &Asked<'_>, reply: &Reply<'_>, ticket: TicketId) -> Result<()> {
    let memory = &asked.bot.memory;
    let known = memory.ticket(ticket).filter(|known| known.guild == asked.guild);
    let rights = memory.access(asked.guild, asked.user(), &asked.roles);
    let number = if let (Some(known), Some(who)) = (known, rights) {
        if !who.acts_in(known.department) && known.customer != asked.user() {
            return Err(Refusal::StaffOnly.into());
        }
        known.number
    } else {
        // Not among the open ones: closed, made up, or memory is not filled yet. The database says which.
        let found = asked.bot.store.ticket(asked.guild, ticket).await?.ok_or(Refusal::NoSuchTicket)?;
        domain::transition(found.status, domain::Status::Closed)?;
        found.number
    };
    reply.modal(form::closing(ticket, number)).await?;
    Ok(())
}

pub async fn close(asked: &Asked<'_>, reply: &Reply<'_>, ticket: TicketId, answers: &[RawAnswer]) -> Result<()> {
    let reason = answers.iter().find(|a| a.key == form::REASON).map(|a| a.value.trim().to_owned());
    close_for(asked, reply, ticket, reason.filter(|reason| !reason.is_empty())).await
}

pub async fn close_for(asked: &Asked<'_>, reply: &Reply<'_>, ticket: TicketId, reason: Option<String>) -> Result<()> {
    end(asked, reply, ticket, Closing::Close { reason, confirmed: false }).await?;
    say(reply, &Word::Closed).await
}

async fn end(asked: &Asked<'_>, reply: &Reply<'_>, ticket: TicketId, closing: Closing) -> Result<()> {
    let deed = async {
        let who = asked.access().await?;
        asked.bot.store.close_ticket(&who, ticket, &closing, Via::Discord, clock::now()).await?;
        Result::Ok(())
    };
    reply.patiently(deed).await?;
    kill_point("after-close-written");
    Ok(())
}

async fn say(reply: &Reply<'_>, word: &Word<'_>) -> Result<()> {
    reply.whisper(json!({"content": word.to_string()})).await?;
    Ok(())
}
