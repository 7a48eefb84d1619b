//! Knows what a message does to its ticket: who answered first, who is waited for, when something was last said.

use crate::db::{Tx, execute};
use crate::due::{Pending, withdraw};
use crate::ids::Ids;
use crate::ticket::{Row, arm_silence, conduct, note, set_status};
use crate::{Result, member};
use domain::{
    Act, ActFacts, Bell, Claim, ClaimMode, Deed, MessageKind, Ordered, Part, Said, Status, Ticket, Timestamp, UserId,
    Via, WaitingOn, decide,
};
use std::collections::HashMap;

/// Who of the authors is staff of the ticket's department, each looked up once.
#[derive(Default)]
pub(super) struct Staff(HashMap<UserId, bool>);

impl Staff {
    async fn has(&mut self, tx: &mut Tx, ticket: &Ticket, said: &Said) -> Result<bool> {
        if said.author.bot || said.author.id == ticket.customer {
            return Ok(false);
        }
        if let Some(known) = self.0.get(&said.author.id) {
            return Ok(*known);
        }
        let acts = member::mirrored(tx, ticket.guild, said.author.id)
            .await?
            .is_some_and(|access| access.acts_in(ticket.department));
        self.0.insert(said.author.id, acts);
        Ok(acts)
    }
}

/// Moves the ticket as this new message moves it, and gives what is to be rung. Nothing: it moved nothing, as Docket's own
/// words do.
pub(super) async fn follow(
    tx: &mut Tx,
    ids: &Ids,
    staff: &mut Staff,
    ticket: &mut Ticket,
    said: &Said,
    kind: MessageKind,
    now: Timestamp,
) -> Result<Vec<Bell>> {
    if !matches!(kind, MessageKind::Said | MessageKind::AfterClose) {
        return Ok(Vec::new());
    }
    let mut bells = vec![Bell::Ticket { guild: ticket.guild, ticket: ticket.id }];
    let at = said.id.time();
    // Something said later is known already: this one came late and decides neither whose turn it is nor the order.
    let newest = at >= ticket.last_at;
    ticket.last_at = ticket.last_at.max(at);
    let (was_asked, was_waiting_on) = (ticket.asked_at, ticket.waiting_on);
    if kind == MessageKind::Said && !ticket.status.is_over() {
        let is_staff = staff.has(tx, ticket, said).await?;
        if is_staff && ticket.first_staff_at.is_none() {
            bells.extend(first_answer(tx, ids, ticket, said, now).await?);
        }
        if newest && said.author.id == ticket.customer {
            ticket.waiting_on = WaitingOn::Staff;
            bells.extend(customer_answers(tx, ids, ticket, said, now).await?);
        } else if newest && is_staff {
            ticket.waiting_on = WaitingOn::Customer;
        }
    }
    execute!(
        tx,
        "update ticket set last_at = $2, waiting_on = $3, first_staff_at = $4, asked_at = $5, asked_by = $6,
           snoozed_until = $7, revision = revision + $8 where id = $1",
        ticket.id,
        ticket.last_at,
        ticket.waiting_on,
        ticket.first_staff_at,
        ticket.asked_at,
        ticket.asked_by,
        ticket.snoozed_until,
        // What asks whether it is solved is shown in Discord.
        i64::from(was_asked != ticket.asked_at),
    )?;
    if was_waiting_on == WaitingOn::Staff && ticket.waiting_on == WaitingOn::Customer {
        let conduct = conduct(tx, ticket).await?;
        let armed = arm_silence(tx, ids, ticket, &conduct, now).await?;
        bells.extend(armed.map(|due| Bell::Due { due }));
    }
    Ok(bells)
}

async fn first_answer(tx: &mut Tx, ids: &Ids, ticket: &mut Ticket, said: &Said, now: Timestamp) -> Result<Vec<Bell>> {
    let from = ticket.status;
    step(tx, ticket, Act::StaffMessage).await?;
    let at = said.id.time().min(now);
    ticket.first_staff_at = Some(at);
    let row = Row {
        deed: Deed::FirstAnswer,
        actor: Some(said.author.id),
        from: Some(from.to_string()),
        to: Some(ticket.status.to_string()),
        via: Via::Discord,
    };
    Ok(note(tx, ids, ticket, row, at).await?.bells().collect())
}

/// The customer's word says that it is not solved, and brings back what was set aside.
async fn customer_answers(
    tx: &mut Tx,
    ids: &Ids,
    ticket: &mut Ticket,
    said: &Said,
    now: Timestamp,
) -> Result<Vec<Bell>> {
    let at = said.id.time().min(now);
    let from = ticket.status;
    let mut bells = Vec::new();
    let row = |deed, from: Option<Status>, to: Option<Status>| Row {
        deed,
        actor: Some(said.author.id),
        from: from.map(|status| status.to_string()),
        to: to.map(|status| status.to_string()),
        via: Via::Discord,
    };
    if step(tx, ticket, Act::CustomerMessage).await? {
        (ticket.asked_at, ticket.asked_by) = (None, None);
        withdraw(tx, ticket.id, Pending::Request, now).await?;
        let refused = row(Deed::Refused, Some(from), Some(ticket.status));
        bells.extend(note(tx, ids, ticket, refused, at).await?.bells());
    }
    if ticket.snoozed_until.take().is_some() {
        withdraw(tx, ticket.id, Pending::Wake, now).await?;
        bells.extend(note(tx, ids, ticket, row(Deed::Woken, None, None), at).await?.bells());
    }
    Ok(bells)
}

/// Moves the ticket as the rule has it for something that was said already, which nobody can refuse any more. False: it
/// stays.
async fn step(tx: &mut Tx, ticket: &mut Ticket, act: Act) -> Result<bool> {
    let facts = ActFacts {
        status: ticket.status,
        part: if act == Act::StaffMessage { Part::Staff } else { Part::Member },
        is_customer: act == Act::CustomerMessage,
        claim: Claim::Nobodys,
        mode: ClaimMode::None,
        answered: ticket.first_staff_at.is_some(),
        helped_at: ticket.needed_help_at,
        ordered: Ordered::Nothing,
        confirmed: false,
    };
    let decision = decide(act, &facts)?;
    for &to in decision.moves {
        set_status(tx, ticket, to).await?;
    }
    Ok(!decision.moves.is_empty())
}
