//! Knows the one SQL text that writes a ticket's status.

use crate::Result;
use crate::db::{Tx, execute};
use domain::{Refusal, Status, Ticket, transition};

/// Moves a ticket that this transaction has taken, by the table of moves or not at all.
pub(crate) async fn set_status(tx: &mut Tx, ticket: &mut Ticket, to: Status) -> Result<()> {
    transition(ticket.status, to)?;
    write(tx, ticket, to).await
}

/// The one move that is not in the table: a closed ticket goes on.
pub(crate) async fn reopen_status(tx: &mut Tx, ticket: &mut Ticket) -> Result<()> {
    if ticket.status != Status::Closed {
        return Err(Refusal::NotClosed.into());
    }
    write(tx, ticket, Status::InProgress).await
}

async fn write(tx: &mut Tx, ticket: &mut Ticket, to: Status) -> Result<()> {
    let moved =
        execute!(tx, "update ticket set status = $1 where id = $2 and status = $3", to, ticket.id, ticket.status,)?;
    if moved == 0 {
        // It was taken, so nobody moved it meanwhile: the row is gone.
        return Err(sqlx::Error::RowNotFound.into());
    }
    ticket.status = to;
    Ok(())
}
