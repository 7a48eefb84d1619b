//! Knows what the browser's half adds to a form: it is read, sent and answered without leaving the page. On the server
//! all of it is nothing.

use super::editor::Editor;
use super::form::Form;
use crate::fault::Fault;
#[cfg(feature = "hydrate")]
use crate::wire::json;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

/// What a form holds, with the button that was pressed.
#[cfg(feature = "hydrate")]
pub fn read(event: &SubmitEvent) -> Option<(String, Form)> {
    use leptos::wasm_bindgen::JsCast;
    let node = event.target()?.dyn_into::<web_sys::HtmlFormElement>().ok()?;
    let mut form = fields(&node);
    if let Some(button) = event.submitter()
        && let Some(name) = button.get_attribute("name")
    {
        form.set(name, button.get_attribute("value").unwrap_or_default());
    }
    Some((node.get_attribute("action").unwrap_or_default(), form))
}

#[cfg(not(feature = "hydrate"))]
pub fn read(_: &SubmitEvent) -> Option<(String, Form)> {
    None
}

#[cfg(feature = "hydrate")]
fn fields(node: &web_sys::HtmlFormElement) -> Form {
    let mut form = Form::default();
    let Ok(entries) = web_sys::FormData::new_with_form(node) else { return form };
    for entry in js_sys::try_iter(&entries).ok().flatten().into_iter().flatten().flatten() {
        let pair = js_sys::Array::from(&entry);
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            form.set(name, value);
        }
    }
    form.plain()
}

/// Takes over what stands in the fields.
pub fn take_over(editor: Editor) {
    #[cfg(feature = "hydrate")]
    {
        let Some(node) = editor.node.get_untracked() else { return };
        let form = fields(&node);
        if editor.form.with_untracked(|known| *known != form) {
            editor.form.set(form);
            editor.told.set(Vec::new());
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = editor;
}

/// Sends a form to where it belongs.
#[cfg(feature = "hydrate")]
pub async fn send<T: serde::de::DeserializeOwned>(action: &str, form: &Form) -> Result<T, Fault> {
    let text = send_for_text(action, form.encoded()).await?;
    json::read(&text).map_err(|_| Fault::Unreachable)
}

/// Apart, so that the machinery of sending is there once, whatever is answered.
#[cfg(feature = "hydrate")]
async fn send_for_text(action: &str, body: String) -> Result<String, Fault> {
    use http::Method;
    use leptos::server_fn::client::{Client, browser::BrowserClient};
    use leptos::server_fn::request::{ClientReq, browser::BrowserRequest};
    use leptos::server_fn::response::ClientRes;
    const FORM: &str = "application/x-www-form-urlencoded";
    let request: Result<BrowserRequest, Fault> =
        ClientReq::try_new_req_text(action, FORM, "application/json", body, Method::POST);
    let response = <BrowserClient as Client<Fault>>::send(request?).await?;
    let is_fine = <_ as ClientRes<Fault>>::status(&response) < 400;
    let text: String = <_ as ClientRes<Fault>>::try_into_string(response).await?;
    if is_fine {
        return Ok(text);
    }
    Err(json::read(&text).unwrap_or(Fault::Unreachable))
}

#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_async, reason = "nothing is sent on the server")]
pub async fn send<T>(_: &str, _: &Form) -> Result<T, Fault> {
    Err(Fault::Unreachable)
}

/// A field that was typed in keeps its words while its element is drawn anew: they are given up for those that it was
/// drawn with.
pub fn show_what_is_drawn(node: NodeRef<html::Form>) {
    #[cfg(feature = "hydrate")]
    {
        // After the effects of this moment, which draw it.
        set_timeout(
            move || {
                if let Some(node) = node.try_get_untracked().flatten() {
                    node.reset();
                    tell_fields(&node);
                }
            },
            std::time::Duration::ZERO,
        );
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = node;
}

/// What counts letters hears that they are others now: a reset says nothing by itself. To a combobox it would be typing.
#[cfg(feature = "hydrate")]
fn tell_fields(node: &web_sys::HtmlFormElement) {
    let options = web_sys::EventInit::new();
    options.set_bubbles(true);
    let Ok(fields) = node.query_selector_all("input[type=text]:not([role]), textarea") else { return };
    for field in (0..fields.length()).filter_map(|at| fields.item(at)) {
        if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &options) {
            let _ = field.dispatch_event(&event);
        }
    }
}

/// Puts the focus on a field or a button once it is drawn.
pub fn focus(id: String) {
    #[cfg(feature = "hydrate")]
    leptos::prelude::request_animation_frame(move || {
        use leptos::wasm_bindgen::JsCast;
        let element = leptos::prelude::document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
    #[cfg(not(feature = "hydrate"))]
    drop(id);
}

/// Where the focus is now.
pub fn focused() -> Option<String> {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::document().active_element().map(|element| element.id()).filter(|id| !id.is_empty());
    #[cfg(not(feature = "hydrate"))]
    None
}
