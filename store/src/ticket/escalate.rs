//! Knows how pressing a ticket is, and how it is brought before those who can decide.

use super::words::reason;
use crate::db::execute;
use crate::due::Single;
use crate::{Result, Store};
use domain::{Access, Act, Deed, DueAction, Priority, Ticket, TicketId, Timestamp, Via};
use std::time::Duration;

impl Store {
    /// Refuses: NoSuchTicket, StaffOnly, ClaimedBy, AlreadyClosed, AlreadyCancelled. Timeline row; the same priority again
    /// changes nothing. Discord does not show it, so the revision stays. Rings Ticket.
    pub async fn set_priority(
        &self,
        who: &Access,
        ticket: TicketId,
        priority: Priority,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Amend, via, now).await?;
        if taken.row.priority == priority {
            return Ok(taken.row);
        }
        execute!(&mut taken.tx, "update ticket set priority = $2 where id = $1", ticket, priority)?;
        let from = Some(taken.row.priority.to_string());
        taken.note(Deed::Prioritised, from, Some(priority.to_string()), None).await?;
        taken.end().await
    }

    /// One step up in priority, and the supervisors are pinged. Refuses as `set_priority`, and TooLong. Timeline row (the
    /// priorities), revision + 1. Rings Ticket and Due. Within ten seconds it is the same press: nothing changes.
    pub async fn escalate(
        &self,
        who: &Access,
        ticket: TicketId,
        why: Option<&str>,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let reason = reason(why)?;
        let mut taken = self.take_to(who, ticket, Act::Amend, via, now).await?;
        if taken.row.escalated_at.is_some_and(|at| now.since(at) < SAME_PRESS) {
            return Ok(taken.row);
        }
        let (from, to) = (taken.row.priority, higher(taken.row.priority));
        execute!(
            &mut taken.tx,
            "update ticket set escalated_at = $2, priority = $3, revision = revision + 1 where id = $1",
            ticket,
            now,
            to,
        )?;
        let (from, to) = (from.to_string(), to.to_string());
        let event = taken.note(Deed::Escalated, Some(from), Some(to), reason.as_deref()).await?;
        taken.due(DueAction::EscalationPing, Single::Event(event), now).await?;
        taken.end().await
    }
}

/// A button that is pressed twice, and two who press it at once, raise a ticket by one step.
const SAME_PRESS: Duration = Duration::from_secs(10);

fn higher(priority: Priority) -> Priority {
    match priority {
        Priority::Low => Priority::Medium,
        Priority::Medium => Priority::High,
        Priority::High | Priority::Urgent => Priority::Urgent,
    }
}
