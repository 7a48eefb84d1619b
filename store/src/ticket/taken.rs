//! Knows what all deeds have in common: the ticket is taken, the rule decides on facts, the status moves, and in the end
//! everything is written and rung at once. A deed that is dropped before its end was never done.

use super::{Row, find, note_because, reopen_status, set_status, take, take_for, waiting};
use crate::catalog;
use crate::db::{Tx, fetch_one, fetch_optional};
use crate::due::{self, Pending, Single};
use crate::ids::Ids;
use crate::{Error, Result, Store};
use domain::{
    Access, Act, ActFacts, Bell, Claim, ClosedPath, Conduct, Deed, DueAction, DueId, EventId, GuildId, OrderId,
    OrderStatus, Ordered, Part, Refusal, Status, Ticket, TicketId, TicketTypeId, Timestamp, UserId, Via, decide,
};
use sqlx::types::Json;

/// How often a button was pressed that asks twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Press {
    Once,
    Confirmed,
}

/// A ticket that is this transaction's, and whose status has moved as the deed moves it.
pub(crate) struct Taken<'s> {
    store: &'s Store,
    pub tx: Tx,
    pub row: Ticket,
    /// How tickets of its type are worked on.
    pub conduct: Conduct,
    /// What it was before.
    pub from: Status,
    /// How it ended with this deed.
    pub path: Option<ClosedPath>,
    /// None: Docket itself.
    pub actor: Option<UserId>,
    pub now: Timestamp,
    via: Via,
    bells: Vec<Bell>,
}

impl Store {
    /// Takes a ticket for a deed of this person. Refuses what the rule refuses, and `NoSuchTicket`.
    pub(crate) async fn take_to(
        &self,
        who: &Access,
        ticket: TicketId,
        act: Act,
        via: Via,
        now: Timestamp,
    ) -> Result<Taken<'_>> {
        self.take_pressed(who, ticket, act, Press::Once, via, now).await
    }

    /// The same for a deed that may have to be confirmed.
    pub(super) async fn take_pressed(
        &self,
        who: &Access,
        ticket: TicketId,
        act: Act,
        press: Press,
        via: Via,
        now: Timestamp,
    ) -> Result<Taken<'_>> {
        let mut tx = self.inner.db.begin().await?;
        let row = take_for(&mut tx, who, ticket).await?;
        let conduct = conduct(&mut tx, &row).await?;
        let facts = facts(&mut tx, &row, &conduct, who, press).await?;
        let decided = decide(act, &facts);
        if let (Err(Refusal::ClaimedByAnother), Some(assignee)) = (&decided, row.assignee) {
            return Err(Refusal::ClaimedBy { name: name_of(&mut tx, row.guild, assignee).await? }.into());
        }
        let decision = decided?;
        let taken = Taken {
            store: self,
            tx,
            from: row.status,
            row,
            conduct,
            path: decision.path,
            actor: Some(who.user()),
            now,
            via,
            bells: Vec::new(),
        };
        taken.moved(act, decision.moves).await
    }

    /// Takes a ticket for a deed of Docket's own, still to be decided. `None`: there is no such ticket.
    pub(super) async fn take_itself(&self, ticket: TicketId, via: Via, now: Timestamp) -> Result<Option<Taken<'_>>> {
        let mut tx = self.inner.db.begin().await?;
        let Some(row) = take(&mut tx, ticket).await? else { return Ok(None) };
        let conduct = conduct(&mut tx, &row).await?;
        let (from, actor, bells) = (row.status, None, Vec::new());
        Ok(Some(Taken { store: self, tx, from, row, conduct, path: None, actor, now, via, bells }))
    }
}

impl<'s> Taken<'s> {
    /// Does what the rule says to a deed of Docket's own; `None` where it refuses.
    pub async fn decided(mut self, act: Act) -> Result<Option<Self>> {
        let facts = ActFacts {
            status: self.row.status,
            part: Part::Docket,
            is_customer: false,
            claim: if self.row.assignee.is_some() { Claim::Anothers } else { Claim::Nobodys },
            mode: self.conduct.claim,
            answered: self.row.first_staff_at.is_some(),
            helped_at: self.row.needed_help_at,
            ordered: Ordered::Nothing,
            confirmed: false,
        };
        let Ok(decision) = decide(act, &facts) else { return Ok(None) };
        self.path = decision.path;
        self.moved(act, decision.moves).await.map(Some)
    }

    async fn moved(mut self, act: Act, moves: &[Status]) -> Result<Self> {
        if act == Act::Reopen {
            reopen_status(&mut self.tx, &mut self.row).await?;
            return Ok(self);
        }
        for &to in moves {
            set_status(&mut self.tx, &mut self.row, to).await?;
        }
        Ok(self)
    }

    /// The deed's line of the timeline, and what log channels are told.
    pub async fn note(
        &mut self,
        deed: Deed,
        from: Option<String>,
        to: Option<String>,
        reason: Option<&str>,
    ) -> Result<EventId> {
        let row = Row { deed, actor: self.actor, from, to, via: self.via };
        let noted = note_because(&mut self.tx, &self.store.inner.ids, &self.row, row, reason, self.now).await?;
        self.bells.extend(noted.bells());
        Ok(noted.event)
    }

    /// The line of a deed that moved the ticket.
    pub async fn note_move(&mut self, deed: Deed, reason: Option<&str>) -> Result<EventId> {
        let (from, to) = (self.from.to_string(), self.row.status.to_string());
        self.note(deed, Some(from), Some(to), reason).await
    }

    pub async fn due(&mut self, action: DueAction, single: Single, at: Timestamp) -> Result<()> {
        let id = DueId(self.next_id());
        let written = due::write(&mut self.tx, id, &self.row, action, single, at, self.now).await?;
        self.bells.extend(written.map(|due| Bell::Due { due }));
        Ok(())
    }

    pub async fn withdraw(&mut self, what: Pending) -> Result<()> {
        due::withdraw(&mut self.tx, self.row.id, what, self.now).await
    }

    pub fn ids(&self) -> &'s Ids {
        &self.store.inner.ids
    }

    pub fn next_id(&self) -> i64 {
        self.ids().next(self.now)
    }

    /// So many that follow each other: the first of them.
    pub fn next_ids(&self, count: i64) -> i64 {
        self.ids().several(self.now, count)
    }

    /// A place of this type is free: the next who waits for it comes in.
    pub async fn frees(&mut self, ticket_type: TicketTypeId) -> Result<()> {
        let ids = self.ids();
        let due = waiting::room(&mut self.tx, ids, self.row.guild, ticket_type, self.now).await?;
        self.bells.extend(due.map(|due| Bell::Due { due }));
        Ok(())
    }

    pub fn also_ring(&mut self, bell: Bell) {
        self.bells.push(bell);
    }

    /// Reads what became of the ticket, commits and rings.
    pub async fn end(mut self) -> Result<Ticket> {
        let (guild, ticket) = (self.row.guild, self.row.id);
        if waiting::counts(self.from) && !waiting::counts(self.row.status) {
            self.frees(self.row.ticket_type).await?;
        }
        let row = find(&mut self.tx, guild, ticket).await?.ok_or(Error::Refused(Refusal::NoSuchTicket))?;
        self.tx.commit().await?;
        self.store.ring([Bell::Ticket { guild, ticket }]);
        self.store.ring(self.bells);
        Ok(row)
    }
}

/// How tickets of this one's type are worked on.
pub(crate) async fn conduct(tx: &mut Tx, ticket: &Ticket) -> Result<Conduct> {
    let (conduct,) = fetch_one!(
        tx,
        (Json<Conduct>,),
        "select conduct from ticket_type where id = $1 and guild = $2",
        ticket.ticket_type,
        ticket.guild,
    )?;
    Ok(conduct.0)
}

/// All that the rule asks about this person and this ticket.
pub(crate) async fn facts(
    tx: &mut Tx,
    ticket: &Ticket,
    conduct: &Conduct,
    who: &Access,
    press: Press,
) -> Result<ActFacts> {
    Ok(ActFacts {
        status: ticket.status,
        part: who.part_in(ticket.department),
        is_customer: ticket.customer == who.user(),
        claim: match ticket.assignee {
            None => Claim::Nobodys,
            Some(assignee) if assignee == who.user() => Claim::Mine,
            Some(_) => Claim::Anothers,
        },
        mode: conduct.claim,
        answered: ticket.first_staff_at.is_some(),
        helped_at: ticket.needed_help_at,
        ordered: ordered(tx, ticket.guild, ticket.order_id).await?,
        confirmed: press == Press::Confirmed,
    })
}

async fn ordered(tx: &mut Tx, guild: GuildId, order: Option<OrderId>) -> Result<Ordered> {
    let Some(order) = order else { return Ok(Ordered::Nothing) };
    let found = fetch_optional!(
        tx,
        (OrderStatus, bool),
        "select status, risky from orders where id = $1 and guild = $2",
        order,
        guild,
    )?;
    Ok(match found {
        None => Ordered::Nothing,
        Some((_, true)) => Ordered::Risky,
        Some((status, false)) if catalog::rules(tx, guild).await?.risky.contains(&status) => Ordered::Risky,
        Some(_) => Ordered::Harmless,
    })
}

/// What the guild calls a person; a mention where nothing is known.
pub(super) async fn name_of(tx: &mut Tx, guild: GuildId, user: UserId) -> Result<String> {
    let row = fetch_optional!(
        tx,
        (String,),
        "select coalesce(member.nick, person.display_name) from person
         left join member on member.person = person.id and member.guild = $2 where person.id = $1",
        user,
        guild,
    )?;
    Ok(row.map_or_else(|| format!("<@{user}>"), |(name,)| name))
}
