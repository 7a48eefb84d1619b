//! A new department: its name is enough.

use crate::page::settings::deed_form::{After, DeedForm};
use crate::ui::{Button, ButtonKind, Field};
use crate::words::{Word as W, w};
use domain::GuildId;
use leptos::prelude::*;

#[component]
pub fn AddDepartment(guild: GuildId, after: After) -> impl IntoView {
    view! {
        <section class="rounded-md border border-line bg-surface p-4" aria-label=w(W::AddDepartment)>
            <h2 class="mb-3 text-lg font-semibold">{w(W::AddDepartment)}</h2>
            <DeedForm
                action="/fn/department-add"
                fields=vec![("guild", guild.to_string())]
                after
                class="grid items-start gap-3 sm:grid-cols-[1fr_auto]"
            >
                <Field id="add-name" name="name" label=w(W::Name) hint=w(W::AddDepartmentHint) />
                <div class="sm:pt-5">
                    <Button kind=ButtonKind::Primary r#type="submit">{w(W::Add)}</Button>
                </div>
            </DeedForm>
        </section>
    }
}
