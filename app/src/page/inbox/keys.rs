//! The list's keys: `j` and `k` move the focus from row to row, Enter opens as it does for every link, `u` goes back
//! to the list, `/` to the search box; `c` claims the row's ticket, `e` opens it to be closed. In the browser only.
#![cfg(feature = "hydrate")]

use crate::page::settings::form::Form;
use crate::page::ticket::{ToReach, send_beside};
use crate::ui::Toasts;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// Whether a key is for the page: nothing is being typed, no dialog stands open, no other key is held.
pub fn is_free(event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return false;
    }
    let typing = document()
        .active_element()
        .is_some_and(|active| matches!(active.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
    !typing && document().query_selector("dialog[open]").ok().flatten().is_none()
}

pub fn listen() {
    let toasts = Toasts::get();
    let reach = use_context::<ToReach>();
    Effect::new(move || {
        let handle = window_event_listener(leptos::ev::keydown, move |event| {
            if !is_free(&event) {
                return;
            }
            let known = match event.key().as_str() {
                "j" => step(1),
                "k" => step(-1),
                "u" => press("[data-back]"),
                "/" => into_box(),
                "c" => other_row().is_some_and(|row| claim(&row, toasts)),
                "e" => other_row().is_some_and(|row| open_to_close(&row, reach)),
                _ => false,
            };
            if known {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

fn rows() -> Vec<HtmlElement> {
    let Ok(list) = document().query_selector_all("[data-row]") else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect()
}

/// From the row with the focus, else from the one that is open, else from the top.
fn step(by: isize) -> bool {
    let rows = rows();
    let active = document().active_element();
    let at = rows
        .iter()
        .position(|row| active.as_ref().is_some_and(|active| active.is_same_node(Some(row))))
        .or_else(|| rows.iter().position(|row| row.has_attribute("aria-current")));
    let next = match at {
        Some(at) => at.saturating_add_signed(by).min(rows.len().saturating_sub(1)),
        None => 0,
    };
    rows.get(next).is_some_and(|row| row.focus().is_ok())
}

fn press(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten().and_then(|e| e.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|element| {
        element.click();
        true
    })
}

fn into_box() -> bool {
    let found =
        document().get_element_by_id(super::search_box::BOX).and_then(|e| e.dyn_into::<HtmlInputElement>().ok());
    found.is_some_and(|input| {
        input.select();
        input.focus().is_ok()
    })
}

/// The row with the focus, unless its ticket is the one that is open.
fn other_row() -> Option<HtmlElement> {
    let row = document().active_element()?.dyn_into::<HtmlElement>().ok()?;
    (row.has_attribute("data-row") && !row.has_attribute("aria-current")).then_some(row)
}

/// The keys are meant for another ticket than the one that is open.
pub fn focused_elsewhere() -> bool {
    other_row().is_some()
}

/// `/g/1/tickets/7?…`
fn claim(row: &HtmlElement, toasts: Toasts) -> bool {
    let href = row.get_attribute("href").unwrap_or_default();
    let words: Vec<&str> = href.split(['/', '?']).collect();
    let ["", "g", guild, "tickets", number, ..] = words[..] else { return false };
    let form = Form::default().with("guild", guild).with("number", number);
    send_beside("/fn/ticket-claim", form, toasts);
    true
}

fn open_to_close(row: &HtmlElement, reach: Option<ToReach>) -> bool {
    let Some(reach) = reach else { return false };
    reach.0.set_value(Some("e"));
    row.click();
    true
}

pub fn focused_row() -> Option<String> {
    document().active_element().and_then(|active| active.get_attribute("data-row"))
}

pub fn focus_row(id: &str) {
    if focused_row().as_deref() == Some(id) {
        return;
    }
    let found: Option<Element> = document().query_selector(&format!("[data-row='{id}']")).ok().flatten();
    if let Some(row) = found.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
        let _ = row.focus();
    }
}
