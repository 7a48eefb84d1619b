//! Who works on it, and how it goes on and ends.

use super::{deed, done};
use crate::fault::Fault;
use crate::page::settings::answer::Answer;
use crate::page::settings::form::Form;
use crate::wire::{Packed, Parcel};
use crate::words::Say;
use domain::{Refusal, Via};
use leptos::prelude::*;
use store::{Closing, Transfer};

#[server(prefix = "/fn", endpoint = "ticket-claim", output = Packed)]
pub async fn claim_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        asked.store.claim(&asked.access, asked.id(), Via::Web, asked.now).await?;
        // What was taken over goes back to whom it was taken from.
        let undo = match asked.ticket.assignee {
            Some(before) => asked.back("assign", &[("person", before.to_string())]),
            None => asked.back("unclaim", &[]),
        };
        Ok(done(Say::Claimed, undo))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-unclaim", output = Packed)]
pub async fn unclaim_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        asked.store.unclaim(&asked.access, asked.id(), Via::Web, asked.now).await?;
        let mine = asked.ticket.assignee == Some(asked.access.user());
        Ok(done(Say::Unclaimed, mine.then(|| asked.back("claim", &[]))))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-solve", output = Packed)]
pub async fn solve_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        asked.store.solve(&asked.access, asked.id(), Via::Web, asked.now).await?;
        Ok(done(Say::Solved, asked.back("unsolve", &[])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-unsolve", output = Packed)]
pub async fn unsolve_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        asked.store.unsolve(&asked.access, asked.id(), Via::Web, asked.now).await?;
        Ok(done(Say::Unsolved, None))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-complete", output = Packed)]
pub async fn complete_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        asked.store.complete(&asked.access, asked.id(), Via::Web, asked.now).await?;
        Ok(done(Say::Completed, None))
    })
    .await
}

/// With `confirmed` a ticket whose order is at risk is closed as well.
#[server(prefix = "/fn", endpoint = "ticket-close", output = Packed)]
pub async fn close_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let closing =
            Closing::Close { reason: asked.form.words("reason"), confirmed: asked.form.is_ticked("confirmed") };
        asked.store.close_ticket(&asked.access, asked.id(), &closing, Via::Web, asked.now).await?;
        Ok(done(Say::Closed, None))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-cancel", output = Packed)]
pub async fn cancel_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let why = asked.form.words("why");
        asked.store.cancel(&asked.access, asked.id(), why.as_deref(), Via::Web, asked.now).await?;
        Ok(done(Say::Cancelled, None))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-reopen", output = Packed)]
pub async fn reopen_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let why = asked.form.words("why");
        asked.store.reopen(&asked.access, asked.id(), why.as_deref(), Via::Web, asked.now).await?;
        Ok(done(Say::Reopened, None))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-escalate", output = Packed)]
pub async fn escalate_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let why = asked.form.words("why");
        asked.store.escalate(&asked.access, asked.id(), why.as_deref(), Via::Web, asked.now).await?;
        Ok(done(Say::Escalated, None))
    })
    .await
}

/// `to` is `department:ID` or `type:ID`.
#[server(prefix = "/fn", endpoint = "ticket-transfer", output = Packed)]
pub async fn transfer_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let to = read(asked.form.get("to")).ok_or(Refusal::Empty)?;
        asked.store.transfer(&asked.access, asked.id(), &to, Via::Web, asked.now).await?;
        let department = asked.ticket.department;
        let undo = match to {
            Transfer::Department(_) => asked.back("transfer", &[("to", format!("department:{department}"))]),
            Transfer::Type(_) => asked.back("transfer", &[("to", format!("type:{}", asked.ticket.ticket_type))]),
        };
        Ok(done(Say::Transferred, asked.access.is_admin().then_some(undo)))
    })
    .await
}

fn read(to: &str) -> Option<Transfer> {
    match to.split_once(':')? {
        ("department", id) => id.parse().ok().map(Transfer::Department),
        ("type", id) => id.parse().ok().map(Transfer::Type),
        _ => None,
    }
}
