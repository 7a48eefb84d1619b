//! Knows what a message does to its ticket: who answered first, who is waited for, when something was last said.

use crate::db::{Tx, execute};
use crate::ids::Ids;
use crate::ticket::{Row, note, set_status};
use crate::{Result, member};
use domain::{Deed, MessageKind, Said, Status, Ticket, Timestamp, UserId, Via, WaitingOn};
use std::collections::HashMap;

/// Who of the authors is staff of the ticket's department, each looked up once.
#[derive(Default)]
pub(super) struct Staff(HashMap<UserId, bool>);

impl Staff {
    async fn has(&mut self, tx: &mut Tx, ticket: &Ticket, said: &Said) -> Result<bool> {
        if said.author.bot || said.author.id == ticket.customer {
            return Ok(false);
        }
        if let Some(known) = self.0.get(&said.author.id) {
            return Ok(*known);
        }
        let acts = member::mirrored(tx, ticket.guild, said.author.id)
            .await?
            .is_some_and(|access| access.acts_in(ticket.department));
        self.0.insert(said.author.id, acts);
        Ok(acts)
    }
}

/// Moves the ticket as this new message moves it. False: it moved nothing, as Docket's own words do.
pub(super) async fn follow(
    tx: &mut Tx,
    ids: &Ids,
    staff: &mut Staff,
    ticket: &mut Ticket,
    said: &Said,
    kind: MessageKind,
    now: Timestamp,
) -> Result<bool> {
    if !matches!(kind, MessageKind::Said | MessageKind::AfterClose) {
        return Ok(false);
    }
    let at = said.id.time();
    // Something said later is known already: this one came late and decides neither whose turn it is nor the order.
    let newest = at >= ticket.last_at;
    ticket.last_at = ticket.last_at.max(at);
    if kind == MessageKind::Said && !ticket.status.is_over() {
        let is_customer = said.author.id == ticket.customer;
        let is_staff = staff.has(tx, ticket, said).await?;
        if is_staff && ticket.first_staff_at.is_none() {
            first_answer(tx, ids, ticket, said, now).await?;
        }
        if newest && is_customer {
            ticket.waiting_on = WaitingOn::Staff;
            if ticket.status == Status::AwaitingConfirmation {
                set_status(tx, ticket, Status::InProgress).await?;
            }
        } else if newest && is_staff {
            ticket.waiting_on = WaitingOn::Customer;
        }
    }
    execute!(
        tx,
        "update ticket set last_at = $2, waiting_on = $3, first_staff_at = $4 where id = $1",
        ticket.id,
        ticket.last_at,
        ticket.waiting_on,
        ticket.first_staff_at,
    )?;
    Ok(true)
}

async fn first_answer(tx: &mut Tx, ids: &Ids, ticket: &mut Ticket, said: &Said, now: Timestamp) -> Result<()> {
    let from = ticket.status;
    if from == Status::Open {
        set_status(tx, ticket, Status::InProgress).await?;
    }
    let at = said.id.time().min(now);
    ticket.first_staff_at = Some(at);
    let deed = Row {
        deed: Deed::FirstAnswer,
        actor: Some(said.author.id),
        from: Some(from.to_string()),
        to: Some(ticket.status.to_string()),
        via: Via::Discord,
    };
    note(tx, ids, ticket, deed, at).await
}
