//! A form, as it opens over a channel.

use crate::words::{Word as W, w};
use domain::Question;
use domain::form::{QuestionKind, TextStyle};
use leptos::prelude::*;

#[component]
pub fn LookModal(
    title: String,
    questions: Vec<Question>,
    /// Who asks.
    app: &'static str,
) -> impl IntoView {
    let questions = questions.into_iter().map(|question| view! { <LookQuestion question /> }).collect_view();
    view! {
        <div class="dc-modal">
            <p class="dc-modal-title [overflow-wrap:anywhere]">{title}</p>
            <p class="dc-modal-app">{app}</p>
            <div class="flex flex-col gap-4">{questions}</div>
            <div class="dc-modal-foot">
                <span class="dc-button dc-grey">{w(W::DiscordCancel)}</span>
                <span class="dc-button dc-blurple">{w(W::DiscordSubmit)}</span>
            </div>
        </div>
    }
}

#[component]
fn LookQuestion(question: Question) -> impl IntoView {
    let hint = question.placeholder.clone().unwrap_or_default();
    let input = match &question.kind {
        QuestionKind::Choice { choices } => {
            let rows =
                choices.iter().map(|choice| view! { <li class="truncate">{choice.label.clone()}</li> }).collect_view();
            let hint = if hint.is_empty() { w(W::DiscordSelect).to_owned() } else { hint };
            view! {
                <details class="dc-select">
                    <summary>
                        <span class="truncate">{hint}</span>
                        <crate::ui::Icon sign=crate::ui::Sign::ChevronDown />
                    </summary>
                    <ul>{rows}</ul>
                </details>
            }
            .into_any()
        }
        QuestionKind::Text { style: TextStyle::Long, .. } => {
            view! { <p class="dc-input dc-input-long">{hint}</p> }.into_any()
        }
        _ => view! { <p class="dc-input truncate">{hint}</p> }.into_any(),
    };
    let required = question.required.then(|| view! { <span class="dc-required" title=w(W::Required)>" *"</span> });
    let description = question.description.map(|text| view! { <p class="dc-description">{text}</p> });
    view! {
        <div class="min-w-0">
            <p class="dc-label [overflow-wrap:anywhere]">{question.label}{required}</p>
            {description}
            {input}
        </div>
    }
}
