//! Knows a notice that stands above what it is about until it no longer holds.

use super::icon::{Icon, Sign};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Quiet,
    Warn,
    Danger,
}

#[component]
pub fn Banner(
    tone: Tone,
    sign: Sign,
    #[prop(into)] title: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let look = match tone {
        Tone::Quiet => "bg-sunken text-soft",
        Tone::Warn => "bg-warn-ground text-warn",
        Tone::Danger => "bg-danger-ground text-danger",
    };
    view! {
        <div class=format!("flex items-start gap-2.5 px-4 py-2.5 text-base {look}")>
            <span class="mt-0.5"><Icon sign /></span>
            <div class="min-w-0 flex-1">
                <p class="font-medium">{title}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
}
