//! What a type is called and looks like, and how its tickets are kept.

use super::{Parts, Section};
use crate::page::settings::field::{Choose, Find, Line, More};
use crate::ui::Choice;
use crate::words::{Word as W, priority_word, style_word, w, when_closed_word};
use domain::setting::{Choices, limit};
use domain::{ButtonStyle, Priority, TypeState, WhenClosed};
use leptos::prelude::*;

const PAIR: &str = "grid items-start gap-4 sm:grid-cols-2";

#[component]
pub fn Basics(parts: Parts) -> impl IntoView {
    let shared = parts.get_value();
    let editor = shared.editor;
    let styles = ButtonStyle::ALL.iter().map(|style| (style.to_string(), style_word(*style).to_owned())).collect();
    let states = [(TypeState::Active, W::Active), (TypeState::Paused, W::Paused)]
        .map(|(state, word)| (state.to_string(), w(word).to_owned()))
        .to_vec();
    let departments = shared.choices.with_value(|choices| {
        choices.departments.iter().map(|found| (found.id.to_string(), found.name.clone())).collect::<Vec<_>>()
    });
    view! {
        <Section id="basics" title=w(W::Basics) text=w(W::BasicsMore)>
            <div class=PAIR>
                <Line editor name="name" more=More { max: Some(limit::NAME), hint: Some(w(W::NameHint)), ..More::default() } />
                <Choose editor name="department" options=departments />
            </div>
            <div class=PAIR>
                <Line editor name="label" more=More { max: Some(limit::LABEL), ..More::default() } />
                <Choose editor name="style" options=styles />
            </div>
            <Emoji parts />
            <div class=PAIR>
                <Choose editor name="state" options=states />
                <Line
                    editor
                    name="paused_message"
                    more=More { rows: 2, max: Some(limit::PAUSED_MESSAGE), hint: Some(w(W::PausedMessageHint)), ..More::default() }
                />
            </div>
        </Section>
    }
}

/// Any of Unicode's, or one of the guild's own by its name in a list.
#[component]
fn Emoji(parts: Parts) -> impl IntoView {
    let shared = parts.get_value();
    let own = shared.choices.with_value(|choices| {
        let option = |emoji: &domain::setting::EmojiChoice| {
            view! { <option value=emoji.text()>{format!(":{}:", emoji.name)}</option> }
        };
        choices.emoji.iter().map(option).collect_view()
    });
    let more = More { hint: Some(w(W::EmojiHint)), list: Some("own-emoji"), ..More::default() };
    view! {
        <div class=PAIR>
            <Line editor=shared.editor name="emoji" more />
            <datalist id="own-emoji">{own}</datalist>
        </div>
    }
}

#[component]
pub fn Conduct(parts: Parts) -> impl IntoView {
    let shared = parts.get_value();
    let editor = shared.editor;
    let priorities = Priority::ALL.iter().rev().map(|one| (one.to_string(), priority_word(*one).to_owned())).collect();
    let closings = WhenClosed::ALL.iter().map(|one| (one.to_string(), when_closed_word(*one).to_owned())).collect();
    let categories = move |usual: W| shared.choices.with_value(|choices| categories(choices, usual));
    let number = |hint: W| More { number: true, hint: Some(w(hint)), ..More::default() };
    view! {
        <Section id="conduct" title=w(W::Conduct) text=w(W::ConductMore)>
            <Line
                editor
                name="naming"
                more=More { hint: Some(w(W::NamingHint)), max: Some(limit::CHANNEL_NAME), names: Some(shared.naming_names), ..More::default() }
            />
            <div class=PAIR>
                <Find editor name="category" choices=categories(W::CategoryOfDepartment) />
                <Find editor name="closed_category" choices=categories(W::CategoryClosedUsual) />
            </div>
            <div class=PAIR>
                <Line editor name="limit_per_member" more=number(W::LimitPerMemberHint) />
                <Choose editor name="default_priority" options=priorities />
            </div>
            <div class=PAIR>
                <Choose editor name="when_closed" options=closings />
                <Line editor name="archive_days" more=number(W::ArchiveDaysHint) />
            </div>
        </Section>
    }
}

/// The guild's categories, after the one that holds where none is chosen.
pub fn categories(choices: &Choices, usual: W) -> Vec<Choice> {
    let one = |value: String, words: String| Choice { value, words, ..Choice::default() };
    let all = choices.categories().map(|category| one(category.id.to_string(), category.name.clone()));
    std::iter::once(one(String::new(), w(usual).to_owned())).chain(all).collect()
}
