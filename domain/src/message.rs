//! Knows what was said in a ticket: messages, their versions and their files.

use crate::word::words;
use crate::{AttachmentId, ChannelId, MessageId, TicketId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

words! {
    MessageKind {
        /// Said by a person in Discord or in the browser.
        Said = "said",
        Note = "note",
        Answer = "answer",
        /// Said by Docket itself, or a notice of Discord's (a pin, a join).
        System = "system",
        AfterClose = "after_close",
    }
}
words! { AttachmentState { Wanted = "wanted", Stored = "stored", Failed = "failed" } }

/// A message as Discord tells it, in our words. Times are Discord's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Said {
    pub id: MessageId,
    pub channel: ChannelId,
    pub author: Person,
    pub by_us: bool,
    pub content: String,
    /// Discord's embed objects as they are.
    pub embeds: Vec<Value>,
    /// Discord's component objects as they are.
    pub components: Vec<Value>,
    /// Discord's sticker items as they are.
    pub stickers: Vec<Value>,
    pub reply_to: Option<MessageId>,
    pub edited_at: Option<Timestamp>,
    pub attachments: Vec<AttachmentFacts>,
    /// A notice of Discord's own (type other than 0, 19, 20, 23).
    pub is_notice: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: UserId,
    pub username: String,
    pub display_name: String,
    pub avatar: Option<String>,
    pub bot: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentFacts {
    pub id: AttachmentId,
    pub filename: String,
    pub content_type: Option<String>,
    pub size: i64,
    pub width: Option<i64>,
    pub height: Option<i64>,
    /// Where Discord has the bytes, until it takes the link back.
    pub url: String,
}

/// One message of a transcript, as a reader is shown it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TranscriptMessage {
    pub id: MessageId,
    pub ticket: TicketId,
    pub author: Person,
    /// The colour of the author's highest coloured role, where known.
    pub author_colour: Option<i32>,
    pub kind: MessageKind,
    pub at: Timestamp,
    pub content: String,
    pub embeds: Vec<Value>,
    pub components: Vec<Value>,
    pub stickers: Vec<Value>,
    pub reply_to: Option<MessageId>,
    pub edited_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    /// Deleted while the bot was away: the moment is not known, `deleted_at` is when it was noticed.
    pub deleted_while_away: bool,
    /// What stood there before, oldest first.
    pub versions: Vec<MessageVersion>,
    pub attachments: Vec<TranscriptFile>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageVersion {
    pub content: String,
    pub embeds: Vec<Value>,
    /// When it was replaced.
    pub until: Timestamp,
    /// Replaced while the bot was away: there may have been steps between.
    pub while_away: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranscriptFile {
    pub id: AttachmentId,
    pub filename: String,
    pub content_type: Option<String>,
    pub size: i64,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub state: AttachmentState,
    /// Why the bytes could not be copied.
    pub failure: Option<String>,
    /// May be shown inside the page: a raster image, audio or video, known by its bytes.
    pub inline: bool,
}
