//! What the member who opened it says.

use super::{deed, done};
use crate::fault::Fault;
use crate::page::settings::answer::Answer;
use crate::page::settings::form::Form;
use crate::wire::{Packed, Parcel};
use crate::words::Say;
use domain::{Refusal, Via};
use leptos::prelude::*;
use store::Closing;

#[server(prefix = "/fn", endpoint = "ticket-works", output = Packed)]
pub async fn ticket_works(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        asked.store.close_ticket(&asked.access, asked.id(), &Closing::ItWorks, Via::Web, asked.now).await?;
        Ok(done(Say::Works, None))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-accept", output = Packed)]
pub async fn accept_solved(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        asked.store.close_ticket(&asked.access, asked.id(), &Closing::Accept, Via::Web, asked.now).await?;
        Ok(done(Say::Works, None))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-refuse", output = Packed)]
pub async fn refuse_solved(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        asked.store.refuse_solved(&asked.access, asked.id(), Via::Web, asked.now).await?;
        Ok(done(Say::Refused, None))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-help", output = Packed)]
pub async fn need_help(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        asked.store.need_help(&asked.access, asked.id(), Via::Web, asked.now).await?;
        Ok(done(Say::HelpCalled, None))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-rate", output = Packed)]
pub async fn rate_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let stars = asked.form.get("stars").parse().map_err(|_| Refusal::OutOfRange { min: 1, max: 5 })?;
        let comment = asked.form.words("comment");
        asked.store.rate(&asked.access, asked.id(), stars, comment.as_deref(), Via::Web, asked.now).await?;
        Ok(done(Say::Rated, None))
    })
    .await
}
