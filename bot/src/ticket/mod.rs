//! Knows a ticket's place in Discord: one file for each thing that is done there.

mod fresh;
mod notice;
mod place;
mod publish;
pub mod sign;
pub mod view;

pub use fresh::{Fresh, Shown};
pub use notice::Recent;
pub use place::topic;
pub use publish::{is_deleted_soon, publish, same};
pub use view::{View, clip};

use crate::bot::Bot;
use crate::trouble::Result;
use crate::words::Word;
use crate::work::Subject;
use domain::{GuildId, Provisioning, Ticket, TicketId};
use std::sync::Arc;

/// Whether Discord does not show the ticket as it is.
pub fn is_owed(ticket: &Ticket) -> bool {
    match ticket.provisioning {
        Provisioning::Wanted => true,
        Provisioning::Done => ticket.revision != ticket.published_revision && ticket.channel_gone_at.is_none(),
        Provisioning::Failed => false,
    }
}

/// Makes Discord show the ticket as it is.
pub async fn tend(bot: &Arc<Bot>, guild: GuildId, ticket: TicketId) -> Result<()> {
    if !bot.memory.is_here(guild) {
        return Ok(());
    }
    let _alone = bot.locks.lock(("ticket", ticket)).await;
    let Some(ticket) = bot.store.ticket(guild, ticket).await? else { return Ok(()) };
    if ticket.channel_gone_at.is_some() {
        // Deleted while it was being made: that was not the member's wish.
        if ticket.provisioning == Provisioning::Wanted {
            place::give_up(bot, &ticket, &Word::FailedGone.to_string()).await?;
        }
        return Ok(());
    }
    match ticket.provisioning {
        Provisioning::Wanted => place::place(bot, &ticket).await?,
        Provisioning::Done if ticket.revision != ticket.published_revision => publish(bot, &ticket).await?,
        Provisioning::Done | Provisioning::Failed => return Ok(()),
    }
    // At its end the name is a row of what is due.
    if !ticket.status.is_over() {
        bot.work.changed(bot, Subject::Sign(guild, ticket.id));
    }
    Ok(())
}
