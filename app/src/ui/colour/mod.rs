//! Knows a colour to choose: written as `#rrggbb`, out of a few that fit, or from the browser's own palette.

use super::field::Note;
use crate::anew::anew;
use crate::words::{Word as W, w};
use leptos::html;
use leptos::prelude::*;

/// Discord's own for roles, light to dark.
const FITTING: [&str; 8] = ["#1abc9c", "#2ecc71", "#3498db", "#9b59b6", "#e91e63", "#f1c40f", "#e67e22", "#e74c3c"];

/// Sent as `name=#rrggbb`; an `input` event tells the form of a change.
#[component]
pub fn ColourField(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] fault: Signal<Option<String>>,
) -> impl IntoView {
    let colour = RwSignal::new(value.clone());
    let text = NodeRef::<html::Input>::new();
    let note_id = format!("{id}-note");
    let invalid = anew(move || fault.with(Option::is_some).then_some("true"));
    let shown =
        anew(move || colour.with(|colour| if is_colour(colour) { colour.clone() } else { "#000000".to_owned() }));
    let fitting = FITTING
        .map(|one| {
            view! {
                <button
                    type="button"
                    class="size-6 flex-none rounded-full border border-edge"
                    style=format!("background:{one}")
                    aria-label=one
                    on:click=move |_| put(text, one)
                ></button>
            }
        })
        .into_iter()
        .collect_view();
    view! {
        <div class="flex min-w-0 flex-col gap-1">
            <label for=id.clone() class="text-xs font-medium text-soft">{label}</label>
            <div class="flex flex-wrap items-center gap-2">
                <input
                    type="color"
                    class="size-8 flex-none rounded-sm border border-edge bg-surface p-0.5"
                    aria-label=w(W::ColourPalette)
                    prop:value=shown
                    on:input=move |event| put(text, &event_target_value(&event))
                />
                <input
                    node_ref=text
                    id=id
                    name=name
                    type="text"
                    value=value
                    autocomplete="off"
                    spellcheck="false"
                    placeholder="#5865f2"
                    aria-invalid=invalid
                    aria-describedby=note_id.clone()
                    class="h-8 w-28 rounded-sm border border-edge bg-surface px-2 font-mono text-sm text-text placeholder:text-faint"
                    on:input=move |event| colour.set(event_target_value(&event))
                />
                <div class="flex flex-wrap gap-1.5">{fitting}</div>
            </div>
            <Note id=note_id hint fault />
        </div>
    }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// As if it had been typed.
fn put(text: NodeRef<html::Input>, colour: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(text) = text.get_untracked() {
        text.set_value(colour);
        let options = web_sys::EventInit::new();
        options.set_bubbles(true);
        if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &options) {
            let _ = text.dispatch_event(&event);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (text, colour);
}

#[cfg(test)]
mod tests {
    use super::is_colour;

    #[test]
    fn a_colour_has_six_digits() {
        assert!(is_colour("#5865f2") && is_colour("#FFFFFF"));
        assert!(!is_colour("5865f2") && !is_colour("#fff") && !is_colour("#5865g2") && !is_colour(""));
    }
}
