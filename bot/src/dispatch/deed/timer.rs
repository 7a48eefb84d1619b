//! Knows what is put off and called off: snoozed, woken, stopped, paused.

use super::super::used::Used;
use super::super::{Oops, Result};
use crate::clock;
use crate::drill::kill_point;
use crate::words::Told;
use domain::{Due, DueAction, DueId, Refusal, TicketId, Via};

pub async fn snooze(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let now = clock::now();
    let until = domain::until(used.option("until").unwrap_or_default(), now)?;
    used.store().snooze(&who, ticket, until, Via::Discord, now).await?;
    kill_point("after-snooze-written");
    used.tell(Told::Snoozed { until }).await
}

pub async fn wake(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    used.store().wake(&who, ticket, Via::Discord, clock::now()).await?;
    used.tell(Told::Awake).await
}

/// A snooze is not called off but ended: `/wake`.
pub fn can_be_stopped(due: &Due) -> bool {
    due.action != DueAction::Wake
}

/// `/timer stop [timer]`: the one that is named, else the next.
pub async fn stop(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let due = if let Some(named) = used.option("timer") {
        named.parse::<DueId>().map_err(|_| Refusal::NotFound)?
    } else {
        let timers = used.store().timers(&who, ticket).await?;
        let none = if timers.is_empty() { Told::NoTimer } else { Told::OnlyWakes };
        timers.iter().find(|due| can_be_stopped(due)).ok_or_else(|| Oops::Words(none.to_string()))?.id
    };
    used.store().stop_timer(&who, ticket, due, Via::Discord, clock::now()).await?;
    used.tell(Told::TimerStopped).await
}

pub async fn pause(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    used.store().pause_silence(&who, ticket, true, Via::Discord, clock::now()).await?;
    used.tell(Told::SilencePaused).await
}

pub async fn resume(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let now = used.store().pause_silence(&who, ticket, false, Via::Discord, clock::now()).await?;
    let catalog = used.asked.bot.catalog(used.asked.guild).await?;
    let closes = catalog.kind(now.ticket_type).is_some_and(|kind| kind.conduct.silence_hours > 0);
    used.tell(if closes { Told::SilenceResumed } else { Told::NoSilence }).await
}
