//! Knows something that is on or off: a box to tick that looks like what it does. It works in a form without a script.

use crate::anew::anew;
use leptos::prelude::*;

#[component]
pub fn Switch(
    #[prop(into)] id: String,
    /// Sent as `name=on` while it is on.
    #[prop(into)]
    name: String,
    #[prop(into)] label: String,
    #[prop(into)] on: Signal<bool>,
    #[prop(optional, into)] hint: Option<String>,
    /// Told what it is now, for what holds at once.
    #[prop(optional)]
    on_change: Option<Callback<bool>>,
    #[prop(optional)] disabled: bool,
    /// The label is for assistive technology alone: it stands in a row that says it.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let told = move |event: leptos::ev::Event| {
        if let Some(on_change) = on_change {
            on_change.run(event_target_checked(&event));
        }
    };
    let hint_id = hint.is_some().then(|| format!("{id}-note"));
    let words = if bare { "sr-only" } else { "flex min-w-0 flex-col" };
    view! {
        <label for=id.clone() class="inline-flex items-start gap-2.5">
            <span class="relative mt-0.5 inline-flex h-5 w-9 flex-none">
                <input
                    id=id.clone()
                    type="checkbox"
                    role="switch"
                    name=name
                    value="on"
                    checked=on.get_untracked()
                    prop:checked=anew(move || on.get())
                    disabled=disabled
                    aria-describedby=hint_id.clone()
                    class="peer sr-only"
                    on:change=told
                />
                <span
                    class="absolute inset-0 rounded-full border border-edge bg-sunken transition-colors duration-150 peer-checked:border-accent peer-checked:bg-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus peer-disabled:opacity-60"
                    aria-hidden="true"
                ></span>
                <span
                    class="absolute top-1 left-1 size-3 rounded-full bg-edge transition-transform duration-150 peer-checked:translate-x-4 peer-checked:bg-on-accent"
                    aria-hidden="true"
                ></span>
            </span>
            <span class=words>
                <span class="text-base">{label}</span>
                {hint.map(|hint| view! { <span id=hint_id class="text-xs text-faint">{hint}</span> })}
            </span>
        </label>
    }
}
