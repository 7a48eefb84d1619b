//! Knows a word of explanation that appears beside what it explains, on hovering and with the focus. Without a script.

use leptos::prelude::*;

/// The child must take the focus (a button, a link) and name `id` in its `aria-describedby`.
#[component]
pub fn Tooltip(#[prop(into)] id: String, #[prop(into)] text: String, children: Children) -> impl IntoView {
    view! {
        <span class="tooltip">
            {children()}
            <span id=id role="tooltip" class="tooltip-text">{text}</span>
        </span>
    }
}
