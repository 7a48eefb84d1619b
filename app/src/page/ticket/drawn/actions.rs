//! The line of what can be done with the ticket: for staff and for its member, each only what the rule allows them now.

use super::Drawing;
use super::more::more;
use super::part::{Deed, Line, Press, Sheet};
use crate::ui::{Banner, ButtonKind, Sign, Tone};
use crate::words::{Say, say};
use domain::Act;
use leptos::prelude::*;

pub fn actions(of: &Drawing) -> AnyView {
    let told = of.told().filter(|(words, _)| !words.is_empty()).map(|(words, done)| {
        let (tone, sign) = if done { (Tone::Quiet, Sign::Completed) } else { (Tone::Warn, Sign::Warning) };
        view! { <div role="status"><Banner tone sign title=words /></div> }
    });
    let buttons: Vec<AnyView> =
        [member(of), claim(of), solve(of), close(of), reopen(of), more(of)].into_iter().flatten().collect();
    if buttons.is_empty() {
        return told.into_any();
    }
    view! {
        {told}
        <div
            class="toolbar flex items-center gap-2 border-b border-line bg-surface px-3 py-2 max-md:border-t max-md:border-b-0 md:px-4"
            role="group"
            aria-label=say(Say::Actions)
        >
            {buttons}
        </div>
    }
    .into_any()
}

/// What the member who opened it can do; their close and cancel are everyone's.
fn member(drawing: &Drawing) -> Option<AnyView> {
    if !drawing.is_customer() {
        return None;
    }
    let of = drawing.of();
    let works = drawing.may(Act::ItWorks).then(|| {
        view! {
            <Deed of does="works" shows="status:closed" class="contents">
                <Press id="do-works" words=say(Say::ItWorks) kind=ButtonKind::Primary offered=true />
            </Deed>
        }
    });
    let help = drawing.may(Act::NeedHelp).then(|| {
        view! {
            <Deed of does="help" class="contents">
                <Press id="do-help" words=say(Say::NeedHelp) offered=true />
            </Deed>
        }
    });
    Some(view! { {works} {help} }.into_any())
}

fn claim(drawing: &Drawing) -> Option<AnyView> {
    let (of, assignee) = (drawing.of(), drawing.view.ticket.assignee);
    let mine = assignee == Some(drawing.access.user());
    if mine && drawing.may(Act::Unclaim) {
        let back = view! {
            <Deed of does="unclaim" class="contents">
                <Press id="do-claim" words=say(Say::Unclaim) key="c" offered=true />
            </Deed>
        };
        return Some(back.into_any());
    }
    if !drawing.may(Act::Claim) || mine {
        return None;
    }
    let (words, kind) = match assignee {
        None => (Say::Claim, ButtonKind::Primary),
        Some(_) => (Say::TakeOver, ButtonKind::Secondary),
    };
    let claim = view! {
        <Deed of does="claim" class="contents">
            <Press id="do-claim" words=say(words) kind key="c" offered=true />
        </Deed>
    };
    Some(claim.into_any())
}

fn solve(drawing: &Drawing) -> Option<AnyView> {
    let of = drawing.of();
    if drawing.may(Act::Solve) {
        let solve = view! {
            <Deed of does="solve" shows="status:awaiting_confirmation" class="contents">
                <Press id="do-solve" words=say(Say::Solve) key="s" offered=true />
            </Deed>
        };
        return Some(solve.into_any());
    }
    drawing.may(Act::Complete).then(|| {
        view! {
            <Deed of does="complete" shows="status:completed" class="contents">
                <Press id="do-complete" words=say(Say::Complete) offered=true />
            </Deed>
        }
        .into_any()
    })
}

fn close(drawing: &Drawing) -> Option<AnyView> {
    if !drawing.may(Act::Close) {
        return None;
    }
    let of = drawing.of();
    let risky = drawing.acts() && drawing.view.order.as_ref().is_some_and(|order| drawing.is_at_risk(order));
    let warning = risky.then(|| {
        view! {
            <div class="overflow-hidden rounded-sm">
                <Banner tone=Tone::Warn sign=Sign::Warning title=say(Say::RiskyTitle)>
                    <p>{say(Say::RiskyText)}</p>
                </Banner>
            </div>
            <input type="hidden" name="confirmed" value="yes" />
        }
    });
    let words = if risky { Say::ConfirmClose } else { Say::CloseTicket };
    let typed = drawing.typed("reason");
    let sheet = view! {
        <Sheet id="do-close" words=say(Say::Close) key="e">
            <Deed of does="close" shows="status:closed">
                {warning}
                <Line
                    id="close-reason"
                    name="reason"
                    label=say(Say::CloseReason)
                    hint=say(Say::CloseReasonHint)
                    value=typed
                    most=1000
                    rows=3
                />
                <Press id="do-close-now" words=say(words) kind=ButtonKind::Primary />
            </Deed>
        </Sheet>
    };
    Some(sheet.into_any())
}

fn reopen(drawing: &Drawing) -> Option<AnyView> {
    if !drawing.may(Act::Reopen) {
        return None;
    }
    let (of, typed) = (drawing.of(), drawing.typed("why"));
    let sheet = view! {
        <Sheet id="do-reopen" words=say(Say::Reopen)>
            <Deed of does="reopen" shows="status:in_progress">
                <Line
                    id="reopen-why"
                    name="why"
                    label=say(Say::ReopenWhy)
                    hint=say(Say::ReopenHint)
                    value=typed
                    most=1000
                    rows=3
                />
                <Press id="do-reopen-now" words=say(Say::Reopen) kind=ButtonKind::Primary />
            </Deed>
        </Sheet>
    };
    Some(sheet.into_any())
}
