//! Knows what changed, field by field: what was there and what is there now, with the words that differ marked.

mod words;

use crate::words::{Word as W, w};
use leptos::prelude::*;
use words::parts;

/// One field, in words for people; nothing there is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub field: String,
    pub before: String,
    pub after: String,
}

#[component]
pub fn Diff(changes: Vec<Change>) -> impl IntoView {
    let rows = changes
        .into_iter()
        .map(|change| {
            let (same, before, after, tail) = parts(&change.before, &change.after);
            view! {
                <div class="grid grid-cols-[minmax(6rem,10rem)_minmax(0,1fr)] gap-x-3 py-1.5">
                    <dt class="text-sm text-faint">{change.field.clone()}</dt>
                    <dd class="flex min-w-0 flex-col gap-1">
                        <Side removed=true same=same.to_owned() part=before.to_owned() tail=tail.to_owned() />
                        <Side removed=false same=same.to_owned() part=after.to_owned() tail=tail.to_owned() />
                    </dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="flex flex-col divide-y divide-line">{rows}</dl> }
}

/// One of the two, never told apart by colour alone.
#[component]
fn Side(removed: bool, same: String, part: String, tail: String) -> impl IntoView {
    let (sign, word, ground, mark) = if removed {
        ("−", W::Before, "bg-danger-ground", "bg-danger/20 text-text line-through")
    } else {
        ("+", W::After, "bg-fine-ground", "bg-fine/20 text-text")
    };
    if same.is_empty() && part.is_empty() && tail.is_empty() {
        return ().into_any();
    }
    view! {
        <p class=format!("rounded-xs px-2 py-0.5 break-words whitespace-pre-wrap {ground}")>
            <span class="text-faint" aria-hidden="true">{sign} " "</span>
            <span class="sr-only">{w(word)} ": "</span>
            <span>{same}</span>
            <span class=format!("rounded-xs {mark}")>{part}</span>
            <span>{tail}</span>
        </p>
    }
    .into_any()
}
