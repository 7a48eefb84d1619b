//! Knows how what can be pressed looks: one kind for the one thing to do, one for the rest.

use crate::anew::anew;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    Primary,
    #[default]
    Secondary,
}

impl ButtonKind {
    /// Also for what is drawn without Leptos.
    pub const fn classes(self) -> &'static str {
        match self {
            Self::Primary => {
                "inline-flex h-8 flex-none items-center justify-center gap-2 rounded-sm bg-accent px-3 text-base font-medium whitespace-nowrap text-on-accent transition-colors duration-150 hover:bg-accent-strong disabled:opacity-60"
            }
            Self::Secondary => {
                "inline-flex h-8 flex-none items-center justify-center gap-2 rounded-sm border border-edge bg-surface px-3 text-base font-medium whitespace-nowrap text-text transition-colors duration-150 hover:bg-hover disabled:opacity-60"
            }
        }
    }
}

/// A `<button>`. What it does is attached where it is used: `<Button on:click=… />`.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    /// `submit` unless it only acts in the page.
    #[prop(default = "button")]
    r#type: &'static str,
    #[prop(optional, into)] title: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <button type=r#type class=kind.classes() title=title>
            {children()}
        </button>
    }
}

/// A link that looks like a button. `external` leaves the app: a path that the server answers itself.
#[component]
pub fn LinkButton(
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] external: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a href=anew(move || href.get()) class=kind.classes() rel=external.then_some("external")>
            {children()}
        </a>
    }
}
