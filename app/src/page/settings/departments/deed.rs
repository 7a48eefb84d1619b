//! How departments are added, saved and deleted, and the admin roles saved.

use super::draft::{place, read, read_admin_roles, step};
use super::load::admin_roles_page;
use crate::clock;
use crate::fault::Fault;
use crate::guard;
use crate::page::link;
use crate::page::settings::answer::{Answer, Done, Told};
use crate::page::settings::form::Form;
use crate::page::settings::keep::{Asker, done, edited, guild_of, is_taken, keys, refused, saved, seen, undo};
use crate::page::settings::type_editor::draft::slug;
use crate::wire::{Packed, Parcel};
use crate::words::{Word as W, w};
use domain::setting::DepartmentDraft;
use domain::{Admin, DepartmentId, GuildId, RoleId, Via};
use leptos::prelude::*;
use store::Store;

/// What a new department has until somebody chooses.
const COLOUR: domain::Colour = 0x5B_6B8C;

/// The whole form of the editor; `step` and `theirs` as for a type.
#[server(prefix = "/fn", endpoint = "department-save", output = Packed)]
pub async fn save_department(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let page = link::department(guild_of(&form), form.get("key"));
    edited(form, &page, ("", step), async |store, admin, form| {
        let (draft, faults) = read(form);
        if !faults.is_empty() {
            return Ok(Answer::Faults(faults.into_iter().map(Into::into).collect()));
        }
        let id = form.get("id").parse().unwrap_or_default();
        let result = store.save_department(admin, id, seen(form), &draft, Via::Web, clock::now()).await;
        let roles: Vec<RoleId> = draft.roles.iter().map(|(role, _)| *role).collect();
        Ok(placed(saved(result, w(W::DepartmentSaved))?, "roles.", &roles, form))
    })
    .await
}

/// The guild's Docket admin roles; `step` and `theirs` as for a type.
#[server(prefix = "/fn", endpoint = "admin-roles-save", output = Packed)]
pub async fn save_admin_roles(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let page = admin_roles_page(guild_of(&form));
    edited(form, &page, ("", step), async |store, admin, form| {
        let roles = read_admin_roles(form);
        let result = store.set_admin_roles(admin, seen(form), &roles, Via::Web, clock::now()).await;
        Ok(placed(saved(result, w(W::AdminRolesSaved))?, "admin_roles.", &roles, form))
    })
    .await
}

fn placed(answer: Answer, list: &str, roles: &[RoleId], form: &Form) -> Answer {
    let Answer::Faults(faults) = answer else { return answer };
    let placed = |told: Told| Told { field: place(told.field, list, roles, form), ..told };
    Answer::Faults(faults.into_iter().map(placed).collect())
}

/// A new department by its name; the answer leads to its editor.
#[server(prefix = "/fn", endpoint = "department-add", output = Packed)]
pub async fn add_department(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let (asker, form) = (Asker::here(), form.plain());
    let guild = guild_of(&form);
    let (kept, answer) = match guard::admin(guild).await {
        Ok((admin, store)) => (Some(form.clone()), add(&store, &admin, &form).await),
        Err(fault) => (None, Err(fault)),
    };
    asker.answer(&link::departments(guild), kept, answer).await
}

async fn add(store: &Store, admin: &Admin, form: &Form) -> Result<Answer, Fault> {
    let Some(name) = form.words("name") else { return Ok(Answer::Refused(w(W::AddNeedsName).to_owned())) };
    let stem = match slug(&name) {
        stem if stem.is_empty() => "department".to_owned(),
        stem => stem,
    };
    let draft = DepartmentDraft { name, colour: COLOUR, ..DepartmentDraft::default() };
    for key in keys(&stem) {
        match store.add_department(admin, &key, &draft, Via::Web, clock::now()).await {
            Ok(_) => {
                let to = Some(link::department(admin.guild(), &key));
                return Ok(Answer::Done(Done { say: w(W::DepartmentAdded).to_owned(), to, ..Done::default() }));
            }
            Err(store::Error::Invalid(faults)) if faults.iter().all(is_taken) => {}
            Err(error) => return refused(error),
        }
    }
    Ok(Answer::Refused(w(W::AddNeedsName).to_owned()))
}

/// Refused in words while types or open tickets lie in it; the answer has the way back.
#[server(prefix = "/fn", endpoint = "department-delete", output = Packed)]
pub async fn delete_department(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let (asker, guild) = (Asker::here(), guild_of(&form));
    let answer = delete(guild, &form).await;
    asker.answer(&link::departments(guild), None, answer).await
}

async fn delete(guild: GuildId, form: &Form) -> Result<Answer, Fault> {
    let (admin, store) = guard::admin(guild).await?;
    match store.delete_department(&admin, id(form), Via::Web, clock::now()).await {
        Ok(()) => Ok(done(W::DepartmentDeleted, Some(undo("/fn/department-restore", form)))),
        Err(error) => refused(error),
    }
}

#[server(prefix = "/fn", endpoint = "department-restore", output = Packed)]
pub async fn restore_department(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let (asker, guild) = (Asker::here(), guild_of(&form));
    let answer = restore(guild, &form).await;
    asker.answer(&link::departments(guild), None, answer).await
}

async fn restore(guild: GuildId, form: &Form) -> Result<Answer, Fault> {
    let (admin, store) = guard::admin(guild).await?;
    match store.restore_department(&admin, id(form), Via::Web, clock::now()).await {
        Ok(()) => Ok(done(W::DepartmentRestored, None)),
        Err(error) => refused(error),
    }
}

fn id(form: &Form) -> DepartmentId {
    form.get("id").parse().unwrap_or_default()
}
