//! Knows how a ticket's states look wherever they stand: a colour, a shape and a word, never the colour alone.

use super::icon::{Icon, Sign};
use crate::anew::anew;
use crate::words::{Word as W, priority_word, status_word, w};
use domain::{Priority, Status, WaitingOn};
use leptos::prelude::*;

fn status_look(status: Status) -> (Sign, &'static str) {
    match status {
        Status::Open => (Sign::Open, "bg-open-ground text-open"),
        Status::InProgress => (Sign::Progress, "bg-progress-ground text-progress"),
        Status::AwaitingConfirmation => (Sign::Awaiting, "bg-awaiting-ground text-awaiting"),
        Status::Completed => (Sign::Completed, "bg-completed-ground text-completed"),
        Status::Closed => (Sign::Closed, "bg-closed-ground text-closed"),
        Status::Cancelled => (Sign::Cancelled, "bg-closed-ground text-closed line-through"),
    }
}

#[component]
pub fn StatusBadge(#[prop(into)] status: Signal<Status>) -> impl IntoView {
    let class = anew(move || {
        format!(
            "inline-flex h-5 shrink-0 items-center gap-1 rounded-xs px-1.5 text-xs font-medium whitespace-nowrap {}",
            status_look(status.get()).1
        )
    });
    view! {
        <span class=class data-status=anew(move || status.get().as_str())>
            {anew(move || view! { <Icon sign=status_look(status.get()).0 /> }.into_any())}
            <span>{anew(move || status_word(status.get()))}</span>
        </span>
    }
}

fn priority_look(priority: Priority) -> (&'static str, &'static str) {
    match priority {
        // A filled lozenge, a filled arrow, a hollow lozenge, a faint bar.
        Priority::Urgent => ("text-urgent", "M8 1l7 7-7 7-7-7z"),
        Priority::High => ("text-high", "M8 2l6 7h-3v5H5V9H2z"),
        Priority::Medium => ("text-medium", "M8 1l7 7-7 7-7-7zM8 3.2L3.2 8 8 12.8 12.8 8z"),
        Priority::Low => ("text-low", "M2 7h12v2H2z"),
    }
}

/// The shape; with `word` also its name, else the name for assistive technology and on hovering.
#[component]
pub fn PriorityMark(#[prop(into)] priority: Signal<Priority>, #[prop(optional)] word: bool) -> impl IntoView {
    let class = anew(move || format!("inline-flex shrink-0 items-center gap-1.5 {}", priority_look(priority.get()).0));
    let title = anew(move || format!("{}: {}", w(W::Priority), priority_word(priority.get())));
    let word_class = if word { "text-text" } else { "sr-only" };
    view! {
        <span class=class title=title data-priority=anew(move || priority.get().as_str())>
            <svg class="size-3 flex-none" viewBox="0 0 16 16" fill="currentColor" fill-rule="evenodd" aria-hidden="true">
                <path d=anew(move || priority_look(priority.get()).1)></path>
            </svg>
            <span class=word_class>{anew(move || priority_word(priority.get()))}</span>
        </span>
    }
}

/// Who is to speak next: a dot for staff, a ring for the customer.
#[component]
pub fn WaitingMark(#[prop(into)] on: Signal<WaitingOn>) -> impl IntoView {
    let dot = anew(move || {
        match on.get() {
            WaitingOn::Staff => "size-2 flex-none rounded-full bg-accent",
            WaitingOn::Customer => "size-2 flex-none rounded-full border-2 border-faint",
        }
        .to_owned()
    });
    let word = move || match on.get() {
        WaitingOn::Staff => w(W::WaitingOnStaff),
        WaitingOn::Customer => w(W::WaitingOnCustomer),
    };
    view! {
        <span class="inline-flex shrink-0 items-center gap-1.5" title=anew(move || word().to_owned())>
            <span class=dot aria-hidden="true"></span>
            <span class="sr-only">{anew(word)}</span>
        </span>
    }
}
