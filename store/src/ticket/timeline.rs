//! Knows how a deed becomes a row of its ticket's timeline.

use crate::Result;
use crate::db::{Tx, execute};
use crate::ids::Ids;
use domain::{Deed, Ticket, Timestamp, UserId, Via};

/// What is written down of a deed.
pub(crate) struct Row {
    pub deed: Deed,
    /// None: Docket itself.
    pub actor: Option<UserId>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub via: Via,
}

pub(crate) async fn note(tx: &mut Tx, ids: &Ids, ticket: &Ticket, row: Row, now: Timestamp) -> Result<()> {
    execute!(
        tx,
        "insert into event (id, guild, ticket, deed, actor, from_value, to_value, via, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        ids.next(now),
        ticket.guild,
        ticket.id,
        row.deed,
        row.actor,
        row.from.as_deref(),
        row.to.as_deref(),
        row.via,
        now,
    )?;
    Ok(())
}
