//! What the list shows: tickets, each with what was found in it, or why the question can't be answered.

use domain::{GuildId, MessageId, MessageKind, Priority, Status, TicketId, Timestamp, UserId, WaitingOn};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxShown {
    pub loaded: Timestamp,
    pub guild: GuildId,
    /// The reader sees only their own.
    pub own_only: bool,
    /// The types that the reader sees, for the menu: key and name.
    pub types: Vec<(String, String)>,
    /// The question can't be read.
    pub fault: Option<FaultShown>,
    pub rows: Vec<RowShown>,
    /// The cursor of the page below.
    pub next: Option<String>,
    pub count: Count,
    /// The search stopped here.
    pub back_to: Option<Timestamp>,
    /// Older messages are still being indexed.
    pub behind: bool,
}

/// How much there is. Where words were asked for rows say what was found, and finds are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Count {
    Tickets(i64),
    Finds(i64),
    /// There may be more than were counted.
    FindsAtLeast(i64),
}

impl Default for Count {
    fn default() -> Self {
        Self::Tickets(0)
    }
}

/// The question, cut around what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultShown {
    pub before: String,
    pub place: String,
    pub after: String,
    pub words: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowShown {
    pub id: TicketId,
    pub number: i64,
    /// The subject, else the type's name.
    pub title: String,
    pub type_name: String,
    pub department_name: String,
    pub department_colour: i32,
    pub customer: UserId,
    pub customer_name: String,
    pub assignee: Option<String>,
    pub last_words: Option<String>,
    pub last_author: Option<String>,
    pub last_at: Timestamp,
    pub status: Status,
    pub priority: Priority,
    pub waiting_on: WaitingOn,
    pub marks: Vec<MarkShown>,
    pub hits: Vec<HitShown>,
}

/// What a row is marked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkShown {
    Escalated,
    Snoozed,
    Unassigned,
}

/// Words that were found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitShown {
    /// `None`: in the ticket's own answers.
    pub message: Option<MessageId>,
    pub author: String,
    pub at: Timestamp,
    pub kind: Option<MessageKind>,
    pub deleted: bool,
    /// The passage in stretches; `true` is a find.
    pub parts: Vec<(String, bool)>,
}

/// What may be written at the end of what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestions {
    /// Bytes of what was typed that stay.
    pub keep: usize,
    /// What is put after them, and what it is.
    pub items: Vec<(String, String)>,
}

/// One line of a short list of finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineShown {
    pub number: i64,
    pub title: String,
    pub customer_name: String,
    pub status: Status,
    /// The newest find; `None` where the ticket itself was asked for.
    pub hit: Option<HitShown>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinesShown {
    pub fault: Option<FaultShown>,
    pub lines: Vec<LineShown>,
}
