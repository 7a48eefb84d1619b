//! A new type: from a preset or from nothing.

use crate::page::settings::deed_form::{After, DeedForm};
use crate::ui::{Button, ButtonKind, Field, Select};
use crate::words::{Word as W, w};
use domain::GuildId;
use leptos::prelude::*;

#[component]
pub fn AddType(guild: GuildId, presets: Vec<(String, String)>, after: After) -> impl IntoView {
    let options = std::iter::once((String::new(), w(W::FromNothing).to_owned())).chain(presets).collect();
    view! {
        <section class="rounded-md border border-line bg-surface p-4" aria-label=w(W::AddType)>
            <h2 class="mb-3 text-lg font-semibold">{w(W::AddType)}</h2>
            <DeedForm
                action="/fn/type-add"
                fields=vec![("guild", guild.to_string())]
                after
                class="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]"
            >
                <Field id="add-name" name="name" label=w(W::Name) hint=w(W::AddNameHint) />
                <Select id="add-preset" name="preset" label=w(W::StartFrom) options />
                <div class="sm:pt-5">
                    <Button kind=ButtonKind::Primary r#type="submit">{w(W::Add)}</Button>
                </div>
            </DeedForm>
        </section>
    }
}
