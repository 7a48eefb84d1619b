//! Knows how a ticket comes to its end, and writes down all that must follow.

use super::taken::{Press, Taken};
use super::words::reason;
use crate::db::{execute, fetch_one};
use crate::due::{self, Pending, Single};
use crate::{Result, Store};
use domain::{
    Access, Act, Bell, ClosedPath, Deed, DueAction, DueId, Ratings, Ticket, TicketId, Timestamp, Via, WhenClosed,
};
use std::time::Duration;

/// How long the notice stands before a channel is deleted at once.
const DELETE_AFTER: Duration = Duration::from_secs(5);
const DAY: Duration = Duration::from_hours(24);

/// How it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closing {
    /// By staff, or by the customer where nothing was ordered; with an optional reason (at most 1,000 characters).
    Close {
        reason: Option<String>,
        /// `Confirm close` was pressed: asked of staff whose ticket has an order at risk.
        confirmed: bool,
    },
    /// The customer says that it works: from awaiting_confirmation through completed, in one transaction.
    ItWorks,
    /// The customer says that it is solved, as they were asked.
    Accept,
}

impl Store {
    /// Refuses: NoSuchTicket, CustomerOnly (ItWorks and Accept by anyone else), StaffOnly (a stranger), OrderTicket,
    /// RiskyOrder, NothingAsked, ClaimedBy, AlreadyClosed, AlreadyCancelled, TooLong. Sets status, closed_at, closed_by,
    /// closed_path (after_help where help was asked for and it works), revision + 1; what was due before the end is not
    /// any more; writes the due rows close_notice, transcript_link, ask_rating (where wanted, and not rated before) at
    /// once, then by the type's `when closed`: archive → rename_closed at once and delete_channel in archive_days;
    /// delete → delete_channel in 5 s; keep → rename_closed. One timeline row: closed, confirmed or accepted. Rings
    /// Ticket and Due.
    pub async fn close_ticket(
        &self,
        who: &Access,
        ticket: TicketId,
        closing: &Closing,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let (act, deed, press, reason) = match closing {
            Closing::Close { reason: why, confirmed } => {
                let press = if *confirmed { Press::Confirmed } else { Press::Once };
                (Act::Close, Deed::Closed, press, reason(why.as_deref())?)
            }
            Closing::ItWorks => (Act::ItWorks, Deed::Confirmed, Press::Once, None),
            Closing::Accept => (Act::Accept, Deed::Accepted, Press::Once, None),
        };
        let taken = self.take_pressed(who, ticket, act, press, via, now).await?;
        taken.over(deed, reason.as_deref()).await
    }
}

impl Taken<'_> {
    /// Writes down that it is over, by this deed, and what must follow.
    pub async fn over(mut self, deed: Deed, reason: Option<&str>) -> Result<Ticket> {
        let solved = matches!(self.path, Some(ClosedPath::ItWorks | ClosedPath::AfterHelp | ClosedPath::Accepted));
        execute!(
            &mut self.tx,
            "update ticket set closed_at = $2, closed_by = $3, closed_path = $4, close_reason = $5,
               resolved_at = coalesce(resolved_at, $6), asked_at = null, asked_by = null, snoozed_until = null,
               revision = revision + 1 where id = $1",
            self.row.id,
            self.now,
            self.actor,
            self.path,
            reason,
            if solved { Some(self.now) } else { None },
        )?;
        self.withdraw(Pending::Going).await?;
        self.note_move(deed, reason).await?;
        self.what_follows().await?;
        self.end().await
    }

    /// The rows of all that must still happen in Discord, in the order in which it must.
    async fn what_follows(&mut self) -> Result<()> {
        let now = self.now;
        let (when_closed, archive_days) = fetch_one!(
            &mut self.tx,
            (WhenClosed, i64),
            "select when_closed, archive_days from ticket_type where id = $1",
            self.row.ticket_type,
        )?;
        let archived = DAY.saturating_mul(u32::try_from(archive_days.max(0)).unwrap_or(u32::MAX));
        let mut rows = vec![(DueAction::CloseNotice, now), (DueAction::TranscriptLink, now)];
        if self.is_to_be_rated() {
            rows.push((DueAction::AskRating, now));
        }
        match when_closed {
            WhenClosed::Archive => {
                rows.push((DueAction::RenameClosed, now));
                rows.push((DueAction::DeleteChannel, now.plus(archived)));
            }
            WhenClosed::Delete => rows.push((DueAction::DeleteChannel, now.plus(DELETE_AFTER))),
            WhenClosed::Keep => rows.push((DueAction::RenameClosed, now)),
        }
        // Their order is that of their ids.
        let first = self.next_ids(8);
        for (id, (action, at)) in (first..).zip(rows) {
            let written = due::write(&mut self.tx, DueId(id), &self.row, action, Single::Life, at, now).await?;
            if let Some(due) = written {
                self.also_ring(Bell::Due { due });
            }
        }
        Ok(())
    }

    /// Whoever called it off or left is not asked, nor is anyone asked twice.
    fn is_to_be_rated(&self) -> bool {
        self.conduct.ratings != Ratings::Off
            && self.row.rating.is_none()
            && !matches!(self.path, None | Some(ClosedPath::Cancelled | ClosedPath::Left))
    }
}
