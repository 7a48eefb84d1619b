//! Knows a ticket's states and the only moves between them, and the facts that a reader is shown.

use crate::word::words;
use crate::{ChannelId, DepartmentId, GuildId, MessageId, OrderId, Refusal, TicketId, TicketTypeId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

words! {
    /// The six statuses; `reopen` has a rule of its own.
    Status {
        Open = "open",
        InProgress = "in_progress",
        AwaitingConfirmation = "awaiting_confirmation",
        Completed = "completed",
        Closed = "closed",
        Cancelled = "cancelled",
    }
}
words! { Priority { Low = "low", Medium = "medium", High = "high", Urgent = "urgent" } }
words! { WaitingOn { Staff = "staff", Customer = "customer" } }
words! {
    /// How a ticket came to its end.
    ClosedPath {
        ItWorks = "it_works",
        AfterHelp = "after_help",
        Staff = "staff",
        Member = "member",
        Accepted = "accepted",
        Timer = "timer",
        Silence = "silence",
        Left = "left",
        Cancelled = "cancelled",
    }
}
words! {
    /// How far a ticket's place in Discord has come. Not a status.
    Provisioning { Wanted = "wanted", Done = "done", Failed = "failed" }
}
words! {
    /// Through what a deed was done.
    Via { Discord = "discord", Web = "web", Api = "api", Rule = "rule", Timer = "timer" }
}

impl Status {
    /// The transition table; nothing else moves a ticket.
    pub fn may_become(self, to: Self) -> bool {
        use Status::{AwaitingConfirmation, Cancelled, Closed, Completed, InProgress, Open};
        matches!(
            (self, to),
            (Open, InProgress | Closed | Cancelled)
                | (InProgress, AwaitingConfirmation | Closed | Cancelled)
                | (AwaitingConfirmation, Completed | InProgress | Closed | Cancelled)
                | (Completed, Closed)
        )
    }

    /// Whether the conversation is over.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled)
    }
}

/// May this ticket move there? The refusal says what it is already.
pub fn transition(from: Status, to: Status) -> Result<Status, Refusal> {
    if from.may_become(to) {
        return Ok(to);
    }
    Err(match from {
        Status::Closed => Refusal::AlreadyClosed,
        Status::Cancelled => Refusal::AlreadyCancelled,
        _ => Refusal::NoSuchMove { from, to },
    })
}

/// `Ticket #0201`
pub fn ticket_ref(number: i64) -> String {
    format!("Ticket #{number:04}")
}

/// A ticket as it is stored, without its conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::FromRow))]
pub struct Ticket {
    pub id: TicketId,
    pub guild: GuildId,
    /// Counted per guild from 1, without gap.
    pub number: i64,
    pub ticket_type: TicketTypeId,
    pub department: DepartmentId,
    pub customer: UserId,
    /// The display name at opening.
    pub customer_name: String,
    /// What the channel is to be called while the ticket is open.
    pub channel_name: String,
    pub channel: Option<ChannelId>,
    pub welcome_message: Option<MessageId>,
    pub provisioning: Provisioning,
    /// Why the opening failed for good.
    pub failure: Option<String>,
    pub subject: Option<String>,
    pub priority: Priority,
    pub status: Status,
    pub waiting_on: WaitingOn,
    pub assignee: Option<UserId>,
    pub claimed_at: Option<Timestamp>,
    pub needed_help_at: Option<Timestamp>,
    pub first_staff_at: Option<Timestamp>,
    pub resolved_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub closed_by: Option<UserId>,
    pub closed_path: Option<ClosedPath>,
    pub close_reason: Option<String>,
    pub created_at: Timestamp,
    /// When something was last said.
    pub last_at: Timestamp,
    /// The form's revision that was shown when it was opened.
    pub form_revision: i64,
    /// Grows with each change that Discord must show.
    pub revision: i64,
    /// The revision that Discord shows.
    pub published_revision: i64,
    /// The channel was deleted (by the bot or by hand).
    pub channel_gone_at: Option<Timestamp>,
    /// From when on messages may be missing: the channel went away before it was read to its end.
    pub incomplete_from: Option<Timestamp>,
    /// What it is about, one of the guild's categories.
    pub category: Option<String>,
    pub description: Option<String>,
    pub escalated_at: Option<Timestamp>,
    pub snoozed_until: Option<Timestamp>,
    /// Since when staff wait for the answer whether it is solved.
    pub asked_at: Option<Timestamp>,
    pub asked_by: Option<UserId>,
    /// It does not close by itself for silence.
    pub silence_paused: bool,
    pub reopened_at: Option<Timestamp>,
    /// How often it was opened: 1, and one more with each `reopen`.
    pub lives: i64,
    /// 1 to 5.
    pub rating: Option<i64>,
    pub rating_comment: Option<String>,
    pub rated_at: Option<Timestamp>,
    pub order_id: Option<OrderId>,
    /// The name that Discord was given last; where it has neither this nor `channel_name`, somebody named it by hand.
    pub given_name: Option<String>,
    /// The category that staff moved it to.
    pub parent: Option<ChannelId>,
    /// The category that it was last brought to; where it lies elsewhere, somebody moved it by hand.
    pub given_parent: Option<ChannelId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// product's table, written out once more by hand.
    const MOVES: &[(&str, &[&str])] = &[
        ("open", &["in_progress", "closed", "cancelled"]),
        ("in_progress", &["awaiting_confirmation", "closed", "cancelled"]),
        ("awaiting_confirmation", &["completed", "in_progress", "closed", "cancelled"]),
        ("completed", &["closed"]),
        ("closed", &[]),
        ("cancelled", &[]),
    ];

    #[test]
    fn the_table_is_all_there_is() {
        for &from in Status::ALL {
            let (_, to) = MOVES.iter().find(|(word, _)| *word == from.as_str()).expect("every status has a row");
            for &status in Status::ALL {
                assert_eq!(from.may_become(status), to.contains(&status.as_str()), "{from} → {status}");
                assert_eq!(transition(from, status).is_ok(), to.contains(&status.as_str()));
            }
        }
    }
}
