//! Knows how far a ticket's place in Discord has come.

use crate::{Result, Store};
use domain::{ChannelId, MessageId, TicketId, Timestamp};

/// How the member who opened can still be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    pub reply_token: String,
    pub reply_until: Timestamp,
}

impl Store {
    /// The channel was made or adopted. Only while none is recorded; false if another is.
    pub async fn channel_made(&self, ticket: TicketId, channel: ChannelId) -> Result<bool> {
        unimplemented!()
    }

    pub async fn welcome_posted(&self, ticket: TicketId, message: MessageId) -> Result<()> {
        unimplemented!()
    }

    /// All is there: provisioning done, published_revision = the revision given. Rings Ticket.
    pub async fn ticket_placed(&self, ticket: TicketId, revision: i64) -> Result<()> {
        unimplemented!()
    }

    /// The opening failed for good: cancelled with its reason, number kept, timeline row. Rings Ticket.
    pub async fn opening_failed(&self, ticket: TicketId, reason: &str, now: Timestamp) -> Result<()> {
        unimplemented!()
    }

    /// Discord shows this revision of the ticket.
    pub async fn ticket_published(&self, ticket: TicketId, revision: i64) -> Result<()> {
        unimplemented!()
    }

    /// The token with which the confirmation can still be sent; `None` when it was, or is too old.
    pub async fn unconfirmed(&self, ticket: TicketId, now: Timestamp) -> Result<Option<Placement>> {
        unimplemented!()
    }

    /// The member was told.
    pub async fn confirmed(&self, ticket: TicketId) -> Result<()> {
        unimplemented!()
    }

    /// The channel was deleted by the bot, after a last comparison.
    pub async fn channel_removed(&self, ticket: TicketId, now: Timestamp) -> Result<()> {
        unimplemented!()
    }
}
