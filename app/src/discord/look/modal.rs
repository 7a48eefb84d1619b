//! A form, as it opens over a channel.

use super::look_button;
use crate::ui::{plain_all, words};
use crate::words::{Word as W, w};
use domain::form::{QuestionKind, TextStyle};
use domain::{ButtonStyle, Question};
use leptos::prelude::*;

/// `app` is who asks.
pub fn look_modal(title: String, questions: &[Question], app: &str) -> AnyView {
    let foot = vec![
        look_button(w(W::DiscordCancel), ButtonStyle::Grey, None),
        look_button(w(W::DiscordSubmit), ButtonStyle::Blurple, None),
    ];
    let parts = vec![
        words("p", "dc-modal-title", title),
        words("p", "dc-modal-app", app),
        plain_all("div", "flex flex-col gap-4", questions.iter().map(question).collect()),
        plain_all("div", "dc-modal-foot", foot),
    ];
    plain_all("div", "dc-modal", parts)
}

fn question(question: &Question) -> AnyView {
    let required = question.required.then(|| words("span", "dc-required", " *"));
    let label = [words("span", "", question.label.clone())].into_iter().chain(required).collect();
    let description = question.description.clone().map(|text| words("p", "dc-description", text));
    let hint = question.placeholder.clone().unwrap_or_default();
    let input = match &question.kind {
        QuestionKind::Choice { choices } => {
            let hint = if hint.is_empty() { w(W::DiscordSelect).to_owned() } else { hint };
            let rows = choices.iter().map(|choice| words("li", "truncate", choice.label.clone())).collect();
            let select = vec![words("summary", "truncate", hint), plain_all("ul", "", rows)];
            plain_all("details", "dc-select", select)
        }
        QuestionKind::Text { style: TextStyle::Long, .. } => words("p", "dc-input dc-input-long", hint),
        _ => words("p", "dc-input truncate", hint),
    };
    let parts = [plain_all("p", "dc-label", label)].into_iter().chain(description).chain([input]);
    plain_all("div", "min-w-0", parts.collect())
}
