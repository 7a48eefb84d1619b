//! Knows what becomes of the tickets of somebody who leaves the guild.

use crate::db::fetch_all;
use crate::{Result, Store};
use domain::{Act, Deed, GuildId, TicketId, Timestamp, UserId, Via};

impl Store {
    /// Closes their tickets whose type wants that, and gives those that it closed. Timeline rows, revisions + 1, what
    /// follows an end. Rings Ticket and Due.
    pub async fn customer_left(&self, guild: GuildId, customer: UserId, now: Timestamp) -> Result<Vec<TicketId>> {
        let mut tx = self.inner.db.one_read().await?;
        let open = fetch_all!(
            &mut tx,
            (TicketId,),
            "select id from ticket where guild = $1 and customer = $2 and status not in ('closed', 'cancelled')
             order by id",
            guild,
            customer,
        )?;
        drop(tx);
        let mut closed = Vec::new();
        for (ticket,) in open {
            let Some(taken) = self.take_itself(ticket, Via::Discord, now).await? else { continue };
            if !taken.conduct.close_on_leave {
                continue;
            }
            let Some(taken) = taken.decided(Act::CustomerLeaves).await? else { continue };
            taken.over(Deed::CustomerLeft, None).await?;
            closed.push(ticket);
        }
        Ok(closed)
    }
}
