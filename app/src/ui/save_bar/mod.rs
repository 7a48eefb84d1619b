//! Knows what stands at an editor's foot: whether something is unsaved, the way to save it and the way back. `Ctrl S`
//! saves; leaving with unsaved changes is asked about first. Without a script it is the form's button.

#[cfg(feature = "hydrate")]
mod leave;

use super::button::{Button, ButtonKind};
use crate::anew::anew;
use crate::words::{Word as W, w};
use leptos::html;
use leptos::prelude::*;

/// Stands inside the form that it saves.
#[component]
pub fn SaveBar(
    form: NodeRef<html::Form>,
    #[prop(into)] dirty: Signal<bool>,
    /// While it is being saved.
    #[prop(into)]
    busy: Signal<bool>,
    on_discard: Callback<()>,
    /// The field and its value by which the form's own address forgets what was typed, where no script does it.
    #[prop(optional)]
    discards: Option<(&'static str, &'static str)>,
    /// What is said while nothing is unsaved: that Discord shows it, say.
    #[prop(optional, into)]
    note: Signal<Option<String>>,
) -> impl IntoView {
    let question = w(W::LeaveUnsaved);
    #[cfg(feature = "hydrate")]
    leave::watch(form, dirty, busy, question);
    #[cfg(not(feature = "hydrate"))]
    let _ = (form, question);
    let awake = RwSignal::new(false);
    Effect::new(move || awake.set(true));
    let words = anew(move || match (busy.get(), dirty.get()) {
        (true, _) => w(W::Saving).to_owned(),
        (false, true) => w(W::Unsaved).to_owned(),
        (false, false) => note.get().unwrap_or_default(),
    });
    let mark = anew(move || {
        let look = if dirty.get() { "bg-warn" } else { "bg-transparent" };
        format!("size-2 flex-none rounded-full {look}")
    });
    let idle = anew(move || awake.get() && (busy.get() || !dirty.get()));
    view! {
        <div class="save-bar sticky bottom-0 z-20 -mx-4 mt-6 flex flex-wrap items-center gap-3 border-t border-line bg-surface px-4 py-3 sm:flex-nowrap">
            // Words that don't fit beside the buttons stand above them, on a phone say: they are never cut off.
            <div class="flex min-w-0 grow items-center gap-3">
                <span class=mark aria-hidden="true"></span>
                <p role="status" class="min-w-0 text-sm text-soft">{words}</p>
            </div>
            <div class="ml-auto flex gap-3">
                <Button
                    r#type=if discards.is_some() { "submit" } else { "button" }
                    on:click=move |event| {
                        event.prevent_default();
                        on_discard.run(());
                    }
                    attr:name=discards.map(|(name, _)| name)
                    attr:value=discards.map(|(_, value)| value)
                    attr:disabled=idle.clone()
                >
                    {w(W::Discard)}
                </Button>
                <Button kind=ButtonKind::Primary r#type="submit" attr:disabled=idle>{w(W::Save)}</Button>
            </div>
        </div>
    }
}
