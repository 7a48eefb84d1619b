//! Knows what stands above an editor: what is wrong as a whole, what somebody else saved meanwhile, what became of a
//! form that was sent without the browser's half.

use super::answer::{Answer, Done, Kept, Undo};
use super::editor::Editor;
use super::field::id_of;
use crate::anew::anew;
use crate::ui::time::MomentForm;
use crate::ui::{Banner, Button, Change, Diff, Moment, Sign, Tone};
use crate::words::{Word as W, changed_by_words, faults_words, w};
use domain::setting::{FieldChange, field_name};
use leptos::prelude::*;

/// All faults in a list, each with the way to its field.
#[component]
pub fn Faults(editor: Editor) -> impl IntoView {
    anew(move || {
        let faults = editor.faults();
        if faults.is_empty() {
            return ().into_any();
        }
        let title = faults_words(faults.len());
        let rows = faults
            .into_iter()
            .map(|(field, name, words)| {
                view! {
                    <li>
                        <a href=format!("#{}", id_of(&field)) rel="external" class="font-medium underline underline-offset-2">{name}</a>
                        {format!(": {words}")}
                    </li>
                }
            })
            .collect_view();
        view! {
            <div class="overflow-hidden rounded-sm">
                <Banner tone=Tone::Danger sign=Sign::Warning title>
                    <ul class="flex list-disc flex-col gap-0.5 pl-4">{rows}</ul>
                </Banner>
            </div>
        }
        .into_any()
    })
}

/// Somebody else saved: who, when, what, and the two ways on.
#[component]
pub fn ChangedMeanwhile(editor: Editor) -> impl IntoView {
    anew(move || {
        let Some(conflict) = editor.changed.get() else { return ().into_any() };
        let title = changed_by_words(conflict.by.as_deref());
        let look = "rounded-sm";
        view! {
            <div id="changed-meanwhile" tabindex="-1" role="alert" class=format!("overflow-hidden {look}")>
                <Banner tone=Tone::Warn sign=Sign::Pencil title>
                    <p><Moment at=conflict.at form=MomentForm::Whole /></p>
                    <Diff changes=told(conflict.changes) />
                    <div class="mt-2 flex flex-wrap gap-2">
                        <button type="submit" name="step" value="theirs" class=PLAIN>{w(W::TakeTheirs)}</button>
                        <button type="submit" name="theirs" value=conflict.revision.to_string() class=PLAIN>
                            {w(W::KeepMine)}
                        </button>
                    </div>
                </Banner>
            </div>
        }
        .into_any()
    })
}

const PLAIN: &str = "inline-flex h-8 flex-none items-center justify-center gap-2 rounded-sm border border-edge bg-surface px-3 text-base font-medium whitespace-nowrap text-text transition-colors duration-150 hover:bg-hover";

/// Before and after, field by field.
pub fn told(changes: Vec<FieldChange>) -> Vec<Change> {
    let told = |FieldChange { field, before, after }| Change { field: field_name(&field), before, after };
    changes.into_iter().map(told).collect()
}

/// What the session kept: said once at the top of the page. Over an editor it goes with what it is about: once the form
/// is saved or another stands in its place.
#[component]
pub fn KeptNotice(kept: Option<Kept>, #[prop(optional)] editor: Option<Editor>) -> impl IntoView {
    let Some(answer) = kept.and_then(|kept| kept.answer) else { return ().into_any() };
    let (tone, sign, words, undo) = match answer {
        Answer::Done(Done { say, .. }) if say.is_empty() => return ().into_any(),
        Answer::Done(Done { say, undo, .. }) => (Tone::Quiet, Sign::Completed, say, undo),
        Answer::Refused(words) => (Tone::Warn, Sign::Warning, words, None),
        Answer::Faults(_) => (Tone::Danger, Sign::Warning, w(W::NotSaved).to_owned(), None),
        Answer::Conflict(_) => (Tone::Warn, Sign::Warning, w(W::NotSaved).to_owned(), None),
    };
    let undo = undo.map(|undo| view! { <UndoForm undo /> });
    let state = move |editor: Editor| (editor.seen.get(), editor.drawn.get());
    let first = untrack(|| editor.map(state));
    let look =
        anew(move || if editor.map(state) == first { "overflow-hidden rounded-sm" } else { "hidden" }.to_owned());
    view! {
        <div role="status" class=look>
            <Banner tone sign title=words>
                {undo}
            </Banner>
        </div>
    }
    .into_any()
}

#[component]
fn UndoForm(undo: Undo) -> impl IntoView {
    let fields = undo
        .form
        .below("")
        .map(|(name, value)| view! { <input type="hidden" name=name.to_owned() value=value.to_owned() /> })
        .collect_view();
    view! {
        <form method="post" action=undo.action class="mt-1">
            {fields}
            <Button r#type="submit">{w(W::Undo)}</Button>
        </form>
    }
}
