//! Knows what happens to unsaved changes: Ctrl S saves them, and whoever leaves is asked first, whether the page is
//! left or another one of the same half is drawn in its place.

use super::browser;
use super::editor::Editor;

#[cfg(feature = "hydrate")]
pub fn guard(editor: Editor) {
    use leptos::ev;
    use leptos::prelude::*;
    // What was typed before the page woke up.
    Effect::new(move || browser::take_over(editor));
    let save = window_event_listener(ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("s") {
            event.prevent_default();
            browser::press_save(editor);
        }
    });
    let leave = window_event_listener(ev::beforeunload, move |event| {
        if editor.is_dirty_untracked() {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        save.remove();
        leave.remove();
    });
    ask_at_links(editor);
}

/// Before the router hears of the press: while it goes down to the link.
#[cfg(feature = "hydrate")]
fn ask_at_links(editor: Editor) {
    use crate::words::{Word as W, w};
    use leptos::ev::MouseEvent;
    use leptos::prelude::*;
    use leptos::wasm_bindgen::JsCast;
    use leptos::wasm_bindgen::closure::Closure;
    let ask = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(link) = link else { return };
        let stays = link.get_attribute("href").is_none_or(|href| href.starts_with('#')) || link.has_attribute("target");
        if stays || event.ctrl_key() || event.meta_key() || event.shift_key() || !editor.is_dirty_untracked() {
            return;
        }
        if window().confirm_with_message(w(W::LeaveUnsaved)).unwrap_or(true) {
            // Asked once is enough.
            editor.forget();
        } else {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    });
    let ask = StoredValue::new_local(ask);
    let listen = move |on: bool| {
        ask.try_with_value(|ask| {
            let (document, ask) = (document(), ask.as_ref().unchecked_ref());
            let _ = if on {
                document.add_event_listener_with_callback_and_bool("click", ask, true)
            } else {
                document.remove_event_listener_with_callback_and_bool("click", ask, true)
            };
        });
    };
    listen(true);
    on_cleanup(move || listen(false));
}

#[cfg(not(feature = "hydrate"))]
pub fn guard(editor: Editor) {
    let _ = (editor, browser::press_save, browser::take_over);
}
