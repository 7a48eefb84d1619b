//! Knows where the reader is while a part of the page is drawn anew: what has the focus gets it back. In the browser
//! only. Knows no part by name.
#![cfg(feature = "hydrate")]

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Right before something is drawn anew. What loses the focus by it (it was moved, or another stands in its place) has
/// it again once it is drawn, unless the reader went elsewhere meanwhile.
pub fn keep_focus() {
    let Some(had) = focused() else { return };
    let mark = mark_of(&had);
    request_animation_frame(move || {
        if focused().is_some() {
            return;
        }
        let again = if had.is_connected() { Some(had) } else { alike(&had.tag_name(), &mark) };
        if let Some(again) = again.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            let _ = again.focus();
        }
    });
}

/// What has the focus. An element that was taken out of the page leaves it to the page as a whole, which has none.
pub fn focused() -> Option<Element> {
    document().active_element().filter(|active| active.tag_name() != "BODY")
}

/// By what an element is known again: where it leads, else what it is called, and in what it lies.
fn mark_of(element: &Element) -> [String; 2] {
    let named = |name| element.get_attribute(name).filter(|value| !value.is_empty());
    let own = named("id").or_else(|| named("href")).or_else(|| named("aria-label"));
    let around = element.closest("[id]").ok().flatten().map(|around| around.id()).unwrap_or_default();
    [own.or_else(|| element.text_content()).unwrap_or_default(), around]
}

fn alike(tag: &str, mark: &[String; 2]) -> Option<Element> {
    let all = document().query_selector_all(tag).ok()?;
    (0..all.length()).filter_map(|at| all.item(at)?.dyn_into().ok()).find(|one| mark_of(one) == *mark)
}
