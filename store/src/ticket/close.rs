//! Knows how a ticket comes to its end, and writes down all that must follow.

use super::{Row, note, set_status, still_going, take_for, waiting};
use crate::db::{Tx, execute, fetch_one};
use crate::due::write;
use crate::ids::Ids;
use crate::text::without_nul;
use crate::{Result, Store};
use domain::{
    Access, Bell, ClosedPath, Deed, DueAction, DueId, Refusal, Status, Ticket, TicketId, Timestamp, Via, WhenClosed,
};
use std::time::Duration;

/// Characters of a reason.
const REASON_MAX: usize = 1_000;
/// How long the notice stands before a channel is deleted at once.
const DELETE_AFTER: Duration = Duration::from_secs(5);
const DAY: Duration = Duration::from_hours(24);

/// How it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closing {
    /// By staff or by the customer, with an optional reason (at most 1,000 characters).
    Close { reason: Option<String> },
    /// The customer says that it works: from awaiting_confirmation through completed, in one transaction.
    ItWorks,
}

impl Store {
    /// Refuses: NoSuchTicket, CustomerOnly (ItWorks by anyone else), StaffOnly (a stranger), AlreadyClosed,
    /// AlreadyCancelled, TooLong. Sets status, closed_at, closed_by, closed_path (after_help where help was asked for
    /// and it works), revision + 1; writes the due rows close_notice, transcript_link at once, then by the type's
    /// `when closed`: archive → rename_closed at once and delete_channel in archive_days; delete → delete_channel in
    /// 5 s; keep → rename_closed. One timeline row: closed, or confirmed where the customer said that it works.
    /// Rings Ticket and Due.
    pub async fn close_ticket(
        &self,
        who: &Access,
        ticket: TicketId,
        closing: &Closing,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let reason = match closing {
            Closing::Close { reason: why } => reason(why.as_deref())?,
            Closing::ItWorks => None,
        };
        let mut tx = self.inner.db.begin().await?;
        let mut row = take_for(&mut tx, who, ticket).await?;
        let (path, deed) = permitted(who, &row, closing)?;
        still_going(&row)?;
        let from = row.status;
        if *closing == Closing::ItWorks && from == Status::AwaitingConfirmation {
            set_status(&mut tx, &mut row, Status::Completed).await?;
        }
        set_status(&mut tx, &mut row, Status::Closed).await?;
        execute!(
            &mut tx,
            "update ticket set closed_at = $2, closed_by = $3, closed_path = $4, close_reason = $5,
               resolved_at = coalesce(resolved_at, $6), revision = revision + 1 where id = $1",
            ticket,
            now,
            who.user(),
            path,
            reason.as_deref(),
            if *closing == Closing::ItWorks { Some(now) } else { None },
        )?;
        let deed =
            Row { deed, actor: Some(who.user()), from: Some(from.to_string()), to: Some(row.status.to_string()), via };
        note(&mut tx, &self.inner.ids, &row, deed, now).await?;
        let due = what_follows(&mut tx, &self.inner.ids, &row, now).await?;
        let row = self.end(tx, who.guild(), ticket).await?;
        self.ring(due.into_iter().map(|due| Bell::Due { due }));
        Ok(row)
    }
}

/// Blank is no reason.
pub(super) fn reason(reason: Option<&str>) -> Result<Option<String>> {
    let reason = reason.unwrap_or_default().trim();
    let length = reason.chars().count();
    if length > REASON_MAX {
        return Err(Refusal::TooLong { field: "Reason".to_owned(), length, max: REASON_MAX }.into());
    }
    Ok(if reason.is_empty() { None } else { Some(without_nul(reason).into_owned()) })
}

fn permitted(who: &Access, ticket: &Ticket, closing: &Closing) -> Result<(ClosedPath, Deed)> {
    let is_customer = ticket.customer == who.user();
    match closing {
        Closing::ItWorks if !is_customer => Err(Refusal::CustomerOnly.into()),
        Closing::ItWorks if ticket.needed_help_at.is_some() => Ok((ClosedPath::AfterHelp, Deed::Confirmed)),
        Closing::ItWorks => Ok((ClosedPath::ItWorks, Deed::Confirmed)),
        Closing::Close { .. } if is_customer => Ok((ClosedPath::Member, Deed::Closed)),
        Closing::Close { .. } if who.acts_in(ticket.department) => Ok((ClosedPath::Staff, Deed::Closed)),
        Closing::Close { .. } => Err(Refusal::StaffOnly.into()),
    }
}

/// The rows of all that must still happen in Discord, in the order in which it must.
pub(super) async fn what_follows(tx: &mut Tx, ids: &Ids, ticket: &Ticket, now: Timestamp) -> Result<Vec<DueId>> {
    let (when_closed, archive_days) = fetch_one!(
        tx,
        (WhenClosed, i64),
        "select when_closed, archive_days from ticket_type where id = $1",
        ticket.ticket_type,
    )?;
    let archived = DAY.saturating_mul(u32::try_from(archive_days.max(0)).unwrap_or(u32::MAX));
    let mut rows = vec![(DueAction::CloseNotice, now), (DueAction::TranscriptLink, now)];
    match when_closed {
        WhenClosed::Archive => {
            rows.push((DueAction::RenameClosed, now));
            rows.push((DueAction::DeleteChannel, now.plus(archived)));
        }
        WhenClosed::Delete => rows.push((DueAction::DeleteChannel, now.plus(DELETE_AFTER))),
        WhenClosed::Keep => rows.push((DueAction::RenameClosed, now)),
    }
    let mut written = Vec::with_capacity(rows.len());
    // Their order is that of their ids.
    let first = ids.several(now, 8);
    for (id, (action, at)) in (first..).zip(rows) {
        written.extend(write(tx, DueId(id), ticket, action, at, now).await?);
    }
    written.extend(waiting::room(tx, ids, ticket.guild, ticket.ticket_type, now).await?);
    Ok(written)
}
