//! What a line offers while somebody types: a list below it whose rows the server draws. The arrows point at one, Enter
//! or a press takes it, which sends the form; Escape folds the list.

use super::{Held, all, target};
use crate::page::settings::browser;
use crate::page::settings::form::Form;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use std::time::Duration;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, Node};

/// Typing goes on for less.
const PAUSE: Duration = Duration::from_millis(140);

pub fn listen(held: Held) {
    let count = StoredValue::new(0_u32);
    let ask = move |event: &Event| {
        let Some((input, offers)) = offering(event) else { return };
        count.update_value(|count| *count += 1);
        let mine = count.get_value();
        set_timeout(
            move || {
                if count.try_get_value() != Some(mine) {
                    return;
                }
                leptos::task::spawn_local(async move {
                    let form = Form::default().with("guild", held.guild).with("number", held.number);
                    let form = form.with("offers", offers.clone()).with("typed", input.value());
                    if let Ok(rows) = browser::send::<String>("/fn/ticket-offers", &form).await
                        && count.try_get_value() == Some(mine)
                    {
                        unfold(&input, &rows);
                        // Only people that there are can be named; a tag may be new.
                        if (offers == "staff" || offers == "member") && !input.value().is_empty() {
                            point(&input, 0);
                        }
                    }
                });
            },
            PAUSE,
        );
    };
    let give_up = move |input: &HtmlInputElement| {
        // An answer that is on its way counts for nothing.
        count.update_value(|count| *count += 1);
        fold(input);
    };
    let typed = window_event_listener(ev::input, move |event| match offering(&event) {
        Some((input, _)) if lies_open(&input) && input.value().is_empty() => give_up(&input),
        _ => ask(&event),
    });
    let came = window_event_listener(ev::focusin, move |event| {
        if offering(&event).is_some_and(|(input, _)| !lies_open(&input)) {
            ask(&event);
        }
    });
    let left = window_event_listener(ev::focusout, move |event| {
        if let Some((input, _)) = offering(&event) {
            // Under a press on the form's own button nothing may move.
            let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
            if to.is_some() && input.form().is_some_and(|form| form.contains(to.as_ref())) {
                return;
            }
            give_up(&input);
        }
    });
    let press = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let Some((input, _)) = offering(&event).filter(|_| !event.is_composing()) else { return };
        let at = pointed(&input);
        let last = rows(&input).len().checked_sub(1);
        match (event.key().as_str(), last) {
            ("ArrowDown", Some(last)) => point(&input, at.map_or(0, |at| (at + 1).min(last))),
            ("ArrowUp", Some(_)) => point(&input, at.unwrap_or_default().saturating_sub(1)),
            ("Escape", Some(_)) => fold(&input),
            ("Enter", Some(_)) if at.is_some() => take(&input, at.unwrap_or_default()),
            // The form is sent as it is typed.
            ("Enter", _) => return give_up(&input),
            _ => return,
        }
        event.prevent_default();
    });
    // The line keeps the focus.
    let pressed = window_event_listener(ev::mousedown, move |event| {
        let row = target::<Element>(&event).and_then(|it| it.closest("[data-piece] [data-value]").ok().flatten());
        let Some(list) = row.as_ref().and_then(|row| row.parent_element()) else { return };
        event.prevent_default();
        let input = document().query_selector(&format!("[aria-controls='{}']", list.id())).ok().flatten();
        let Some(input) = input.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else { return };
        if let Some(at) = rows(&input).iter().position(|one| row.as_ref() == Some(one)) {
            take(&input, at);
        }
    });
    on_cleanup(move || {
        typed.remove();
        came.remove();
        left.remove();
        press.remove();
        pressed.remove();
    });
}

fn offering(event: &Event) -> Option<(HtmlInputElement, String)> {
    let input = target::<HtmlInputElement>(event)?;
    let offers = input.get_attribute("data-offers")?;
    Some((input, offers))
}

/// Among the details, where its list would cover what lies below: nothing is offered before something is typed.
fn lies_open(input: &HtmlInputElement) -> bool {
    !matches!(input.closest("[data-sheet]"), Ok(Some(_)))
}

fn list_of(input: &HtmlInputElement) -> Option<HtmlElement> {
    document().get_element_by_id(&input.get_attribute("aria-controls")?)?.dyn_into().ok()
}

fn rows(input: &HtmlInputElement) -> Vec<Element> {
    list_of(input).map(|list| all(&list, "[data-value]")).unwrap_or_default()
}

fn unfold(input: &HtmlInputElement, rows: &str) {
    fold(input);
    let Some(list) = list_of(input).filter(|_| !rows.is_empty()) else { return };
    list.set_inner_html(rows);
    list.set_hidden(false);
    let _ = input.set_attribute("aria-expanded", "true");
    // It may reach below what is in sight, and the button of its sheet with it.
    into_view(&list.closest(".sheet-body").ok().flatten().unwrap_or_else(|| list.clone().into()));
}

fn fold(input: &HtmlInputElement) {
    let Some(list) = list_of(input) else { return };
    list.set_inner_html("");
    list.set_hidden(true);
    let _ = input.set_attribute("aria-expanded", "false");
    let _ = input.remove_attribute("aria-activedescendant");
}

fn pointed(input: &HtmlInputElement) -> Option<usize> {
    rows(input).iter().position(|row| row.get_attribute("aria-selected").as_deref() == Some("true"))
}

fn point(input: &HtmlInputElement, to: usize) {
    for (at, row) in rows(input).iter().enumerate() {
        let _ = row.set_attribute("aria-selected", if at == to { "true" } else { "false" });
        if at == to {
            let _ = input.set_attribute("aria-activedescendant", &row.id());
            into_view(row);
        }
    }
}

fn into_view(element: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

fn take(input: &HtmlInputElement, at: usize) {
    let value = rows(input).get(at).and_then(|row| row.get_attribute("data-value"));
    fold(input);
    if let (Some(value), Some(form)) = (value, input.form()) {
        input.set_value(&value);
        let _ = form.request_submit();
    }
}
