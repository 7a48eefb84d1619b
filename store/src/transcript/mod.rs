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
use crate::ticket::find;
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
    found.filter(|ticket| who.may_read(ticket.department, ticket.customer)).ok_or(Error::Refused(Refusal::NoSuchTicket))
}
