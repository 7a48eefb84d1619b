//! Knows how a ticket goes to another department or becomes one of another type.

use super::taken::{Taken, conduct};
use crate::db::{Tx, execute, fetch_optional};
use crate::{Result, Store, member, search};
use domain::{Access, Act, Bell, Deed, DepartmentId, GuildId, Refusal, Ticket, TicketId, TicketTypeId, Timestamp, Via};

/// Where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    Department(DepartmentId),
    /// It brings its department.
    Type(TicketTypeId),
}

impl Store {
    /// The claim is given up, unless whoever has it acts there too. Refuses: NoSuchTicket, StaffOnly, ClaimedBy,
    /// NoSuchDepartment, TypeGone, AlreadyClosed, AlreadyCancelled. Timeline row (names of departments or types), revision
    /// + 1; nothing where it is there already. Rings Ticket, and Access where other people read it from now on.
    pub async fn transfer(
        &self,
        who: &Access,
        ticket: TicketId,
        to: &Transfer,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Amend, via, now).await?;
        let (guild, before) = (taken.row.guild, (taken.row.department, taken.row.ticket_type));
        let (from, name) = match *to {
            Transfer::Department(id) => {
                let name = department(&mut taken.tx, guild, id).await?.ok_or(Refusal::NoSuchDepartment)?;
                taken.row.department = id;
                (department_name(&mut taken.tx, before.0).await?, name)
            }
            Transfer::Type(id) => {
                let (name, department) = kind(&mut taken.tx, guild, id).await?.ok_or(Refusal::TypeGone)?;
                (taken.row.ticket_type, taken.row.department) = (id, department);
                (type_name(&mut taken.tx, before.1).await?, name)
            }
        };
        if before == (taken.row.department, taken.row.ticket_type) {
            return Ok(taken.row);
        }
        execute!(
            &mut taken.tx,
            "update ticket set department = $2, ticket_type = $3, parent = null, revision = revision + 1 where id = $1",
            ticket,
            taken.row.department,
            taken.row.ticket_type,
        )?;
        if before.0 != taken.row.department {
            // Those who had it in their lists are not told of the ticket itself any more.
            taken.also_ring(Bell::Access { guild, user: None });
        }
        if before.1 != taken.row.ticket_type {
            // Its type is among what its words are found by.
            search::put_again(&mut taken.tx, &taken.row).await?;
            taken.frees(before.1).await?;
        }
        give_up(&mut taken).await?;
        taken.note(Deed::Transferred, from, Some(name), None).await?;
        if before.1 != taken.row.ticket_type {
            // It closes for silence as its new type has it.
            taken.conduct = conduct(&mut taken.tx, &taken.row).await?;
            taken.arm_silence().await?;
        }
        taken.end().await
    }
}

async fn give_up(taken: &mut Taken<'_>) -> Result<()> {
    let Some(assignee) = taken.row.assignee else { return Ok(()) };
    let rights = member::mirrored(&mut taken.tx, taken.row.guild, assignee).await?;
    if !rights.is_some_and(|rights| rights.acts_in(taken.row.department)) {
        execute!(&mut taken.tx, "update ticket set assignee = null, claimed_at = null where id = $1", taken.row.id,)?;
    }
    Ok(())
}

async fn department(tx: &mut Tx, guild: GuildId, id: DepartmentId) -> Result<Option<String>> {
    let row = fetch_optional!(
        tx,
        (String,),
        "select name from department where id = $1 and guild = $2 and deleted_at is null",
        id,
        guild,
    )?;
    Ok(row.map(|(name,)| name))
}

async fn kind(tx: &mut Tx, guild: GuildId, id: TicketTypeId) -> Result<Option<(String, DepartmentId)>> {
    Ok(fetch_optional!(
        tx,
        (String, DepartmentId),
        "select name, department from ticket_type where id = $1 and guild = $2 and deleted_at is null",
        id,
        guild,
    )?)
}

/// Also of what was deleted since.
async fn department_name(tx: &mut Tx, id: DepartmentId) -> Result<Option<String>> {
    Ok(fetch_optional!(tx, (String,), "select name from department where id = $1", id)?.map(|(name,)| name))
}

async fn type_name(tx: &mut Tx, id: TicketTypeId) -> Result<Option<String>> {
    Ok(fetch_optional!(tx, (String,), "select name from ticket_type where id = $1", id)?.map(|(name,)| name))
}
