//! Knows how a deletion is kept.

use crate::db::execute;
use crate::ticket::take;
use crate::{Result, Store};
use domain::{Bell, ChannelId, MessageId, Timestamp};

impl Store {
    /// Kept, marked. Of unknown ones it is remembered for a while, should a reading under way still bring them. Rings Message for each that was there.
    pub async fn record_deletion(&self, channel: ChannelId, messages: &[MessageId], now: Timestamp) -> Result<()> {
        let Some(ticket) = self.ticket_in(channel).await? else { return Ok(()) };
        let mut tx = self.inner.db.begin().await?;
        let Some(ticket) = take(&mut tx, ticket).await? else { return Ok(()) };
        let mut bells = Vec::new();
        for message in messages {
            let marked = execute!(
                &mut tx,
                "update message set deleted_at = $3 where id = $1 and ticket = $2 and deleted_at is null",
                *message,
                ticket.id,
                now,
            )?;
            if marked == 0 {
                self.inner.unseen.deleted(*message, now);
            } else {
                bells.push(Bell::Message { guild: ticket.guild, ticket: ticket.id, message: *message });
            }
        }
        tx.commit().await?;
        self.ring(bells);
        Ok(())
    }
}
