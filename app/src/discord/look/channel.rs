//! A channel under its category.

use leptos::prelude::*;

#[component]
pub fn LookChannel(#[prop(into)] category: String, #[prop(into)] name: String) -> impl IntoView {
    view! {
        <div class="dc-sidebar">
            <p class="dc-category truncate">{category}</p>
            <p class="dc-channel"><span class="dc-hash">"#"</span><span class="truncate">{name}</span></p>
        </div>
    }
}
