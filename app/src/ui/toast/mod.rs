//! Knows short words that come and go: said to assistive technology, gone after a few seconds; with a way back where
//! what was done can be undone.

use crate::anew::anew;
use crate::words::{Word as W, w};
use leptos::prelude::*;
use std::time::Duration;

const WORDS: Duration = Duration::from_secs(4);
/// Long enough to read it, find the button and press it.
const WAY_BACK: Duration = Duration::from_secs(10);

/// So many at once: more would cover the page that they are about.
const MOST: usize = 3;

/// What is being said, newest last. Taken while a component is made, used in its handlers.
#[derive(Clone, Copy)]
pub struct Toasts {
    said: RwSignal<Vec<Toast>>,
    count: StoredValue<u32>,
}

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    undo: Option<Callback<()>>,
}

impl Toasts {
    fn new() -> Self {
        Self { said: RwSignal::new(Vec::new()), count: StoredValue::new(0) }
    }

    /// Made once, by the app.
    pub fn provide() {
        provide_context(Self::new());
    }

    pub fn get() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    /// Says something for four seconds. In the browser only: it comes of a deed.
    pub fn say(self, text: impl Into<String>) {
        self.put(text.into(), None, WORDS);
    }

    /// Says what was done, with a button that undoes it, for ten seconds.
    pub fn say_with_undo(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.put(text.into(), Some(Callback::new(move |()| undo())), WAY_BACK);
    }

    fn put(self, text: String, undo: Option<Callback<()>>, stays: Duration) {
        let id = self.count.get_value();
        self.count.set_value(id + 1);
        self.said.update(|said| {
            if said.len() >= MOST {
                said.remove(0);
            }
            said.push(Toast { id, text, undo });
        });
        set_timeout(move || self.drop(id), stays);
    }

    fn drop(self, id: u32) {
        self.said.try_update(|said| said.retain(|toast| toast.id != id));
    }
}

/// Where the words appear. Once, in the app.
#[component]
pub fn Toaster() -> impl IntoView {
    let toasts = Toasts::get();
    let line = move |Toast { id, text, undo }: Toast| {
        let undo = undo.map(|undo| {
            let back = move |_| {
                toasts.drop(id);
                undo.run(());
            };
            view! {
                <button type="button" class="flex-none font-medium text-accent-strong underline underline-offset-2" on:click=back>
                    {w(W::Undo)}
                </button>
            }
        });
        view! { <Line text undo=undo.into_any() /> }
    };
    let lines = anew(move || toasts.said.get().into_iter().map(line).collect_view().into_any());
    view! {
        <div
            role="status"
            class="toasts pointer-events-none fixed inset-x-0 bottom-20 z-50 flex flex-col items-center gap-2 px-4 md:bottom-6"
        >
            {lines}
        </div>
    }
}

/// How one of them looks.
#[component]
pub fn Line(text: String, undo: AnyView) -> impl IntoView {
    view! {
        <p class="toast pointer-events-auto flex max-w-lg items-center gap-4 rounded-sm border border-line bg-raised px-3 py-2 text-base shadow-float">
            <span class="min-w-0 break-words">{text}</span>
            {undo}
        </p>
    }
}
