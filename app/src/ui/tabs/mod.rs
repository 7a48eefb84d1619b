//! Knows several sheets of which one is in sight: arrows go from tab to tab. Before the page is awake all sheets are
//! in sight, one below the other.

use crate::anew::anew;
use leptos::prelude::*;

/// Which tab is in sight; shared by [`Tabs`] and each [`Tab`].
#[derive(Clone, Copy)]
pub struct TabState {
    chosen: RwSignal<&'static str>,
    awake: RwSignal<bool>,
}

impl TabState {
    pub fn new(first: &'static str) -> Self {
        let awake = RwSignal::new(false);
        Effect::new(move || awake.set(true));
        Self { chosen: RwSignal::new(first), awake }
    }

    pub fn choose(self, tab: &'static str) {
        self.chosen.set(tab);
    }
}

/// The row of tabs: the id and the words of each.
#[component]
pub fn Tabs(state: TabState, label: &'static str, tabs: Vec<(&'static str, &'static str)>) -> impl IntoView {
    let ids: StoredValue<Vec<&'static str>> = StoredValue::new(tabs.iter().map(|(id, _)| *id).collect());
    let step = move |event: leptos::ev::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            _ => return,
        };
        event.prevent_default();
        let next = ids.with_value(|ids| {
            let at = ids.iter().position(|id| *id == state.chosen.get_untracked()).unwrap_or_default();
            ids[at.saturating_add_signed(by).min(ids.len() - 1)]
        });
        state.chosen.set(next);
        focus(&format!("tab-{next}"));
    };
    let tabs = tabs
        .into_iter()
        .map(|(id, words)| {
            let chosen = move || state.chosen.get() == id;
            let class = anew(move || {
                let look =
                    if chosen() { "border-accent font-medium text-text" } else { "border-transparent text-soft" };
                format!("-mb-px h-9 border-b-2 px-3 text-base hover:text-text focus-visible:-outline-offset-2 {look}")
            });
            view! {
                <button
                    type="button"
                    role="tab"
                    id=format!("tab-{id}")
                    aria-controls=format!("sheet-{id}")
                    aria-selected=anew(move || if chosen() { "true" } else { "false" })
                    tabindex=anew(move || if chosen() { "0" } else { "-1" })
                    class=class
                    on:click=move |_| state.choose(id)
                >
                    {words}
                </button>
            }
        })
        .collect_view();
    view! {
        <div role="tablist" aria-label=label class="flex gap-1 overflow-x-auto border-b border-line" on:keydown=step>
            {tabs}
        </div>
    }
}

/// One sheet.
#[component]
pub fn Tab(state: TabState, id: &'static str, children: Children) -> impl IntoView {
    let hidden = anew(move || state.awake.get() && state.chosen.get() != id);
    view! {
        <div role="tabpanel" id=format!("sheet-{id}") aria-labelledby=format!("tab-{id}") hidden=hidden class="pt-4">
            {children()}
        </div>
    }
}

fn focus(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let found = document().get_element_by_id(id);
        if let Some(tab) = found.and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = tab.focus();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}
