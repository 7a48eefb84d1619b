//! Knows how pressing a ticket is.

use super::claim::staff_of;
use super::{Row, note, still_going, take_for};
use crate::db::execute;
use crate::{Result, Store};
use domain::{Access, Deed, Priority, Ticket, TicketId, Timestamp, Via};

impl Store {
    /// Refuses: NoSuchTicket, StaffOnly, AlreadyClosed, AlreadyCancelled. Timeline row; the same priority again changes
    /// nothing. Discord does not show it, so the revision stays. Rings Ticket.
    pub async fn set_priority(
        &self,
        who: &Access,
        ticket: TicketId,
        priority: Priority,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let mut tx = self.inner.db.begin().await?;
        let row = take_for(&mut tx, who, ticket).await?;
        staff_of(who, &row)?;
        still_going(&row)?;
        if row.priority == priority {
            return Ok(row);
        }
        execute!(&mut tx, "update ticket set priority = $2 where id = $1", ticket, priority)?;
        let deed = Row {
            deed: Deed::Prioritised,
            actor: Some(who.user()),
            from: Some(row.priority.to_string()),
            to: Some(priority.to_string()),
            via,
        };
        note(&mut tx, &self.inner.ids, &row, deed, now).await?;
        self.end(tx, who.guild(), ticket).await
    }
}
