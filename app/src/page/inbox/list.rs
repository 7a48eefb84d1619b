//! The list: its head, its rows, the way to older ones; kept as the bell says, without losing what has the focus.

use super::menus::Menus;
use super::row::Row;
use super::search_box::{FAULT, IsFaulty};
use super::shown::{Count, FaultShown, InboxShown, RowShown};
use super::{Ask, inbox_with, load_inbox};
use crate::anew::anew;
use crate::live::{Live, News, Reader, Topic};
use crate::page::link;
use crate::ui::{EmptyState, LinkButton, Sign};
use crate::words::{Word as W, back_to_words, count_words, found_words, w};
use domain::Bell;
use leptos::prelude::*;

#[component]
pub fn List(shown: InboxShown, ask: Ask, open: Memo<Option<i64>>) -> impl IntoView {
    let guild = shown.guild;
    let title = if shown.own_only { w(W::YourTickets) } else { w(W::Inbox) };
    let InboxShown { types, own_only, fault, behind, .. } = shown;
    let found = !matches!(shown.count, Count::Tickets(_));
    let loaded = RwSignal::new(shown.loaded);
    let rows = RwSignal::new(shown.rows);
    let count = RwSignal::new(shown.count);
    let next = RwSignal::new(shown.next);
    let back_to = shown.back_to;
    let query = StoredValue::new(ask.query());
    refresh_on_news(guild, ask.clone(), Parts { loaded, rows, count, next });
    #[cfg(feature = "hydrate")]
    super::keys::listen();
    let is_faulty = fault.is_some();
    if let Some(faulty) = use_context::<IsFaulty>() {
        Effect::new(move || faulty.0.set(is_faulty));
    }
    let empty = Memo::new(move |_| !is_faulty && rows.with(Vec::is_empty));
    let counted = move || match count.get() {
        _ if is_faulty => String::new(),
        Count::Tickets(count) => count_words(count),
        Count::Finds(count) => found_words(count, false),
        Count::FindsAtLeast(count) => found_words(count, true),
    };
    let way = if found {
        Way::Search
    } else if !ask.q.is_empty() {
        Way::Filter
    } else if own_only {
        Way::Own
    } else {
        Way::All
    };
    let below = {
        let ask = ask.clone();
        move || next.get().map(|next| inbox_with(guild, &Ask { before: Some(next), ..ask.clone() }))
    };
    let below_words = if found { W::OlderFinds } else { W::OlderTickets };
    let above = ask.before.is_some().then(|| inbox_with(guild, &ask.first_page()));
    let order = found.then(|| {
        let href = inbox_with(guild, &Ask { best: !ask.best, before: None, ..ask.clone() });
        let words = if ask.best { W::NewestFirst } else { W::BestFirst };
        view! { <a href=href class="text-sm text-accent hover:underline">{w(words)}</a> }
    });
    view! {
        <header class="flex h-12 flex-none items-center gap-3 border-b border-line px-4">
            <h2 class="flex-1 text-lg font-semibold">{title}</h2>
            {order}
            <span class="figures text-sm text-faint">{anew(counted)}</span>
        </header>
        {fault.map(|fault| view! { <Wrong fault /> })}
        <Menus guild ask=ask.clone() types />
        {above.map(|href| view! { <Elsewhere href words=w(W::BackToNewest) /> })}
        <div class="min-h-0 flex-1 overflow-y-auto" data-rows="">
            {anew(move || empty.get().then(|| view! { <Nothing guild way stopped=back_to.is_some() /> }.into_any()))}
            <ul>
                <For each=move || rows.get() key=|row| row.id let(row)>
                    <Row row=current(rows, row) guild query loaded open />
                </For>
            </ul>
            {behind.then(|| view! { <p class="px-4 py-3 text-sm text-soft">{w(W::StillIndexing)}</p> })}
            {back_to.map(|at| view! { <p class="px-4 pt-3 text-center text-sm text-soft">{back_to_words(at)}</p> })}
            {anew(move || {
                let words = if back_to.is_some() { W::SearchOn } else { below_words };
                below().map(|href| view! { <Elsewhere href words=w(words) /> }.into_any())
            })}
        </div>
    }
}

/// To another page of the list.
#[component]
fn Elsewhere(href: String, words: &'static str) -> impl IntoView {
    view! {
        <a
            href=href
            class="block border-line px-4 py-3 text-center text-sm text-soft hover:bg-hover"
            on:click=|_| to_top()
        >
            {words}
        </a>
    }
}

/// Another page is read from its beginning.
fn to_top() {
    #[cfg(feature = "hydrate")]
    if let Ok(Some(rows)) = document().query_selector("[data-rows]") {
        rows.set_scroll_top(0);
    }
}

/// The question with the place that can't be read, and what to do.
#[component]
fn Wrong(fault: FaultShown) -> impl IntoView {
    view! {
        <div id=FAULT role="alert" class="border-b border-line bg-danger-ground px-4 py-2.5 text-sm text-danger">
            <p class="break-words text-text">
                {fault.before}<span class="font-medium text-danger underline decoration-wavy underline-offset-4">{fault.place}</span>
                {fault.after}
            </p>
            <p class="mt-1">{fault.words}</p>
        </div>
    }
}

/// How the list came to be what it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    All,
    Own,
    Filter,
    Search,
}

/// In place of rows.
#[component]
fn Nothing(guild: domain::GuildId, way: Way, stopped: bool) -> impl IntoView {
    let (title, text) = match way {
        Way::Search if stopped => (W::NothingYet, W::NothingYetMore),
        Way::Search => (W::NothingSaidSo, W::NothingSaidSoMore),
        Way::Filter => (W::NothingFound, W::NothingFoundMore),
        Way::Own => (W::NoOwnTickets, W::NoOwnTicketsMore),
        Way::All => (W::NoTickets, W::NoTicketsMore),
    };
    let all = Signal::stored(link::inbox(guild, ""));
    // What the place beside the list makes of it is said in the style sheet.
    let class = if matches!(way, Way::Filter | Way::Search) { "nothing-fits" } else { "no-tickets" };
    view! {
        <div class=class>
            <EmptyState sign=Sign::Inbox title=w(title) text=w(text)>
                {matches!(way, Way::Filter | Way::Search).then(|| view! { <LinkButton href=all>{w(W::ShowAll)}</LinkButton> })}
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
    count: RwSignal<Count>,
    next: RwSignal<Option<String>>,
}

/// The list is read again a moment after the first of several bells.
fn refresh_on_news(guild: domain::GuildId, ask: Ask, parts: Parts) {
    let Some(live) = Live::get() else { return };
    let reader = Reader::new(120, move || {
        let ask = ask.clone();
        Box::pin(async move {
            if let Ok(shown) = load_inbox(guild, ask).await.and_then(|shown| shown.open()) {
                parts.take(shown);
            }
        })
    });
    let topic = move || Some(Topic { guild, ticket: None });
    live.listen(topic, move |news| {
        if matches!(news, News::Again | News::Bell(Bell::Ticket { .. } | Bell::Message { .. } | Bell::Access { .. })) {
            reader.ask();
        }
    });
}

impl Parts {
    fn take(self, shown: InboxShown) {
        // A row that moves loses the focus.
        #[cfg(feature = "hydrate")]
        {
            super::keys::note_row();
            crate::kept::keep_focus();
        }
        self.loaded.try_set(shown.loaded);
        self.rows.try_set(shown.rows);
        self.count.try_set(shown.count);
        self.next.try_set(shown.next);
    }
}
