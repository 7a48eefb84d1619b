//! Knows who works on a ticket.

use super::{Row, find, note, set_status, still_going, take_for};
use crate::db::{Tx, execute, fetch_optional};
use crate::{Error, Result, Store};
use domain::{Access, Bell, Deed, GuildId, Refusal, Status, Ticket, TicketId, Timestamp, UserId, Via};

impl Store {
    /// Refuses: NoSuchTicket, StaffOnly, ClaimedBy, ClaimedByYou, AlreadyClosed, AlreadyCancelled. Open → in_progress,
    /// revision + 1, timeline row. Rings Ticket.
    pub async fn claim(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let mut tx = self.inner.db.begin().await?;
        let mut row = take_for(&mut tx, who, ticket).await?;
        staff_of(who, &row)?;
        still_going(&row)?;
        let claimed = execute!(
            &mut tx,
            "update ticket set assignee = $2, claimed_at = $3, revision = revision + 1
             where id = $1 and assignee is null",
            ticket,
            who.user(),
            now,
        )?;
        if claimed == 0 {
            return Err(taken(&mut tx, who, &row).await?.into());
        }
        if row.status == Status::Open {
            set_status(&mut tx, &mut row, Status::InProgress).await?;
        }
        let to = Some(who.user().to_string());
        note(&mut tx, &self.inner.ids, &row, deed(Deed::Claimed, who, None, to, via), now).await?;
        self.end(tx, who.guild(), ticket).await
    }

    /// Gives it back. The assignee or an admin; of a ticket that nobody has, nothing changes.
    pub async fn unclaim(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let mut tx = self.inner.db.begin().await?;
        let row = take_for(&mut tx, who, ticket).await?;
        staff_of(who, &row)?;
        still_going(&row)?;
        let Some(assignee) = row.assignee else { return Ok(row) };
        if assignee != who.user() && !who.is_admin() {
            return Err(taken(&mut tx, who, &row).await?.into());
        }
        execute!(
            &mut tx,
            "update ticket set assignee = null, claimed_at = null, revision = revision + 1 where id = $1",
            ticket,
        )?;
        let from = Some(assignee.to_string());
        note(&mut tx, &self.inner.ids, &row, deed(Deed::Unclaimed, who, from, None, via), now).await?;
        self.end(tx, who.guild(), ticket).await
    }

    /// Reads what became of the ticket, commits and rings.
    pub(super) async fn end(&self, mut tx: Tx, guild: GuildId, ticket: TicketId) -> Result<Ticket> {
        let row = find(&mut tx, guild, ticket).await?.ok_or(Error::Refused(Refusal::NoSuchTicket))?;
        tx.commit().await?;
        self.ring([Bell::Ticket { guild, ticket }]);
        Ok(row)
    }
}

fn deed(deed: Deed, who: &Access, from: Option<String>, to: Option<String>, via: Via) -> Row {
    Row { deed, actor: Some(who.user()), from, to, via }
}

/// Acting is for staff of the ticket's department.
pub(super) fn staff_of(who: &Access, ticket: &Ticket) -> Result<()> {
    if who.acts_in(ticket.department) { Ok(()) } else { Err(Refusal::StaffOnly.into()) }
}

/// Why this person can't have it: who does.
async fn taken(tx: &mut Tx, who: &Access, ticket: &Ticket) -> Result<Refusal> {
    match ticket.assignee {
        Some(assignee) if assignee != who.user() => {
            Ok(Refusal::ClaimedBy { name: name(tx, who.guild(), assignee).await? })
        }
        _ => Ok(Refusal::ClaimedByYou),
    }
}

/// What the guild calls a person; a mention where nothing is known.
async fn name(tx: &mut Tx, guild: GuildId, user: UserId) -> Result<String> {
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
