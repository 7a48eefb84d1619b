//! One ticket in the list: two lines that tell what it is, whose, what was last said and how it stands.

use super::hits::Hits;
use super::shown::{MarkShown, RowShown};
use crate::anew::anew;
use crate::discord::colour;
use crate::page::link;
use crate::ui::{Age, Icon, PriorityMark, Sign, StatusBadge, WaitingMark};
use crate::words::{Word as W, w};
use domain::{GuildId, Timestamp};
use leptos::prelude::*;

#[component]
pub fn Row(
    row: Memo<RowShown>,
    guild: GuildId,
    /// The list's question, kept while going from ticket to ticket.
    query: StoredValue<String>,
    loaded: RwSignal<Timestamp>,
    open: Memo<Option<i64>>,
) -> impl IntoView {
    let first = row.get_untracked();
    let href = link::ticket(guild, first.number, &query.get_value());
    let number = first.number;
    let is_open = move || open.get() == Some(number);
    let class = anew(move || {
        let ground = if is_open() { "bg-chosen" } else { "hover:bg-hover" };
        // What was found stands below and closes the row.
        let edge = if row.with(|row| row.hits.is_empty()) { "border-b" } else { "" };
        format!(
            "relative flex flex-col gap-1 {edge} border-line py-2.5 pr-4 pl-4 {ground} focus-visible:-outline-offset-2"
        )
    });
    let edge = anew(move || format!("background:{}", row.with(|row| colour::exact(row.department_colour))));
    let over = Memo::new(move |_| row.with(|row| row.status.is_over()));
    view! {
        <li>
            <a
                href=href
                class=class
                data-row=first.id.to_string()
                aria-current=anew(move || is_open().then_some("page"))
            >
                <span
                    class="absolute inset-y-0 left-0 w-[3px]"
                    style=edge
                    title=anew(move || row.with(|row| row.department_name.clone()))
                    aria-hidden="true"
                ></span>
                <span class="flex items-center gap-2">
                    <PriorityMark priority=Signal::derive(move || row.with(|row| row.priority)) />
                    <span class="min-w-0 flex-1 truncate font-medium">{anew(move || row.with(|row| row.title.clone()))}</span>
                    <span class="figures flex-none text-sm text-faint">{format!("#{number:04}")}</span>
                    <span class="min-w-9 flex-none text-right text-sm text-faint">
                        {anew(move || {
                            let (at, loaded) = (row.with(|row| row.last_at), loaded.get());
                            view! { <Age at loaded /> }.into_any()
                        })}
                    </span>
                </span>
                <span class="flex items-center gap-2 text-sm text-soft">
                    <span class="min-w-0 flex-1 truncate">
                        <span class="text-text">{anew(move || row.with(|row| row.customer_name.clone()))}</span>
                        <span class="text-faint">{anew(move || row.with(|row| if row.hits.is_empty() { last_words(row) } else { String::new() }))}</span>
                    </span>
                    {anew(move || row.with(|row| row.marks.iter().map(|mark| mark_shown(*mark)).collect_view().into_any()))}
                    {anew(move || {
                        let on = Signal::derive(move || row.with(|row| row.waiting_on));
                        (!over.get()).then(|| view! { <WaitingMark on /> }.into_any())
                    })}
                    <StatusBadge status=Signal::derive(move || row.with(|row| row.status)) />
                </span>
            </a>
            <Hits row guild query loaded />
        </li>
    }
}

/// A sign, and its word for those who don't see it.
fn mark_shown(mark: MarkShown) -> AnyView {
    let (sign, tone, word) = match mark {
        MarkShown::Escalated => (Sign::Warning, "text-high", W::MarkEscalated),
        MarkShown::Snoozed => (Sign::Moon, "text-soft", W::MarkSnoozed),
        MarkShown::Unassigned => (Sign::People, "text-faint", W::MarkUnassigned),
    };
    view! {
        <span class=format!("inline-flex flex-none {tone}") title=w(word)>
            <Icon sign />
            <span class="sr-only">{w(word)}</span>
        </span>
    }
    .into_any()
}

/// `: thanks`, with who said it where that is another than the member.
fn last_words(row: &RowShown) -> String {
    let Some(words) = &row.last_words else { return format!(" · {}", w(W::NothingSaid)) };
    match &row.last_author {
        Some(author) if *author != row.customer_name => format!(" · {author}: {words}"),
        _ => format!(": {words}"),
    }
}
