//! Knows who works on a ticket: claimed, given back, assigned, handed over, escalated.

use super::super::used::{Used, called};
use super::super::{Oops, Result, setup};
use crate::clock;
use crate::drill::kill_point;
use crate::words::{Told, Word};
use domain::{TicketId, UserId, Via};
use store::Transfer;

pub async fn claim(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    used.store().claim(&who, ticket, Via::Discord, clock::now()).await?;
    kill_point("after-claim-written");
    used.tell(Word::Claimed).await
}

pub async fn unclaim(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    used.store().unclaim(&who, ticket, Via::Discord, clock::now()).await?;
    used.tell(Word::Unclaimed).await
}

/// `/assign [member]`; to nobody if none is named.
pub async fn assign(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let to = match used.option("member") {
        Some(named) => Some(one_of_staff(used, ticket, named).await?),
        None => None,
    };
    used.store().assign(&who, ticket, to, Via::Discord, clock::now()).await?;
    match to {
        Some(to) => used.tell(Told::Assigned { to }).await,
        None => used.tell(Told::AssignedToNobody).await,
    }
}

/// By mention, id or name.
async fn one_of_staff(used: &Used<'_>, ticket: TicketId, named: &str) -> Result<UserId> {
    if let Some(id) = super::super::used::person(named) {
        return Ok(id);
    }
    let ticket = used.of(ticket).await?;
    let staff = used.store().staff_of(ticket.guild, ticket.department).await?;
    called(&staff, named)
}

/// `/transfer [department] [type]`; a type brings its department.
pub async fn transfer(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let catalog = used.asked.bot.catalog(used.asked.guild).await?;
    let (to, name) = match (used.option("type"), used.option("department")) {
        (Some(named), _) => {
            let kind = setup::find_type(&catalog, named)?;
            (Transfer::Type(kind.id), kind.name.as_str())
        }
        (None, Some(named)) => {
            let department = setup::find_department(&catalog, named)?;
            (Transfer::Department(department.id), department.name.as_str())
        }
        (None, None) => return Err(Oops::Words(Told::NothingNamed.to_string())),
    };
    used.store().transfer(&who, ticket, &to, Via::Discord, clock::now()).await?;
    kill_point("after-transfer-written");
    used.tell(Told::Transferred { to: name }).await
}

pub async fn escalate(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    used.store().escalate(&who, ticket, used.option("reason"), Via::Discord, clock::now()).await?;
    used.tell(Told::Escalated).await
}
