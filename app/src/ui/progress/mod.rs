//! Knows how far something is, or that it goes on: a bar with its words.

use crate::anew::anew;
use leptos::prelude::*;

#[component]
pub fn Progress(
    #[prop(into)] label: String,
    /// Of a hundred; none while it is not known.
    #[prop(into)]
    done: Signal<Option<u8>>,
) -> impl IntoView {
    let percent = anew(move || done.get().map(|done| format!("{done} %")).unwrap_or_default());
    view! {
        <label class="flex flex-col gap-1">
            <span class="flex items-baseline justify-between gap-2 text-xs text-soft">
                <span>{label}</span>
                <span class="figures">{percent}</span>
            </span>
            <progress class="progress" max="100" value=anew(move || done.get().map(|done| done.to_string()))></progress>
        </label>
    }
}
