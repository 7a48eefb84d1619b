//! Whom it is given to, and who is let into it.

use super::{Asked, deed, done};
use crate::fault::Fault;
use crate::page::settings::answer::{Answer, Done};
use crate::page::settings::form::Form;
use crate::wire::{Packed, Parcel};
use crate::words::{Say, say};
use domain::{UserId, Via};
use leptos::prelude::*;

/// Nobody, where no person is named.
#[server(prefix = "/fn", endpoint = "ticket-assign", output = Packed)]
pub async fn assign_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let person = match asked.form.words("person") {
            Some(name) => Some(named(asked, &name).await?),
            None => None,
        };
        asked.store.assign(&asked.access, asked.id(), person, Via::Web, asked.now).await?;
        let before = asked.ticket.assignee.map(|before| before.to_string()).unwrap_or_default();
        let words = if person.is_some() { Say::Assigned } else { Say::NobodysNow };
        Ok(done(words, asked.back("assign", &[("person", before)])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-member", output = Packed)]
pub async fn add_member(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let person = named(asked, asked.form.get("person")).await?;
        asked.store.add_member(&asked.access, asked.id(), person, Via::Web, asked.now).await?;
        Ok(done(Say::MemberAdded, asked.back("member-out", &[("person", person.to_string())])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-member-out", output = Packed)]
pub async fn remove_member(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let person = named(asked, asked.form.get("person")).await?;
        asked.store.remove_member(&asked.access, asked.id(), person, Via::Web, asked.now).await?;
        Ok(Done {
            say: say(Say::MemberRemoved).to_owned(),
            undo: Some(asked.back("member", &[("person", person.to_string())])),
            ..Done::default()
        })
    })
    .await
}

/// One member by name, username or id.
async fn named(asked: &Asked, name: &str) -> store::Result<UserId> {
    match asked.store.people_called(&asked.access, name).await?.as_slice() {
        [person] => Ok(*person),
        found => Err(domain::Refusal::WhoIsIt { name: name.to_owned(), found: found.len() }.into()),
    }
}
