//! What staff set beside: how pressing it is, what it is about, what its channel is called, and their notes.

use super::{deed, done};
use crate::fault::Fault;
use crate::page::settings::answer::Answer;
use crate::page::settings::form::Form;
use crate::wire::{Packed, Parcel};
use crate::words::Say;
use domain::{Refusal, Via};
use leptos::prelude::*;

#[server(prefix = "/fn", endpoint = "ticket-priority", output = Packed)]
pub async fn set_priority(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let priority = asked.form.get("priority").parse().map_err(|_| Refusal::Empty)?;
        asked.store.set_priority(&asked.access, asked.id(), priority, Via::Web, asked.now).await?;
        Ok(done(Say::PrioritySet, asked.back("priority", &[("priority", asked.ticket.priority.to_string())])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-category", output = Packed)]
pub async fn set_category(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let category = asked.form.words("category");
        asked.store.set_ticket_category(&asked.access, asked.id(), category.as_deref(), Via::Web, asked.now).await?;
        let before = asked.ticket.category.clone().unwrap_or_default();
        Ok(done(Say::CategorySet, asked.back("category", &[("category", before)])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-subject", output = Packed)]
pub async fn set_subject(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let subject = asked.form.words("subject");
        asked.store.set_subject(&asked.access, asked.id(), subject.as_deref(), Via::Web, asked.now).await?;
        let before = asked.ticket.subject.clone().unwrap_or_default();
        Ok(done(Say::SubjectSet, asked.back("subject", &[("subject", before)])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-description", output = Packed)]
pub async fn set_description(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let text = asked.form.words("description");
        asked.store.set_description(&asked.access, asked.id(), text.as_deref(), Via::Web, asked.now).await?;
        let before = asked.ticket.description.clone().unwrap_or_default();
        Ok(done(Say::DescriptionSet, asked.back("description", &[("description", before)])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-tag", output = Packed)]
pub async fn tag_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let tag = asked.form.get("tag");
        asked.store.tag(&asked.access, asked.id(), tag, Via::Web, asked.now).await?;
        Ok(done(Say::Tagged, asked.back("untag", &[("tag", tag.to_owned())])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-untag", output = Packed)]
pub async fn untag_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let tag = asked.form.get("tag");
        asked.store.untag(&asked.access, asked.id(), tag, Via::Web, asked.now).await?;
        Ok(done(Say::Untagged, asked.back("tag", &[("tag", tag.to_owned())])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-rename", output = Packed)]
pub async fn rename_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let name = asked.form.get("name");
        asked.store.rename_ticket(&asked.access, asked.id(), name, Via::Web, asked.now).await?;
        Ok(done(Say::Renamed, asked.back("rename", &[("name", asked.ticket.channel_name.clone())])))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-move", output = Packed)]
pub async fn move_ticket(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        let category = asked.form.get("category").parse().map_err(|_| Refusal::NoSuchCategory)?;
        asked.store.move_ticket(&asked.access, asked.id(), category, Via::Web, asked.now).await?;
        let before = asked.ticket.parent.map(|before| [("category", before.to_string())]);
        Ok(done(Say::Moved, before.map(|before| asked.back("move", &before))))
    })
    .await
}

#[server(prefix = "/fn", endpoint = "ticket-note", output = Packed)]
pub async fn add_note(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    deed(form, async |asked| {
        asked.store.add_note(&asked.access, asked.id(), asked.form.get("text"), Via::Web, asked.now).await?;
        Ok(done(Say::Noted, None))
    })
    .await
}
