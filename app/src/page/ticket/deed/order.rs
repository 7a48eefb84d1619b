//! What was ordered with it.

use super::{deed, done};
use crate::fault::Fault;
use crate::page::settings::answer::Answer;
use crate::page::settings::form::Form;
use crate::wire::{Packed, Parcel};
use crate::words::{Say, price_of};
use domain::{OrderDraft, OrderStatus, Refusal, Via};
use leptos::prelude::*;

#[server(prefix = "/fn", endpoint = "ticket-order", output = Packed)]
pub async fn put_order(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let draft = draft(&asked.form)?;
        asked.store.put_order(&asked.access, asked.id(), &draft, Via::Web, asked.now).await?;
        Ok(done(Say::OrderSaved, None))
    })
    .await
}

fn draft(form: &Form) -> Result<OrderDraft, Refusal> {
    let currency = form.words("currency").map(|currency| currency.to_uppercase());
    let price = match form.words("price") {
        None => None,
        Some(price) => Some(price_of(&price, currency.as_deref()).ok_or(Refusal::BadPrice)?),
    };
    Ok(OrderDraft {
        number: form.words("order").ok_or(Refusal::Empty)?,
        status: form.get("status").parse().unwrap_or(OrderStatus::Pending),
        risky: form.is_ticked("risky"),
        price,
        currency,
    })
}

#[server(prefix = "/fn", endpoint = "ticket-order-link", output = Packed)]
pub async fn link_order(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let number = asked.form.words("order").ok_or(Refusal::Empty)?;
        asked.store.link_order(&asked.access, asked.id(), &number, Via::Web, asked.now).await?;
        Ok(done(Say::OrderSaved, asked.back("order-unlink", &[])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-order-unlink", output = Packed)]
pub async fn unlink_order(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let before = asked.store.order_of(asked.id()).await?;
        asked.store.unlink_order(&asked.access, asked.id(), Via::Web, asked.now).await?;
        let undo = before.map(|order| asked.back("order-link", &[("order", order.number)]));
        Ok(done(Say::OrderUnlinked, undo))
    })
    .await
}
