//! The inbox: the list at the left, and beside it whatever ticket is open.

mod ask;
mod focus;
mod hits;
mod keys;
mod list;
#[cfg(feature = "ssr")]
mod load;
mod menus;
mod row;
mod search_box;
mod shown;
#[cfg(feature = "ssr")]
mod suggest;

use super::missing::Refused;
use super::ticket::provide_reach;
use super::{guild_in_path, link};
use crate::anew::anew;
use crate::fault::Fault;
use crate::ui::{EmptyState, Sign, Skeleton, awaited};
use crate::wire::{Load, Packed, Parcel};
use crate::words::{Word as W, w};
pub use ask::Ask;
use domain::GuildId;
use focus::FocusKept;
#[cfg(feature = "hydrate")]
pub use keys::{focused_elsewhere, is_free};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_query_map};
use list::List;
use search_box::{IsFaulty, SearchBox};
pub use shown::{InboxShown, LineShown, LinesShown, Suggestions};

/// Rows a page.
#[cfg(feature = "ssr")]
pub const PAGE: i64 = 50;

/// Tickets of a short list.
#[cfg(feature = "ssr")]
const LINES: usize = 8;

#[server(prefix = "/fn", endpoint = "inbox", input = Json, output = Packed)]
pub async fn load_inbox(guild: GuildId, ask: Ask) -> Result<Parcel<InboxShown>, Fault> {
    Parcel::pack(&load::inbox(guild, ask).await?)
}

/// The first tickets that answer a question, each with its newest find.
#[server(prefix = "/fn", endpoint = "search", input = Json, output = Packed)]
pub async fn load_search(guild: GuildId, q: String) -> Result<Parcel<LinesShown>, Fault> {
    Parcel::pack(&load::lines(guild, &q).await?)
}

/// What may be written next, `head` being what stands before the caret.
#[server(prefix = "/fn", endpoint = "suggest", input = Json, output = Packed)]
pub async fn load_suggestions(guild: GuildId, head: String) -> Result<Parcel<Suggestions>, Fault> {
    Parcel::pack(&suggest::suggest(guild, &head).await?)
}

/// The list with its filters, and the ticket beside it. Below 900 pixels one of the two.
#[component]
pub fn Desk() -> impl IntoView {
    let guild = guild_in_path();
    let query = use_query_map();
    let ask = Memo::new(move |_| query.with(Ask::read));
    let inbox = Load::new(move || (guild.get(), ask.get()), |(guild, ask)| load_inbox(guild, ask));
    let open = open_ticket();
    FocusKept::provide();
    provide_reach();
    provide_context(IsFaulty(RwSignal::new(false)));
    let list = awaited(list_to_be, move || async move {
        match inbox.get().await {
            Ok(shown) => view! { <List shown ask=ask.get_untracked() open /> }.into_any(),
            Err(fault) => view! { <Refused fault /> }.into_any(),
        }
    });
    let list_class = anew(move || {
        let hidden = if open.get().is_some() { "max-md:hidden" } else { "" };
        format!(
            "desk-list flex h-full min-h-0 w-full flex-none flex-col border-line bg-surface md:w-[22.5rem] md:border-r {hidden}"
        )
    });
    let ticket_class = anew(move || {
        let hidden = if open.get().is_none() { "max-md:hidden" } else { "" };
        format!("desk-ticket h-full min-w-0 flex-1 {hidden}")
    });
    view! {
        <div class="desk flex h-full min-h-0">
            <section class=list_class aria-label=w(W::TicketList)>
                <SearchBox guild ask />
                {list}
            </section>
            <div class=ticket_class>
                <Outlet />
            </div>
        </div>
    }
}

/// Its head, its menus' line, its rows.
fn list_to_be() -> AnyView {
    view! {
        <div class="min-h-0 flex-1 overflow-hidden">
            <div class="h-12 border-b border-line"></div>
            <div class="h-9 border-b border-line"></div>
            <Skeleton rows=10 />
        </div>
    }
    .into_any()
}

/// The number of the ticket beside the list.
fn open_ticket() -> Memo<Option<i64>> {
    let location = use_location();
    Memo::new(move |_| {
        let path = location.pathname.get();
        path.rsplit_once("/tickets/").and_then(|(_, number)| number.trim_end_matches('/').parse().ok())
    })
}

/// Beside the list while no ticket is open.
#[component]
pub fn NoTicket() -> impl IntoView {
    view! {
        <Title text=w(W::Inbox) />
        <div class="no-ticket flex h-full items-center">
            <EmptyState sign=Sign::Inbox title=w(W::NoTicketOpen) text=w(W::NoTicketOpenMore) />
        </div>
    }
}

/// Where the list with this question lies.
fn inbox_with(guild: GuildId, ask: &Ask) -> String {
    link::inbox(guild, &ask.query())
}
