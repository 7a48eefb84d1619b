//! Knows a line to type in: its label, hint and fault, tied together for assistive technology.

use leptos::prelude::*;

#[component]
pub fn Field(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    #[prop(optional, into)] value: Option<String>,
    #[prop(default = "text")] r#type: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional)] placeholder: Option<&'static str>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional, into)] fault: Option<String>,
) -> impl IntoView {
    let note = fault.clone().or_else(|| hint.map(str::to_owned));
    let note_id = note.is_some().then(|| format!("{id}-note"));
    let invalid = fault.is_some();
    let note_class = if invalid { "text-xs text-danger" } else { "text-xs text-faint" };
    view! {
        <div class="flex min-w-0 flex-col gap-1">
            <label for=id class="text-xs font-medium text-soft">{label}</label>
            <input
                id=id
                name=name
                type=r#type
                inputmode=inputmode
                placeholder=placeholder
                value=value
                autocomplete="off"
                aria-invalid=invalid.then_some("true")
                aria-describedby=note_id.clone()
                class="h-8 w-full min-w-0 rounded-sm border border-edge bg-surface px-2 text-base text-text placeholder:text-faint"
            />
            {note.map(|note| view! { <span id=note_id class=note_class>{note}</span> })}
        </div>
    }
}
