//! Knows how a ticket is read: its head, its people, its conversation page by page, its files. Every read is bound by
//! the reader's rights; whoever may not read a ticket is told what they would be told if there were none.

mod file;
mod head;
mod mention;
mod names;
mod offer;
mod page;

pub use file::OpenFile;
pub use head::TicketView;
pub use names::Names;
pub use page::{Page, TranscriptPage};

use crate::db::Tx;
use crate::ticket::{find, may_read};
use crate::{Error, Result, Store};
use domain::{Access, Refusal, Ticket, TicketId};

impl Store {
    /// May this person watch that ticket live?
    pub async fn may_watch(&self, who: &Access, ticket: TicketId) -> Result<bool> {
        let mut tx = self.inner.db.snapshot().await?;
        match readable(&mut tx, who, ticket).await {
            Ok(_) => Ok(true),
            Err(Error::Refused(_)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }
}

async fn readable(tx: &mut Tx, who: &Access, ticket: TicketId) -> Result<Ticket> {
    let found = find(tx, who.guild(), ticket).await?;
    theirs(tx, who, found).await?.ok_or(Error::Refused(Refusal::NoSuchTicket))
}

/// What was found, if this person may read it.
pub(crate) async fn theirs(tx: &mut Tx, who: &Access, found: Option<Ticket>) -> Result<Option<Ticket>> {
    let Some(ticket) = found else { return Ok(None) };
    let may = may_read(tx, who, ticket.id, ticket.department, ticket.customer).await?;
    Ok(may.then_some(ticket))
}
