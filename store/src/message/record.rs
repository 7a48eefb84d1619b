//! Knows how a message is recorded as it is made or edited.

use super::Recorded;
use super::compare::forget;
use super::follow::{Staff, follow};
use super::row::{Change, files_of_message, insert, kind, known, put_files, revise};
use crate::db::fetch_optional;
use crate::ticket::take;
use crate::{Result, Store};
use domain::{Bell, ChannelId, Said, TicketId, Timestamp};

impl Store {
    /// A message as it was made or edited (an edit of one that is not known records it whole). Discord's `edited_at`
    /// orders edits: an older one changes nothing. Files become attachments `wanted`. The first word of staff moves
    /// open → in_progress (the author's rights by their mirrored roles), messages flip `waiting_on`; `by_us` messages
    /// and Discord's notices are kind system; said after the close they are after_close. Rings Message, and Ticket where
    /// the row moved.
    pub async fn record_message(&self, said: &Said, now: Timestamp) -> Result<Recorded> {
        let Some(ticket) = self.ticket_in(said.channel).await? else { return Ok(Recorded::Elsewhere) };
        let mut tx = self.inner.db.begin().await?;
        let Some(mut ticket) = take(&mut tx, ticket).await? else { return Ok(Recorded::Elsewhere) };
        let (guild, id) = (ticket.guild, ticket.id);
        let mut bells = vec![Bell::Message { guild, ticket: id, message: said.id }];
        let recorded = if let Some(known) = known(&mut tx, said.id).await? {
            let change = revise(&mut tx, &ticket, &known, said, false, now).await?;
            let files = files_of_message(&mut tx, said.id).await?;
            put_files(&mut tx, &ticket, said, &files, now).await?;
            let more_files = said.attachments.iter().any(|file| !files.contains_key(&file.id));
            if change == Change::Nothing && !more_files {
                bells.clear();
                Recorded::Known(id)
            } else {
                Recorded::Changed(id)
            }
        } else {
            let kind = kind(&ticket, said);
            insert(&mut tx, &ticket, said, kind, now).await?;
            forget(&mut tx, said.id, self.inner.unseen.deletion(said.id)).await?;
            let mut staff = Staff::default();
            bells.extend(follow(&mut tx, &self.inner.ids, &mut staff, &mut ticket, said, kind, now).await?);
            Recorded::New(id)
        };
        tx.commit().await?;
        self.ring(bells);
        Ok(recorded)
    }

    /// The ticket of a channel. Most messages of a guild are elsewhere: they take no writer.
    pub(super) async fn ticket_in(&self, channel: ChannelId) -> Result<Option<TicketId>> {
        let mut tx = self.inner.db.one_read().await?;
        let row = fetch_optional!(&mut tx, (TicketId,), "select id from ticket where channel = $1", channel)?;
        Ok(row.map(|(ticket,)| ticket))
    }
}
