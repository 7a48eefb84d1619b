//! Puts pieces in their places, but never under somebody's hands: one with an open sheet, with words that are being
//! typed or that are selected waits until they are done.

use super::{Held, all, moments};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, Node};

pub fn put(held: Held) {
    let Some(pieces) = held.pieces.try_get_value() else { return };
    for piece in pieces {
        let place = document().query_selector(&format!("[data-piece='{}']", piece.name)).ok().flatten();
        let Some(place) = place else { continue };
        let mark = piece.mark.to_string();
        if place.get_attribute("data-mark").as_deref() == Some(&mark) || is_busy(&place) {
            continue;
        }
        let had = document().active_element().filter(|active| place.contains(Some(active)));
        place.set_inner_html(&piece.html);
        let _ = place.set_attribute("data-mark", &mark);
        moments::tell_new(&place);
        if let Some(had) = had {
            focus(&place, &had.id());
        }
    }
}

fn is_busy(place: &Element) -> bool {
    if place.query_selector("details[data-sheet][open]").ok().flatten().is_some() {
        return true;
    }
    if selected_at().is_some_and(|anchor| place.contains(Some(&anchor))) {
        return true;
    }
    all::<Element>(place, "textarea, input[type=text]").iter().any(|field| {
        let input = field.dyn_ref::<HtmlInputElement>().map(|input| (input.value(), input.default_value()));
        let area =
            field.dyn_ref::<HtmlTextAreaElement>().map(|area| (area.value(), area.default_value().unwrap_or_default()));
        input.or(area).is_some_and(|(now, first)| now != first)
    })
}

/// Where the words begin that the reader has selected, if they have any.
fn selected_at() -> Option<Node> {
    let of = |it: &JsValue, name: &str| js_sys::Reflect::get(it, &JsValue::from_str(name)).ok();
    let ask: js_sys::Function = of(&window(), "getSelection")?.dyn_into().ok()?;
    let selection = ask.call0(&window()).ok()?;
    let is_empty = of(&selection, "isCollapsed")?.is_truthy();
    of(&selection, "anchorNode")?.dyn_into().ok().filter(|_| !is_empty)
}

/// Back to where the reader was, else to the piece itself.
fn focus(place: &Element, id: &str) {
    let same = (!id.is_empty()).then(|| document().get_element_by_id(id)).flatten();
    let to = same.unwrap_or_else(|| place.clone());
    if let Some(to) = to.dyn_ref::<HtmlElement>() {
        let _ = to.focus();
    }
}
