//! Knows how a ticket is read: its head, its people, its conversation page by page, its files.

use crate::{Result, Store};
use domain::{
    Access, Answer, AttachmentId, ChannelId, Department, MessageId, Person, RoleId, Ticket, TicketId, TimelineEvent,
    TranscriptMessage, UserId,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What mentions in a conversation are called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Names {
    pub people: HashMap<UserId, Person>,
    pub roles: HashMap<RoleId, (String, i32)>,
    pub channels: HashMap<ChannelId, String>,
}

/// A ticket's head, as whoever may read it sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketView {
    pub ticket: Ticket,
    pub type_name: String,
    pub type_emoji: Option<String>,
    pub department: Department,
    pub answers: Vec<Answer>,
    pub timeline: Vec<TimelineEvent>,
    /// Everyone named in the head, the timeline and as assignee.
    pub people: HashMap<UserId, Person>,
    pub message_count: i64,
}

/// One page of a conversation, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct TranscriptPage {
    pub messages: Vec<TranscriptMessage>,
    pub names: Names,
    /// Ask for messages before this one for the page above; `None`: this is the beginning.
    pub older: Option<MessageId>,
    /// Ask for messages after this one for the page below; `None`: this is the end.
    pub newer: Option<MessageId>,
}

/// A file that the reader may open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFile {
    pub digest: String,
    pub filename: String,
    pub size: i64,
    /// The kind known from the bytes; `None`: only to be downloaded.
    pub kind: Option<String>,
}

impl Store {
    /// `NoSuchTicket` for whoever may not read it, exactly as if there were none.
    pub async fn ticket_view(&self, who: &Access, number: i64) -> Result<TicketView> {
        unimplemented!()
    }

    /// The newest page, or the page before/after a message, or the page around one (for a link to it). At most 200.
    /// Notes are left out for members.
    pub async fn transcript(&self, who: &Access, ticket: TicketId, at: Page, limit: i64) -> Result<TranscriptPage> {
        unimplemented!()
    }

    /// Some messages again, by id (live pages refetch what the bell named).
    pub async fn messages(&self, who: &Access, ticket: TicketId, ids: &[MessageId]) -> Result<TranscriptPage> {
        unimplemented!()
    }

    /// May this person watch that ticket live? The id of one they may read.
    pub async fn may_watch(&self, who: &Access, ticket: TicketId) -> Result<bool> {
        unimplemented!()
    }

    /// `NotFound` unless the file is stored, of that ticket, and the ticket theirs to read.
    pub async fn open_file(&self, who: &Access, number: i64, file: AttachmentId) -> Result<OpenFile> {
        unimplemented!()
    }
}

/// Where in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Page {
    Newest,
    Before(MessageId),
    After(MessageId),
    Around(MessageId),
}
