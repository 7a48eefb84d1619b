//! Roles in a form: those that are chosen, each with what it is, and the one to add. The guild's own admin roles are
//! such a form by themselves.

use super::draft::{ADD_KIND, ADD_ROLE, check_admins, role_field, rows, step};
use super::{DepartmentsShown, load_departments};
use crate::anew::anew;
use crate::discord::colour;
use crate::page::settings::answer::Opened;
use crate::page::settings::editor::Editor;
use crate::page::settings::field::{Choose, Find, More, id_of};
use crate::page::settings::form_view::{EditorForm, Reload};
use crate::page::settings::notice::KeptNotice;
use crate::page::settings::tool::Tool;
use crate::ui::{Choice, Look, Sign, words};
use crate::words::{Word as W, w};
use domain::setting::{Choices, RoleChoice};
use domain::{GuildId, RoleId};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn RoleFields(
    editor: Editor,
    choices: StoredValue<Choices>,
    /// What a role may be: value and words; nothing where all are the same.
    kinds: Vec<(String, String)>,
) -> impl IntoView {
    let chosen: Vec<RoleId> = editor.form.with_untracked(|form| rows(form).map(|(role, _)| role).collect());
    let free = choices.with_value(|choices| {
        role_choices(W::ChooseRole, choices.roles.iter().filter(|role| !chosen.contains(&role.id)))
    });
    let rows = chosen
        .into_iter()
        .map(|id| {
            let role = choices.with_value(|choices| choices.role(id).cloned());
            view! { <Role editor id role kinds=kinds.clone() /> }
        })
        .collect::<Vec<_>>();
    let kind = (!kinds.is_empty()).then(|| view! { <Choose editor name=ADD_KIND options=kinds /> });
    view! {
        <ul class="flex flex-col divide-y divide-line rounded-md border border-line empty:hidden">{rows}</ul>
        <div class="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]">
            <Find editor name=ADD_ROLE choices=free more=More { hint: Some(w(W::AddRoleHint)), ..More::default() } />
            {kind}
            <div class="sm:pt-5">
                <button
                    type="submit"
                    name="step"
                    value="add"
                    class="inline-flex h-8 flex-none items-center justify-center gap-2 rounded-sm border border-edge bg-surface px-3 text-base font-medium whitespace-nowrap text-text transition-colors duration-150 hover:bg-hover"
                >
                    {w(W::Add)}
                </button>
            </div>
        </div>
    }
}

/// The guild's roles to choose from, after what stands for none.
pub fn role_choices<'a>(none: W, roles: impl Iterator<Item = &'a RoleChoice>) -> Vec<Choice> {
    let one = |role: &RoleChoice| Choice {
        value: role.id.to_string(),
        words: role.name.clone(),
        look: Look::Colour(colour::exact(role.colour)),
        refused: role.above_bot.then(|| w(W::AboveDocket).to_owned()),
        note: None,
    };
    let none = Choice { words: w(none).to_owned(), ..Choice::default() };
    std::iter::once(none).chain(roles.map(one)).collect()
}

#[component]
fn Role(editor: Editor, id: RoleId, role: Option<RoleChoice>, kinds: Vec<(String, String)>) -> impl IntoView {
    let name = role_field(id);
    let named = role.as_ref().map_or_else(|| w(W::UnknownRole).to_owned(), |role| role.name.clone());
    // Deleted in Discord.
    let (look, goes) = match role {
        Some(_) => ("", None),
        None => ("text-faint line-through", Some(words("span", "text-xs text-faint", w(W::RoleGoes)))),
    };
    let dot = role.map(|role| format!("background:{}", colour::exact(role.colour)));
    let fault = {
        let name = name.clone();
        anew(move || editor.fault(&name).map(|fault| words("p", "w-full text-xs text-danger", fault)).into_any())
    };
    let value = editor.value(&name);
    let kind = if kinds.is_empty() {
        view! { <input type="hidden" name=name.clone() value=value /> }.into_any()
    } else {
        let options = kinds
            .into_iter()
            .map(|(option, words)| {
                let selected = option == value;
                view! { <option value=option selected=selected>{words}</option> }
            })
            .collect_view();
        let label = format!("{}: {named}", w(W::RoleIs));
        view! {
            <select name=name.clone() aria-label=label class="h-8 rounded-sm border border-edge bg-surface px-2 text-base text-text">
                {options}
            </select>
        }
        .into_any()
    };
    let remove = format!("{}: {named}", w(W::Remove));
    view! {
        <li id=id_of(&name) class="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2" tabindex="-1">
            <span class="size-2.5 flex-none rounded-full border border-edge" style=dot aria-hidden="true"></span>
            <span class="min-w-0 flex-1 truncate"><span class=look>{named}</span>" "{goes}</span>
            {kind}
            <Tool words=remove sign=Sign::Trash step=format!("remove.{id}") />
            {fault}
        </li>
    }
}

/// Whoever bears one of these administers Docket in this guild.
#[component]
pub fn AdminRoles(guild: GuildId, opened: Opened, choices: Choices) -> impl IntoView {
    let known = choices.clone();
    let editor = Editor::new(&opened, move |form| check_admins(form, &known));
    let choices = StoredValue::new(choices);
    let kept = opened.kept.clone();
    let reload: Reload = Arc::new(move |seen| {
        Box::pin(async move {
            let parcel = load_departments(guild, Some(seen)).await.ok()?;
            parcel.open().ok().map(|shown: DepartmentsShown| shown.opened)
        })
    });
    let fields = move || view! { <RoleFields editor choices kinds=Vec::new() /> }.into_any();
    view! {
        <section id="admin-roles" class="flex flex-col gap-4" aria-label=w(W::AdminRoles)>
            <div>
                <h2 class="text-lg font-semibold">{w(W::AdminRoles)}</h2>
                <p class="text-soft">{w(W::AdminRolesMore)}</p>
            </div>
            <KeptNotice kept editor />
            <EditorForm editor action="/fn/admin-roles-save" guild along=Vec::new() step=step reload fields=fields.into() />
        </section>
    }
}
