//! The welcome message: the first thing said in a ticket's channel.

use super::{Parts, Section};
use crate::anew::anew;
use crate::page::settings::field::{Line, More};
use crate::words::{Word as W, name_meaning, w};
use domain::setting::limit;
use leptos::prelude::*;

#[component]
pub fn WelcomeFields(parts: Parts) -> impl IntoView {
    let shared = parts.get_value();
    let editor = shared.editor;
    let names = Some(shared.welcome_names);
    let plain = More::default();
    view! {
        <Section id="welcome" title=w(W::Welcome) text=w(W::WelcomeMore)>
            <Line editor name="welcome.title" more=More { max: Some(limit::EMBED_TITLE), names, ..plain } />
            <Line editor name="welcome.text" more=More { rows: 6, max: Some(limit::EMBED_TEXT), names, ..plain } />
            <NamesToUse parts />
            <Line
                editor
                name="welcome.instructions"
                more=More { rows: 3, max: Some(limit::EMBED_FIELD), names, ..plain }
            />
            <div class="grid items-start gap-4 sm:grid-cols-2">
                <Line
                    editor
                    name="welcome.response_time"
                    more=More { max: Some(limit::EMBED_FIELD), hint: Some(w(W::ResponseTimeHint)), ..plain }
                />
                <Line
                    editor
                    name="welcome.colour"
                    more=More { hint: Some(w(W::WelcomeColourHint)), placeholder: Some("#RRGGBB"), ..plain }
                />
            </div>
            <div class="grid items-start gap-4 sm:grid-cols-2">
                <Line editor name="welcome.banner" more=More { placeholder: Some("https://"), ..plain } />
                <Line editor name="welcome.thumbnail" more=More { placeholder: Some("https://"), ..plain } />
            </div>
            <Line
                editor
                name="welcome.footer"
                more=More { max: Some(limit::EMBED_FOOTER), hint: Some(w(W::FooterHint)), ..plain }
            />
        </Section>
    }
}

/// All names with what they stand for, for whoever wants to look.
#[component]
fn NamesToUse(parts: Parts) -> impl IntoView {
    let shared = parts.get_value();
    let rows = anew(move || {
        shared.draft.track();
        let all = shared.welcome_names.all().into_iter().map(|name| {
            let meaning = name_meaning(&name);
            view! {
                <div class="flex gap-3">
                    <dt class="w-44 flex-none truncate font-mono text-sm">{format!("{{{name}}}")}</dt>
                    <dd class="text-sm text-faint">{meaning}</dd>
                </div>
            }
        });
        all.collect_view().into_any()
    });
    view! {
        <details class="rounded-sm border border-line px-3 py-2">
            <summary class="text-sm font-medium text-soft">{w(W::NamesToUse)}</summary>
            <dl class="mt-2 flex flex-col gap-1">{rows}</dl>
        </details>
    }
}
