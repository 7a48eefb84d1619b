//! Knows how a ticket is called off.

use super::close::{reason, what_follows};
use super::{Row, note, set_status, take_for};
use crate::db::execute;
use crate::{Result, Store};
use domain::{Access, Bell, Deed, Refusal, Status, Ticket, TicketId, Timestamp, Via};

impl Store {
    /// open, in_progress, awaiting_confirmation → cancelled: by staff of its department, or by the member as long as no
    /// staff has answered (`StaffOnly` after that). Refuses besides: NoSuchTicket, NoSuchMove, AlreadyClosed,
    /// AlreadyCancelled, TooLong. What follows in Discord is the same as when it is closed. Timeline row, revision + 1.
    /// Rings Ticket and Due.
    pub async fn cancel(
        &self,
        who: &Access,
        ticket: TicketId,
        why: Option<&str>,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let reason = reason(why)?;
        let mut tx = self.inner.db.begin().await?;
        let mut row = take_for(&mut tx, who, ticket).await?;
        if !may_cancel(who, &row) {
            return Err(Refusal::StaffOnly.into());
        }
        let from = row.status;
        set_status(&mut tx, &mut row, Status::Cancelled).await?;
        execute!(
            &mut tx,
            "update ticket set closed_at = $2, closed_by = $3, closed_path = 'cancelled', close_reason = $4,
               revision = revision + 1 where id = $1",
            ticket,
            now,
            who.user(),
            reason.as_deref(),
        )?;
        let deed = Row {
            deed: Deed::Cancelled,
            actor: Some(who.user()),
            from: Some(from.to_string()),
            to: Some(row.status.to_string()),
            via,
        };
        note(&mut tx, &self.inner.ids, &row, deed, now).await?;
        let due = what_follows(&mut tx, &self.inner.ids, &row, now).await?;
        let row = self.end(tx, who.guild(), ticket).await?;
        self.ring(due.into_iter().map(|due| Bell::Due { due }));
        Ok(row)
    }
}

fn may_cancel(who: &Access, ticket: &Ticket) -> bool {
    let unanswered = ticket.first_staff_at.is_none();
    who.acts_in(ticket.department) || (ticket.customer == who.user() && unanswered)
}
