//! What a line offers while somebody types: a `<datalist>` that is filled from the server.

use super::{Held, target};
use crate::page::settings::browser;
use crate::page::settings::form::Form;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use std::time::Duration;
use web_sys::{Element, HtmlInputElement};

/// Typing goes on for less.
const PAUSE: Duration = Duration::from_millis(140);

pub fn listen(held: Held) {
    let count = StoredValue::new(0_u32);
    let ask = move |input: HtmlInputElement| {
        let Some(offers) = input.get_attribute("data-offers") else { return };
        count.update_value(|count| *count += 1);
        let mine = count.get_value();
        set_timeout(
            move || {
                if count.try_get_value() != Some(mine) {
                    return;
                }
                leptos::task::spawn_local(async move {
                    let form = Form::default().with("guild", held.guild).with("number", held.number);
                    let form = form.with("offers", offers).with("typed", input.value());
                    if let Ok(found) = browser::send::<Vec<(String, String)>>("/fn/ticket-offers", &form).await {
                        fill(&input, &found);
                    }
                });
            },
            PAUSE,
        );
    };
    let typed = window_event_listener(ev::input, move |event| {
        let Some(input) = target::<HtmlInputElement>(&event).filter(|it| it.has_attribute("data-offers")) else {
            return;
        };
        if was_picked(&event) && is_offered(&input) {
            if let Some(form) = input.form() {
                let _ = form.request_submit();
            }
        } else {
            ask(input);
        }
    });
    let came = window_event_listener(ev::focusin, move |event| {
        if let Some(input) = target::<HtmlInputElement>(&event) {
            ask(input);
        }
    });
    on_cleanup(move || {
        typed.remove();
        came.remove();
    });
}

fn list_of(input: &HtmlInputElement) -> Option<Element> {
    document().get_element_by_id(&input.get_attribute("list")?)
}

fn fill(input: &HtmlInputElement, offers: &[(String, String)]) {
    let Some(list) = list_of(input) else { return };
    list.set_inner_html("");
    for (value, words) in offers {
        let Ok(option) = document().create_element("option") else { continue };
        let _ = option.set_attribute("value", value);
        if !words.is_empty() {
            let _ = option.set_attribute("label", words);
        }
        let _ = list.append_child(&option);
    }
}

/// Not typed letter by letter: browsers say how a field changed, and of a choice from the list nothing or that it was
/// replaced.
fn was_picked(event: &web_sys::Event) -> bool {
    let kind = js_sys::Reflect::get(event, &JsValue::from_str("inputType")).ok().and_then(|kind| kind.as_string());
    kind.is_none_or(|kind| kind.is_empty() || kind == "insertReplacementText")
}

fn is_offered(input: &HtmlInputElement) -> bool {
    let typed = input.value();
    list_of(input).is_some_and(|list| {
        super::all::<Element>(&list, "option")
            .iter()
            .any(|option| option.get_attribute("value").as_deref() == Some(&typed))
    })
}
