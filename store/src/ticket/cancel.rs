//! Knows how a ticket is called off.

use super::words::reason;
use crate::{Result, Store};
use domain::{Access, Act, Deed, Ticket, TicketId, Timestamp, Via};

impl Store {
    /// open, in_progress, awaiting_confirmation → cancelled: by staff of its department, or by the member as long as no
    /// staff has answered (`CancelAnswered` after that). Refuses besides: NoSuchTicket, StaffOnly, ClaimedBy, NoSuchMove,
    /// AlreadyClosed, AlreadyCancelled, TooLong. What follows in Discord is the same as when it is closed, but for the
    /// rating. Timeline row, revision + 1. Rings Ticket and Due.
    pub async fn cancel(
        &self,
        who: &Access,
        ticket: TicketId,
        why: Option<&str>,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let reason = reason(why)?;
        let taken = self.take_to(who, ticket, Act::Cancel, via, now).await?;
        taken.over(Deed::Cancelled, reason.as_deref()).await
    }
}
