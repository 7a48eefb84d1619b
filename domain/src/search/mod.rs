//! Knows what people may type to search, and how texts become the terms of an index. Knows no index, no rights and
//! nothing of what exists: names are resolved by whoever has them.
//!
//! `pieces` is all that the browser's half has of it.

pub mod pieces;

#[cfg(feature = "search")]
mod date;
#[cfg(feature = "search")]
mod fault;
#[cfg(feature = "search")]
mod fold;
#[cfg(feature = "search")]
mod matching;
#[cfg(feature = "search")]
mod passage;
#[cfg(feature = "search")]
mod query;
#[cfg(feature = "search")]
mod score;
#[cfg(feature = "search")]
mod slot;
#[cfg(feature = "search")]
mod token;
#[cfg(feature = "search")]
mod value;

#[cfg(feature = "search")]
pub use self::{
    fault::{QueryFault, Wrong},
    fold::folded,
    matching::{Phrase, Words},
    passage::{Part, passage},
    query::{Asked, Query, parse},
    score::{relevance, standing},
    slot::Slot,
    token::{MAX_TOKENS, Token, tokens},
    value::{Named, chosen, closest},
};

use crate::Status;
use crate::word::words;

/// Every status in which a ticket is worked on: `status:active`.
pub const ACTIVE: [Status; 4] = [Status::Open, Status::InProgress, Status::AwaitingConfirmation, Status::Completed];

words! {
    /// What a ticket can be beside its status.
    Mark {
        /// Put off until a time.
        Snoozed = "snoozed",
        /// Brought before the supervisors.
        Escalated = "escalated",
    }
}

/// What a question may be narrowed by. Fields narrow the ticket, words narrow what was said in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Status,
    Type,
    Department,
    /// Who opened the ticket.
    From,
    Assignee,
    Priority,
    /// A tag that staff gave it.
    Tag,
    /// What it is about.
    Category,
    /// `is:snoozed`, `is:escalated`.
    Is,
    /// Earlier than this day begins.
    Before,
    /// From the beginning of this day on.
    After,
}

impl Field {
    pub const ALL: [Self; 11] = [
        Self::Status,
        Self::Type,
        Self::Department,
        Self::From,
        Self::Assignee,
        Self::Priority,
        Self::Tag,
        Self::Category,
        Self::Is,
        Self::Before,
        Self::After,
    ];

    /// As it stands before the colon.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Type => "type",
            Self::Department => "department",
            Self::From => "from",
            Self::Assignee => "assignee",
            Self::Priority => "priority",
            Self::Tag => "tag",
            Self::Category => "category",
            Self::Is => "is",
            Self::Before => "before",
            Self::After => "after",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name().eq_ignore_ascii_case(name))
    }
}
