//! Knows what stands where nothing is: what this is, and the one thing to do next.

use super::icon::{Icon, Sign};
use leptos::prelude::*;

#[component]
pub fn EmptyState(
    sign: Sign,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    /// The page's own heading, where there is no other.
    #[prop(optional)]
    heading: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let title = if heading {
        view! { <h1 class="text-lg font-semibold text-text">{title}</h1> }.into_any()
    } else {
        view! { <h2 class="text-base font-semibold text-text">{title}</h2> }.into_any()
    };
    view! {
        <div class="mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-12 text-center">
            <span class="mb-1 inline-flex size-10 items-center justify-center rounded-full bg-sunken text-soft">
                <Icon sign large=true />
            </span>
            {title}
            <p class="text-base text-soft">{text}</p>
            {children.map(|children| view! { <div class="mt-3 flex gap-2">{children()}</div> })}
        </div>
    }
}
