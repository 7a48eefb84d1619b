//! Knows whom staff let into a ticket beside its customer.

use crate::db::{Tx, execute, fetch_all, fetch_optional};
use crate::{Result, Store, search};
use domain::{Access, Act, Bell, Deed, DepartmentId, Refusal, Ticket, TicketId, Timestamp, UserId, Via};

/// A channel takes 100 overwrites, roles included (<https://discord.com/developers/docs/resources/channel>).
const MEMBERS_MAX: usize = 50;

impl Store {
    /// Whoever is in it already, its customer included, changes nothing. Refuses: NoSuchTicket, StaffOnly, ClaimedBy,
    /// NotFound (left the guild), TooMany, AlreadyClosed, AlreadyCancelled. Timeline row (to: the person's id), revision
    /// + 1. Rings Ticket, and Access for them.
    pub async fn add_member(
        &self,
        who: &Access,
        ticket: TicketId,
        person: UserId,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Amend, via, now).await?;
        let members = members(&mut taken.tx, ticket).await?;
        if person == taken.row.customer || members.contains(&person) {
            return Ok(taken.row);
        }
        let known = fetch_optional!(
            &mut taken.tx,
            (bool,),
            "select present from member where guild = $1 and person = $2",
            taken.row.guild,
            person,
        )?;
        if known == Some((false,)) {
            return Err(Refusal::NotFound.into());
        }
        if members.len() >= MEMBERS_MAX {
            return Err(Refusal::TooMany { count: members.len() + 1, max: MEMBERS_MAX }.into());
        }
        execute!(
            &mut taken.tx,
            "insert into ticket_member (ticket, person, added_by, at) values ($1, $2, $3, $4)",
            ticket,
            person,
            who.user(),
            now,
        )?;
        execute!(&mut taken.tx, "update ticket set revision = revision + 1 where id = $1", ticket)?;
        // They find its words among those of their own tickets.
        search::put_again(&mut taken.tx, &taken.row).await?;
        taken.note(Deed::MemberAdded, None, Some(person.to_string()), None).await?;
        taken.also_ring(Bell::Access { guild: taken.row.guild, user: Some(person) });
        taken.end().await
    }

    /// Refuses as `add_member`; whoever is not in it changes nothing. Timeline row (from: the person's id).
    pub async fn remove_member(
        &self,
        who: &Access,
        ticket: TicketId,
        person: UserId,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Amend, via, now).await?;
        let removed =
            execute!(&mut taken.tx, "delete from ticket_member where ticket = $1 and person = $2", ticket, person)?;
        if removed == 0 {
            return Ok(taken.row);
        }
        execute!(&mut taken.tx, "update ticket set revision = revision + 1 where id = $1", ticket)?;
        taken.note(Deed::MemberRemoved, Some(person.to_string()), None, None).await?;
        taken.also_ring(Bell::Access { guild: taken.row.guild, user: Some(person) });
        taken.end().await
    }

    /// May this person read that ticket, now?
    pub async fn may_read(&self, who: &Access, ticket: &Ticket) -> Result<bool> {
        if ticket.guild != who.guild() {
            return Ok(false);
        }
        let mut tx = self.inner.db.one_read().await?;
        may_read(&mut tx, who, ticket.id, ticket.department, ticket.customer).await
    }

    /// In the order in which they came.
    pub async fn ticket_members(&self, ticket: TicketId) -> Result<Vec<UserId>> {
        let mut tx = self.inner.db.one_read().await?;
        members(&mut tx, ticket).await
    }
}

pub(crate) async fn members(tx: &mut Tx, ticket: TicketId) -> Result<Vec<UserId>> {
    let rows =
        fetch_all!(tx, (UserId,), "select person from ticket_member where ticket = $1 order by at, person", ticket)?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}

/// Of a ticket of the reader's own guild. Most who ask are its staff or its customer: the list is looked at for others
/// alone.
pub(crate) async fn may_read(
    tx: &mut Tx,
    who: &Access,
    ticket: TicketId,
    department: DepartmentId,
    customer: UserId,
) -> Result<bool> {
    if who.may_read(department, customer, false) {
        return Ok(true);
    }
    let row = fetch_optional!(
        tx,
        (UserId,),
        "select person from ticket_member where ticket = $1 and person = $2",
        ticket,
        who.user(),
    )?;
    Ok(who.may_read(department, customer, row.is_some()))
}
