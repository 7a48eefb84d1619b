//! What was found in one ticket: passages with the find marked, each a link to the very message.

use super::shown::{HitShown, RowShown};
use crate::anew::anew;
use crate::page::link;
use crate::ui::Age;
use crate::words::{Word as W, w};
use domain::{GuildId, MessageKind, Timestamp};
use leptos::prelude::*;

#[component]
pub fn Hits(
    row: Memo<RowShown>,
    guild: GuildId,
    query: StoredValue<String>,
    loaded: RwSignal<Timestamp>,
) -> impl IntoView {
    anew(move || {
        let (number, hits) = row.with(|row| (row.number, row.hits.clone()));
        let hits: Vec<AnyView> = hits.into_iter().map(|hit| one(hit, guild, number, query, loaded)).collect();
        (!hits.is_empty()).then(|| view! { <ul class="border-b border-line pb-1.5">{hits}</ul> }.into_any())
    })
}

fn one(hit: HitShown, guild: GuildId, number: i64, query: StoredValue<String>, loaded: RwSignal<Timestamp>) -> AnyView {
    let href = query.with_value(|query| match hit.message {
        Some(message) => link::message_with(guild, number, message, query),
        None => link::ticket(guild, number, query),
    });
    let kind = match (hit.deleted, hit.kind) {
        (true, _) => Some(W::Deleted),
        (_, None) => Some(W::Answers),
        (_, Some(MessageKind::Note)) => Some(W::Note),
        (_, Some(MessageKind::AfterClose)) => Some(W::AfterClose),
        _ => None,
    };
    let part = |(text, found): (String, bool)| {
        if found {
            view! { <mark class="rounded-xs bg-awaiting-ground px-px font-medium text-awaiting">{text}</mark> }
                .into_any()
        } else {
            text.into_any()
        }
    };
    let at = hit.at;
    view! {
        <li>
            <a href=href data-hit="" class="block py-1 pr-4 pl-8 text-sm text-soft hover:bg-hover focus-visible:-outline-offset-2">
                <span class="flex items-center gap-2">
                    <span class="min-w-0 truncate font-medium text-text">{hit.author}</span>
                    {kind.map(|kind| view! { <span class="rounded-xs bg-sunken px-1 text-xs text-soft">{w(kind)}</span> })}
                    <span class="ml-auto flex-none text-faint">{anew(move || view! { <Age at loaded=loaded.get() /> }.into_any())}</span>
                </span>
                <span class="line-clamp-3 break-words">{hit.parts.into_iter().map(part).collect_view()}</span>
            </a>
        </li>
    }
    .into_any()
}
