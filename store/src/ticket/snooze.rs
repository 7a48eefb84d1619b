//! Knows how a ticket is set aside until a time, and comes back.

use super::taken::Taken;
use crate::db::execute;
use crate::due::{Pending, Single};
use crate::{Result, Store};
use domain::{Access, Act, Deed, DueAction, Refusal, Ticket, TicketId, Timestamp, Via};

impl Store {
    /// Set aside until then; a new word of the customer, or that they call for help, brings it back sooner. Due: wake.
    /// Refuses: NoSuchTicket, StaffOnly, ClaimedBy, PastTime, AlreadyClosed, AlreadyCancelled. Timeline row (to: the
    /// moment in milliseconds). Rings Ticket and Due.
    pub async fn snooze(
        &self,
        who: &Access,
        ticket: TicketId,
        until: Timestamp,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Amend, via, now).await?;
        if until <= now {
            return Err(Refusal::PastTime.into());
        }
        execute!(&mut taken.tx, "update ticket set snoozed_until = $2 where id = $1", ticket, until)?;
        taken.withdraw(Pending::Wake).await?;
        let from = taken.row.snoozed_until.map(|at| at.0.to_string());
        let event = taken.note(Deed::Snoozed, from, Some(until.0.to_string()), None).await?;
        taken.due(DueAction::Wake, Single::Event(event), until).await?;
        // Set aside for less than before: silence is looked at sooner.
        taken.row.snoozed_until = Some(until);
        taken.arm_silence().await?;
        taken.end().await
    }

    /// Brings it back now; nothing where it is not set aside. Refuses as `snooze`.
    pub async fn wake(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Amend, via, now).await?;
        if taken.row.snoozed_until.is_none() {
            return Ok(taken.row);
        }
        execute!(&mut taken.tx, "update ticket set snoozed_until = null where id = $1", ticket)?;
        taken.row.snoozed_until = None;
        taken.withdraw(Pending::Wake).await?;
        taken.note(Deed::Woken, None, None, None).await?;
        // Silence is not waited for until then any more.
        taken.arm_silence().await?;
        taken.end().await
    }

    /// The time has come. Where it was set aside for longer meanwhile, or is back already, nothing happens.
    pub async fn wakes(&self, ticket: TicketId, now: Timestamp) -> Result<()> {
        let Some(mut taken) = self.take_itself(ticket, Via::Timer, now).await? else { return Ok(()) };
        if taken.row.status.is_over() || taken.row.snoozed_until.is_none_or(|until| until > now) {
            return Ok(());
        }
        execute!(&mut taken.tx, "update ticket set snoozed_until = null where id = $1", ticket)?;
        taken.row.snoozed_until = None;
        taken.note(Deed::Woken, None, None, None).await?;
        taken.arm_silence().await?;
        taken.end().await?;
        Ok(())
    }
}

impl Taken<'_> {
    /// The customer wants something of it: it is not set aside any longer.
    pub(super) async fn brought_back(&mut self) -> Result<()> {
        if self.row.snoozed_until.take().is_none() {
            return Ok(());
        }
        execute!(&mut self.tx, "update ticket set snoozed_until = null where id = $1", self.row.id)?;
        self.withdraw(Pending::Wake).await?;
        self.note(Deed::Woken, None, None, None).await?;
        Ok(())
    }
}
