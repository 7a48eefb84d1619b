//! Knows what will happen to a ticket by itself, as its people see it and staff call it off.

use super::{find, may_read, taken::Taken};
use crate::db::{Tx, execute};
use crate::due::{Pending, planned};
use crate::{Error, Result, Store};
use domain::{Access, Act, Deed, Due, DueAction, DueId, Refusal, Ticket, TicketId, Timestamp, Via};

impl Store {
    /// What was planned for later and is not done yet: deletion, the end of a request, silence, and for staff when it
    /// comes back. `NoSuchTicket` for whoever may not read it.
    pub async fn timers(&self, who: &Access, ticket: TicketId) -> Result<Vec<Due>> {
        let mut tx = self.inner.db.snapshot().await?;
        let row = find(&mut tx, who.guild(), ticket).await?.ok_or(Error::Refused(Refusal::NoSuchTicket))?;
        if !may_read(&mut tx, who, row.id, row.department, row.customer).await? {
            return Err(Refusal::NoSuchTicket.into());
        }
        timers(&mut tx, who, &row).await
    }

    /// It will not happen: a channel that was to be deleted is kept, a request stands for ever, silence is paused.
    /// Refuses: NoSuchTicket, StaffOnly, ClaimedBy, TooLateToStop (done, under way, or nothing that can be stopped).
    /// Timeline row (from: what it was). Rings Ticket and Due.
    pub async fn stop_timer(
        &self,
        who: &Access,
        ticket: TicketId,
        due: DueId,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Annotate, via, now).await?;
        let planned = planned(&mut taken.tx, ticket).await?;
        let row = planned.into_iter().find(|row| row.id == due && row.at > now).ok_or(Refusal::TooLateToStop)?;
        match row.action {
            DueAction::SilenceWarning | DueAction::SilenceEnds => {
                execute!(&mut taken.tx, "update ticket set silence_paused = true where id = $1", ticket)?;
                taken.withdraw(Pending::Silence).await?;
            }
            DueAction::DeleteChannel | DueAction::RequestExpires => done(&mut taken, due).await?,
            _ => return Err(Refusal::TooLateToStop.into()),
        }
        taken.note(Deed::TimerStopped, Some(row.action.to_string()), None, None).await?;
        taken.also_ring(domain::Bell::Due { due });
        taken.end().await
    }
}

/// Who is at it already can't be stopped.
async fn done(taken: &mut Taken<'_>, due: DueId) -> Result<()> {
    let stopped = execute!(
        &mut taken.tx,
        "update due set done_at = $2 where id = $1 and done_at is null and lease_until <= $2",
        due,
        taken.now,
    )?;
    if stopped == 0 { Err(Refusal::TooLateToStop.into()) } else { Ok(()) }
}

pub(crate) async fn timers(tx: &mut Tx, who: &Access, ticket: &Ticket) -> Result<Vec<Due>> {
    let inner = who.sees_notes(ticket.department);
    let mut rows = planned(tx, ticket.id).await?;
    rows.retain(|row| match row.action {
        DueAction::DeleteChannel | DueAction::RequestExpires | DueAction::SilenceWarning | DueAction::SilenceEnds => {
            true
        }
        DueAction::Wake => inner,
        _ => false,
    });
    Ok(rows)
}
