//! Knows how staff name a ticket's channel and choose where it lies.

use crate::db::{execute, fetch_optional};
use crate::{Result, Store};
use domain::naming::{NAME_MAX, chosen_name};
use domain::{Access, Act, ChannelId, Deed, GuildId, Refusal, Ticket, TicketId, Timestamp, Via};

/// Discord's channel type of a category (<https://discord.com/developers/docs/resources/channel>).
const CATEGORY: i32 = 4;

impl Store {
    /// The name is written as Discord takes it: `Ask Mia!` becomes `ask-mia`. Refuses: NoSuchTicket, StaffOnly, ClaimedBy,
    /// Empty, TooLong (100), AlreadyClosed, AlreadyCancelled. Timeline row, revision + 1; nothing where it is its name
    /// already. Rings Ticket.
    pub async fn rename_ticket(
        &self,
        who: &Access,
        ticket: TicketId,
        name: &str,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let name = chosen_name(name);
        let mut taken = self.take_to(who, ticket, Act::Amend, via, now).await?;
        let length = name.chars().count();
        if name.is_empty() {
            return Err(Refusal::Empty.into());
        }
        if length > NAME_MAX {
            return Err(Refusal::TooLong { field: "Name".to_owned(), length, max: NAME_MAX }.into());
        }
        if taken.row.channel_name == name {
            return Ok(taken.row);
        }
        execute!(
            &mut taken.tx,
            "update ticket set channel_name = $2, revision = revision + 1 where id = $1",
            ticket,
            &name,
        )?;
        let from = taken.row.channel_name.clone();
        taken.note(Deed::Renamed, Some(from), Some(name), None).await?;
        taken.end().await
    }

    /// To a category of its guild. Refuses: NoSuchTicket, StaffOnly, ClaimedBy, NoSuchCategory, AlreadyClosed,
    /// AlreadyCancelled. Timeline row (names), revision + 1; nothing where it is wanted there already. Rings Ticket.
    pub async fn move_ticket(
        &self,
        who: &Access,
        ticket: TicketId,
        category: ChannelId,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Amend, via, now).await?;
        let guild = taken.row.guild;
        let name = category_name(&mut taken.tx, guild, category).await?.ok_or(Refusal::NoSuchCategory)?;
        if taken.row.parent == Some(category) {
            return Ok(taken.row);
        }
        let from = match taken.row.parent {
            Some(parent) => category_name(&mut taken.tx, guild, parent).await?,
            None => None,
        };
        execute!(
            &mut taken.tx,
            "update ticket set parent = $2, revision = revision + 1 where id = $1",
            ticket,
            category,
        )?;
        taken.note(Deed::Moved, from, Some(name), None).await?;
        taken.end().await
    }
}

async fn category_name(tx: &mut crate::db::Tx, guild: GuildId, category: ChannelId) -> Result<Option<String>> {
    let row = fetch_optional!(
        tx,
        (String,),
        "select name from guild_channel where guild = $1 and id = $2 and kind = $3",
        guild,
        category,
        CATEGORY,
    )?;
    Ok(row.map(|(name,)| name))
}
