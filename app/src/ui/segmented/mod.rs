//! Knows a choice of one out of few, all in sight: buttons of one form, each sending its value.

use super::icon::{Icon, Sign};
use crate::anew::anew;
use leptos::prelude::*;

#[component]
pub fn Segmented(
    /// Sent as `name=value` by the button that is pressed.
    name: &'static str,
    label: &'static str,
    /// Value, words, sign.
    options: Vec<(&'static str, &'static str, Sign)>,
    /// The value that holds now.
    #[prop(into)]
    value: Signal<String>,
    /// Told before the form is sent; may prevent that.
    on_choose: Callback<(leptos::ev::MouseEvent, &'static str)>,
) -> impl IntoView {
    let buttons = options
        .into_iter()
        .map(|(option, words, sign)| {
            // What is drawn anew may be asked once more after its value is gone.
            let chosen = move || value.try_with(|value| value == option).unwrap_or(false);
            let class = anew(move || {
                let look = if chosen() { "bg-surface text-text shadow-sm" } else { "text-soft hover:text-text" };
                format!("flex h-7 flex-1 items-center justify-center gap-1.5 rounded-xs px-2 text-sm {look}")
            });
            view! {
                <button
                    type="submit"
                    name=name
                    value=option
                    class=class
                    aria-pressed=anew(move || if chosen() { "true" } else { "false" })
                    on:click=move |event| on_choose.run((event, option))
                >
                    <Icon sign />
                    <span>{words}</span>
                </button>
            }
        })
        .collect_view();
    view! {
        <div role="group" aria-label=label class="flex gap-0.5 rounded-sm bg-sunken p-0.5">
            {buttons}
        </div>
    }
}
