//! What is done in the list of types: each a form of one button.

use crate::clock;
use crate::fault::Fault;
use crate::guard;
use crate::page::link;
use crate::page::settings::answer::{Answer, Done, Undo};
use crate::page::settings::form::Form;
use crate::page::settings::keep::{Asker, done, guild_of, is_taken, keys, refused, undo};
use crate::page::settings::type_editor::draft::slug;
use crate::wire::{Packed, Parcel};
use crate::words::{Word as W, order_changed_words, w};
use domain::setting::{Saved, TypeDraft, limit};
use domain::{Admin, GuildId, Refusal, TicketTypeId, TypeState, Via, preset};
use leptos::prelude::*;
use store::{Catalog, Store};

/// Active or paused; the answer has the way back.
#[server(prefix = "/fn", endpoint = "type-state", output = Packed)]
pub async fn set_type_state(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let (asker, guild) = (Asker::here(), guild_of(&form));
    let answer = state(guild, &form).await;
    asker.answer(&link::ticket_types(guild), None, answer).await
}

async fn state(guild: GuildId, form: &Form) -> Result<Answer, Fault> {
    let (admin, store) = guard::admin(guild).await?;
    let state = form.get("state").parse().unwrap_or(TypeState::Active);
    let (say, back) = match state {
        TypeState::Active => (W::TypeResumed, TypeState::Paused),
        TypeState::Paused => (W::TypePaused, TypeState::Active),
    };
    match store.set_type_state(&admin, id(form), state, None, Via::Web, clock::now()).await {
        Ok(Saved::Unchanged) => Ok(done(say, None)),
        Ok(_) => Ok(done(say, Some(undo("/fn/type-state", form).map(|form| form.with("state", back))))),
        Err(error) => refused(error),
    }
}

/// Takes a type away; the answer has the way back.
#[server(prefix = "/fn", endpoint = "type-delete", output = Packed)]
pub async fn delete_type(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let (asker, guild) = (Asker::here(), guild_of(&form));
    let answer = delete(guild, &form).await;
    asker.answer(&link::ticket_types(guild), None, answer).await
}

async fn delete(guild: GuildId, form: &Form) -> Result<Answer, Fault> {
    let (admin, store) = guard::admin(guild).await?;
    match store.delete_type(&admin, id(form), Via::Web, clock::now()).await {
        Ok(()) => Ok(done(W::TypeDeleted, Some(undo("/fn/type-restore", form)))),
        Err(error) => refused(error),
    }
}

#[server(prefix = "/fn", endpoint = "type-restore", output = Packed)]
pub async fn restore_type(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let (asker, guild) = (Asker::here(), guild_of(&form));
    let answer = restore(guild, &form).await;
    asker.answer(&link::ticket_types(guild), None, answer).await
}

async fn restore(guild: GuildId, form: &Form) -> Result<Answer, Fault> {
    let (admin, store) = guard::admin(guild).await?;
    match store.restore_type(&admin, id(form), Via::Web, clock::now()).await {
        Ok(()) => Ok(done(W::TypeRestored, None)),
        Err(error) => refused(error),
    }
}

/// One place up or down in the order that was shown, `seen`.
#[server(prefix = "/fn", endpoint = "type-move", output = Packed)]
pub async fn move_type(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let (asker, guild) = (Asker::here(), guild_of(&form));
    let answer = shift(guild, &form).await;
    asker.answer(&link::ticket_types(guild), None, answer).await
}

async fn shift(guild: GuildId, form: &Form) -> Result<Answer, Fault> {
    let (admin, store) = guard::admin(guild).await?;
    let seen: Vec<TicketTypeId> = form.get("seen").split(',').filter_map(|id| id.parse().ok()).collect();
    let at = seen.iter().position(|known| *known == id(form)).ok_or(Refusal::NotFound)?;
    let to = if form.get("step") == "up" { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < seen.len()) };
    let Some(to) = to else { return Ok(Answer::Done(Done::default())) };
    let mut order = seen.clone();
    order.swap(at, to);
    match store.order_types(&admin, &seen, &order, Via::Web, clock::now()).await {
        Ok(Saved::Conflict(conflict)) => Ok(Answer::Refused(order_changed_words(conflict.by.as_deref()))),
        Ok(_) => Ok(Answer::Done(Done::default())),
        Err(error) => refused(error),
    }
}

/// A new type, from a preset or nearly empty; the answer leads to its editor.
#[server(prefix = "/fn", endpoint = "type-add", output = Packed)]
pub async fn add_type(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let (asker, form) = (Asker::here(), form.plain());
    let guild = guild_of(&form);
    let (kept, answer) = match guard::admin(guild).await {
        Ok((admin, store)) => (Some(form.clone()), add(&store, &admin, &form).await),
        Err(fault) => (None, Err(fault)),
    };
    asker.answer(&link::ticket_types(guild), kept, answer).await
}

async fn add(store: &Store, admin: &Admin, form: &Form) -> Result<Answer, Fault> {
    let guild = admin.guild();
    let catalog = store.catalog(guild).await?;
    let all = preset::types();
    let chosen = all.iter().find(|preset| preset.key == form.get("preset"));
    let name = form.words("name").or_else(|| chosen.map(|preset| free_name(&catalog, preset.name)));
    let Some(name) = name else { return Ok(Answer::Refused(w(W::AddNeedsName).to_owned())) };
    let draft = draft(&catalog, chosen.or(all.iter().find(|preset| preset.key == "general")), &name);
    let stem = match slug(&name) {
        stem if stem.is_empty() => "type".to_owned(),
        stem => stem,
    };
    for key in keys(&stem) {
        match store.add_type(admin, &key, &draft, Via::Web, clock::now()).await {
            Ok(_) => {
                let to = Some(link::ticket_type(guild, &key));
                return Ok(Answer::Done(Done { say: w(W::TypeAdded).to_owned(), to, ..Done::default() }));
            }
            Err(store::Error::Invalid(faults)) if faults.iter().all(is_taken) => {}
            Err(error) => return refused(error),
        }
    }
    Ok(Answer::Refused(w(W::AddNeedsName).to_owned()))
}

/// A preset's name, with a number where a type is called so already: two of one name are refused.
fn free_name(catalog: &Catalog, name: &str) -> String {
    let is_free = |name: &String| catalog.types.iter().all(|kind| kind.name.to_lowercase() != name.to_lowercase());
    let numbered = (2..100).map(|number| format!("{name} {number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_else(|| name.to_owned())
}

/// What a new one starts with, under its own name.
fn draft(catalog: &Catalog, from: Option<&preset::TypePreset>, name: &str) -> TypeDraft {
    let of = |key: &str| catalog.departments.iter().find(|department| department.key == key);
    let department = from.and_then(|preset| of(preset.department)).or(catalog.departments.first());
    let title: String = name.chars().take(limit::FORM_TITLE).collect();
    let base = TypeDraft {
        name: name.to_owned(),
        label: name.chars().take(limit::LABEL).collect(),
        form_title: title,
        department: department.map(|department| department.id).unwrap_or_default(),
        ..TypeDraft::default()
    };
    let Some(preset) = from else { return base };
    TypeDraft {
        emoji: name.starts_with(preset.name).then(|| preset.emoji.to_owned()),
        style: preset.style,
        welcome: preset.welcome.clone(),
        when_closed: preset.when_closed,
        questions: preset.questions.clone(),
        ..base
    }
}

fn id(form: &Form) -> TicketTypeId {
    form.get("id").parse().unwrap_or_default()
}

impl Undo {
    fn map(self, change: impl FnOnce(Form) -> Form) -> Self {
        Self { form: change(self.form), ..self }
    }
}
