//! Knows a choice out of many, found by typing: one, or several. Until the page is awake it is a `<select>` of the same
//! name, so a form says the same without a script. Knows nothing of what is chosen but how its row looks.

mod list;
mod look;

use super::field::Note;
use crate::anew::anew;
use crate::words::{Word as W, w};
use leptos::html;
use leptos::prelude::*;
use list::{Keys, List};
use look::Mark;
pub use look::{Choice, Look};

/// How many may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Several {
    One,
    Many,
}

/// What the parts of one combobox share.
#[derive(Clone, Copy)]
struct Held {
    id: StoredValue<String>,
    choices: StoredValue<Vec<Choice>>,
    several: Several,
    chosen: RwSignal<Vec<String>>,
    typed: RwSignal<String>,
    open: RwSignal<bool>,
    /// The row that Enter would take.
    at: RwSignal<usize>,
    root: NodeRef<html::Div>,
}

/// What is chosen is sent as `name=value`, once for each; an `input` event tells the form of a change.
#[component]
pub fn Combobox(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional)] chosen: Vec<String>,
    several: Several,
    #[prop(optional, into)] placeholder: String,
    #[prop(default = None)] hint: Option<String>,
    #[prop(optional, into)] fault: Signal<Option<String>>,
    /// Shown unfolded from the start.
    #[prop(optional)]
    unfolded: bool,
) -> impl IntoView {
    let held = Held {
        id: StoredValue::new(id.clone()),
        choices: StoredValue::new(choices),
        several,
        chosen: RwSignal::new(chosen),
        typed: RwSignal::new(String::new()),
        open: RwSignal::new(unfolded),
        at: RwSignal::new(0),
        root: NodeRef::new(),
    };
    let awake = RwSignal::new(unfolded);
    Effect::new(move || {
        held.take_over();
        awake.set(true);
    });
    let note_id = format!("{id}-note");
    let described = note_id.clone();
    let has_hint = hint.is_some();
    let place = anew(move || {
        let describedby = (has_hint || fault.with(Option::is_some)).then(|| described.clone());
        let (name, placeholder) = (name.clone(), placeholder.clone());
        let is_wrong = fault.with(Option::is_some);
        if awake.get() {
            view! { <Place held name placeholder describedby is_wrong /> }.into_any()
        } else {
            view! { <Native held name describedby is_wrong /> }.into_any()
        }
    });
    view! {
        <div class="flex min-w-0 flex-col gap-1" node_ref=held.root>
            <label for=id class="text-xs font-medium text-soft">{label}</label>
            {place}
            <Note id=note_id hint fault />
        </div>
    }
}

/// Without a script.
#[component]
fn Native(held: Held, name: String, describedby: Option<String>, is_wrong: bool) -> impl IntoView {
    let chosen = held.chosen.get_untracked();
    let height = if held.several == Several::Many { "py-1" } else { "h-8" };
    let options = held
        .choices
        .get_value()
        .into_iter()
        .map(|choice| {
            let selected = chosen.contains(&choice.value);
            let refused = choice.refused.is_some() && !selected;
            let words = match choice.refused {
                Some(why) => format!("{} ({why})", choice.words),
                None => choice.words,
            };
            view! { <option value=choice.value selected=selected disabled=refused>{words}</option> }
        })
        .collect_view();
    view! {
        <select
            id=held.id.get_value()
            name=name
            multiple=held.several == Several::Many
            aria-invalid=is_wrong.then_some("true")
            aria-describedby=describedby
            class=format!("w-full min-w-0 rounded-sm border border-edge bg-surface px-1.5 text-base text-text aria-invalid:border-danger {height}")
        >
            {options}
        </select>
    }
}

/// With one: what is chosen, a place to type in, and the list below it.
#[component]
fn Place(held: Held, name: String, placeholder: String, describedby: Option<String>, is_wrong: bool) -> impl IntoView {
    let id = held.id.get_value();
    let list_id = format!("{id}-list");
    let active = {
        let id = id.clone();
        anew(move || held.open.get().then(|| format!("{id}-{}", held.at.get())))
    };
    let values = anew(move || {
        let name = name.clone();
        let hidden = move |value| view! { <input type="hidden" name=name.clone() value=value /> };
        held.chosen.get().into_iter().map(hidden).collect_view().into_any()
    });
    let shown = anew(move || match held.several {
        Several::One if !held.open.get() => held.words_of_chosen(),
        _ => held.typed.get(),
    });
    // What a reset of the form shows.
    let first = (held.several == Several::One).then(|| untrack(|| held.words_of_chosen()));
    let empty_hint = anew(move || if held.chosen.with(Vec::is_empty) { placeholder.clone() } else { String::new() });
    view! {
        <div class="relative" on:focusout=move |event| held.left(&event)>
            {values}
            <div class="flex min-h-8 flex-wrap items-center gap-1 rounded-sm border border-edge bg-surface px-1.5 py-0.5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus">
                {(held.several == Several::Many).then(|| view! { <Chosen held /> })}
                {(held.several == Several::One).then(|| anew(move || held.mark_of_chosen()))}
                <input
                    id=id.clone()
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    aria-autocomplete="list"
                    aria-expanded=anew(move || if held.open.get() { "true" } else { "false" })
                    aria-controls=list_id
                    aria-activedescendant=active
                    aria-invalid=is_wrong.then_some("true")
                    aria-describedby=describedby
                    placeholder=empty_hint
                    value=first
                    prop:value=shown
                    class="h-6 min-w-24 flex-1 bg-transparent px-0.5 text-base text-text outline-none placeholder:text-faint"
                    on:input=move |event| held.type_in(event_target_value(&event))
                    on:click=move |_| held.unfold()
                    on:keydown=move |event| held.press(&event)
                />
                <span class="text-faint" aria-hidden="true">"⌄"</span>
            </div>
            <List held />
        </div>
    }
}

/// What is chosen of several, each with the way to choose it no longer.
#[component]
fn Chosen(held: Held) -> impl IntoView {
    let one = move |value: String| {
        let choice = held.choice(&value);
        let (words, look) = choice.map_or_else(|| (value.clone(), Look::Plain), |choice| (choice.words, choice.look));
        let remove = format!("{} {words}", w(W::Remove));
        view! {
            <span class="inline-flex h-6 max-w-full items-center gap-1 rounded-xs bg-sunken pl-1.5 text-sm">
                <Mark look />
                <span class="truncate">{words}</span>
                <button
                    type="button"
                    class="inline-flex size-6 items-center justify-center rounded-xs text-soft hover:text-text"
                    aria-label=remove
                    on:click=move |_| held.toggle(&value)
                >
                    "×"
                </button>
            </span>
        }
    };
    anew(move || held.chosen.get().into_iter().map(one).collect_view().into_any())
}
