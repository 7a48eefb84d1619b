//! Knows who works on a ticket.

use super::taken::name_of;
use crate::db::execute;
use crate::{Result, Store, member};
use domain::{Access, Act, Deed, Refusal, Ticket, TicketId, Timestamp, UserId, Via};

impl Store {
    /// Supervisors and admins take it over from whoever has it. Refuses: NoSuchTicket, StaffOnly, NoClaims, ClaimedBy,
    /// ClaimedByYou, AlreadyClosed, AlreadyCancelled. Open → in_progress, revision + 1, timeline row. Rings Ticket.
    pub async fn claim(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Claim, via, now).await?;
        execute!(
            &mut taken.tx,
            "update ticket set assignee = $2, claimed_at = $3, revision = revision + 1 where id = $1",
            ticket,
            who.user(),
            now,
        )?;
        let from = taken.row.assignee.map(|user| user.to_string());
        taken.note(Deed::Claimed, from, Some(who.user().to_string()), None).await?;
        taken.end().await
    }

    /// Gives it back. The assignee, a supervisor or an admin; of a ticket that nobody has, nothing changes.
    pub async fn unclaim(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Unclaim, via, now).await?;
        let Some(assignee) = taken.row.assignee else { return Ok(taken.row) };
        execute!(
            &mut taken.tx,
            "update ticket set assignee = null, claimed_at = null, revision = revision + 1 where id = $1",
            ticket,
        )?;
        taken.note(Deed::Unclaimed, Some(assignee.to_string()), None, None).await?;
        taken.end().await
    }

    /// Gives it to one of the staff, or takes it from whoever has it. Refuses: NoSuchTicket, StaffOnly, NotStaff,
    /// ClaimedBy (in an exclusive claim), AlreadyClosed, AlreadyCancelled. Open → in_progress where it is given, revision
    /// + 1, timeline row (ids of people); nothing where it stays with whom it is. Rings Ticket.
    pub async fn assign(
        &self,
        who: &Access,
        ticket: TicketId,
        to: Option<UserId>,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Assign, via, now).await?;
        if taken.row.assignee == to {
            drop(taken);
            return self.ticket(who.guild(), ticket).await?.ok_or(Refusal::NoSuchTicket.into());
        }
        if let Some(user) = to {
            let rights = member::mirrored(&mut taken.tx, who.guild(), user).await?;
            if !rights.is_some_and(|rights| rights.acts_in(taken.row.department)) {
                let name = name_of(&mut taken.tx, who.guild(), user).await?;
                return Err(Refusal::NotStaff { name }.into());
            }
        }
        execute!(
            &mut taken.tx,
            "update ticket set assignee = $2, claimed_at = $3, revision = revision + 1 where id = $1",
            ticket,
            to,
            to.map(|_| now),
        )?;
        let from = taken.row.assignee.map(|user| user.to_string());
        taken.note(Deed::Assigned, from, to.map(|user| user.to_string()), None).await?;
        taken.end().await
    }
}
