//! Knows how a member says how it went: a star by a press, a comment by a form.

use super::super::used::Used;
use super::super::{Result, form};
use super::end::button;
use crate::clock;
use crate::custom_id::CustomId;
use crate::words::{Label, Told};
use domain::{RawAnswer, Refusal, TicketId, Via};
use serde_json::json;

pub async fn rate(used: &Used<'_>, ticket: TicketId, stars: i64) -> Result<()> {
    let who = used.who().await?;
    used.store().rate(&who, ticket, stars, None, Via::Discord, clock::now()).await?;
    let comment = CustomId::Comment { guild: used.asked.guild, ticket };
    let body = json!({"content": Told::Rated { stars }.to_string(),
        "components": [{"type": 1, "components": [button(2, &Label::Comment, comment)]}]});
    used.reply.whisper(body).await?;
    Ok(())
}

/// The press on "Add a comment".
pub async fn ask_comment(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let of = used.of(ticket).await?;
    if of.customer != used.asked.user() || of.rating.is_none() || of.rating_comment.is_some() {
        return Err(Refusal::NoRating.into());
    }
    used.reply.modal(form::commenting(used.asked.guild, ticket, of.number)).await?;
    Ok(())
}

pub async fn comment(used: &Used<'_>, ticket: TicketId, answers: &[RawAnswer]) -> Result<()> {
    let who = used.who().await?;
    let of = used.of(ticket).await?;
    let stars = of.rating.ok_or(Refusal::NoRating)?;
    let text = answers.iter().find(|answer| answer.key == form::COMMENT).map(|answer| answer.value.trim());
    let text = text.filter(|text| !text.is_empty()).ok_or(Refusal::Empty)?;
    used.store().rate(&who, ticket, stars, Some(text), Via::Discord, clock::now()).await?;
    used.tell(Told::Commented).await
}
