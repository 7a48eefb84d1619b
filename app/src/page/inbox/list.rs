//! The list: its head, its rows, the way to older ones; kept as the bell says, without losing what has the focus.

use super::filters::Filters;
use super::row::Row;
use super::{Ask, InboxShown, RowShown, inbox_with, load_inbox};
use crate::anew::anew;
use crate::live::{Live, News, Topic};
use crate::page::link;
use crate::ui::{EmptyState, LinkButton, Sign};
use crate::words::{Word as W, count_words, w};
use domain::Bell;
use leptos::prelude::*;

#[component]
pub fn List(shown: InboxShown, ask: Ask, open: Memo<Option<i64>>) -> impl IntoView {
    let guild = shown.guild;
    let title = if shown.own_only { w(W::YourTickets) } else { w(W::Inbox) };
    let types = shown.types.clone();
    let own_only = shown.own_only;
    let loaded = RwSignal::new(shown.loaded);
    let rows = RwSignal::new(shown.rows);
    let count = RwSignal::new(shown.count);
    let next = RwSignal::new(shown.next);
    let query = StoredValue::new(ask.query());
    refresh_on_news(guild, ask.clone(), Parts { loaded, rows, count, next });
    #[cfg(feature = "hydrate")]
    super::keys::listen();
    let empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let filtered = ask.is_filtered();
    let below = {
        let ask = ask.clone();
        move || {
            next.get().map(|next| {
                let ask = Ask { before: None, ..ask.clone() };
                let query = ask.query();
                let and = if query.is_empty() { "" } else { "&" };
                link::inbox(guild, &format!("{query}{and}before={next}"))
            })
        }
    };
    let above = ask.before.is_some().then(|| inbox_with(guild, &Ask { before: None, ..ask.clone() }));
    view! {
        <header class="flex h-12 flex-none items-center justify-between gap-3 border-b border-line px-4">
            <h2 class="text-lg font-semibold">{title}</h2>
            <span class="figures text-sm text-faint">{anew(move || count_words(count.get()))}</span>
        </header>
        <Filters guild ask=ask.clone() types />
        {above
            .map(|href| {
                view! {
                    <a href=href class="block border-b border-line px-4 py-2 text-center text-sm text-soft hover:bg-hover">
                        {w(W::BackToNewest)}
                    </a>
                }
            })}
        <div class="min-h-0 flex-1 overflow-y-auto" data-rows="">
            {anew(move || empty.get().then(|| view! { <Nothing guild filtered own_only /> }.into_any()))}
            <ul>
                <For each=move || rows.get() key=|row| row.id let(row)>
                    <Row row=current(rows, row) guild query loaded open />
                </For>
            </ul>
            {anew(move || {
                below()
                    .map(|href| {
                        view! {
                            <a href=href class="block px-4 py-3 text-center text-sm text-soft hover:bg-hover">
                                {w(W::OlderTickets)}
                            </a>
                        }
                        .into_any()
                    })
            })}
        </div>
    }
}

/// In place of rows.
#[component]
fn Nothing(guild: domain::GuildId, filtered: bool, own_only: bool) -> impl IntoView {
    let (title, text) = match (filtered, own_only) {
        (true, _) => (W::NothingFound, W::NothingFoundMore),
        (false, true) => (W::NoOwnTickets, W::NoOwnTicketsMore),
        (false, false) => (W::NoTickets, W::NoTicketsMore),
    };
    let all = Signal::stored(link::inbox(guild, ""));
    // What the place beside the list makes of it is said in the style sheet.
    let class = if filtered { "nothing-fits" } else { "no-tickets" };
    view! {
        <div class=class>
            <EmptyState sign=Sign::Inbox title=w(title) text=w(text)>
                {filtered.then(|| view! { <LinkButton href=all>{w(W::ShowAll)}</LinkButton> })}
            </EmptyState>
        </div>
    }
}

/// The row as it is now; as it was last, once it is gone.
fn current(rows: RwSignal<Vec<RowShown>>, first: RowShown) -> Memo<RowShown> {
    let id = first.id;
    Memo::new(move |last: Option<&RowShown>| {
        let now = rows.with(|rows| rows.iter().find(|row| row.id == id).cloned());
        now.or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    })
}

#[derive(Clone, Copy)]
struct Parts {
    loaded: RwSignal<domain::Timestamp>,
    rows: RwSignal<Vec<RowShown>>,
    count: RwSignal<i64>,
    next: RwSignal<Option<String>>,
}

/// One request for many bells: the list is read again a moment after the first.
fn refresh_on_news(guild: domain::GuildId, ask: Ask, parts: Parts) {
    let Some(live) = Live::get() else { return };
    let waiting = StoredValue::new(false);
    let read_again = move || {
        if waiting.try_get_value() != Some(false) {
            return;
        }
        waiting.set_value(true);
        let ask = ask.clone();
        set_timeout(
            move || {
                let _ = waiting.try_set_value(false);
                leptos::task::spawn_local(async move {
                    if let Ok(shown) = load_inbox(guild, ask).await.and_then(|shown| shown.open()) {
                        parts.take(shown);
                    }
                });
            },
            std::time::Duration::from_millis(120),
        );
    };
    let topic = move || Some(Topic { guild, ticket: None });
    live.listen(topic, move |news| {
        if matches!(news, News::Again | News::Bell(Bell::Ticket { .. } | Bell::Message { .. } | Bell::Access { .. })) {
            read_again();
        }
    });
}

impl Parts {
    fn take(self, shown: InboxShown) {
        #[cfg(feature = "hydrate")]
        let focused = super::keys::focused_row();
        self.loaded.try_set(shown.loaded);
        self.rows.try_set(shown.rows);
        self.count.try_set(shown.count);
        self.next.try_set(shown.next);
        // A row that moves loses the focus: give it back.
        #[cfg(feature = "hydrate")]
        if let Some(id) = focused {
            request_animation_frame(move || super::keys::focus_row(&id));
        }
    }
}
