//! Knows which files are still to be copied out of Discord.

use crate::{Result, Store, StoredFile};
use domain::{AttachmentId, ChannelId, GuildId, MessageId, TicketId, Timestamp};

/// A file to be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedFile {
    pub id: AttachmentId,
    pub guild: GuildId,
    pub ticket: TicketId,
    pub channel: Option<ChannelId>,
    pub message: MessageId,
    pub filename: String,
    pub size: i64,
    pub url: String,
    pub attempts: i64,
}

impl Store {
    /// Files whose bytes are wanted and whose next try is due, oldest first.
    pub async fn files_wanted(&self, now: Timestamp, limit: i64) -> Result<Vec<WantedFile>> {
        unimplemented!()
    }

    /// The bytes are in `files()`. Rings Message.
    pub async fn file_stored(&self, file: AttachmentId, stored: &StoredFile) -> Result<()> {
        unimplemented!()
    }

    /// To be tried again at `retry_at`, with a fresh link if one is given; or, without a time, failed for good in these words.
    pub async fn file_failed(&self, file: AttachmentId, why: &str, retry_at: Option<Timestamp>) -> Result<()> {
        unimplemented!()
    }
}
