//! Knows how a ticket comes to its end, and writes down all that must follow.

use crate::{Result, Store};
use domain::{Access, Ticket, TicketId, Timestamp, Via};

/// How it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closing {
    /// By staff or by the customer, with an optional reason (at most 1,000 characters).
    Close { reason: Option<String> },
    /// The customer says that it works: from awaiting_confirmation through completed, in one transaction.
    ItWorks,
}

impl Store {
    /// Refuses: CustomerOnly (ItWorks by anyone else), StaffOnly (a stranger), AlreadyClosed, AlreadyCancelled, TooLong.
    /// Sets status, closed_at, closed_by, closed_path (after_help where help was asked for and it works), revision + 1;
    /// writes the due rows close_notice, transcript_link at once, then by the type's `when closed`: archive →
    /// rename_closed at once and delete_channel in archive_days; delete → delete_channel in 5 s; keep → rename_closed.
    /// Timeline row. Rings Ticket and Due.
    pub async fn close_ticket(
        &self,
        who: &Access,
        ticket: TicketId,
        closing: &Closing,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        unimplemented!()
    }
}
