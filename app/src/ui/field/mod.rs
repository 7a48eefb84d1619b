//! Knows a place to type in, of one line or of several: its label, hint, fault and count, tied together for assistive
//! technology. What is typed stays in the element; whoever needs it reads the form.

use crate::anew::anew;
use leptos::prelude::*;

#[component]
pub fn Field(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(default = "text")] r#type: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    /// Stands in the hint's place while it holds.
    #[prop(optional, into)]
    fault: Signal<Option<String>>,
    /// Letters at most; they are counted while typing, and more are told, not cut.
    #[prop(optional)]
    most: Option<usize>,
    /// Several lines, so many in sight.
    #[prop(optional)]
    rows: Option<u8>,
) -> impl IntoView {
    let letters = RwSignal::new(value.chars().count());
    let too_many = move || most.is_some_and(|most| letters.get() > most);
    let note_id = format!("{id}-note");
    let described = note_id.clone();
    let has_hint = hint.is_some();
    let describedby = anew(move || (has_hint || fault.with(Option::is_some)).then(|| described.clone()));
    let invalid = anew(move || (fault.with(Option::is_some) || too_many()).then_some("true"));
    let count = move |event: leptos::ev::Event| letters.set(event_target_value(&event).chars().count());
    let place = match rows {
        Some(rows) => view! {
            <textarea
                id=id.clone()
                name=name
                rows=rows.to_string()
                placeholder=placeholder
                aria-invalid=invalid
                aria-describedby=describedby
                class="w-full min-w-0 rounded-sm border border-edge bg-surface px-2 py-1.5 text-base text-text placeholder:text-faint"
                inner_html=escaped(&value)
                on:input=count
            ></textarea>
        }
        .into_any(),
        None => view! {
            <input
                id=id.clone()
                name=name
                type=r#type
                inputmode=inputmode
                placeholder=placeholder
                value=value
                autocomplete="off"
                aria-invalid=invalid
                aria-describedby=describedby
                class="h-8 w-full min-w-0 rounded-sm border border-edge bg-surface px-2 text-base text-text placeholder:text-faint"
                on:input=count
            />
        }
        .into_any(),
    };
    view! {
        <div class="flex min-w-0 flex-col gap-1">
            <div class="flex items-baseline justify-between gap-2">
                <label for=id class="text-xs font-medium text-soft">
                    {label}
                </label>
                {most.map(|most| view! { <Count letters most /> })}
            </div>
            {place}
            <Note id=note_id hint fault />
        </div>
    }
}

/// `12/45`
#[component]
fn Count(letters: RwSignal<usize>, most: usize) -> impl IntoView {
    let class = anew(move || {
        let tone = if letters.get() > most { "font-medium text-danger" } else { "text-faint" };
        format!("figures flex-none text-xs {tone}")
    });
    view! { <span class=class>{anew(move || format!("{}/{most}", letters.get()))}</span> }
}

/// Under a place to type in: what is wrong with it, else what helps to fill it.
#[component]
pub fn Note(id: String, hint: Option<String>, fault: Signal<Option<String>>) -> impl IntoView {
    let class = anew(move || {
        (if fault.with(Option::is_some) { "text-xs text-danger" } else { "text-xs text-faint empty:hidden" }).to_owned()
    });
    let words = anew(move || fault.get().or_else(|| hint.clone()).map(IntoAny::into_any));
    view! { <p id=id class=class>{words}</p> }
}

/// Text inside an element whose content is text alone.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
