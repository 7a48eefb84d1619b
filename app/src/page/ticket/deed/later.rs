//! What is put off, and what comes by itself.

use super::{deed, done};
use crate::fault::Fault;
use crate::page::settings::answer::Answer;
use crate::page::settings::form::Form;
use crate::wire::{Packed, Parcel};
use crate::words::Say;
use domain::{Refusal, Via};
use leptos::prelude::*;
use std::time::Duration;

/// A year.
const MOST_HOURS: u64 = 24 * 366;

/// Until the moment in `until`, in milliseconds; or in `when`, as a browser without a script writes it; or for so many
/// hours from now.
#[server(prefix = "/fn", endpoint = "ticket-snooze", output = Packed)]
pub async fn snooze_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let until = if let Ok(until) = asked.form.get("until").parse() {
            domain::Timestamp(until)
        } else if let Some(when) = asked.form.words("when") {
            domain::until(&when, asked.now)?
        } else {
            let hours = asked.form.get("hours").parse::<u64>().ok().filter(|hours| (1..=MOST_HOURS).contains(hours));
            asked.now.plus(Duration::from_secs(3_600 * hours.ok_or(Refusal::BadTime)?))
        };
        asked.store.snooze(&asked.access, asked.id(), until, Via::Web, asked.now).await?;
        Ok(done(Say::Snoozed, asked.back("wake", &[])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-wake", output = Packed)]
pub async fn wake_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        asked.store.wake(&asked.access, asked.id(), Via::Web, asked.now).await?;
        let until = asked.ticket.snoozed_until.map(|until| [("until", until.0.to_string())]);
        Ok(done(Say::Woken, until.map(|until| asked.back("snooze", &until))))
    })
    .await
}

/// `paused`, or it may close for silence again.
#[server(prefix = "/fn", endpoint = "ticket-silence", output = Packed)]
pub async fn pause_silence(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let paused = asked.form.is_ticked("paused");
        asked.store.pause_silence(&asked.access, asked.id(), paused, Via::Web, asked.now).await?;
        let (words, back) = if paused { (Say::SilencePaused, "") } else { (Say::SilenceResumed, "yes") };
        Ok(done(words, asked.back("silence", &[("paused", back.to_owned())])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-timer-stop", output = Packed)]
pub async fn stop_timer(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let due = asked.form.get("due").parse().map_err(|_| Refusal::TooLateToStop)?;
        asked.store.stop_timer(&asked.access, asked.id(), due, Via::Web, asked.now).await?;
        Ok(done(Say::TimerStopped, None))
    })
    .await
}
