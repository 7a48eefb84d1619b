//! Knows whom staff let into a ticket beside its customer.

use crate::db::{Tx, execute, fetch_all, fetch_optional};
use crate::{Result, Store};
use domain::{Access, Act, Deed, Refusal, Ticket, TicketId, Timestamp, UserId, Via};

/// A channel takes 100 overwrites, roles included (<https://discord.com/developers/docs/resources/channel>).
const MEMBERS_MAX: usize = 50;

impl Store {
    /// Whoever is in it already, its customer included, changes nothing. Refuses: NoSuchTicket, StaffOnly, ClaimedBy,
    /// NotFound (left the guild), TooMany, AlreadyClosed, AlreadyCancelled. Timeline row (to: the person's id), revision
    /// + 1. Rings Ticket.
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
        taken.note(Deed::MemberAdded, None, Some(person.to_string()), None).await?;
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
        taken.end().await
    }

    /// In the order in which they came.
    pub async fn ticket_members(&self, ticket: TicketId) -> Result<Vec<UserId>> {
        let mut tx = self.inner.db.snapshot().await?;
        members(&mut tx, ticket).await
    }
}

pub(crate) async fn members(tx: &mut Tx, ticket: TicketId) -> Result<Vec<UserId>> {
    let rows =
        fetch_all!(tx, (UserId,), "select person from ticket_member where ticket = $1 order by at, person", ticket)?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}
