//! What was looked at, so that "all is well" says of what.

use super::Section;
use super::shown::{CheckShown, Kind};
use crate::ui::{Icon, Sign};
use crate::words::{Word as W, w};
use leptos::prelude::*;

fn kind_word(kind: Kind) -> &'static str {
    w(match kind {
        Kind::Server => W::CheckServer,
        Kind::Category => W::CheckCategory,
        Kind::Panel => W::CheckPanel,
        Kind::Tickets => W::CheckTickets,
        Kind::Role => W::CheckRole,
    })
}

#[component]
pub fn Looked(checks: Vec<CheckShown>) -> impl IntoView {
    if checks.is_empty() {
        return ().into_any();
    }
    let rows = checks
        .into_iter()
        .map(|check| {
            let (sign, colour, word) = match check.ill {
                None => (Sign::Completed, "text-completed", w(W::Well)),
                Some(_) => (Sign::Warning, "text-warn", w(W::Ill)),
            };
            view! {
                <li class="flex items-start gap-3 px-4 py-2">
                    <span class=format!("mt-0.5 flex-none {colour}") title=word><Icon sign /><span class="sr-only">{word}</span></span>
                    <span class="w-24 flex-none text-faint max-md:hidden">{kind_word(check.kind)}</span>
                    <span class="min-w-0 flex-1 break-words">{check.name}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <Section title=w(W::LookedAt)>
            <ul class="divide-y divide-line">{rows}</ul>
        </Section>
    }
    .into_any()
}
