//! Knows how a member asks for help.

use crate::{Result, Store};
use domain::{Access, Ticket, TicketId, Timestamp, Via};

impl Store {
    /// The customer alone, once: `HelpAsked` after that. Writes the due row `help_ping:TICKET`, waiting_on staff,
    /// awaiting_confirmation → in_progress, timeline row, revision + 1. Rings Ticket and Due.
    pub async fn need_help(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        unimplemented!()
    }
}
