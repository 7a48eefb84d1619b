//! Knows which tickets this process opened a moment ago and has not yet tried to give a channel: for them nothing can
//! lie in Discord from an earlier try, so nothing is looked for.

use domain::TicketId;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

#[derive(Default)]
pub struct Fresh(Mutex<HashSet<TicketId>>);

impl Fresh {
    pub fn note(&self, ticket: TicketId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(ticket);
    }

    /// Once: the second try looks.
    pub fn take(&self, ticket: TicketId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&ticket)
    }
}
