//! Knows what becomes of the tickets of somebody who leaves the guild.

use crate::db::fetch_all;
use crate::{Result, Store};
use domain::{Act, Conduct, Deed, GuildId, TicketId, Timestamp, UserId, Via};
use sqlx::types::Json;

impl Store {
    /// Closes their tickets whose type wants that, and gives those that it closed. Timeline rows, revisions + 1, what
    /// follows an end. Rings Ticket and Due.
    pub async fn customer_left(&self, guild: GuildId, customer: UserId, now: Timestamp) -> Result<Vec<TicketId>> {
        let mut tx = self.inner.db.snapshot().await?;
        let open = fetch_all!(
            &mut tx,
            (TicketId, Json<Conduct>),
            "select ticket.id, ticket_type.conduct from ticket join ticket_type on ticket_type.id = ticket.ticket_type
             where ticket.guild = $1 and ticket.customer = $2 and ticket.status not in ('closed', 'cancelled')
             order by ticket.id",
            guild,
            customer,
        )?;
        drop(tx);
        let mut closed = Vec::new();
        for (ticket, conduct) in open {
            if !conduct.close_on_leave {
                continue;
            }
            let Some(taken) = self.take_itself(ticket, Some(Act::CustomerLeaves), Via::Discord, now).await? else {
                continue;
            };
            taken.over(Deed::CustomerLeft, None).await?;
            closed.push(ticket);
        }
        Ok(closed)
    }
}
