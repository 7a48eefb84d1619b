//! Knows how staff say that a ticket's work is done: asked of the member, or delivered for good.

use super::claim::staff_of;
use super::{Row, note, set_status, take_for};
use crate::db::execute;
use crate::{Result, Store};
use domain::{Access, Deed, Status, Ticket, TicketId, Timestamp, Via};

impl Store {
    /// Asks the member whether it is solved: → awaiting_confirmation, through in_progress where it was open; the
    /// customer is waited for. Refuses: NoSuchTicket, StaffOnly, NoSuchMove, AlreadyClosed, AlreadyCancelled. Timeline
    /// row, revision + 1. Rings Ticket.
    pub async fn solve(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let mut tx = self.inner.db.begin().await?;
        let mut row = take_for(&mut tx, who, ticket).await?;
        staff_of(who, &row)?;
        let from = row.status;
        if from == Status::Open {
            set_status(&mut tx, &mut row, Status::InProgress).await?;
        }
        set_status(&mut tx, &mut row, Status::AwaitingConfirmation).await?;
        execute!(&mut tx, "update ticket set waiting_on = 'customer', revision = revision + 1 where id = $1", ticket,)?;
        let deed = Row {
            deed: Deed::Solved,
            actor: Some(who.user()),
            from: Some(from.to_string()),
            to: Some(row.status.to_string()),
            via,
        };
        note(&mut tx, &self.inner.ids, &row, deed, now).await?;
        self.end(tx, who.guild(), ticket).await
    }

    /// The work is delivered, the ticket archived later: awaiting_confirmation → completed, by staff. Refuses as
    /// `solve`. Timeline row, resolved_at, revision + 1. Rings Ticket.
    pub async fn complete(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let mut tx = self.inner.db.begin().await?;
        let mut row = take_for(&mut tx, who, ticket).await?;
        staff_of(who, &row)?;
        let from = row.status;
        set_status(&mut tx, &mut row, Status::Completed).await?;
        execute!(
            &mut tx,
            "update ticket set resolved_at = coalesce(resolved_at, $2), revision = revision + 1 where id = $1",
            ticket,
            now,
        )?;
        let deed = Row {
            deed: Deed::Completed,
            actor: Some(who.user()),
            from: Some(from.to_string()),
            to: Some(row.status.to_string()),
            via,
        };
        note(&mut tx, &self.inner.ids, &row, deed, now).await?;
        self.end(tx, who.guild(), ticket).await
    }
}
