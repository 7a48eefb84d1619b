//! What comes up by itself, each with the way to stop it; the snooze and the silence.

use super::Drawing;
use super::part::{Deed, QUIET, Stamp};
use crate::page::ticket::shown::MomentLook;
use crate::words::{Say, say, timer_words};
use domain::{Act, DueAction};
use leptos::prelude::*;

pub fn timers(drawing: &Drawing) -> Option<AnyView> {
    let of = drawing.of();
    let can = drawing.may(Act::Amend);
    let mut rows: Vec<AnyView> = Vec::new();
    let mut silent = false;
    for due in &drawing.view.timers {
        let Some(words) = timer_words(due.action) else { continue };
        let (id, at) = (due.id.to_string(), due.at);
        let silence = matches!(due.action, DueAction::SilenceWarning | DueAction::SilenceEnds);
        silent |= silence;
        let stop = match due.action {
            DueAction::SilenceWarning => None,
            DueAction::Wake => can.then(|| button(of, "wake", "", "", Say::Wake)),
            DueAction::SilenceEnds => can.then(|| button(of, "silence", "paused", "yes", Say::PauseSilence)),
            _ => drawing.may(Act::Annotate).then(|| button(of, "timer-stop", "due", &id, Say::Stop)),
        };
        rows.push(row(words, view! { <Stamp at look=MomentLook::Ahead now=drawing.now /> }.into_any(), stop));
    }
    let ticket = &drawing.view.ticket;
    if ticket.silence_paused && !silent && !drawing.is_over() {
        let resume = can.then(|| button(of, "silence", "paused", "", Say::ResumeSilence));
        rows.push(row(say(Say::Silence), say(Say::SilenceIsPaused).into_any(), resume));
    }
    if rows.is_empty() {
        return None;
    }
    let section = view! {
        <section class="border-t border-line px-4 py-4" aria-label=say(Say::ComingUp)>
            <p class="mb-2 text-sm font-semibold text-soft">{say(Say::ComingUp)}</p>
            <ul class="flex flex-col gap-2">{rows}</ul>
        </section>
    };
    Some(section.into_any())
}

fn row(words: &'static str, when: AnyView, stop: Option<AnyView>) -> AnyView {
    view! {
        <li class="flex items-start gap-2">
            <span class="min-w-0 flex-1">{words} <span class="block text-sm text-faint">{when}</span></span>
            {stop}
        </li>
    }
    .into_any()
}

fn button(of: super::part::Of, does: &'static str, name: &'static str, value: &str, words: Say) -> AnyView {
    let value = value.to_owned();
    let id = format!("do-{does}-{value}");
    view! {
        <Deed of does class="contents">
            {(!name.is_empty()).then(|| view! { <input type="hidden" name=name value=value /> })}
            <button type="submit" id=id class=QUIET>{say(words)}</button>
        </Deed>
    }
    .into_any()
}
