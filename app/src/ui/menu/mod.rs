//! Knows a button that unfolds a sheet: `<details>`, so that it works before and without the browser's half, and
//! closes on Escape, on a press elsewhere and on going to another page with it. One that is drawn anew stands open as it
//! stood.

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
    close_by_itself(node, label);
    let sheet = match side {
        MenuSide::Below => "absolute top-full left-0 mt-1 max-md:top-auto max-md:bottom-full max-md:mb-2",
        MenuSide::Above => "absolute bottom-full left-0 mb-1 max-md:right-0 max-md:left-auto max-md:mb-2",
    };
    view! {
        <details node_ref=node class="relative" open=unfolded || stood_open(label) on:toggle=move |_| note(node, label)>
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
thread_local! {
    /// The menu that stands open, by what its button is called: one at a time.
    static OPEN: std::cell::Cell<Option<&'static str>> = const { std::cell::Cell::new(None) };
}

fn stood_open(label: &'static str) -> bool {
    #[cfg(feature = "hydrate")]
    return OPEN.get() == Some(label);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = label;
        false
    }
}

/// Keeps whether it stands open.
fn note(node: NodeRef<leptos::html::Details>, label: &'static str) {
    #[cfg(feature = "hydrate")]
    match node.get_untracked().map(|details| details.open()) {
        Some(true) => OPEN.set(Some(label)),
        Some(false) if stood_open(label) => OPEN.set(None),
        _ => {}
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (node, label);
}

/// At once: it may be drawn anew before the browser tells that it was folded.
#[cfg(feature = "hydrate")]
fn shut(details: &web_sys::HtmlDetailsElement, label: &'static str) {
    details.set_open(false);
    if stood_open(label) {
        OPEN.set(None);
    }
}

#[cfg(feature = "hydrate")]
fn close_by_itself(node: NodeRef<leptos::html::Details>, label: &'static str) {
    use leptos::ev;
    use leptos::wasm_bindgen::JsCast;
    let pathname = leptos_router::hooks::use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = pathname.get();
        match node.get_untracked() {
            // What was opened before the page was awake stays as it is.
            Some(_) if before.is_none() => note(node, label),
            Some(details) if before.as_ref() != Some(&path) => shut(&details, label),
            _ => {}
        }
        path
    });
    let press = window_event_listener(ev::click, move |event| {
        let Some(details) = node.get_untracked() else { return };
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if !details.contains(target.as_ref()) {
            shut(&details, label);
        }
    });
    let escape = window_event_listener(ev::keydown, move |event| {
        let Some(details) = node.get_untracked() else { return };
        if event.key() == "Escape" && details.open() {
            shut(&details, label);
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
fn close_by_itself(_: NodeRef<leptos::html::Details>, _: &'static str) {}
