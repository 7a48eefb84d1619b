//! Knows the lines of an editor: what stands in them, how much fits, what is wrong. Each is called what faults call
//! it. They are plain fields of a plain form: what is typed is read from the page, so nothing is drawn anew while
//! somebody types.

use super::editor::Editor;
use super::names::{self, Names};
use crate::anew::anew;
use crate::ui::{Choice, Combobox, Several};
use crate::words::{Word as W, of_limit_words, w};
use leptos::prelude::*;

const CONTROL: &str = "w-full min-w-0 rounded-sm border border-edge bg-surface px-2 text-base text-text placeholder:text-faint aria-invalid:border-danger";

/// A field's place in the page.
pub fn id_of(name: &str) -> String {
    format!("f-{name}")
}

/// How a line differs from the plainest.
#[derive(Clone, Copy, Default)]
pub struct More {
    pub hint: Option<&'static str>,
    /// Characters that fit.
    pub max: Option<usize>,
    /// Lines of text; 0 is one that does not break.
    pub rows: u8,
    /// Names that may stand in it in braces.
    pub names: Option<Names>,
    /// The id of a list of suggestions.
    pub list: Option<&'static str>,
    pub number: bool,
    /// What stands in it while it is empty.
    pub placeholder: Option<&'static str>,
}

/// Something to write in.
#[component]
pub fn Line(editor: Editor, #[prop(into)] name: String, #[prop(optional)] more: More) -> impl IntoView {
    let id = id_of(&name);
    let value = editor.value(&name);
    let invalid = {
        let name = name.clone();
        anew(move || editor.fault(&name).is_some().then_some("true"))
    };
    let note = format!("{id}-note");
    let control = if more.rows > 0 {
        let area = view! {
            <textarea
                id=id.clone()
                name=name.clone()
                rows=more.rows.to_string()
                placeholder=more.placeholder
                aria-invalid=invalid
                aria-describedby=note
                class=format!("{CONTROL} py-1.5 leading-normal resize-y")
                inner_html=shown_as_typed(&value)
                on:input=move |event| names::look(event, more.names)
                on:keydown=move |event| names::steer(event, more.names)
                on:blur=move |_| names::leave(more.names)
            ></textarea>
        };
        area.into_any()
    } else {
        let line = view! {
            <input
                id=id.clone()
                name=name.clone()
                type="text"
                inputmode=more.number.then_some("numeric")
                list=more.list
                placeholder=more.placeholder
                value=value
                aria-invalid=invalid
                aria-describedby=note
                class=format!("{CONTROL} h-8")
                on:input=move |event| names::look(event, more.names)
                on:keydown=move |event| names::steer(event, more.names)
                on:blur=move |_| names::leave(more.names)
            />
        };
        line.into_any()
    };
    let completion = more.names.map(|names| view! { <names::Offers field=id.clone() names /> });
    framed(editor, name, more, view! { <div class="relative">{control}{completion}</div> }.into_any())
}

/// The text of an area, which the browser reads as it stands there; a first line break of its own would be lost.
fn shown_as_typed(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if text.starts_with('\n') { format!("\n{text}") } else { text }
}

/// A choice of one out of several: value and words.
#[component]
pub fn Choose(
    editor: Editor,
    #[prop(into)] name: String,
    options: Vec<(String, String)>,
    #[prop(optional)] more: More,
) -> impl IntoView {
    let id = id_of(&name);
    let value = editor.value(&name);
    let known = options.iter().any(|(option, _)| *option == value);
    // What is chosen and no longer there stays chosen, and is told as a fault.
    let gone = (!known && !value.is_empty()).then(|| (value.clone(), w(W::ChoiceGone).to_owned()));
    let options = options
        .into_iter()
        .chain(gone)
        .map(|(option, words)| {
            let selected = option == value;
            view! { <option value=option selected=selected>{words}</option> }
        })
        .collect_view();
    let invalid = {
        let name = name.clone();
        anew(move || editor.fault(&name).is_some().then_some("true"))
    };
    let note = format!("{id}-note");
    let control = view! {
        <select id=id name=name.clone() aria-invalid=invalid aria-describedby=note class=format!("{CONTROL} h-8")>
            {options}
        </select>
    };
    framed(editor, name, more, control.into_any())
}

/// A choice of one out of many, found by typing. A browser that only sends forms has a select.
#[component]
pub fn Find(
    editor: Editor,
    #[prop(into)] name: String,
    mut choices: Vec<Choice>,
    #[prop(optional)] more: More,
) -> impl IntoView {
    let value = editor.value(&name);
    if !value.is_empty() && choices.iter().all(|choice| choice.value != value) {
        let words = w(W::ChoiceGone).to_owned();
        choices.push(Choice { value: value.clone(), words, ..Choice::default() });
    }
    let fault = {
        let name = name.clone();
        Signal::derive(move || editor.fault(&name))
    };
    let hint = more.hint.map(str::to_owned);
    view! {
        <Combobox
            id=id_of(&name)
            label=editor.label(&name)
            name
            choices
            chosen=vec![value]
            several=Several::One
            hint
            fault
        />
    }
}

/// Yes or no.
#[component]
pub fn Tick(editor: Editor, #[prop(into)] name: String) -> impl IntoView {
    let label = editor.label(&name);
    let checked = !editor.value(&name).is_empty();
    view! {
        <label class="inline-flex items-center gap-2">
            <input type="checkbox" name=name value="on" checked=checked class="size-4 accent-accent" />
            <span>{label}</span>
        </label>
    }
}

/// Label, control, and below it what is wrong or else the hint, with the count of what fits at the right.
fn framed(editor: Editor, name: String, more: More, control: AnyView) -> AnyView {
    let label = editor.label(&name);
    let id = id_of(&name);
    let note_id = format!("{id}-note");
    let fault = {
        let name = name.clone();
        Memo::new(move |_| editor.fault(&name))
    };
    let note = anew(move || fault.get().or(more.hint.map(str::to_owned)).unwrap_or_default());
    let note_class = anew(move || {
        (if fault.with(Option::is_some) { "text-xs text-danger" } else { "text-xs text-faint" }).to_owned()
    });
    let count = more.max.map(|max| {
        let length = Memo::new(move |_| editor.form.with(|form| form.get(&name).chars().count()));
        let class = anew(move || {
            let look = if length.get() > max { "font-medium text-danger" } else { "text-faint" };
            format!("figures ml-auto flex-none text-xs {look}")
        });
        view! { <span class=class>{anew(move || of_limit_words(length.get(), max))}</span> }
    });
    view! {
        <div class="flex min-w-0 flex-col gap-1">
            <label for=id class="text-xs font-medium text-soft">{label}</label>
            {control}
            <div class="flex gap-3">
                <p id=note_id class=note_class>{note}</p>
                {count}
            </div>
        </div>
    }
    .into_any()
}
