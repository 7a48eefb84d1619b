//! Knows the ways out of an editor that lose what is typed, and the key that keeps it.

use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::{ev, html, prelude::*};

pub fn watch(form: NodeRef<html::Form>, dirty: Signal<bool>, busy: Signal<bool>, question: &'static str) {
    let loses = move || dirty.try_get_untracked() == Some(true) && busy.try_get_untracked() == Some(false);
    let keys = window_event_listener(ev::keydown, move |event| {
        if !(event.ctrl_key() || event.meta_key()) || event.key() != "s" {
            return;
        }
        event.prevent_default();
        if loses()
            && let Some(form) = form.get_untracked()
        {
            let _ = form.request_submit();
        }
    });
    // Another site, another module, a closed tab: the browser asks in its own words.
    let unload = window_event_listener(ev::beforeunload, move |event| {
        if loses() {
            event.prevent_default();
        }
    });
    // Another page of this module: asked before the router hears of the press.
    let ask = Closure::<dyn FnMut(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
        let pressed = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link =
            pressed.and_then(|it| it.closest("a[href^='/']:not([target]):not([rel~='external'])").ok().flatten());
        if link.is_some() && loses() && window().confirm_with_message(question) != Ok(true) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    let asked = ask.as_ref().unchecked_ref::<js_sys::Function>().clone();
    let _ = window().add_event_listener_with_callback_and_bool("click", &asked, true);
    let ask = StoredValue::new_local(ask);
    on_cleanup(move || {
        keys.remove();
        unload.remove();
        let _ = window().remove_event_listener_with_callback_and_bool("click", &asked, true);
        ask.dispose();
    });
}
