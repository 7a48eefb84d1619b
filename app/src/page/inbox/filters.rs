//! The filters: a form that asks by its address, with or without the browser's half.

use super::ask::ACTIVE;
use super::{Ask, inbox_with};
use crate::anew::anew;
use crate::page::link;
use crate::ui::{Button, Field, Icon, Select, Sign};
use crate::words::{Word as W, priority_word, status_word, w};
use domain::{GuildId, Priority, Status};
use leptos::prelude::*;

/// What outlives the list that is drawn anew: whether the filters stand open, and which of them had the focus.
#[derive(Clone, Copy)]
pub struct FilterState {
    open: RwSignal<bool>,
    focus: StoredValue<Option<String>>,
}

impl FilterState {
    /// Made once, by the desk.
    pub fn provide() {
        provide_context(Self { open: RwSignal::new(false), focus: StoredValue::new(None) });
    }

    fn get() -> Self {
        use_context().unwrap_or_else(|| Self { open: RwSignal::new(false), focus: StoredValue::new(None) })
    }

    /// Before a question is sent: where the reader is.
    fn remember(self) {
        #[cfg(feature = "hydrate")]
        self.focus.set_value(document().active_element().map(|element| element.id()).filter(|id| !id.is_empty()));
        #[cfg(not(feature = "hydrate"))]
        let _ = self.focus;
    }

    /// After its answer is drawn: back there.
    fn return_focus(self) {
        #[cfg(feature = "hydrate")]
        Effect::new(move || {
            use leptos::wasm_bindgen::JsCast;
            let Some(id) = self.focus.try_update_value(Option::take).flatten() else { return };
            request_animation_frame(move || {
                let field = document().get_element_by_id(&id);
                if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let _ = field.focus();
                }
            });
        });
        #[cfg(not(feature = "hydrate"))]
        let _ = self.focus;
    }
}

#[component]
pub fn Filters(guild: GuildId, ask: Ask, types: Vec<(String, String)>) -> impl IntoView {
    let any = |words: &str| (String::new(), words.to_owned());
    let statuses = [any(w(W::AnyStatus)), ("active".to_owned(), w(W::ActiveStatus).to_owned())]
        .into_iter()
        .chain(Status::ALL.iter().map(|status| (status.to_string(), status_word(*status).to_owned())))
        .collect::<Vec<_>>();
    let priorities = std::iter::once(any(w(W::AnyPriority)))
        .chain(Priority::ALL.iter().rev().map(|priority| (priority.to_string(), priority_word(*priority).to_owned())))
        .collect::<Vec<_>>();
    let types = std::iter::once(any(w(W::AnyType))).chain(types).collect::<Vec<_>>();
    let status = match ask.status.as_slice() {
        chosen if chosen == ACTIVE => "active".to_owned(),
        chosen => chosen.first().map(ToString::to_string).unwrap_or_default(),
    };
    let priority = ask.priority.first().map(ToString::to_string).unwrap_or_default();
    let kind = ask.ticket_type.first().map(ToString::to_string).unwrap_or_default();
    let state = FilterState::get();
    state.return_focus();
    let chips = chips(guild, &ask, &types);
    let action = link::inbox(guild, "");
    view! {
        <details class="group border-b border-line" open=anew(move || state.open.get()) on:toggle=move |event| note(state, &event)>
            <summary class="flex h-10 items-center gap-2 px-4 text-soft hover:bg-hover">
                <Icon sign=Sign::Filter />
                <span class="flex-1">{w(W::Filter)}</span>
                <span class="transition-transform duration-150 group-open:rotate-180">
                    <Icon sign=Sign::ChevronDown />
                </span>
            </summary>
            <div on:change=send_at_once class="px-4 pt-1 pb-3">
                <form action=action method="get" role="search" class="grid grid-cols-2 gap-2.5" on:submit=ask_in_place(guild, state)>
                    <Select id="filter-status" name="status" label=w(W::Status) options=statuses value=status />
                    <Select id="filter-type" name="type" label=w(W::Type) options=types value=kind />
                    <Select id="filter-priority" name="priority" label=w(W::Priority) options=priorities value=priority />
                    <Field
                        id="filter-number"
                        name="number"
                        label=w(W::Number)
                        inputmode="numeric"
                        value=ask.number.map(|number| number.to_string()).unwrap_or_default()
                    />
                    <div class="col-span-2 flex items-end gap-2.5">
                        <div class="min-w-0 flex-1">
                            <Field
                                id="filter-member"
                                name="member"
                                label=w(W::Member)
                                placeholder=w(W::MemberHint)
                                value=ask.member.clone().unwrap_or_default()
                            />
                        </div>
                        <Button r#type="submit">{w(W::ApplyFilter)}</Button>
                    </div>
                </form>
            </div>
        </details>
        {(!chips.is_empty())
            .then(|| {
                view! {
                    <ul class="flex flex-wrap items-center gap-1.5 border-b border-line px-4 py-2" aria-label=w(W::FiltersChosen)>
                        {chips}
                    </ul>
                }
            })}
    }
}

/// What is asked, each with the way to ask it no longer.
fn chips(guild: GuildId, ask: &Ask, types: &[(String, String)]) -> Vec<AnyView> {
    let mut chips = Vec::new();
    let mut chip = |words: String, without: Ask| {
        let href = inbox_with(guild, &Ask { before: None, ..without });
        chips.push(
            view! {
                <li>
                    <a
                        href=href
                        class="inline-flex h-6 max-w-56 items-center gap-1 rounded-xs bg-sunken px-1.5 text-sm text-text hover:bg-chosen"
                    >
                        <span class="truncate">{words}</span>
                        <Icon sign=Sign::Close />
                        <span class="sr-only">{w(W::RemoveFilter)}</span>
                    </a>
                </li>
            }
            .into_any(),
        );
    };
    if !ask.status.is_empty() {
        let words = if ask.status == ACTIVE {
            w(W::ActiveStatus).to_owned()
        } else {
            ask.status.iter().map(|status| status_word(*status)).collect::<Vec<_>>().join(", ")
        };
        chip(words, Ask { status: Vec::new(), ..ask.clone() });
    }
    if !ask.ticket_type.is_empty() {
        let name = |id: String| types.iter().find(|(known, _)| *known == id).map_or(id, |(_, name)| name.clone());
        let words = ask.ticket_type.iter().map(|id| name(id.to_string())).collect::<Vec<_>>().join(", ");
        chip(words, Ask { ticket_type: Vec::new(), ..ask.clone() });
    }
    if !ask.priority.is_empty() {
        let words = ask.priority.iter().map(|priority| priority_word(*priority)).collect::<Vec<_>>().join(", ");
        chip(words, Ask { priority: Vec::new(), ..ask.clone() });
    }
    if let Some(member) = &ask.member {
        chip(member.clone(), Ask { member: None, ..ask.clone() });
    }
    if let Some(number) = ask.number {
        chip(format!("#{number}"), Ask { number: None, ..ask.clone() });
    }
    chips
}

fn note(state: FilterState, event: &leptos::ev::Event) {
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

/// In the browser the page stays: the address is written by hand, without what is not asked.
fn ask_in_place(guild: GuildId, state: FilterState) -> impl Fn(leptos::ev::SubmitEvent) {
    let navigate = leptos_router::hooks::use_navigate();
    move |event| {
        event.prevent_default();
        state.remember();
        let mut map = leptos_router::params::ParamsMap::new();
        for name in ["status", "type", "priority", "number", "member"] {
            map.insert(name, value_of(name));
        }
        navigate(&inbox_with(guild, &Ask::read(&map)), leptos_router::NavigateOptions::default());
    }
}

/// What a filter is set to.
#[cfg(feature = "hydrate")]
fn value_of(name: &str) -> String {
    use leptos::wasm_bindgen::JsCast;
    let Some(field) = document().get_element_by_id(&format!("filter-{name}")) else { return String::new() };
    match field.dyn_into::<web_sys::HtmlSelectElement>() {
        Ok(select) => select.value(),
        Err(field) => {
            field.dyn_into::<web_sys::HtmlInputElement>().map_or_else(|_| String::new(), |input| input.value())
        }
    }
}

#[cfg(not(feature = "hydrate"))]
fn value_of(_: &str) -> String {
    String::new()
}

/// A choice is sent as it is made; what is typed, on Enter.
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
