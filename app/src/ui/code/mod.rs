//! Knows how code stands in a text: as it was written, scrolled rather than broken.

use leptos::prelude::*;

#[component]
pub fn Code(#[prop(into)] text: String, #[prop(optional, into)] language: Option<String>) -> impl IntoView {
    view! {
        <pre
            class="max-h-96 overflow-auto rounded-sm border border-line bg-code-ground p-2.5 font-mono text-sm whitespace-pre"
            tabindex="0"
            data-language=language
        >
            {text}
        </pre>
    }
}
