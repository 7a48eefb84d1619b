//! Knows what is said when a ticket goes on, and when it is escalated.

use super::Done;
use super::notice::place;
use super::say::say_once;
use crate::bot::Bot;
use crate::drill::kill_point;
use crate::ticket::{Recent, View};
use crate::trouble::Result;
use domain::{Access, Deed, Due, EventId, MemberFacts, MessageId, MessageKind, Ticket, TimelineEvent, first_snowflake};
use std::sync::Arc;
use store::Page;

/// Messages that are shown where a ticket goes on, and among how many they are looked for.
const RECENT: usize = 5;
const AMONG: i64 = 30;

/// With what was said last: in a new channel nobody finds it otherwise.
pub async fn reopened(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<Done> {
    let Some(channel) = place(ticket).filter(|_| !ticket.status.is_over()) else { return Ok(Done::Yes(None)) };
    let catalog = bot.catalog(ticket.guild).await?;
    // As the customer reads it: no notes.
    let reader = Access::decide(ticket.guild, ticket.customer, &MemberFacts::default(), &[], &[]);
    let head = bot.store.ticket_view(&reader, ticket.number).await?;
    let deed = head.timeline.iter().rfind(|event| event.deed == Deed::Reopened);
    let recent = recent(bot, &reader, ticket).await?;
    let view = View { ticket, catalog: &catalog, answers: &[] };
    let (by, reason) = (deed.and_then(|deed| deed.actor), deed.and_then(|deed| deed.reason.as_deref()));
    let said = say_once(bot, row, channel, view.reopened(by, reason, &recent, &bot.link(ticket))).await?;
    kill_point("after-reopen-notice-posted");
    Ok(Done::Yes(Some(said)))
}

async fn recent(bot: &Bot, reader: &Access, ticket: &Ticket) -> Result<Vec<Recent>> {
    let Some(at) = ticket.reopened_at else { return Ok(Vec::new()) };
    let before = MessageId(first_snowflake(at));
    let page = bot.store.transcript(reader, ticket.id, Page::Before(before), AMONG).await?;
    let said = |message: &domain::TranscriptMessage| {
        let kept = message.kind == MessageKind::Said && message.deleted_at.is_none();
        let text = message.content.trim();
        (kept && !text.is_empty()).then(|| Recent {
            author: message.author.display_name.clone(),
            text: text.to_owned(),
            at: message.at,
        })
    };
    let all: Vec<Recent> = page.messages.iter().filter_map(said).collect();
    let older = all.len().saturating_sub(RECENT);
    Ok(all.into_iter().skip(older).collect())
}

/// The deed of which the row came stands at the end of its key.
async fn deed(bot: &Bot, row: &Due) -> Result<Option<TimelineEvent>> {
    let Some(event) = row.key.rsplit(':').next().and_then(|id| id.parse::<EventId>().ok()) else { return Ok(None) };
    Ok(bot.store.timeline_event(row.guild, event).await?)
}

pub async fn escalated(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<Done> {
    let Some(channel) = place(ticket).filter(|_| !ticket.status.is_over()) else { return Ok(Done::Yes(None)) };
    let catalog = bot.catalog(ticket.guild).await?;
    let deed = deed(bot, row).await?;
    let (by, reason) =
        (deed.as_ref().and_then(|deed| deed.actor), deed.as_ref().and_then(|deed| deed.reason.as_deref()));
    let view = View { ticket, catalog: &catalog, answers: &[] };
    let said = say_once(bot, row, channel, view.escalated(by, reason, &bot.roles_there(ticket.guild))).await?;
    kill_point("after-escalation-posted");
    Ok(Done::Yes(Some(said)))
}
