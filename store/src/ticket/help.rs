//! Knows how a member asks for help.

use crate::db::execute;
use crate::due::{Pending, Single};
use crate::{Result, Store};
use domain::{Access, Act, Deed, DueAction, Ticket, TicketId, Timestamp, Via};

impl Store {
    /// The customer alone, once: `HelpAsked` after that. Writes the due row `help_ping:TICKET`, waiting_on staff,
    /// awaiting_confirmation → in_progress, timeline row, revision + 1. Rings Ticket and Due.
    pub async fn need_help(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::NeedHelp, via, now).await?;
        execute!(
            &mut taken.tx,
            "update ticket set needed_help_at = $2, waiting_on = 'staff', asked_at = null, asked_by = null,
               revision = revision + 1 where id = $1",
            ticket,
            now,
        )?;
        taken.withdraw(Pending::Request).await?;
        taken.note_move(Deed::NeededHelp, None).await?;
        taken.brought_back().await?;
        taken.due(DueAction::HelpPing, Single::Life, now).await?;
        taken.end().await
    }
}
