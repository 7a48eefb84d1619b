//! Knows the rows under a combobox: which of them fit what is typed, and what the keys do.

use super::look::Mark;
use super::{Choice, Held, Several};
use crate::anew::anew;
use crate::words::{Word as W, folded, w};
use leptos::prelude::*;

/// Rows in sight at once; typing narrows them.
const MOST: usize = 100;

#[component]
pub fn List(held: Held) -> impl IntoView {
    anew(move || {
        if !held.open.get() {
            return ().into_any();
        }
        let found = held.found();
        let id = held.id.get_value();
        let empty = found.is_empty();
        let rows = found.into_iter().enumerate().map(|(at, choice)| view! { <Row held at choice /> }).collect_view();
        view! {
            <ul
                id=format!("{id}-list")
                role="listbox"
                aria-label=w(W::Choices)
                aria-multiselectable=(held.several == Several::Many).then_some("true")
                class="absolute inset-x-0 top-full z-30 mt-1 max-h-72 scroll-mb-20 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float"
            >
                {rows}
                {empty.then(|| view! { <li role="option" aria-disabled="true" aria-selected="false" class="px-2.5 py-1.5 text-faint">{w(W::NoChoice)}</li> })}
            </ul>
        }
        .into_any()
    })
}

#[component]
fn Row(held: Held, at: usize, choice: Choice) -> impl IntoView {
    let value = choice.value.clone();
    let refused = choice.refused.is_some();
    let chosen = held.chosen.with_untracked(|chosen| chosen.contains(&value));
    let class = anew(move || {
        let ground = if held.at.get() == at { "bg-hover" } else { "" };
        let tone = if refused { "text-faint" } else { "text-text" };
        format!("flex cursor-pointer items-center gap-2 rounded-sm px-2.5 py-1.5 hover:bg-hover {ground} {tone}")
    });
    view! {
        <li
            id=format!("{}-{at}", held.id.get_value())
            role="option"
            aria-selected=if chosen { "true" } else { "false" }
            aria-disabled=refused.then_some("true")
            class=class
            // The place to type in keeps the focus.
            on:mousedown=move |event| event.prevent_default()
            on:click=move |_| {
                if !refused {
                    held.take(&value);
                }
            }
        >
            <Mark look=choice.look />
            <span class="min-w-0 flex-1 truncate">{choice.words}</span>
            {choice.refused.or(choice.note).map(|note| view! { <span class="max-w-48 truncate text-sm text-faint">{note}</span> })}
            <span class="w-4 flex-none text-accent-strong" aria-hidden="true">{if chosen { "✓" } else { "" }}</span>
        </li>
    }
}

impl Held {
    pub(super) fn choice(self, value: &str) -> Option<Choice> {
        self.choices.with_value(|choices| choices.iter().find(|choice| choice.value == value).cloned())
    }

    pub(super) fn words_of_chosen(self) -> String {
        let chosen = self.chosen.with(|chosen| chosen.first().cloned());
        chosen.map(|value| self.choice(&value).map_or(value, |choice| choice.words)).unwrap_or_default()
    }

    pub(super) fn mark_of_chosen(self) -> AnyView {
        let chosen = self.chosen.with(|chosen| chosen.first().cloned());
        let look = chosen.and_then(|value| self.choice(&value)).map(|choice| choice.look).unwrap_or_default();
        view! { <Mark look /> }.into_any()
    }

    /// The rows that fit what is typed.
    pub(super) fn found(self) -> Vec<Choice> {
        let typed = folded(&self.typed.get());
        let fits = |choice: &&Choice| typed.is_empty() || folded(&choice.words).contains(&typed);
        self.choices.with_value(|choices| choices.iter().filter(fits).take(MOST).cloned().collect())
    }

    pub(super) fn type_in(self, text: String) {
        self.typed.set(text);
        self.at.set(0);
        self.open.set(true);
        self.show();
    }

    pub(super) fn unfold(self) {
        if !self.open.get_untracked() {
            self.at.set(0);
            self.open.set(true);
            self.show();
        }
    }

    /// At a page's foot it would unfold below what is in sight, or under the bar that saves.
    fn show(self) {
        #[cfg(feature = "hydrate")]
        request_animation_frame(move || self.into_view("list"));
        #[cfg(not(feature = "hydrate"))]
        let _ = self;
    }

    fn fold(self) {
        self.open.set(false);
        self.typed.set(String::new());
    }

    /// One takes the place of what was chosen; of several it comes or goes.
    pub(super) fn take(self, value: &str) {
        match self.several {
            Several::One => {
                self.chosen.set(vec![value.to_owned()]);
                self.fold();
                self.tell();
            }
            Several::Many => {
                self.typed.set(String::new());
                self.toggle(value);
            }
        }
    }

    pub(super) fn toggle(self, value: &str) {
        self.chosen.update(|chosen| match chosen.iter().position(|known| known == value) {
            Some(at) => drop(chosen.remove(at)),
            None => chosen.push(value.to_owned()),
        });
        self.tell();
    }
}

/// What the keys and the focus do. In the browser only.
pub trait Keys {
    fn press(self, event: &leptos::ev::KeyboardEvent);
    fn left(self, event: &leptos::ev::FocusEvent);
    /// The form hears that something changed, once its fields say so.
    fn tell(self);
    /// What was chosen in the select of a page that was not awake yet.
    fn take_over(self);
}

#[cfg(feature = "hydrate")]
impl Keys for Held {
    fn press(self, event: &leptos::ev::KeyboardEvent) {
        // What an input method takes is not ours.
        if event.is_composing() {
            return;
        }
        let open = self.open.get_untracked();
        let found = untrack(|| self.found());
        let at = self.at.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if !open => self.unfold(),
            "ArrowDown" => self.go_to((at + 1).min(found.len().saturating_sub(1))),
            "ArrowUp" if open => self.go_to(at.saturating_sub(1)),
            "Enter" if open => {
                if let Some(choice) = found.get(at).filter(|choice| choice.refused.is_none()) {
                    self.take(&choice.value);
                }
            }
            "Escape" if open => {
                self.fold();
                event.stop_propagation();
            }
            "Backspace" if self.several == Several::Many && self.typed.with_untracked(String::is_empty) => {
                if let Some(last) = self.chosen.with_untracked(|chosen| chosen.last().cloned()) {
                    self.toggle(&last);
                }
                return;
            }
            _ => return,
        }
        event.prevent_default();
    }

    fn left(self, event: &leptos::ev::FocusEvent) {
        use leptos::wasm_bindgen::JsCast;
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        if self.root.get_untracked().is_some_and(|root| !root.contains(to.as_ref())) {
            self.fold();
        }
    }

    fn take_over(self) {
        if self.several == Several::One
            && let Some(select) = self.native()
            && self.chosen.with_untracked(|chosen| *chosen != [select.value()])
        {
            self.chosen.set(vec![select.value()]);
        }
    }

    fn tell(self) {
        request_animation_frame(move || {
            let options = web_sys::EventInit::new();
            options.set_bubbles(true);
            if let (Some(root), Ok(event)) =
                (self.root.get_untracked(), web_sys::Event::new_with_event_init_dict("input", &options))
            {
                let _ = root.dispatch_event(&event);
            }
        });
    }
}

#[cfg(feature = "hydrate")]
impl Held {
    fn native(self) -> Option<web_sys::HtmlSelectElement> {
        use leptos::wasm_bindgen::JsCast;
        document().get_element_by_id(&self.id.get_value())?.dyn_into().ok()
    }

    fn go_to(self, at: usize) {
        self.at.set(at);
        self.into_view(&at.to_string());
    }

    fn into_view(self, part: &str) {
        if let Some(row) = document().get_element_by_id(&format!("{}-{part}", self.id.get_value())) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }
}

#[cfg(not(feature = "hydrate"))]
impl Keys for Held {
    fn press(self, _: &leptos::ev::KeyboardEvent) {}
    fn left(self, _: &leptos::ev::FocusEvent) {}
    fn tell(self) {}
    fn take_over(self) {}
}
