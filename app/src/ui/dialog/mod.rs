//! Knows what stands above the page until it is closed: `<dialog>`, with the browser's own focus trap and Escape.

use super::icon::{Icon, Sign};
use crate::anew::anew;
use crate::words::{Word as W, w};
use leptos::html;
use leptos::prelude::*;

#[component]
pub fn Dialog(
    node_ref: NodeRef<html::Dialog>,
    /// Its name, shown as its title unless `bare`.
    #[prop(into)]
    label: Signal<String>,
    /// No title, no ground: what is inside speaks for itself.
    #[prop(optional)]
    bare: bool,
    /// From the start, and not above the page: for the style guide.
    #[prop(optional)]
    shown: bool,
    children: Children,
) -> impl IntoView {
    let close = move |_| close(node_ref);
    let class = if bare {
        "max-h-[94dvh] max-w-[94vw] bg-transparent p-0"
    } else {
        "w-[26rem] max-w-[92vw] rounded-md border border-line bg-raised p-5 text-text shadow-float"
    };
    let title_class = if bare { "sr-only" } else { "text-lg font-semibold" };
    let close_class = if bare {
        "absolute top-2 right-2 inline-flex size-9 items-center justify-center rounded-full bg-raised text-text shadow-float"
    } else {
        "inline-flex size-8 items-center justify-center rounded-sm text-soft hover:bg-sunken hover:text-text"
    };
    view! {
        <dialog
            node_ref=node_ref
            open=shown
            class=class
            aria-label=anew(move || label.get())
            on:click=move |event| {
                // A press on the ground around it, which is the dialog itself.
                if event.target() == event.current_target() {
                    self::close(node_ref);
                }
            }
        >
            <div class="relative">
                <div class="flex items-center justify-between gap-4">
                    <h2 class=title_class>{anew(move || label.get())}</h2>
                    <button type="button" class=close_class aria-label=w(W::Close) on:click=close>
                        <Icon sign=Sign::Close large=true />
                    </button>
                </div>
                {children()}
            </div>
        </dialog>
    }
}

pub fn open(node: NodeRef<html::Dialog>) {
    #[cfg(feature = "hydrate")]
    if let Some(dialog) = node.get_untracked()
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = node;
}

pub fn close(node: NodeRef<html::Dialog>) {
    #[cfg(feature = "hydrate")]
    if let Some(dialog) = node.get_untracked() {
        dialog.close();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = node;
}
