//! Knows how far a ticket's place in Discord has come.

use super::reopen::want_channel;
use super::{Row, note, set_status, take, waiting};
use crate::db::{execute, fetch_optional, fetch_scalar};
use crate::text::without_nul;
use crate::{Result, Store};
use domain::{Bell, ChannelId, ClosedPath, Deed, MessageId, Provisioning, Status, TicketId, Timestamp, Via};

/// A channel as it was made for a ticket.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    pub channel: ChannelId,
    /// The category it lies in.
    pub parent: Option<ChannelId>,
}

impl From<ChannelId> for Made {
    fn from(channel: ChannelId) -> Self {
        Self { channel, parent: None }
    }
}

/// How the member who opened can still be answered.
#[derive(Clone, PartialEq, Eq)]
pub struct Placement {
    pub reply_token: String,
    pub reply_until: Timestamp,
}

/// The token lets its holder speak in Docket's name for a while: it is in no log.
impl std::fmt::Debug for Placement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Placement").field("reply_token", &"***").field("reply_until", &self.reply_until).finish()
    }
}

impl Store {
    /// The channel was made or adopted, under the name that is wanted. Only while none is recorded (the same one again is
    /// fine); false if another is, or if this channel is another ticket's.
    pub async fn channel_made(&self, ticket: TicketId, made: impl Into<Made>) -> Result<bool> {
        let Made { channel, parent } = made.into();
        let mut tx = self.inner.db.begin().await?;
        execute!(
            &mut tx,
            "update ticket set channel = $2, given_name = channel_name, given_parent = $3
             where id = $1 and channel is null and not exists (select 1 from ticket other where other.channel = $2)",
            ticket,
            channel,
            parent,
        )?;
        let ours = fetch_scalar!(
            &mut tx,
            bool,
            "select exists (select 1 from ticket where id = $1 and channel = $2)",
            ticket,
            channel,
        )?;
        tx.commit().await?;
        Ok(ours)
    }

    pub async fn welcome_posted(&self, ticket: TicketId, message: MessageId) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "update ticket set welcome_message = $2 where id = $1", ticket, message)?;
        Ok(())
    }

    /// All is there: provisioning done, published_revision = the revision given. Rings Ticket.
    pub async fn ticket_placed(&self, ticket: TicketId, revision: i64) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        let row = fetch_optional!(
            &mut tx,
            (domain::GuildId,),
            "update ticket set provisioning = 'done', published_revision = $2
             where id = $1 and provisioning = 'wanted' returning guild",
            ticket,
            revision,
        )?;
        self.ring(row.map(|(guild,)| Bell::Ticket { guild, ticket }));
        Ok(())
    }

    /// The opening failed for good: cancelled with its reason, number kept, timeline row. Nothing if it did not fail:
    /// placed already, or failed before. Rings Ticket.
    pub async fn opening_failed(&self, ticket: TicketId, reason: &str, now: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        let Some(mut row) = take(&mut tx, ticket).await?.filter(|row| row.provisioning == Provisioning::Wanted) else {
            return Ok(());
        };
        let from = row.status;
        // A ticket that was closed while its channel could not be made stays closed; one that was reopened is closed
        // again, for its first life was none that failed.
        let (to, path) = if row.lives > 1 {
            (Status::Closed, ClosedPath::Staff)
        } else {
            (Status::Cancelled, ClosedPath::Cancelled)
        };
        if from.may_become(to) {
            set_status(&mut tx, &mut row, to).await?;
            execute!(
                &mut tx,
                "update ticket set closed_at = $2, closed_path = $3, asked_at = null, asked_by = null, snoozed_until = null
                 where id = $1",
                ticket,
                now,
                path,
            )?;
            execute!(&mut tx, "update due set done_at = $2 where ticket = $1 and done_at is null", ticket, now)?;
        }
        execute!(
            &mut tx,
            "update ticket set provisioning = 'failed', failure = $2, reply_token = null, revision = revision + 1
             where id = $1",
            ticket,
            &*without_nul(reason),
        )?;
        let deed = Row {
            deed: Deed::OpeningFailed,
            actor: None,
            from: Some(from.to_string()),
            to: Some(row.status.to_string()),
            via: Via::Discord,
        };
        let noted = note(&mut tx, &self.inner.ids, &row, deed, now).await?;
        let due = if waiting::counts(from) {
            waiting::room(&mut tx, &self.inner.ids, row.guild, row.ticket_type, now).await?
        } else {
            None
        };
        tx.commit().await?;
        self.ring([Bell::Ticket { guild: row.guild, ticket }].into_iter().chain(noted.bells()));
        self.ring(due.map(|due| Bell::Due { due }));
        Ok(())
    }

    /// Discord shows this revision of the ticket. An older one than what is known changes nothing.
    pub async fn ticket_published(&self, ticket: TicketId, revision: i64) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(
            &mut tx,
            "update ticket set published_revision = $2 where id = $1 and published_revision < $2",
            ticket,
            revision,
        )?;
        Ok(())
    }

    /// The token with which the confirmation can still be sent; `None` when it was, or is too old.
    pub async fn unconfirmed(&self, ticket: TicketId, now: Timestamp) -> Result<Option<Placement>> {
        let mut tx = self.inner.db.one_read().await?;
        let row = fetch_optional!(
            &mut tx,
            (String, Timestamp),
            "select reply_token, reply_until from ticket
             where id = $1 and reply_token is not null and reply_until > $2",
            ticket,
            now,
        )?;
        Ok(row.map(|(reply_token, reply_until)| Placement { reply_token, reply_until }))
    }

    /// The member was told.
    pub async fn confirmed(&self, ticket: TicketId) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "update ticket set reply_token = null, reply_until = null where id = $1", ticket)?;
        Ok(())
    }

    /// This channel was deleted by the bot, after a last comparison. What was still to be said in it is not any more; what
    /// moves the ticket by itself stays due. Nothing where the ticket has another channel by now, or none.
    /// Timeline row, unless Discord told of the deletion first. Rings Ticket.
    pub async fn channel_removed(&self, ticket: TicketId, channel: ChannelId, now: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        let Some(row) = take(&mut tx, ticket).await?.filter(|row| row.channel == Some(channel)) else { return Ok(()) };
        if row.status.is_over() {
            execute!(
                &mut tx,
                "update due set done_at = $2 where ticket = $1 and done_at is null
                   and action not in ('transcript_link', 'request_expires', 'silence_warning', 'silence_ends', 'wake')",
                ticket,
                now,
            )?;
        }
        let mut bells = vec![Bell::Ticket { guild: row.guild, ticket }];
        if row.channel_gone_at.is_none() {
            execute!(
                &mut tx,
                "update ticket set channel_gone_at = $2, published_revision = revision where id = $1",
                ticket,
                now,
            )?;
            let deed = Row { deed: Deed::ChannelDeleted, actor: None, from: None, to: None, via: Via::Timer };
            bells.extend(note(&mut tx, &self.inner.ids, &row, deed, now).await?.bells());
        }
        // Reopened in the very moment in which its channel went, whoever told of that first.
        if !row.status.is_over() {
            want_channel(&mut tx, ticket).await?;
        }
        tx.commit().await?;
        self.ring(bells);
        Ok(())
    }
}
