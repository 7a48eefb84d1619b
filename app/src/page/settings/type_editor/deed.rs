//! How a type is saved, and what the builder's buttons do where the browser's half is not awake.

use super::draft::read;
use super::step::step;
use crate::clock;
use crate::fault::Fault;
use crate::page::link;
use crate::page::settings::answer::Answer;
use crate::page::settings::form::Form;
use crate::page::settings::keep::{edited, guild_of, saved, seen};
use crate::wire::{Packed, Parcel};
use crate::words::{Word as W, w};
use domain::Via;
use leptos::prelude::*;

/// The whole form of the editor. `step` names a button that changes the form itself; `theirs`, the revision that is
/// saved over.
#[server(prefix = "/fn", endpoint = "type-save", output = Packed)]
pub async fn save_type(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let page = link::ticket_type(guild_of(&form), form.get("key"));
    edited(form, &page, ("#questions", step), async |store, admin, form| {
        let (draft, faults) = read(form);
        if !faults.is_empty() {
            return Ok(Answer::Faults(faults.into_iter().map(Into::into).collect()));
        }
        let id = form.get("id").parse().unwrap_or_default();
        saved(store.save_type(admin, id, seen(form), &draft, Via::Web, clock::now()).await, w(W::TypeSaved))
    })
    .await
}
