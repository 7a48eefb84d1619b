//! Knows who works on a ticket.

use crate::{Result, Store};
use domain::{Access, Ticket, TicketId, Timestamp, Via};

impl Store {
    /// Refuses: StaffOnly, ClaimedBy, ClaimedByYou, AlreadyClosed, AlreadyCancelled. Open → in_progress, revision + 1,
    /// timeline row. Rings Ticket.
    pub async fn claim(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        unimplemented!()
    }

    /// Gives it back. The assignee or an admin.
    pub async fn unclaim(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        unimplemented!()
    }
}
