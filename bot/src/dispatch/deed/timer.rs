//! Knows what is put off and called off: snoozed, woken, stopped, paused.

use super::super::used::Used;
use super::super::{Oops, Result};
use crate::clock;
use crate::drill::kill_point;
use crate::words::Told;
use domain::{DueId, Refusal, TicketId, Via};

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

/// `/timer stop [timer]`: the one that is named, else the only one.
pub async fn stop(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let due = match used.option("timer") {
        Some(named) => named.parse::<DueId>().map_err(|_| Refusal::NotFound)?,
        None => match used.store().timers(&who, ticket).await?.as_slice() {
            [] => return Err(Oops::Words(Told::NoTimer.to_string())),
            [first, ..] => first.id,
        },
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
    used.store().pause_silence(&who, ticket, false, Via::Discord, clock::now()).await?;
    used.tell(Told::SilenceResumed).await
}
