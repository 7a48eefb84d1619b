//! Knows tickets: one file a verb, and the reads that several verbs share.

mod claim;
mod close;
mod gone;
mod help;
mod open;
mod place;
mod status;

pub use close::Closing;
pub(crate) use gone::channel_gone;
pub use open::{Opened, Opening};
pub use place::Placement;

use crate::{Result, Store};
use domain::{ChannelId, GuildId, Ticket, TicketId};

impl Store {
    pub async fn ticket(&self, guild: GuildId, ticket: TicketId) -> Result<Option<Ticket>> {
        unimplemented!()
    }

    pub async fn ticket_by_number(&self, guild: GuildId, number: i64) -> Result<Option<Ticket>> {
        unimplemented!()
    }

    pub async fn ticket_of_channel(&self, channel: ChannelId) -> Result<Option<Ticket>> {
        unimplemented!()
    }

    /// All tickets of a guild whose channel is not known to be gone, or is not made yet: what the bot watches.
    pub async fn tickets_in_discord(&self, guild: GuildId) -> Result<Vec<Ticket>> {
        unimplemented!()
    }

    /// Tickets that Discord does not show as they are: provisioning wanted, or revision ≠ published_revision
    /// (channel not gone). Oldest first.
    pub async fn tickets_behind(&self) -> Result<Vec<Ticket>> {
        unimplemented!()
    }

    pub async fn answers(&self, ticket: TicketId) -> Result<Vec<domain::Answer>> {
        unimplemented!()
    }
}
