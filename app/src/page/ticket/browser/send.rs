//! Sends the pieces' forms without leaving the page. What will be is shown at once, and taken back with the words of the
//! refusal; what was typed stays then.

use super::{Held, all, body, target};
use crate::page::settings::answer::{Done, Undo};
use crate::page::settings::browser;
use crate::page::settings::form::Form;
use crate::ui::Toasts;
use leptos::ev::{self, SubmitEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use serde::Deserialize;
use web_sys::{HtmlDetailsElement, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

/// The part of a form's answer that a deed can have.
#[derive(Deserialize)]
enum Came {
    Done(Done),
    Refused(String),
}

pub fn listen(held: Held, again: Callback<()>, toasts: Toasts) {
    let submit = window_event_listener(ev::submit, move |event: SubmitEvent| {
        let Some(node) = target::<HtmlFormElement>(&event).filter(|node| node.has_attribute("data-deed")) else {
            return;
        };
        let Some((action, form)) = browser::read(&event) else { return };
        let form = with_moments(&node, form);
        event.prevent_default();
        if !node.has_attribute("aria-busy") {
            let _ = node.set_attribute("aria-busy", "true");
            leptos::task::spawn_local(send(held, again, toasts, node, action, form));
        }
    });
    let change = window_event_listener(ev::change, move |event| {
        let select = target::<HtmlSelectElement>(&event).filter(|select| select.has_attribute("data-now"));
        if let Some(form) = select.and_then(|select| select.form()) {
            let _ = form.request_submit();
        }
    });
    let keydown = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            let form = target::<web_sys::Element>(&event).and_then(|it| it.closest("form[data-deed]").ok().flatten());
            if let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) {
                let _ = form.request_submit();
            }
        }
    });
    on_cleanup(move || {
        submit.remove();
        change.remove();
        keydown.remove();
    });
}

async fn send(held: Held, again: Callback<()>, toasts: Toasts, node: HtmlFormElement, action: String, form: Form) {
    let before = held.head.try_get_untracked();
    show(held, &node, &form);
    let came = browser::send::<Came>(&action, &form).await;
    let _ = node.remove_attribute("aria-busy");
    let chosen = node.query_selector("[data-now]").ok().flatten().is_some();
    match came {
        Ok(Came::Done(done)) => {
            if !chosen {
                node.reset();
            }
            fold(&node);
            tell(done, again, toasts);
        }
        refused => {
            if chosen {
                node.reset();
            }
            if let Some(before) = before {
                held.head.try_set(before);
            }
            toasts.say(words(refused));
        }
    }
    // Also what was refused: it may stand otherwise than the page shows.
    again.try_run(());
}

/// A day and a time are the reader's; what they are to everyone goes along.
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds far below 2^53")]
fn with_moments(node: &HtmlFormElement, mut form: Form) -> Form {
    for field in all::<HtmlInputElement>(node, "[data-moment]") {
        let at = js_sys::Date::parse(&field.value());
        if let (Some(name), false) = (field.get_attribute("data-moment"), at.is_nan()) {
            form.set(name, (at as i64).to_string());
        }
    }
    form
}

fn words(came: Result<Came, crate::Fault>) -> String {
    match came {
        Ok(Came::Done(done)) => done.say,
        Ok(Came::Refused(words)) => words,
        Err(fault) => fault.words(),
    }
}

fn tell(done: Done, again: Callback<()>, toasts: Toasts) {
    match done.undo {
        Some(Undo { action, form }) => {
            toasts.say_with_undo(done.say, move || beside(action.clone(), form.clone(), Some(again), toasts));
        }
        None if done.say.is_empty() => {}
        None => toasts.say(done.say),
    }
}

/// Sends a form that stands nowhere: a way back, a key on a row of the list.
fn beside(action: String, form: Form, again: Option<Callback<()>>, toasts: Toasts) {
    leptos::task::spawn_local(async move {
        match browser::send::<Came>(&action, &form).await {
            Ok(Came::Done(done)) => match again {
                Some(again) => tell(done, again, toasts),
                None => tell(done, Callback::new(|()| {}), toasts),
            },
            refused => toasts.say(words(refused)),
        }
        if let Some(again) = again {
            again.try_run(());
        }
    });
}

pub fn send_beside(action: &str, form: Form, toasts: Toasts) {
    beside(action.to_owned(), form, None, toasts);
}

/// `status:closed`, or `priority:` with what was chosen.
fn show(held: Held, node: &HtmlFormElement, form: &Form) {
    let shows = node.get_attribute("data-shows").unwrap_or_default();
    let Some((what, value)) = shows.split_once(':') else { return };
    held.head.try_update(|head| match what {
        "status" => head.status = value.parse().unwrap_or(head.status),
        _ => head.priority = form.get("priority").parse().unwrap_or(head.priority),
    });
}

/// The sheet in which the form stands; the focus goes back to its button.
fn fold(node: &HtmlFormElement) {
    let Some(sheet) = node.closest("details[data-sheet]").ok().flatten() else { return };
    let had = body().is_some() && document().active_element().is_some_and(|active| sheet.contains(Some(&active)));
    if let Some(details) = sheet.dyn_ref::<HtmlDetailsElement>() {
        details.set_open(false);
    }
    let summary = sheet.query_selector("summary").ok().flatten().and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(summary) = summary.filter(|_| had) {
        let _ = summary.focus();
    }
}
