//! One department: what it is called, where its tickets go, who works in it.

use super::draft::{check, step};
use super::roles::{RoleFields, role_choices};
use super::{DepartmentShown, load_department};
use crate::page::guild_in_path;
use crate::page::missing::Refused;
use crate::page::settings::editor::Editor;
use crate::page::settings::field::{Find, Line, More, id_of};
use crate::page::settings::form_view::{EditorForm, Reload};
use crate::page::settings::notice::KeptNotice;
use crate::page::settings::type_editor::categories;
use crate::page::settings::{Page, key_in_path};
use crate::ui::{Skeleton, awaited};
use crate::wire::Load;
use crate::words::{Word as W, role_kind_word, w};
use domain::RoleKind;
use domain::setting::{Choices, label, limit};
use leptos::prelude::*;
use leptos_meta::Title;
use std::sync::Arc;

#[component]
pub fn DepartmentPage() -> impl IntoView {
    let (guild, key) = (guild_in_path(), key_in_path());
    let shown = Load::new(move || (guild.get(), key.get()), |(guild, key)| load_department(guild, key, None));
    awaited(
        || view! { <Skeleton rows=8 /> }.into_any(),
        move || async move {
            match shown.get().await {
                Ok(shown) => view! { <DepartmentEditor shown /> }.into_any(),
                Err(fault) => view! { <Refused fault /> }.into_any(),
            }
        },
    )
}

#[component]
fn DepartmentEditor(shown: DepartmentShown) -> impl IntoView {
    let DepartmentShown { guild, id, key, name, opened, choices } = shown;
    let known = choices.clone();
    let editor = Editor::new(&opened, move |form| check(form, &known));
    let choices = StoredValue::new(choices);
    let kept = opened.kept.clone();
    let along = vec![("key", key.clone()), ("id", id.to_string())];
    let reload: Reload = Arc::new(move |seen| {
        let key = key.clone();
        Box::pin(async move {
            let parcel = load_department(guild, key, Some(seen)).await.ok()?;
            parcel.open().ok().map(|shown: DepartmentShown| shown.opened)
        })
    });
    let fields = move || view! { <Fields editor choices /> }.into_any();
    view! {
        <Title text=name.clone() />
        <Page title=name text=w(W::DepartmentMore)>
            <KeptNotice kept editor />
            <EditorForm editor action="/fn/department-save" guild along step=step reload fields=fields.into() />
        </Page>
    }
}

#[component]
fn Fields(editor: Editor, choices: StoredValue<Choices>) -> impl IntoView {
    let kinds: Vec<(String, String)> =
        RoleKind::ALL.iter().map(|kind| (kind.to_string(), role_kind_word(*kind).to_owned())).collect();
    let oncall = choices.with_value(|choices| role_choices(W::NobodyOnCall, choices.roles.iter()));
    let categories = choices.with_value(|choices| categories(choices, W::CategoryUsual));
    let colour = editor.value("colour");
    view! {
        <div class="grid items-start gap-4 sm:grid-cols-2">
            <Line editor name="name" more=More { max: Some(limit::CHANNEL_NAME), ..More::default() } />
            <Line editor name="emoji" more=More { hint: Some(w(W::EmojiHint)), ..More::default() } />
        </div>
        <div class="grid items-start gap-4 sm:grid-cols-2">
            <Find
                editor
                name="category"
                choices=categories
                more=More { hint: Some(w(W::CategoryDepartmentHint)), ..More::default() }
            />
            <div class="flex flex-col gap-1">
                <label for=id_of("colour") class="text-xs font-medium text-soft">{label("colour")}</label>
                <input
                    id=id_of("colour")
                    type="color"
                    name="colour"
                    value=colour
                    class="h-8 w-20 rounded-sm border border-edge bg-surface p-0.5"
                />
            </div>
        </div>
        <section class="flex flex-col gap-4" aria-label=w(W::Roles)>
            <div>
                <h2 class="text-lg font-semibold">{w(W::Roles)}</h2>
                <p class="text-sm text-faint">{w(W::RolesMore)}</p>
            </div>
            <RoleFields editor choices kinds />
            <Find
                editor
                name="oncall_role"
                choices=oncall
                more=More { hint: Some(w(W::OnCallHint)), ..More::default() }
            />
        </section>
    }
}
