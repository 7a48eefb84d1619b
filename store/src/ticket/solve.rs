//! Knows how staff ask whether a ticket is solved, what becomes of the question, and how work is delivered for good.

use super::silence;
use super::taken::Taken;
use crate::db::{execute, fetch_scalar};
use crate::due::{Pending, Single};
use crate::{Result, Store};
use domain::{Access, Act, Bell, Deed, DueAction, Status, Ticket, TicketId, Timestamp, Via, WaitingOn};
use std::time::Duration;

impl Store {
    /// Asks the member whether it is solved: → awaiting_confirmation, through in_progress where it was open; the
    /// customer is waited for. Due: ask_solved at once, request_expires in the type's `request_hours`. Refuses:
    /// NoSuchTicket, StaffOnly, ClaimedBy, NoSuchMove, AlreadyClosed, AlreadyCancelled. Timeline row, revision + 1. Rings
    /// Ticket and Due.
    pub async fn solve(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Solve, via, now).await?;
        taken.row.waiting_on = WaitingOn::Customer;
        taken.row.asked_at = Some(now);
        execute!(
            &mut taken.tx,
            "update ticket set waiting_on = 'customer', asked_at = $2, asked_by = $3, revision = revision + 1
             where id = $1",
            ticket,
            now,
            who.user(),
        )?;
        let event = taken.note_move(Deed::Solved, None).await?;
        taken.due(DueAction::AskSolved, Single::Event(event), now).await?;
        if let Some(at) = answered_until(&taken, now) {
            taken.due(DueAction::RequestExpires, Single::Event(event), at).await?;
        }
        taken.arm_silence().await?;
        taken.end().await
    }

    /// Staff take the question back: awaiting_confirmation → in_progress. Refuses besides what `solve` refuses:
    /// NothingAsked. Timeline row, revision + 1. Rings Ticket.
    pub async fn unsolve(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let taken = self.take_to(who, ticket, Act::Unsolve, via, now).await?;
        taken.not_solved(Deed::Unsolved).await
    }

    /// The customer says that it is not solved: awaiting_confirmation → in_progress. Refuses: NoSuchTicket, CustomerOnly,
    /// NothingAsked, AlreadyClosed, AlreadyCancelled. Timeline row, revision + 1. Rings Ticket.
    pub async fn refuse_solved(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let taken = self.take_to(who, ticket, Act::Refuse, via, now).await?;
        taken.not_solved(Deed::Refused).await
    }

    /// The work is delivered, the ticket archived later: awaiting_confirmation → completed, by staff. Refuses as
    /// `solve`. Timeline row, resolved_at, revision + 1. Rings Ticket.
    pub async fn complete(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Complete, via, now).await?;
        execute!(
            &mut taken.tx,
            "update ticket set resolved_at = coalesce(resolved_at, $2), asked_at = null, asked_by = null,
               revision = revision + 1 where id = $1",
            ticket,
            now,
        )?;
        taken.withdraw(Pending::Request).await?;
        taken.note_move(Deed::Completed, None).await?;
        taken.end().await
    }

    /// The time for an answer is over: awaiting_confirmation → closed. Where the question was taken back, answered or
    /// asked again meanwhile, nothing happens; where more time is given by now, the rest of it is waited for.
    pub async fn request_expires(&self, ticket: TicketId, now: Timestamp) -> Result<()> {
        let Some(mut taken) = self.take_itself(ticket, Via::Timer, now).await? else { return Ok(()) };
        let Some(asked) = taken.row.asked_at.filter(|_| taken.row.status == Status::AwaitingConfirmation) else {
            return Ok(());
        };
        let Some(until) = answered_until(&taken, asked) else { return Ok(()) };
        if until > now {
            if !waits_again(&mut taken).await? {
                let fresh = domain::EventId(taken.next_id());
                taken.due(DueAction::RequestExpires, Single::Event(fresh), until).await?;
                taken.end().await?;
            }
            return Ok(());
        }
        if let Some(taken) = taken.decided(Act::RequestExpires).await? {
            taken.over(Deed::Expired, None).await?;
        }
        Ok(())
    }
}

impl Taken<'_> {
    async fn not_solved(mut self, deed: Deed) -> Result<Ticket> {
        execute!(
            &mut self.tx,
            "update ticket set waiting_on = 'staff', asked_at = null, asked_by = null, revision = revision + 1
             where id = $1",
            self.row.id,
        )?;
        self.withdraw(Pending::Request).await?;
        self.note_move(deed, None).await?;
        if deed == Deed::Refused {
            self.brought_back().await?;
        }
        self.end().await
    }

    /// The customer is waited for from now on.
    pub async fn arm_silence(&mut self) -> Result<()> {
        let ids = self.ids();
        let armed = silence::arm(&mut self.tx, ids, &self.row, &self.conduct, self.now).await?;
        if let Some(due) = armed {
            self.also_ring(Bell::Due { due });
        }
        Ok(())
    }
}

/// Until when the customer may answer what was asked then; `None`: for ever.
fn answered_until(taken: &Taken<'_>, asked: Timestamp) -> Option<Timestamp> {
    let hours = u64::try_from(taken.conduct.request_hours).ok().filter(|hours| *hours > 0)?;
    Some(asked.plus(Duration::from_hours(hours)))
}

/// A row of a time to come is there already.
async fn waits_again(taken: &mut Taken<'_>) -> Result<bool> {
    Ok(fetch_scalar!(
        &mut taken.tx,
        bool,
        "select exists (select 1 from due where ticket = $1 and done_at is null and action = 'request_expires' and at > $2)",
        taken.row.id,
        taken.now,
    )?)
}
