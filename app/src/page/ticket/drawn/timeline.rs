//! What was done with the ticket: who, what, from what to what, through what; parted by days where it is long.

use super::Drawing;
use super::part::Stamp;
use crate::page::ticket::shown::MomentLook;
use crate::ui::time::{day, day_number};
use crate::words::{
    Word as W, moment_words, order_status_word, priority_word, status_word, step_words, timer_words, via_words, w,
};
use domain::{Deed, DueAction, OrderStatus, Priority, Status, TimelineEvent, Timestamp, UserId, Via};
use leptos::prelude::*;

/// From so many steps on days part them.
const LONG: usize = 12;

pub fn timeline(drawing: &Drawing) -> AnyView {
    let steps = &drawing.view.timeline;
    let is_long = steps.len() >= LONG;
    let mut above: Option<i64> = None;
    let rows = steps
        .iter()
        .map(|step| {
            let today = day_number(step.at, None);
            let is_new = is_long && above.replace(today) != Some(today);
            let line =
                is_new.then(|| view! { <li class="pb-2 text-xs font-medium text-faint">{day(step.at, None)}</li> });
            view! { {line} {one(drawing, step)} }
        })
        .collect_view();
    view! {
        <section class="border-t border-line px-4 py-4" aria-label=w(W::Timeline)>
            <p class="mb-3 text-sm font-semibold text-soft">{w(W::Timeline)}</p>
            <ol>{rows}</ol>
        </section>
    }
    .into_any()
}

fn one(drawing: &Drawing, step: &TimelineEvent) -> AnyView {
    let value = |value: &Option<String>| value.as_deref().map(|value| told(drawing, step.deed, value));
    let words = step_words(step.deed, value(&step.from_value).as_deref(), value(&step.to_value).as_deref());
    let actor = step.actor.map_or_else(|| w(W::Docket).to_owned(), |id| drawing.name(id));
    let through = (step.via != Via::Discord && step.actor.is_some())
        .then(|| view! { <span class="text-faint">{format!(" · {}", via_words(step.via))}</span> });
    let (at, reason) = (step.at, step.reason.clone());
    view! {
        <li class="relative flex gap-3 pb-4 last:pb-0">
            <span class="mt-[0.4rem] size-2 flex-none rounded-full border-2 border-accent bg-surface" aria-hidden="true"></span>
            <p class="min-w-0 flex-1 break-words">
                <span class="font-medium">{actor}</span>
                " "
                <span class="text-soft">{words}</span>
                {through}
                {reason.map(|reason| view! { <span class="block text-sm text-soft">{reason}</span> })}
            </p>
            <span class="flex-none text-sm text-faint"><Stamp at look=MomentLook::Age now=drawing.now /></span>
        </li>
    }
    .into_any()
}

/// A value as people say it: names for ids, words for states.
fn told(drawing: &Drawing, deed: Deed, value: &str) -> String {
    let named = |list: &[(String, String)]| list.iter().find(|(id, _)| id == value).map(|(_, name)| name.clone());
    let known = match deed {
        Deed::Claimed | Deed::Unclaimed | Deed::Assigned | Deed::MemberAdded | Deed::MemberRemoved => {
            value.parse::<UserId>().ok().map(|id| drawing.name(id))
        }
        Deed::Prioritised => value.parse::<Priority>().ok().map(|level| priority_word(level).to_owned()),
        Deed::Moved => named(&as_text(&drawing.categories)),
        Deed::Transferred => named(&as_text(&drawing.departments)).or_else(|| named(&as_text(&drawing.types))),
        Deed::Snoozed => value.parse().ok().map(|at| moment_words(Timestamp(at))),
        Deed::TimerStopped => value.parse::<DueAction>().ok().and_then(timer_words).map(str::to_owned),
        Deed::OrderLinked | Deed::OrderUnlinked => {
            value.parse::<OrderStatus>().ok().map(|status| order_status_word(status).to_owned())
        }
        _ => value.parse::<Status>().ok().map(|status| status_word(status).to_owned()),
    };
    known.unwrap_or_else(|| value.to_owned())
}

fn as_text<T: ToString>(list: &[(T, String)]) -> Vec<(String, String)> {
    list.iter().map(|(id, name)| (id.to_string(), name.clone())).collect()
}
