//! Knows how a member asks for help.

use super::{Row, note, set_status, still_going, take_for};
use crate::db::execute;
use crate::due::write;
use crate::{Result, Store};
use domain::{Access, Bell, Deed, DueAction, DueId, Refusal, Status, Ticket, TicketId, Timestamp, Via};

impl Store {
    /// The customer alone, once: `HelpAsked` after that. Writes the due row `help_ping:TICKET`, waiting_on staff,
    /// awaiting_confirmation → in_progress, timeline row, revision + 1. Rings Ticket and Due.
    pub async fn need_help(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let mut tx = self.inner.db.begin().await?;
        let mut row = take_for(&mut tx, who, ticket).await?;
        if row.customer != who.user() {
            return Err(Refusal::CustomerOnly.into());
        }
        still_going(&row)?;
        if let Some(at) = row.needed_help_at {
            return Err(Refusal::HelpAsked { at }.into());
        }
        execute!(
            &mut tx,
            "update ticket set needed_help_at = $2, waiting_on = 'staff', revision = revision + 1 where id = $1",
            ticket,
            now,
        )?;
        let from = row.status;
        if from == Status::AwaitingConfirmation {
            set_status(&mut tx, &mut row, Status::InProgress).await?;
        }
        let deed = Row {
            deed: Deed::NeededHelp,
            actor: Some(who.user()),
            from: Some(from.to_string()),
            to: Some(row.status.to_string()),
            via,
        };
        note(&mut tx, &self.inner.ids, &row, deed, now).await?;
        let due = write(&mut tx, DueId(self.inner.ids.next(now)), &row, DueAction::HelpPing, now, now).await?;
        let row = self.end(tx, who.guild(), ticket).await?;
        self.ring(due.map(|due| Bell::Due { due }));
        Ok(row)
    }
}
