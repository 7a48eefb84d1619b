//! The form: what a member is asked before a ticket opens. Its buttons submit, so that it is built with or without the
//! browser's half.

use super::draft::QUESTIONS;
use super::step::MOST;
use super::{Parts, Section};
use crate::anew::anew;
use crate::page::settings::editor::Editor;
use crate::page::settings::field::{Choose, Line, More, Tick, id_of};
use crate::page::settings::tool::Tool;
use crate::ui::{Sign, words};
use crate::words::{Word as W, kind_options, question_title, w};
use domain::setting::limit;
use leptos::prelude::*;

#[component]
pub fn Questions(parts: Parts) -> impl IntoView {
    let shared = parts.get_value();
    let editor = shared.editor;
    let rows = editor.form.with_untracked(|form| form.rows(QUESTIONS));
    let questions = (0..rows).map(|at| view! { <QuestionFields editor at last=at + 1 == rows /> }).collect::<Vec<_>>();
    let is_full = rows >= MOST;
    let fault = anew(move || editor.fault(QUESTIONS).map(|fault| words("p", "text-xs text-danger", fault)).into_any());
    view! {
        <Section id="questions" title=w(W::TheForm) text=w(W::TheFormMore)>
            <Line editor name="form_title" more=More { max: Some(limit::FORM_TITLE), ..More::default() } />
            <ol class="flex flex-col gap-3">{questions}</ol>
            <div id=id_of(QUESTIONS) class="flex items-center gap-3">
                <button
                    type="submit"
                    name="step"
                    value="add"
                    disabled=is_full
                    class="inline-flex h-8 flex-none items-center justify-center gap-2 rounded-sm border border-edge bg-surface px-3 text-base font-medium whitespace-nowrap text-text transition-colors duration-150 hover:bg-hover disabled:opacity-60"
                >
                    {w(W::AddQuestion)}
                </button>
                <span class="figures text-sm text-faint">{format!("{rows} / {MOST}")}</span>
                {fault}
            </div>
        </Section>
    }
}

#[component]
fn QuestionFields(editor: Editor, at: usize, last: bool) -> impl IntoView {
    let name = |field: &str| format!("{QUESTIONS}.{at}.{field}");
    let title = question_title(at + 1);
    let plain = More::default();
    let number = More { number: true, ..plain };
    let called = |word: W| format!("{}: {}", w(word), question_title(at + 1));
    view! {
        <li class="question flex flex-col gap-3 rounded-md border border-line bg-surface p-3">
            <div class="flex items-center justify-between gap-2">
                <h3 class="font-semibold">{title}</h3>
                <div class="flex">
                    <Tool words=called(W::MoveUp) sign=Sign::ChevronDown turned=true step=format!("up.{at}") disabled=at == 0 />
                    <Tool words=called(W::MoveDown) sign=Sign::ChevronDown step=format!("down.{at}") disabled=last />
                    <Tool words=called(W::Remove) sign=Sign::Trash step=format!("remove.{at}") />
                </div>
            </div>
            <Line editor name=name("label") more=More { max: Some(limit::QUESTION_LABEL), ..plain } />
            <div class="grid items-start gap-3 sm:grid-cols-2">
                <Choose editor name=name("kind") options=kind_options() />
                <div class="sm:pt-6">
                    <Tick editor name=name("required") />
                </div>
            </div>
            <div class="question-bounds grid grid-cols-2 items-start gap-3">
                <Line editor name=name("min") more=number />
                <Line editor name=name("max") more=number />
            </div>
            <div class="question-choices">
                <Line editor name=name("choices") more=More { rows: 4, hint: Some(w(W::ChoicesHint)), ..plain } />
            </div>
            <Line
                editor
                name=name("description")
                more=More { max: Some(limit::QUESTION_DESCRIPTION), ..plain }
            />
            <div class="grid items-start gap-3 sm:grid-cols-2">
                <Line editor name=name("placeholder") more=More { max: Some(limit::PLACEHOLDER), ..plain } />
                <Line editor name=name("key") more=More { hint: Some(w(W::QuestionKeyHint)), ..plain } />
            </div>
        </li>
    }
}
