//! Knows what was said in tickets: recorded as it comes, versions and deletions kept. One file a verb.

mod compare;
mod delete;
mod follow;
mod record;
mod row;
mod unseen;

pub(crate) use unseen::Unseen;

use domain::TicketId;

/// What recording did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// Not in a ticket's channel.
    Elsewhere,
    New(TicketId),
    /// Known already, and changed. Where its text or embeds were edited, what stood there before is a version now;
    /// what Discord itself adds later (link previews) and what Docket does to its own buttons only replaces.
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
