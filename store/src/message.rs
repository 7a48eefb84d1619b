//! Knows what was said in tickets: recorded as it comes, versions and deletions kept.

use crate::{Result, Store};
use domain::{ChannelId, MessageId, Said, TicketId, Timestamp};

/// What recording did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// Not in a ticket's channel.
    Elsewhere,
    New(TicketId),
    /// Known already, and changed: the old text is a version now.
    Changed(TicketId),
    Known(TicketId),
}

/// What a comparison found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    pub new: usize,
    pub changed: usize,
    pub deleted: usize,
}

impl Store {
    /// A message as it was made or edited (an edit of one that is not known records it whole). Discord's `edited_at`
    /// orders edits: an older one changes nothing. Files become attachments `wanted`. The first word of staff moves
    /// open → in_progress (the author's rights by their mirrored roles), messages flip `waiting_on`; `by_us` messages
    /// are kind system; said after the close they are after_close. Rings Message, and Ticket where the row moved.
    pub async fn record_message(&self, said: &Said, now: Timestamp) -> Result<Recorded> {
        unimplemented!()
    }

    /// Kept, marked. Unknown ids are nothing.
    pub async fn record_deletion(&self, channel: ChannelId, messages: &[MessageId], now: Timestamp) -> Result<()> {
        unimplemented!()
    }

    /// The channel was read whole, from its beginning, by reads that began at `read_from`: changed → a version with
    /// `while_away` (unless the edit is older than what is known), known and absent → deleted while away (unless said
    /// after `read_from`, or deleted by event meanwhile), unknown → recorded. Remembers `read_from` as the last point
    /// up to which the channel is known to be complete.
    pub async fn compare(
        &self,
        ticket: TicketId,
        channel: &[Said],
        read_from: Timestamp,
        now: Timestamp,
    ) -> Result<Compared> {
        unimplemented!()
    }
}
