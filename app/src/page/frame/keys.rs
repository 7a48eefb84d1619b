//! The keys: what they do, and the one that tells.

use crate::ui::Dialog;
use crate::words::{Word as W, w};
use leptos::html;
use leptos::prelude::*;

const KEYS: [(&[&str], W); 14] = [
    (&["Ctrl", "K"], W::KeyPalette),
    (&["j", "k"], W::KeyRows),
    (&["Enter"], W::KeyOpen),
    (&["u"], W::KeyBack),
    (&["/"], W::KeySearch),
    (&["c"], W::KeyClaim),
    (&["s"], W::KeySolve),
    (&["e"], W::KeyClose),
    (&["a"], W::KeyAssign),
    (&["p"], W::KeyPriority),
    (&["t"], W::KeyTag),
    (&["n"], W::KeyNote),
    (&["Ctrl", "S"], W::KeySave),
    (&["?"], W::KeyHelp),
];

#[component]
pub fn KeysDialog(node: NodeRef<html::Dialog>) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    listen(node);
    let rows = KEYS.map(|(keys, does)| {
        let keys = keys
            .iter()
            .map(|key| {
                view! {
                    <span class="inline-flex h-6 min-w-6 items-center justify-center rounded-xs border border-edge bg-sunken px-1.5 font-sans text-sm">
                        {*key}
                    </span>
                }
            })
            .collect_view();
        view! {
            <div class="flex items-center justify-between gap-4 py-1.5">
                <dt class="text-soft">{w(does)}</dt>
                <dd class="flex gap-1">{keys}</dd>
            </div>
        }
    });
    view! {
        <Dialog node_ref=node label=Signal::stored(w(W::Keys).to_owned())>
            <dl class="mt-3">{rows}</dl>
        </Dialog>
    }
}

#[cfg(feature = "hydrate")]
fn listen(node: NodeRef<html::Dialog>) {
    Effect::new(move || {
        let handle = window_event_listener(leptos::ev::keydown, move |event| {
            if event.key() == "?" && crate::page::inbox::is_free(&event) {
                event.prevent_default();
                crate::ui::dialog::open(node);
            }
        });
        on_cleanup(move || handle.remove());
    });
}
