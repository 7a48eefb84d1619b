//! Knows a choice of one out of several, with its label.

use leptos::prelude::*;

/// The options are pairs of value and words.
#[component]
pub fn Select(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(option, words)| {
            let selected = option == value;
            view! { <option value=option selected=selected>{words}</option> }
        })
        .collect_view();
    view! {
        <div class="flex min-w-0 flex-col gap-1">
            <label for=id class="text-xs font-medium text-soft">{label}</label>
            <select
                id=id
                name=name
                class="h-8 w-full min-w-0 rounded-sm border border-edge bg-surface px-1.5 text-base text-text"
            >
                {options}
            </select>
        </div>
    }
}
