//! Knows how a channel that was read whole is held against what is known of it.

use super::Compared;
use super::follow::{Staff, follow};
use super::row::{Change, Known, files_of_ticket, insert, kind, known_of, put_files, revise};
use crate::db::{Tx, execute};
use crate::ticket::take;
use crate::{Error, Result, Store};
use domain::{Bell, ChannelId, MessageId, MessageKind, Refusal, Said, TicketId, Timestamp};
use std::collections::{HashMap, HashSet};

impl Store {
    /// The channel was read whole, from its beginning, by reads that began at `read_from`: changed → a version with
    /// `while_away` (unless the edit is older than what is known), known and absent → deleted while away (unless said
    /// after `read_from`, or deleted by event meanwhile), unknown → recorded; one that was thought deleted and is there
    /// stands again. Remembers `read_from` as the last point up to which the channel is known to be complete.
    /// Rings Message for each that differs, and Ticket where the row moved.
    pub async fn compare(
        &self,
        ticket: TicketId,
        channel: &[Said],
        read_from: Timestamp,
        now: Timestamp,
    ) -> Result<Compared> {
        let mut tx = self.inner.db.begin().await?;
        let mut row = take(&mut tx, ticket).await?.ok_or(Error::Refused(Refusal::NoSuchTicket))?;
        let known = known_of(&mut tx, ticket).await?;
        let files = files_of_ticket(&mut tx, ticket).await?;
        // In the order in which they were said: the first answer is the first.
        let mut channel: Vec<&Said> = channel.iter().collect();
        channel.sort_unstable_by_key(|said| said.id);
        channel.dedup_by_key(|said| said.id);
        let mut found = Compared::default();
        let mut rung: Vec<MessageId> = Vec::new();
        let mut staff = Staff::default();
        let mut moved: HashSet<Bell> = HashSet::new();
        for said in &channel {
            let Some(old) = known.get(&said.id) else {
                let kind = kind(&row, said);
                insert(&mut tx, &row, said, kind, now).await?;
                forget(&mut tx, said.id, self.inner.unseen.deletion(said.id)).await?;
                moved.extend(follow(&mut tx, &self.inner.ids, &mut staff, &mut row, said, kind, now).await?);
                found.new += 1;
                rung.push(said.id);
                continue;
            };
            let change = revise(&mut tx, &row, old, said, true, now).await?;
            put_files(&mut tx, &row, said, &files, now).await?;
            let stands = stands_again(&mut tx, old).await?;
            found.changed += usize::from(change == Change::Edited);
            if change != Change::Nothing || stands {
                rung.push(said.id);
            }
        }
        let there: HashSet<MessageId> = channel.iter().map(|said| said.id).collect();
        let gone = absent(&known, &there, row.channel, read_from);
        for message in &gone {
            execute!(
                &mut tx,
                "update message set deleted_at = $2, deleted_while_away = true where id = $1",
                *message,
                now,
            )?;
        }
        found.deleted = gone.len();
        rung.extend(gone);
        execute!(
            &mut tx,
            "update ticket set complete_at = $2 where id = $1 and (complete_at is null or complete_at < $2)",
            ticket,
            read_from,
        )?;
        tx.commit().await?;
        self.ring(rung.into_iter().map(|message| Bell::Message { guild: row.guild, ticket, message }));
        self.ring(moved);
        Ok(found)
    }
}

/// It was deleted between the reading and now.
pub(super) async fn forget(tx: &mut Tx, message: MessageId, deleted: Option<Timestamp>) -> Result<()> {
    if let Some(at) = deleted {
        execute!(tx, "update message set deleted_at = $2 where id = $1", message, at)?;
    }
    Ok(())
}

/// Was known, is not there, and can't have come after the reading began. Notes and answers of the browser are not
/// Discord's to lose, and what is older than the channel was said in one that the ticket had before.
fn absent(
    known: &HashMap<MessageId, Known>,
    there: &HashSet<MessageId>,
    channel: Option<ChannelId>,
    read_from: Timestamp,
) -> Vec<MessageId> {
    let since = channel.unwrap_or_default().0;
    let in_discord = |kind| !matches!(kind, MessageKind::Note | MessageKind::Answer);
    let mut gone: Vec<MessageId> = known
        .values()
        .filter(|old| old.deleted_at.is_none() && in_discord(old.kind))
        .filter(|old| old.id.0 >= since && old.id.time() < read_from && !there.contains(&old.id))
        .map(|old| old.id)
        .collect();
    gone.sort_unstable();
    gone
}

/// It was missing from an earlier reading and is there: that reading was wrong. Deletions that Discord told stay.
async fn stands_again(tx: &mut Tx, old: &Known) -> Result<bool> {
    if !old.deleted_while_away {
        return Ok(false);
    }
    execute!(tx, "update message set deleted_at = null, deleted_while_away = false where id = $1", old.id)?;
    Ok(true)
}
