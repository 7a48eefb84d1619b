//! The ordered lines of who may open: each a role that may or may not, with the ways to move it.

use super::draft::{ADD_ALLOW, ADD_ROLE, NO, ROLES, YES};
use crate::anew::anew;
use crate::discord::colour;
use crate::page::settings::editor::Editor;
use crate::page::settings::field::{Choose, Find, More, id_of};
use crate::page::settings::tool::Tool;
use crate::ui::{ButtonKind, Choice, Look, Sign, words};
use crate::words::rules::{RuleWord as R, r};
use crate::words::{Word as W, w};
use domain::RoleId;
use domain::setting::Choices;
use leptos::prelude::*;

fn may() -> Vec<(String, String)> {
    [(YES, R::Allow), (NO, R::Deny)].map(|(value, word)| (value.to_owned(), r(word).to_owned())).to_vec()
}

#[component]
pub fn RoleLines(editor: Editor, choices: StoredValue<Choices>) -> impl IntoView {
    let count = editor.form.with_untracked(|form| form.rows(ROLES));
    let chosen: Vec<String> = (0..count).map(|at| editor.value(&format!("{ROLES}.{at}.role"))).collect();
    let free = choices.with_value(|choices| {
        let none = Choice { words: w(W::ChooseRole).to_owned(), ..Choice::default() };
        let free = choices.roles.iter().filter(|role| !chosen.contains(&role.id.to_string()));
        let one = |role: &domain::setting::RoleChoice| Choice {
            value: role.id.to_string(),
            words: role.name.clone(),
            look: Look::Colour(colour::exact(role.colour)),
            ..Choice::default()
        };
        std::iter::once(none).chain(free.map(one)).collect::<Vec<_>>()
    });
    let rows = (0..count).map(|at| view! { <Line editor choices at last=at + 1 == count /> }).collect::<Vec<_>>();
    let list = if count == 0 {
        words("p", "text-sm text-faint", r(R::NoRoles)).into_any()
    } else {
        view! { <ol class="flex flex-col divide-y divide-line rounded-md border border-line">{rows}</ol> }.into_any()
    };
    view! {
        {list}
        <div class="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]">
            <Find editor name=ADD_ROLE choices=free more=More { hint: Some(r(R::AddLineHint)), ..More::default() } />
            <Choose editor name=ADD_ALLOW options=may() />
            <div class="sm:pt-5">
                <button type="submit" name="step" value="add" class=ButtonKind::Secondary.classes()>{w(W::Add)}</button>
            </div>
        </div>
    }
}

#[component]
fn Line(editor: Editor, choices: StoredValue<Choices>, at: usize, last: bool) -> impl IntoView {
    let (name, allow) = (format!("{ROLES}.{at}.role"), format!("{ROLES}.{at}.allow"));
    let (value, chosen) = (editor.value(&name), editor.value(&allow));
    let id: RoleId = value.parse().unwrap_or_default();
    let role = choices.with_value(|choices| choices.role(id).cloned());
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
    let options = may()
        .into_iter()
        .map(|(option, words)| {
            let selected = option == chosen;
            view! { <option value=option selected=selected>{words}</option> }
        })
        .collect_view();
    let tool = |word: W| format!("{}: {named}", w(word));
    let (up, down, remove, is) = (tool(W::MoveUp), tool(W::MoveDown), tool(W::Remove), tool(W::RoleIs));
    view! {
        <li id=id_of(&name) class="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2" tabindex="-1">
            <span class="figures w-5 flex-none text-sm text-faint">{format!("{}.", at + 1)}</span>
            <span class="size-2.5 flex-none rounded-full border border-edge" style=dot aria-hidden="true"></span>
            <span class="min-w-0 flex-1 truncate"><span class=look>{named}</span>" "{goes}</span>
            <input type="hidden" name=name.clone() value=value />
            <select name=allow aria-label=is class="h-8 rounded-sm border border-edge bg-surface px-2 text-base text-text">
                {options}
            </select>
            <span class="flex flex-none">
                <Tool words=up sign=Sign::ChevronDown turned=true step=format!("up.{at}") disabled=at == 0 />
                <Tool words=down sign=Sign::ChevronDown step=format!("down.{at}") disabled=last />
                <Tool words=remove sign=Sign::Trash step=format!("remove.{at}") />
            </span>
            {fault}
        </li>
    }
}
