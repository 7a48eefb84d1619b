//! Knows what staff write down of what a ticket is about. It may be put right after the end as well.

use super::words::written;
use super::{Row, note};
use crate::db::{Tx, execute};
use crate::ids::Ids;
use crate::{Result, Store, catalog, search};
use domain::{Access, Act, Bell, Deed, Refusal, Ticket, TicketId, Timestamp, UserId, Via};

const SUBJECT_MAX: usize = 200;
const DESCRIPTION_MAX: usize = 4_000;

impl Store {
    /// One of the guild's categories, or none. Refuses: NoSuchTicket, StaffOnly, ClaimedBy, NotFound. Timeline row; the
    /// same again changes nothing. Rings Ticket.
    pub async fn set_ticket_category(
        &self,
        who: &Access,
        ticket: TicketId,
        category: Option<&str>,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let category = category.map(str::trim).filter(|category| !category.is_empty()).map(str::to_owned);
        let mut taken = self.take_to(who, ticket, Act::Annotate, via, now).await?;
        if taken.row.category == category {
            return Ok(taken.row);
        }
        if let Some(category) = &category
            && !catalog::rules(&mut taken.tx, taken.row.guild).await?.categories.contains(category)
        {
            return Err(Refusal::NotFound.into());
        }
        execute!(&mut taken.tx, "update ticket set category = $2 where id = $1", ticket, category.as_deref())?;
        let from = taken.row.category.clone();
        taken.note(Deed::CategorySet, from, category, None).await?;
        taken.end().await
    }

    /// At most 200 characters; found by search. Refuses: NoSuchTicket, StaffOnly, ClaimedBy, TooLong. Timeline row; the
    /// same again changes nothing. Rings Ticket.
    pub async fn set_subject(
        &self,
        who: &Access,
        ticket: TicketId,
        subject: Option<&str>,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let subject = written("Subject", subject, SUBJECT_MAX)?;
        let mut taken = self.take_to(who, ticket, Act::Annotate, via, now).await?;
        if taken.row.subject == subject {
            return Ok(taken.row);
        }
        execute!(&mut taken.tx, "update ticket set subject = $2 where id = $1", ticket, subject.as_deref())?;
        let from = taken.row.subject.take();
        taken.row.subject.clone_from(&subject);
        search::put_head(&mut taken.tx, &taken.row).await?;
        taken.note(Deed::SubjectSet, from, subject, None).await?;
        taken.end().await
    }

    /// At most 4,000 characters; found by search. Refuses as `set_subject`. The timeline says that it changed, not what
    /// it says.
    pub async fn set_description(
        &self,
        who: &Access,
        ticket: TicketId,
        description: Option<&str>,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let description = written("Description", description, DESCRIPTION_MAX)?;
        let mut taken = self.take_to(who, ticket, Act::Annotate, via, now).await?;
        if taken.row.description == description {
            return Ok(taken.row);
        }
        execute!(&mut taken.tx, "update ticket set description = $2 where id = $1", ticket, description.as_deref())?;
        taken.row.description = description;
        search::put_head(&mut taken.tx, &taken.row).await?;
        taken.note(Deed::DescriptionSet, None, None, None).await?;
        taken.end().await
    }
}

/// What a ticket is described by from its beginning, cut where there is too much. Timeline row.
pub(super) async fn describe(
    tx: &mut Tx,
    ids: &Ids,
    ticket: &mut Ticket,
    (actor, via): (UserId, Via),
    words: &str,
    now: Timestamp,
) -> Result<Vec<Bell>> {
    let words: String = words.trim().chars().take(DESCRIPTION_MAX).collect();
    let Some(description) = written("Description", Some(&words), DESCRIPTION_MAX)? else { return Ok(Vec::new()) };
    execute!(tx, "update ticket set description = $2 where id = $1", ticket.id, &description)?;
    ticket.description = Some(description);
    search::put_head(tx, ticket).await?;
    let set = Row { deed: Deed::DescriptionSet, actor: Some(actor), from: None, to: None, via };
    Ok(note(tx, ids, ticket, set, now).await?.bells().collect())
}
