//! The list's keys: `j` and `k` move the focus from row to row, Enter opens as it does for every link, `u` goes back
//! to the list, `/` to the search box; `c` claims the row's ticket, `e` opens it to be closed. In the browser only.
#![cfg(feature = "hydrate")]

use crate::kept::focused;
use crate::page::settings::form::Form;
use crate::page::ticket::{ToReach, send_beside};
use crate::ui::Toasts;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use std::cell::RefCell;
use web_sys::{HtmlElement, HtmlInputElement};

thread_local! {
    /// The row that had the focus last: its id and its place in the list.
    static LAST: RefCell<Option<(String, usize)>> = const { RefCell::new(None) };
}

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

/// From the row with the focus, also where it lost it by being drawn anew; else from the one that is open, else from
/// the top. Where the row is gone from the list, the one after it stands in its place.
fn step(by: isize) -> bool {
    let rows = rows();
    note_row();
    let last = LAST.with_borrow(Clone::clone).filter(|_| focused_row().is_some() || focused().is_none());
    let known = last.as_ref().and_then(|(id, _)| rows.iter().position(|row| id_of(row).as_ref() == Some(id)));
    let at = known.or_else(|| {
        let gone = last.map(|(_, at)| if by > 0 { at.wrapping_sub(1) } else { at });
        gone.or_else(|| rows.iter().position(|row| row.has_attribute("aria-current")))
    });
    let next = match at {
        Some(usize::MAX) | None => 0,
        Some(at) => at.saturating_add_signed(by).min(rows.len().saturating_sub(1)),
    };
    let went = rows.get(next).is_some_and(|row| row.focus().is_ok());
    note_row();
    went
}

/// Keeps which row has the focus, if one has.
pub fn note_row() {
    let Some(id) = focused_row() else { return };
    if let Some(at) = rows().iter().position(|row| id_of(row).as_ref() == Some(&id)) {
        LAST.set(Some((id, at)));
    }
}

fn id_of(row: &HtmlElement) -> Option<String> {
    row.get_attribute("data-row")
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

fn focused_row() -> Option<String> {
    focused().and_then(|active| active.get_attribute("data-row"))
}
