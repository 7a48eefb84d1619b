//! How it ended, how it was rated, and what was answered at opening.

use super::Drawing;
use super::part::{Deed, Line, Press, Stamp};
use crate::page::ticket::shown::MomentLook;
use crate::ui::ButtonKind;
use crate::words::{Say, Word as W, closed_path_words, say, stars_words, w};
use domain::Act;
use leptos::prelude::*;

const SECTION: &str = "border-t border-line px-4 py-4";

pub fn end(drawing: &Drawing) -> Option<AnyView> {
    let ticket = &drawing.view.ticket;
    let at = ticket.closed_at?;
    let reason = ticket.close_reason.clone();
    let section = view! {
        <section class=SECTION aria-label=w(W::HowItEnded)>
            <p class="mb-2 text-sm font-semibold text-soft">{w(W::HowItEnded)}</p>
            <p>{ticket.closed_path.map(closed_path_words)}</p>
            <p class="text-sm text-faint"><Stamp at look=MomentLook::Whole now=drawing.now /></p>
            {reason.map(|reason| view! { <p class="mt-2 rounded-sm bg-sunken px-2.5 py-2 break-words">{reason}</p> })}
            {rating(drawing)}
        </section>
    };
    Some(section.into_any())
}

fn rating(drawing: &Drawing) -> Option<AnyView> {
    let (of, ticket) = (drawing.of(), &drawing.view.ticket);
    if let Some(stars) = ticket.rating {
        let comment = ticket.rating_comment.clone();
        let shown = view! {
            <p class="mt-3 font-medium text-awaiting">
                <span class="sr-only">{say(Say::Rating)}": "</span>
                {stars_words(stars)}
            </p>
            {comment.map(|comment| view! { <p class="mt-1 rounded-sm bg-sunken px-2.5 py-2 break-words">{comment}</p> })}
            {drawing.may(Act::Rate).then(|| view! {
                <Deed of does="rate" class="mt-3 flex flex-col gap-3">
                    <input type="hidden" name="stars" value=stars.to_string() />
                    {say_more()}
                </Deed>
            })}
        };
        return Some(shown.into_any());
    }
    if !drawing.may(Act::Rate) {
        return None;
    }
    let stars = (1..=5).map(|stars: i64| {
        view! {
            <label class="flex cursor-pointer items-center gap-1.5">
                <input type="radio" name="stars" value=stars.to_string() required=true class="accent-accent" />
                {stars_words(stars)}
            </label>
        }
    });
    let form = view! {
        <Deed of does="rate" class="mt-3 flex flex-col gap-3">
            <fieldset class="flex flex-col gap-1">
                <legend class="mb-1 text-sm font-semibold text-soft">{say(Say::Rate)}</legend>
                {stars.collect_view()}
            </fieldset>
            {say_more()}
        </Deed>
    };
    Some(form.into_any())
}

/// The words of a rating, which may follow its stars.
fn say_more() -> impl IntoView {
    view! {
        <Line id="rate-comment" name="comment" label=say(Say::RateComment) hint=say(Say::RateHint) most=1000 rows=2 />
        <Press id="rate-now" words=say(Say::SendRating) kind=ButtonKind::Primary />
    }
}

pub fn answers(drawing: &Drawing) -> Option<AnyView> {
    if drawing.view.answers.is_empty() {
        return None;
    }
    let rows = drawing
        .view
        .answers
        .iter()
        .map(|answer| {
            view! {
                <div>
                    <dt class="text-sm text-faint">{answer.label.clone()}</dt>
                    <dd class="break-words whitespace-pre-wrap">{answer.shown.clone()}</dd>
                </div>
            }
        })
        .collect_view();
    let section = view! {
        <section class=SECTION aria-label=w(W::Answers)>
            <p class="mb-2 text-sm font-semibold text-soft">{w(W::Answers)}</p>
            <dl class="flex flex-col gap-2.5">{rows}</dl>
        </section>
    };
    Some(section.into_any())
}
