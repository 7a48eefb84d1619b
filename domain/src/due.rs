//! Knows what can be due: effects that must happen once, at or after a time.

use crate::word::words;
use crate::{DueId, GuildId, MessageId, TicketId, Timestamp};
use serde::{Deserialize, Serialize};

words! {
    /// Each is done at most once for its row's key, however often it is tried.
    DueAction {
        /// Says in the channel that help was asked for, and pings the department's role.
        HelpPing = "help_ping",
        /// Says in the channel who closed the ticket and why.
        CloseNotice = "close_notice",
        /// Sends the member the link to the transcript; said in the channel where direct messages are refused.
        TranscriptLink = "transcript_link",
        /// Gives the channel its `closed-…` name.
        RenameClosed = "rename_closed",
        /// Asks the customer how it went.
        AskRating = "ask_rating",
        /// Tells the customer that staff ask whether it is solved, with the buttons to accept or refuse.
        AskSolved = "ask_solved",
        /// Closes the ticket if that was not answered.
        RequestExpires = "request_expires",
        /// Warns the customer of the close for silence.
        SilenceWarning = "silence_warning",
        /// Closes the ticket if nothing was said.
        SilenceEnds = "silence_ends",
        /// Brings a snoozed ticket back and says so in it.
        Wake = "wake",
        /// Says in the channel that it goes on, with what was said last and the link to the transcript.
        ReopenNotice = "reopen_notice",
        /// Pings the supervisors.
        EscalationPing = "escalation_ping",
        /// Tells a log channel of a deed.
        Log = "log",
        /// Opens the next ticket of the waiting list.
        AdmitWaiting = "admit_waiting",
        /// Tells a member by direct message what became of their place in line.
        LineNotice = "line_notice",
        /// Compares the channel a last time and deletes it.
        DeleteChannel = "delete_channel",
    }
}

/// One row of what is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub id: DueId,
    pub guild: GuildId,
    pub ticket: Option<TicketId>,
    /// `close_notice:123`: keeps the row single.
    pub key: String,
    pub action: DueAction,
    pub payload: serde_json::Value,
    pub at: Timestamp,
    /// Nothing that came of this row is older.
    pub created_at: Timestamp,
    /// How often it was taken to be done, this time included: with 1 nobody was at it before.
    pub claims: i64,
    pub attempts: i64,
    pub failure: Option<String>,
    pub done_at: Option<Timestamp>,
    /// The message in Discord that came of it.
    pub result: Option<MessageId>,
}
