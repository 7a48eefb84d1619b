//! Knows how staff name a ticket's channel and choose where it lies.

use super::taken::Taken;
use crate::db::{execute, fetch_optional, fetch_scalar};
use crate::{Result, Store};
use domain::naming::{NAME_MAX, chosen_name};
use domain::{Access, Act, ChannelId, Deed, GuildId, Refusal, Ticket, TicketId, Timestamp, Via};

/// Discord's channel type of a category (<https://discord.com/developers/docs/resources/channel>).
const CATEGORY: i32 = 4;

impl Store {
    /// The name is written as Discord takes it: `Ask Mia!` becomes `ask-mia`. Refuses: NoSuchTicket, StaffOnly, ClaimedBy,
    /// Empty, TooLong (100), AlreadyClosed, AlreadyCancelled. Timeline row, revision + 1; nothing where it is its name
    /// already, unless somebody has renamed it by hand since. Rings Ticket.
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
        if taken.row.channel_name == name && !taken.is_renamed_by_hand().await? {
            return Ok(taken.row);
        }
        execute!(
            &mut taken.tx,
            // Whatever it is called now, by hand or by us, is not left alone: somebody wants another name.
            "update ticket set channel_name = $2, revision = revision + 1,
               given_name = coalesce(given_name || ' ', '') || coalesce((select guild_channel.name from guild_channel
                 where guild_channel.guild = ticket.guild and guild_channel.id = ticket.channel), channel_name)
             where id = $1",
            ticket,
            &name,
        )?;
        let from = taken.row.channel_name.clone();
        taken.note(Deed::Renamed, Some(from), Some(name), None).await?;
        taken.end().await
    }

    /// To a category of its guild. Refuses: NoSuchTicket, StaffOnly, ClaimedBy, NoSuchCategory, AlreadyClosed,
    /// AlreadyCancelled. Timeline row (names), revision + 1; nothing where it is wanted there already, unless somebody
    /// has moved it by hand since. Rings Ticket.
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
        let by_hand = taken.is_moved_by_hand().await?;
        if taken.row.parent == Some(category) && !by_hand {
            return Ok(taken.row);
        }
        let from = if by_hand { taken.lies_in().await? } else { taken.row.parent };
        let from = match from {
            Some(parent) => category_name(&mut taken.tx, guild, parent).await?,
            None => None,
        };
        execute!(
            &mut taken.tx,
            // Wherever it was brought before: whoever moved it by hand since is overruled.
            "update ticket set parent = $2, given_parent = null, revision = revision + 1 where id = $1",
            ticket,
            category,
        )?;
        taken.note(Deed::Moved, from, Some(name), None).await?;
        taken.end().await
    }
}

impl Taken<'_> {
    /// Whether the channel had its name and has another one now.
    async fn is_renamed_by_hand(&mut self) -> Result<bool> {
        if self.row.given_name.as_ref().is_some_and(|given| *given != self.row.channel_name) {
            return Ok(false);
        }
        let now = fetch_optional!(
            &mut self.tx,
            (String,),
            "select name from guild_channel where guild = $1 and id = $2",
            self.row.guild,
            self.row.channel,
        )?;
        Ok(now.is_some_and(|(name,)| name != self.row.channel_name))
    }

    /// Whether the channel was brought to a category and lies elsewhere now.
    async fn is_moved_by_hand(&mut self) -> Result<bool> {
        let Some(brought) = self.row.given_parent else { return Ok(false) };
        let known = "select exists (select 1 from guild_channel where guild = $1 and id = $2)";
        let known = fetch_scalar!(&mut self.tx, bool, known, self.row.guild, self.row.channel)?;
        Ok(known && self.lies_in().await? != Some(brought))
    }

    async fn lies_in(&mut self) -> Result<Option<ChannelId>> {
        let text = "select parent from guild_channel where guild = $1 and id = $2";
        let row = fetch_optional!(&mut self.tx, (Option<ChannelId>,), text, self.row.guild, self.row.channel)?;
        Ok(row.and_then(|(parent,)| parent))
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
