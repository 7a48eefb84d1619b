//! Knows what is due and who is at it: rows with a time and a lease.

use crate::{Result, Store};
use domain::{Due, DueId, MessageId, TicketId, Timestamp};
use std::time::Duration;

impl Store {
    /// Takes rows that are due and not leased, oldest first, and leases them for so long: nobody else gets them meanwhile,
    /// and after a crash they come back. Of one ticket only the oldest undone row is given (their order is kept), except
    /// that rows due later wait for none.
    pub async fn due_claim(&self, now: Timestamp, lease: Duration, limit: i64) -> Result<Vec<Due>> {
        unimplemented!()
    }

    /// The undone rows of one ticket, in order, due or not.
    pub async fn due_of(&self, ticket: TicketId) -> Result<Vec<Due>> {
        unimplemented!()
    }

    /// Done, once and for all; with the message that came of it.
    pub async fn due_done(&self, due: DueId, result: Option<MessageId>, now: Timestamp) -> Result<()> {
        unimplemented!()
    }

    /// Not now: again at `at`, because of `why`; attempts + 1.
    pub async fn due_later(&self, due: DueId, at: Timestamp, why: &str) -> Result<()> {
        unimplemented!()
    }

    /// When the sleeper must wake: the earliest undone row's time or lease end.
    pub async fn due_next(&self) -> Result<Option<Timestamp>> {
        unimplemented!()
    }

    /// Whether this message came of another row (so that a look for what a row made does not take it).
    pub async fn due_of_message(&self, message: MessageId) -> Result<Option<DueId>> {
        unimplemented!()
    }
}
