//! Knows what was done in Discord of a ticket's name, place and pin, what of it is still owed, and who of its people is
//! there to be let in.

use crate::db::{execute, fetch_all, fetch_optional};
use crate::{Result, Store};
use domain::{Bell, ChannelId, GuildId, MessageId, Ticket, TicketId, UserId};

/// In no order: asked for it, SQLite would walk all tickets instead of the few in the index.
pub(super) const UNSIGNED: &str = "select guild, id from ticket
     where provisioning = 'done' and channel_gone_at is null and status not in ('closed', 'cancelled')
       and (given_name <> channel_name or (welcome_message is not null and (pinned is null or pinned <> welcome_message)))";

/// People come and go often: their own tickets are looked up first (the sign before `guild` keeps SQLite from walking
/// all of a guild's).
pub(super) const LET_IN_CHANGED: &str = "update ticket set revision = revision + 1
     where +guild = $1 and channel_gone_at is null and status not in ('closed', 'cancelled')
       and id in (select id from ticket where guild = $1 and customer = $2
         union select ticket from ticket_member where person = $2)
     returning id";

impl Store {
    /// Tickets that go on whose channel still wants its name or its pin. Oldest first.
    pub async fn tickets_unsigned(&self) -> Result<Vec<(GuildId, TicketId)>> {
        let mut tx = self.inner.db.one_read().await?;
        let mut unsigned = fetch_all!(&mut tx, (GuildId, TicketId), UNSIGNED)?;
        unsigned.sort_unstable_by_key(|(_, ticket)| *ticket);
        Ok(unsigned)
    }

    /// The channel is about to get a name, or its topic; until then it may have any of these, which a blank parts.
    pub async fn name_owed(&self, ticket: TicketId, names: &str) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "update ticket set given_name = $2 where id = $1", ticket, names)?;
        Ok(())
    }

    /// `asked` was the name, Discord made `given` of it (the same, as a rule): that is wanted from now on.
    pub async fn named(&self, ticket: TicketId, asked: &str, given: &str) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(
            &mut tx,
            "update ticket set given_name = $3,
               channel_name = case when channel_name = $2 then $3 else channel_name end where id = $1",
            ticket,
            asked,
            given,
        )?;
        Ok(())
    }

    /// Discord refuses the name: a plain one is wanted instead, unless another is wanted by now.
    pub async fn name_refused(&self, ticket: TicketId, refused: &str, plain: &str) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(
            &mut tx,
            "update ticket set channel_name = $3 where id = $1 and channel_name = $2",
            ticket,
            refused,
            plain,
        )?;
        Ok(())
    }

    /// The channel was brought to this category.
    pub async fn brought_to(&self, ticket: TicketId, parent: ChannelId) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "update ticket set given_parent = $2 where id = $1", ticket, parent)?;
        Ok(())
    }

    /// Where it was to be moved is no category of the guild's any more: it lies where its type's tickets lie.
    pub async fn parent_gone(&self, ticket: TicketId, parent: ChannelId) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "update ticket set parent = null where id = $1 and parent = $2", ticket, parent)?;
        Ok(())
    }

    /// The message that was pinned last.
    pub async fn pinned(&self, ticket: TicketId) -> Result<Option<MessageId>> {
        let mut tx = self.inner.db.one_read().await?;
        let row = fetch_optional!(&mut tx, (Option<MessageId>,), "select pinned from ticket where id = $1", ticket)?;
        Ok(row.and_then(|(pinned,)| pinned))
    }

    /// This message was pinned, or can't be: it is not tried again.
    pub async fn pin_done(&self, ticket: TicketId, message: MessageId) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "update ticket set pinned = $2 where id = $1", ticket, message)?;
        Ok(())
    }

    /// Discord shows these otherwise than they are, by somebody's hand: they are published anew. Rings Ticket.
    pub async fn shown_wrongly(&self, guild: GuildId, tickets: &[TicketId]) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        for ticket in tickets {
            let text = "update ticket set revision = revision + 1 where id = $1 and guild = $2";
            execute!(&mut tx, text, *ticket, guild)?;
        }
        self.ring(tickets.iter().map(|ticket| Bell::Ticket { guild, ticket: *ticket }));
        Ok(())
    }

    /// The customer, then whom staff added: those of them who are not known to have left the guild.
    pub async fn let_in(&self, ticket: &Ticket) -> Result<Vec<UserId>> {
        let mut tx = self.inner.db.one_read().await?;
        let rows = fetch_all!(
            &mut tx,
            (UserId,),
            "select customer as person from ticket where id = $1
               and not exists (select 1 from member
                 where member.guild = $2 and member.person = ticket.customer and not member.present)
             union select person from ticket_member where ticket = $1
               and not exists (select 1 from member
                 where member.guild = $2 and member.person = ticket_member.person and not member.present)",
            ticket.id,
            ticket.guild,
        )?;
        let mut here: Vec<UserId> = rows.into_iter().map(|(person,)| person).collect();
        here.sort_by_key(|&person| (person != ticket.customer, person));
        Ok(here)
    }

    /// Somebody came or left: the channels of the tickets that are open and have them let them in or no more. Rings Ticket.
    pub async fn let_in_changed(&self, guild: GuildId, person: UserId) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        let changed = fetch_all!(&mut tx, (TicketId,), LET_IN_CHANGED, guild, person)?;
        self.ring(changed.into_iter().map(|(ticket,)| Bell::Ticket { guild, ticket }));
        Ok(())
    }
}
