//! Knows the head of a ticket: what it is, whose it is, what was done with it.

use super::theirs;
use crate::db::{Tx, fetch_all, fetch_one, fetch_optional, fetch_scalar};
use crate::order::linked;
use crate::ticket::{Press, answers, conduct, facts, find_number, members, tags, timers};
use crate::{Error, Result, Store, catalog, member};
use domain::{
    Access, Act, Answer, Deed, Department, Due, Order, Person, Ratings, Refusal, Ticket, TimelineEvent, UserId, decide,
};
use std::collections::HashMap;

/// A ticket's head, as whoever may read it sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketView {
    pub ticket: Ticket,
    pub type_name: String,
    pub type_emoji: Option<String>,
    pub department: Department,
    pub answers: Vec<Answer>,
    pub timeline: Vec<TimelineEvent>,
    /// Everyone named in the head, the timeline and as assignee.
    pub people: HashMap<UserId, Person>,
    /// What its channel is called in Discord now; none once that is gone.
    pub channel_now: Option<String>,
    /// Of what this reader is shown.
    pub message_count: i64,
    /// Whom staff let in; their names are among `people`.
    pub members: Vec<UserId>,
    /// None for whoever does not see notes.
    pub tags: Vec<String>,
    pub order: Option<Order>,
    /// What will happen by itself.
    pub timers: Vec<Due>,
    /// What a ticket of this guild may be about.
    pub categories: Vec<String>,
    /// What this reader may do, were it confirmed.
    pub may: Vec<Act>,
}

impl Store {
    /// `NoSuchTicket` for whoever may not read it, exactly as if there were none.
    pub async fn ticket_view(&self, who: &Access, number: i64) -> Result<TicketView> {
        let mut tx = self.inner.db.snapshot().await?;
        let found = find_number(&mut tx, who.guild(), number).await?;
        let ticket = theirs(&mut tx, who, found).await?.ok_or(Error::Refused(Refusal::NoSuchTicket))?;
        let (type_name, type_emoji) = fetch_one!(
            &mut tx,
            (String, Option<String>),
            "select name, emoji from ticket_type where id = $1 and guild = $2",
            ticket.ticket_type,
            ticket.guild,
        )?;
        let departments = catalog::departments(&mut tx, ticket.guild).await?;
        let department = departments.into_iter().find(|found| found.id == ticket.department);
        let inner = who.sees_notes(ticket.department);
        let mut timeline = fetch_all!(
            &mut tx,
            TimelineEvent,
            "select id, ticket, deed, actor, from_value, to_value, reason, via, at from event
             where ticket = $1 and guild = $2 order by id",
            ticket.id,
            ticket.guild,
        )?;
        timeline.retain(|event| inner || !event.deed.is_internal());
        let members = members(&mut tx, ticket.id).await?;
        let channel_now = fetch_optional!(
            &mut tx,
            (String,),
            "select name from guild_channel where guild = $1 and id = $2",
            ticket.guild,
            ticket.channel,
        )?;
        let message_count = fetch_scalar!(
            &mut tx,
            i64,
            "select count(*) from message
             where ticket = $1 and guild = $2 and (kind not in ('note', 'after_close') or $3)",
            ticket.id,
            ticket.guild,
            inner,
        )?;
        let mut people: HashMap<UserId, Person> = member::people(&mut tx, &named(&ticket, &members, &timeline))
            .await?
            .into_iter()
            .map(|person| (person.id, person))
            .collect();
        people.entry(ticket.customer).or_insert_with(|| Person {
            id: ticket.customer,
            display_name: ticket.customer_name.clone(),
            ..Person::default()
        });
        Ok(TicketView {
            type_name,
            type_emoji,
            department: department.ok_or(Error::Refused(Refusal::NoSuchTicket))?,
            answers: answers(&mut tx, ticket.id).await?,
            timeline,
            people,
            channel_now: channel_now.map(|(name,)| name),
            message_count,
            tags: if inner { tags(&mut tx, ticket.id).await? } else { Vec::new() },
            order: linked(&mut tx, ticket.guild, ticket.order_id).await?,
            timers: timers(&mut tx, who, &ticket).await?,
            categories: catalog::rules(&mut tx, ticket.guild).await?.categories,
            may: may(&mut tx, who, &ticket).await?,
            members,
            ticket,
        })
    }
}

/// What the rule allows this person now.
async fn may(tx: &mut Tx, who: &Access, ticket: &Ticket) -> Result<Vec<Act>> {
    let conduct = conduct(tx, ticket).await?;
    let facts = facts(tx, ticket, &conduct, who, Press::Confirmed).await?;
    let mut may: Vec<Act> = Act::ALL.iter().copied().filter(|act| decide(*act, &facts).is_ok()).collect();
    may.retain(|act| match act {
        // Of a ticket that nobody has there is nothing to give back.
        Act::Unclaim => ticket.assignee.is_some(),
        // Words may follow once.
        Act::Rate if ticket.rating.is_some() => ticket.rating_comment.is_none(),
        Act::Rate => conduct.ratings != Ratings::Off,
        _ => true,
    });
    Ok(may)
}

/// Those who did something, and those to whom it was done: a claim names its assignee.
fn named(ticket: &Ticket, members: &[UserId], timeline: &[TimelineEvent]) -> Vec<UserId> {
    let mut ids = vec![ticket.customer];
    ids.extend([ticket.assignee, ticket.closed_by, ticket.asked_by].into_iter().flatten());
    ids.extend(members);
    for event in timeline {
        ids.extend(event.actor);
        if names_people(event.deed) {
            let values = [&event.from_value, &event.to_value];
            ids.extend(values.into_iter().flatten().filter_map(|value| value.parse::<UserId>().ok()));
        }
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn names_people(deed: Deed) -> bool {
    matches!(deed, Deed::Claimed | Deed::Unclaimed | Deed::Assigned | Deed::MemberAdded | Deed::MemberRemoved)
}
