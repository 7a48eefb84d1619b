//! What outlives the list that is drawn anew: whether the menus stand open, and what had the focus.

use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct FocusKept {
    pub open: RwSignal<bool>,
    focus: StoredValue<Option<String>>,
}

impl FocusKept {
    /// Made once, by the desk.
    pub fn provide() {
        provide_context(Self { open: RwSignal::new(false), focus: StoredValue::new(None) });
    }

    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self { open: RwSignal::new(false), focus: StoredValue::new(None) })
    }

    /// Before a question is sent: where the reader is.
    pub fn remember(self) {
        #[cfg(feature = "hydrate")]
        self.focus.set_value(document().active_element().map(|element| element.id()).filter(|id| !id.is_empty()));
        #[cfg(not(feature = "hydrate"))]
        let _ = self.focus;
    }

    /// After its answer is drawn: back there.
    pub fn bring_back(self) {
        #[cfg(feature = "hydrate")]
        Effect::new(move || {
            use leptos::wasm_bindgen::JsCast;
            let Some(id) = self.focus.try_update_value(Option::take).flatten() else { return };
            request_animation_frame(move || {
                let field = document().get_element_by_id(&id);
                if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let _ = field.focus();
                }
            });
        });
        #[cfg(not(feature = "hydrate"))]
        let _ = self.focus;
    }
}
