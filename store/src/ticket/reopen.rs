//! Knows how a closed ticket goes on.

use super::words::reason;
use crate::db::{Tx, execute};
use crate::due::{Pending, Single};
use crate::{Result, Store};
use domain::{Access, Act, Deed, DueAction, Ticket, TicketId, Timestamp, Via};

impl Store {
    /// closed → in_progress, by a rule of its own: another life begins, and how the last one ended is in the timeline
    /// alone. What was still due of the end is not any more. Where its channel is gone a new one is wanted. Help can be
    /// asked for again. Due: reopen_notice. Refuses: NoSuchTicket, StaffOnly, NotClosed, AlreadyCancelled, TooLong.
    /// Timeline row, revision + 1. Rings Ticket and Due.
    pub async fn reopen(
        &self,
        who: &Access,
        ticket: TicketId,
        why: Option<&str>,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let reason = reason(why)?;
        let mut taken = self.take_to(who, ticket, Act::Reopen, via, now).await?;
        taken.row.lives += 1;
        execute!(
            &mut taken.tx,
            "update ticket set lives = $2, reopened_at = $3, waiting_on = 'staff', closed_at = null, closed_by = null,
               closed_path = null, close_reason = null, resolved_at = null, needed_help_at = null,
               revision = revision + 1 where id = $1",
            ticket,
            taken.row.lives,
            now,
        )?;
        if taken.row.channel.is_none() || taken.row.channel_gone_at.is_some() {
            want_channel(&mut taken.tx, ticket).await?;
        }
        taken.withdraw(Pending::End).await?;
        taken.note_move(Deed::Reopened, reason.as_deref()).await?;
        taken.due(DueAction::ReopenNotice, Single::Life, now).await?;
        taken.end().await
    }
}

/// What it had is gone: another one is to be made.
pub(super) async fn want_channel(tx: &mut Tx, ticket: TicketId) -> Result<()> {
    execute!(
        tx,
        "update ticket set channel = null, channel_gone_at = null, welcome_message = null,
           provisioning = 'wanted', failure = null, given_name = null, given_parent = null where id = $1",
        ticket,
    )?;
    Ok(())
}
