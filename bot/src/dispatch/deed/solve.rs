//! Knows the question whether a ticket is solved: asked, taken back, answered.

use super::super::Result;
use super::super::used::Used;
use super::end::end;
use crate::clock;
use crate::drill::kill_point;
use crate::words::Told;
use domain::{MessageId, TicketId, Via};
use serde_json::json;
use store::Closing;

pub async fn solve(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    used.store().solve(&who, ticket, Via::Discord, clock::now()).await?;
    kill_point("after-solve-written");
    used.tell(Told::Solved).await
}

pub async fn unsolve(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    used.store().unsolve(&who, ticket, Via::Discord, clock::now()).await?;
    used.tell(Told::Unsolved).await
}

pub async fn complete(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    used.store().complete(&who, ticket, Via::Discord, clock::now()).await?;
    used.tell(Told::Completed).await
}

/// "It's solved"
pub async fn accept(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    end(used, ticket, &Closing::Accept).await?;
    used.tell(Told::Accepted).await?;
    answered(used).await;
    Ok(())
}

/// "Not yet"
pub async fn refuse(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    used.store().refuse_solved(&who, ticket, Via::Discord, clock::now()).await?;
    used.tell(Told::Refused).await?;
    answered(used).await;
    Ok(())
}

/// A question that was answered has no buttons any more. Should that fail, they are refused in words.
async fn answered(used: &Used<'_>) {
    let asked = used.asked;
    let message = asked.raw.message["id"].as_str().and_then(|id| id.parse::<MessageId>().ok());
    let (Some(channel), Some(message)) = (asked.channel, message) else { return };
    if let Err(error) = asked.bot.rest.edit_message(channel, message, json!({"components": []})).await
        && !error.is_gone()
    {
        tracing::warn!(message.id = %message, %error, "an answered question keeps its buttons");
    }
}
