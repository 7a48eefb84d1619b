//! Knows which files are still to be copied out of Discord.

use crate::db::{execute, fetch_all, fetch_optional};
use crate::text::without_nul;
use crate::{Result, Store, StoredFile};
use domain::{AttachmentId, Bell, ChannelId, GuildId, MessageId, TicketId, Timestamp};

/// A file to be fetched.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
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
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_all!(
            &mut tx,
            WantedFile,
            "select a.id, a.guild, a.ticket, t.channel, a.message, a.filename, a.size, a.url, a.attempts
             from attachment a join ticket t on t.id = a.ticket
             where a.state = 'wanted' and a.retry_at <= $1 order by a.retry_at, a.id limit $2",
            now,
            limit,
        )?)
    }

    /// A ticket's files whose bytes are wanted, also those whose next try is not due yet.
    pub async fn files_wanted_of(&self, ticket: TicketId) -> Result<Vec<WantedFile>> {
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_all!(
            &mut tx,
            WantedFile,
            "select a.id, a.guild, a.ticket, t.channel, a.message, a.filename, a.size, a.url, a.attempts
             from attachment a join ticket t on t.id = a.ticket
             where a.ticket = $1 and a.state = 'wanted' order by a.id",
            ticket,
        )?)
    }

    /// The bytes are in `files()`. Rings Message.
    pub async fn file_stored(&self, file: AttachmentId, stored: &StoredFile) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        let row = fetch_optional!(
            &mut tx,
            (GuildId, TicketId, MessageId),
            "update attachment set state = 'stored', digest = $2, kind = $3, size = $4, failure = null
             where id = $1 and state <> 'stored' returning guild, ticket, message",
            file,
            &stored.digest,
            stored.kind,
            i64::try_from(stored.size).unwrap_or(i64::MAX),
        )?;
        self.ring(row.map(|(guild, ticket, message)| Bell::Message { guild, ticket, message }));
        Ok(())
    }

    /// To be tried again at `retry_at` (a fresh link comes by recording the message again); or, without a time, failed
    /// for good in these words, which rings Message.
    pub async fn file_failed(&self, file: AttachmentId, why: &str, retry_at: Option<Timestamp>) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        let Some(retry_at) = retry_at else {
            let row = fetch_optional!(
                &mut tx,
                (GuildId, TicketId, MessageId),
                "update attachment set state = 'failed', failure = $2, attempts = attempts + 1
                 where id = $1 and state = 'wanted' returning guild, ticket, message",
                file,
                &*without_nul(why),
            )?;
            tx.commit().await?;
            self.ring(row.map(|(guild, ticket, message)| Bell::Message { guild, ticket, message }));
            return Ok(());
        };
        execute!(
            &mut tx,
            "update attachment set failure = $2, attempts = attempts + 1, retry_at = $3 where id = $1 and state = 'wanted'",
            file,
            &*without_nul(why),
            retry_at,
        )?;
        tx.commit().await?;
        Ok(())
    }
}
