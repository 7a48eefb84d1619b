//! Knows how an order gets to its ticket.

use super::super::Result;
use super::super::used::Used;
use super::end::in_words;
use crate::clock;
use crate::words::Told;
use domain::{Refusal, TicketId, Via};

pub async fn link(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let number = used.option("number").unwrap_or_default();
    used.store().link_order(&who, ticket, number, Via::Discord, clock::now()).await?;
    used.tell(Told::OrderLinked { number }).await
}

pub async fn unlink(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    used.store().unlink_order(&who, ticket, Via::Discord, clock::now()).await?;
    used.tell(Told::OrderUnlinked).await
}

/// `/order show`
pub async fn show(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let (who, of) = (used.who().await?, used.of(ticket).await?);
    if !used.store().may_read(&who, &of).await? {
        return Err(Refusal::NoSuchTicket.into());
    }
    match used.store().order_of(ticket).await? {
        Some(order) => used.tell(in_words(&order)).await,
        None => used.tell(Told::NoOrder).await,
    }
}
