//! Knows what comes in from the side and leaves the page in sight: a `<dialog>` as tall as the window. Opened and
//! closed like every dialog, by `dialog::open`.

use super::dialog;
use super::icon::{Icon, Sign};
use crate::anew::anew;
use crate::words::{Word as W, w};
use leptos::html;
use leptos::prelude::*;

#[component]
pub fn Drawer(
    node_ref: NodeRef<html::Dialog>,
    #[prop(into)] label: Signal<String>,
    /// From the start, and not above the page: for the style guide.
    #[prop(optional)]
    shown: bool,

    children: Children,
) -> impl IntoView {
    view! {
        <dialog
            node_ref=node_ref
            open=shown
            class="drawer w-[26rem] max-w-[92vw] border-l border-line bg-raised text-text shadow-float"
            aria-label=anew(move || label.get())
            on:click=move |event| {
                if event.target() == event.current_target() {
                    dialog::close(node_ref);
                }
            }
        >
            <div class="flex min-h-full flex-col">
                <div class="flex h-12 flex-none items-center justify-between gap-4 border-b border-line px-4">
                    <h2 class="truncate text-lg font-semibold">{anew(move || label.get())}</h2>
                    <button
                        type="button"
                        class="inline-flex size-8 items-center justify-center rounded-sm text-soft hover:bg-sunken hover:text-text"
                        aria-label=w(W::Close)
                        on:click=move |_| dialog::close(node_ref)
                    >
                        <Icon sign=Sign::Close large=true />
                    </button>
                </div>
                <div class="flex-1 p-4">{children()}</div>
            </div>
        </dialog>
    }
}
