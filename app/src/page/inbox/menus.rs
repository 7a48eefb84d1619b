//! The menus: the fields asked for most, to be chosen from. They write into the one question.

use super::focus::FocusKept;
use super::{Ask, inbox_with};
use crate::anew::anew;
use crate::page::link;
use crate::ui::{Button, Icon, Select, Sign};
use crate::words::{Word as W, mark_word, priority_word, status_word, w};
use domain::search::Mark;
use domain::search::pieces::value_of;
use domain::{GuildId, Priority, Status};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

const NAMES: [&str; 4] = ["status", "type", "priority", "is"];

#[component]
pub fn Menus(guild: GuildId, ask: Ask, types: Vec<(String, String)>) -> impl IntoView {
    let any = |words: &str| (String::new(), words.to_owned());
    let statuses = [any(w(W::AnyStatus)), ("active".to_owned(), w(W::ActiveStatus).to_owned())]
        .into_iter()
        .chain(Status::ALL.iter().map(|status| (status.to_string(), status_word(*status).to_owned())))
        .collect::<Vec<_>>();
    let priorities = std::iter::once(any(w(W::AnyPriority)))
        .chain(Priority::ALL.iter().rev().map(|priority| (priority.to_string(), priority_word(*priority).to_owned())))
        .collect::<Vec<_>>();
    let types = std::iter::once(any(w(W::AnyType))).chain(types).collect::<Vec<_>>();
    let chosen = |field: &str| value_of(&ask.q, field).unwrap_or_default().to_owned();
    let marks = std::iter::once(any(w(W::AnyMark)))
        .chain(Mark::ALL.iter().map(|mark| (mark.to_string(), mark_word(*mark).to_owned())))
        .collect::<Vec<_>>();
    let [status, kind, priority, mark] = NAMES.map(chosen);
    let state = FocusKept::get();
    state.bring_back();
    let action = link::inbox(guild, "");
    let q = ask.q.clone();
    view! {
        <details class="group border-b border-line" open=anew(move || state.open.get()) on:toggle=move |event| note(state, &event)>
            <summary class="flex h-9 items-center gap-2 px-4 text-sm text-soft hover:bg-hover">
                <Icon sign=Sign::Filter />
                <span class="flex-1">{w(W::Filter)}</span>
                <span class="transition-transform duration-150 group-open:rotate-180">
                    <Icon sign=Sign::ChevronDown />
                </span>
            </summary>
            <div on:change=send_at_once class="px-4 pt-1 pb-3">
                <form action=action method="get" aria-label=w(W::Filter) class="grid grid-cols-2 gap-2.5" on:submit=ask_in_place(guild, ask, state)>
                    <input type="hidden" name="q" value=q />
                    <Select id="filter-status" name="status" label=w(W::Status) options=statuses value=status />
                    <Select id="filter-type" name="type" label=w(W::Type) options=types value=kind />
                    <Select id="filter-priority" name="priority" label=w(W::Priority) options=priorities value=priority />
                    <Select id="filter-is" name="is" label=w(W::Only) options=marks value=mark />
                    <div class="flex items-end">
                        <Button r#type="submit">{w(W::ApplyFilter)}</Button>
                    </div>
                </form>
            </div>
        </details>
    }
}

fn note(state: FocusKept, event: &leptos::ev::Event) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        if let Some(details) = event.target().and_then(|it| it.dyn_into::<web_sys::HtmlDetailsElement>().ok()) {
            state.open.set(details.open());
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (state, event);
}

/// In the browser the page stays, and the address is the one question.
fn ask_in_place(guild: GuildId, ask: Ask, state: FocusKept) -> impl Fn(leptos::ev::SubmitEvent) {
    let navigate = leptos_router::hooks::use_navigate();
    move |event| {
        event.prevent_default();
        state.remember();
        let mut map = ParamsMap::new();
        map.insert("q", ask.q.clone());
        for name in NAMES {
            map.insert(name, value_in(name));
        }
        let ask = Ask { best: ask.best, ..Ask::read(&map) };
        navigate(&inbox_with(guild, &ask), leptos_router::NavigateOptions::default());
    }
}

/// What a menu is set to.
#[cfg(feature = "hydrate")]
fn value_in(name: &str) -> String {
    use leptos::wasm_bindgen::JsCast;
    let menu = document().get_element_by_id(&format!("filter-{name}"));
    menu.and_then(|menu| menu.dyn_into::<web_sys::HtmlSelectElement>().ok())
        .map_or_else(String::new, |menu| menu.value())
}

#[cfg(not(feature = "hydrate"))]
fn value_in(_: &str) -> String {
    String::new()
}

/// A choice is sent as it is made.
fn send_at_once(event: leptos::ev::Event) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let select = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok());
        if let Some(form) = select.and_then(|select| select.form()) {
            let _ = form.request_submit();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    drop(event);
}
