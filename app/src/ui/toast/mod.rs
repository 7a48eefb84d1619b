//! Knows short words that come and go: said to assistive technology, gone after a few seconds.

use leptos::prelude::*;

/// What is being said, newest last. Taken while a component is made, used in its handlers.
#[derive(Clone, Copy)]
pub struct Toasts {
    said: RwSignal<Vec<(u32, String)>>,
    count: StoredValue<u32>,
}

impl Toasts {
    /// Made once, by the app.
    pub fn provide() {
        provide_context(Self { said: RwSignal::new(Vec::new()), count: StoredValue::new(0) });
    }

    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self { said: RwSignal::new(Vec::new()), count: StoredValue::new(0) })
    }

    /// Says something for four seconds. In the browser only: it comes of a deed.
    pub fn say(self, text: impl Into<String>) {
        let id = self.count.get_value();
        self.count.set_value(id + 1);
        self.said.update(|said| said.push((id, text.into())));
        set_timeout(
            move || {
                self.said.try_update(|said| said.retain(|(other, _)| *other != id));
            },
            std::time::Duration::from_secs(4),
        );
    }
}

/// Where the words appear. Once, in the app.
#[component]
pub fn Toaster() -> impl IntoView {
    let toasts = Toasts::get();
    let lines = move || {
        let line = |(_, text)| {
            view! {
                <p class="toast pointer-events-auto rounded-sm border border-line bg-raised px-3 py-2 text-base shadow-float">
                    {text}
                </p>
            }
        };
        toasts.said.get().into_iter().map(line).collect_view()
    };
    view! {
        <div
            role="status"
            class="pointer-events-none fixed inset-x-0 bottom-20 z-50 flex flex-col items-center gap-2 px-4 md:bottom-6"
        >
            {lines}
        </div>
    }
}
