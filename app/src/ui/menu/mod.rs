//! Knows a button that unfolds a sheet: `<details>`, so that it works before and without the browser's half, and
//! closes on Escape, on a press elsewhere and on going to another page with it.

use leptos::prelude::*;

/// Where the sheet unfolds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuSide {
    Below,
    /// Below on wide screens; above where the frame is a bar at the bottom.
    Above,
}

#[component]
pub fn Menu(
    /// What the button is called.
    label: &'static str,
    side: MenuSide,
    /// What stands in the button.
    button: ViewFn,
    #[prop(default = "")] button_class: &'static str,
    #[prop(optional)] unfolded: bool,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Details>::new();
    close_by_itself(node);
    let sheet = match side {
        MenuSide::Below => "absolute top-full left-0 mt-1 max-md:top-auto max-md:bottom-full max-md:mb-2",
        MenuSide::Above => "absolute bottom-full left-0 mb-1 max-md:right-0 max-md:left-auto max-md:mb-2",
    };
    view! {
        <details node_ref=node class="relative" open=unfolded>
            <summary class=format!("flex items-center {button_class}") title=label>
                {button.run()}
                <span class="sr-only">{label}</span>
            </summary>
            <div class=format!("z-30 w-64 rounded-md border border-line bg-raised p-1.5 shadow-float {sheet}")>
                {children()}
            </div>
        </details>
    }
}

#[cfg(feature = "hydrate")]
fn close_by_itself(node: NodeRef<leptos::html::Details>) {
    use leptos::ev;
    use leptos::wasm_bindgen::JsCast;
    let pathname = leptos_router::hooks::use_location().pathname;
    Effect::new(move || {
        pathname.track();
        if let Some(details) = node.get_untracked() {
            details.set_open(false);
        }
    });
    let press = window_event_listener(ev::click, move |event| {
        let Some(details) = node.get_untracked() else { return };
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if !details.contains(target.as_ref()) {
            details.set_open(false);
        }
    });
    let escape = window_event_listener(ev::keydown, move |event| {
        let Some(details) = node.get_untracked() else { return };
        if event.key() == "Escape" && details.open() {
            details.set_open(false);
            if let Ok(Some(summary)) = details.query_selector("summary")
                && let Some(summary) = summary.dyn_ref::<web_sys::HtmlElement>()
            {
                let _ = summary.focus();
            }
        }
    });
    on_cleanup(move || {
        press.remove();
        escape.remove();
    });
}

#[cfg(not(feature = "hydrate"))]
fn close_by_itself(_: NodeRef<leptos::html::Details>) {}
