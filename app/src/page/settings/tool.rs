//! Knows the small buttons of a row: a sign, with its words for those who don't see it. They submit the form they are
//! in.

use crate::ui::{Icon, Sign};
use leptos::prelude::*;

#[component]
pub fn Tool(
    #[prop(into)] words: String,
    sign: Sign,
    /// Upside down.
    #[prop(optional)]
    turned: bool,
    #[prop(optional, into)] id: Option<String>,
    /// What is done to the form.
    #[prop(optional, into)]
    step: Option<String>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let title = words.clone();
    let turn = if turned { "inline-flex rotate-180" } else { "inline-flex" };
    view! {
        <button
            type="submit"
            id=id
            name=step.is_some().then_some("step")
            value=step
            class="inline-flex size-8 flex-none items-center justify-center rounded-sm text-soft hover:bg-hover hover:text-text disabled:opacity-40"
            disabled=disabled
            title=title
        >
            <span class=turn>
                <Icon sign />
            </span>
            <span class="sr-only">{words}</span>
        </button>
    }
}
