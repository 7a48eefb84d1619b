//! Knows what the browser's half adds to the pieces that the server drew: it sends their forms, puts new pieces in
//! their places, tells moments by the reader's clock, and reaches them by keys. It knows them by their marks alone
//! (`drawn/part.rs`). On the server all of it is nothing.

#[cfg(feature = "hydrate")]
mod fold;
#[cfg(feature = "hydrate")]
mod keys;
#[cfg(feature = "hydrate")]
mod moments;
#[cfg(feature = "hydrate")]
mod offers;
#[cfg(feature = "hydrate")]
mod place;
#[cfg(feature = "hydrate")]
mod send;

use super::Held;
use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use leptos::wasm_bindgen::JsCast;

#[cfg(feature = "hydrate")]
use crate::page::frame::PageDeeds;
#[cfg(feature = "hydrate")]
pub use place::put;
#[cfg(feature = "hydrate")]
pub use send::send_beside;

/// What is to be reached once the next ticket stands on the page: a key that was pressed on its row.
#[cfg(feature = "hydrate")]
#[derive(Clone, Copy)]
pub struct ToReach(pub StoredValue<Option<&'static str>>);

/// Made once, by the desk.
pub fn provide_reach() {
    #[cfg(feature = "hydrate")]
    provide_context(ToReach(StoredValue::new(None)));
}

/// `again` reads what changed.
pub fn wake(held: Held, again: Callback<()>) {
    #[cfg(feature = "hydrate")]
    {
        let toasts = crate::ui::Toasts::get();
        moments::tell();
        send::listen(held, again, toasts);
        offers::listen(held);
        fold::listen(held);
        keys::listen();
        PageDeeds::get().tell(keys::does, keys::reach);
        if let Some(wanted) = use_context::<ToReach>() {
            Effect::new(move || {
                let Some(key) = wanted.0.try_update_value(Option::take).flatten() else { return };
                request_animation_frame(move || {
                    keys::press(key);
                });
            });
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (held, again);
}

#[cfg(not(feature = "hydrate"))]
pub fn put(_: Held) {}

/// An event's target, if it is such an element.
#[cfg(feature = "hydrate")]
fn target<T: JsCast>(event: &web_sys::Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// All that fit, below an element.
#[cfg(feature = "hydrate")]
fn all<T: JsCast>(below: &web_sys::Element, selector: &str) -> Vec<T> {
    let Ok(found) = below.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

#[cfg(feature = "hydrate")]
fn body() -> Option<web_sys::Element> {
    document().body().map(Into::into)
}
