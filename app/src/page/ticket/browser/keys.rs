//! Keys and the palette reach what the server drew: a button is pressed, a sheet unfolds, a field gets the focus.

use super::{all, body, fold};
use crate::page::inbox::{focused_elsewhere, is_free};
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement, HtmlElement};

pub fn listen() {
    let keydown = window_event_listener(ev::keydown, move |event| {
        if is_free(&event) && !focused_elsewhere() && press(&event.key()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || keydown.remove());
}

/// True if something has this key.
pub fn press(key: &str) -> bool {
    if key.len() != 1 || !key.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    let found = document().query_selector(&format!("[data-piece] [data-key='{key}']")).ok().flatten();
    found.is_some_and(|found| {
        go_to(&found);
        true
    })
}

/// What can be done on the page, as the palette offers it: id, words, key.
pub fn does() -> Vec<(String, String, String)> {
    let Some(body) = body() else { return Vec::new() };
    let one = |it: Element| (it.id(), attribute(&it, "data-do"), attribute(&it, "data-key"));
    all(&body, "[data-piece] [data-do]").into_iter().map(one).collect()
}

fn attribute(of: &Element, name: &str) -> String {
    of.get_attribute(name).unwrap_or_default()
}

/// By its id.
pub fn reach(id: &str) {
    if let Some(found) = document().get_element_by_id(id) {
        go_to(&found);
    }
}

fn go_to(to: &Element) {
    show_details(to);
    // A line of a menu lies in the menu's sheet.
    let mut above = to.parent_element();
    while let Some(around) = above {
        if let Some(details) = around.dyn_ref::<HtmlDetailsElement>() {
            details.set_open(true);
        }
        above = around.parent_element();
    }
    let Some(element) = to.dyn_ref::<HtmlElement>() else { return };
    match to.tag_name().as_str() {
        "BUTTON" => element.click(),
        "SUMMARY" => {
            if let Some(sheet) = to.parent_element() {
                fold::first_field(&sheet);
            }
        }
        _ => {
            let _ = element.focus();
        }
    }
}

/// Where the details are folded away they come first.
fn show_details(to: &Element) {
    let hidden = to.dyn_ref::<HtmlElement>().is_none_or(|to| to.offset_parent().is_none());
    if hidden && to.closest("#details").ok().flatten().is_some() {
        let box_of = document().get_element_by_id("facts-shown").and_then(|it| it.dyn_into::<HtmlElement>().ok());
        if let Some(box_of) = box_of {
            box_of.click();
        }
    }
}
