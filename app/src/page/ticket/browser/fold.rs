//! Sheets fold by themselves: on a press elsewhere and on Escape. What waited for it is then put in its place.

use super::{Held, all, body, place, target};
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use std::time::Duration;
use web_sys::{Element, HtmlDetailsElement, HtmlElement, Node};

const OPEN: &str = "details[data-sheet][open]";

pub fn listen(held: Held) {
    let later = move || set_timeout(move || place::put(held), Duration::ZERO);
    let click = window_event_listener(ev::click, move |event| {
        let pressed = target::<Node>(&event);
        for sheet in open() {
            if !sheet.contains(pressed.as_ref()) {
                sheet.set_open(false);
            }
        }
        let summary = target::<Element>(&event).and_then(|it| it.closest("[data-sheet] > summary").ok().flatten());
        if let Some(sheet) = summary.and_then(|it| it.parent_element()) {
            // After the browser has unfolded it.
            set_timeout(move || first_field(&sheet), Duration::ZERO);
        }
        later();
    });
    let escape = window_event_listener(ev::keydown, move |event| {
        if event.key() != "Escape" || event.default_prevented() {
            return;
        }
        for sheet in open() {
            sheet.set_open(false);
            let summary = sheet.query_selector("summary").ok().flatten();
            if let Some(summary) = summary.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                let _ = summary.focus();
            }
        }
        later();
    });
    let left = window_event_listener(ev::focusout, move |_| later());
    on_cleanup(move || {
        click.remove();
        escape.remove();
        left.remove();
    });
}

fn open() -> Vec<HtmlDetailsElement> {
    body().map(|body| all(&body, OPEN)).unwrap_or_default()
}

/// Where one begins to write in a sheet that was unfolded.
pub fn first_field(sheet: &Element) {
    if !sheet.has_attribute("open") {
        return;
    }
    let field = "form input:not([type=hidden]), form textarea, form select, form button";
    let first = sheet.query_selector(field).ok().flatten().and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(first) = first.filter(|first| first.offset_parent().is_some()) {
        let _ = first.focus();
    }
}
