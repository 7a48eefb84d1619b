//! A ticket: its conversation as it looked in Discord, live, and its facts at the right.

mod conversation;
mod facts;
mod file;
mod header;
mod lightbox;
#[cfg(feature = "ssr")]
mod load;
mod markdown;
mod message;
mod rich;
mod rows;
mod shown;
mod versions;

use super::guild_in_path;
use super::missing::Refused;
use crate::anew::anew;
use crate::fault::Fault;
use crate::live::{Live, News, Topic};
use crate::ui::{Banner, Sign, Skeleton, Tone, awaited};
use crate::wire::{Load, Packed, Parcel};
use crate::words::{Word as W, incomplete_words, ticket_title, w};
use conversation::Conversation;
use domain::{Bell, GuildId, MessageId};
use facts::Facts;
use header::Header;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
pub use markdown::{Line, Markdown};
pub use shown::{At, Fresh, HeadShown, Names, PageShown, TicketShown};

/// Messages a page.
#[cfg(feature = "ssr")]
pub const PAGE: i64 = 100;

/// The head and one page of the conversation.
#[server(prefix = "/fn", endpoint = "ticket", input = Json, output = Packed)]
pub async fn load_ticket(guild: GuildId, number: i64, at: At) -> Result<Parcel<TicketShown>, Fault> {
    Parcel::pack(&load::ticket(guild, number, at).await?)
}

/// Another page of the conversation.
#[server(prefix = "/fn", endpoint = "ticket-page", input = Json, output = Packed)]
pub async fn load_page(guild: GuildId, number: i64, at: At) -> Result<Parcel<PageShown>, Fault> {
    Parcel::pack(&load::page(guild, number, at).await?)
}

/// The head again, and the messages that a bell named.
#[server(prefix = "/fn", endpoint = "ticket-fresh", input = Json, output = Packed)]
pub async fn load_fresh(guild: GuildId, number: i64, messages: Vec<MessageId>) -> Result<Parcel<Fresh>, Fault> {
    Parcel::pack(&load::fresh(guild, number, messages).await?)
}

#[component]
pub fn TicketPage() -> impl IntoView {
    let guild = guild_in_path();
    let params = use_params_map();
    let query = use_query_map();
    let number = Memo::new(move |_| {
        params.with(|map| map.get_str("number").and_then(|text| text.parse::<i64>().ok())).unwrap_or_default()
    });
    let at = Memo::new(move |_| query.with(At::read));
    let ticket =
        Load::new(move || (guild.get(), number.get(), at.get()), |(guild, number, at)| load_ticket(guild, number, at));
    awaited(ticket_to_be, move || async move {
        match ticket.get().await {
            Ok(shown) => view! { <Ticket guild=guild.get_untracked() shown /> }.into_any(),
            Err(fault) => view! { <Refused fault /> }.into_any(),
        }
    })
}

/// Its head, and the conversation's column.
fn ticket_to_be() -> AnyView {
    view! {
        <div class="flex h-full flex-col overflow-hidden">
            <div class="h-12 flex-none border-b border-line bg-surface"></div>
            <div class="mx-auto w-full max-w-[47.5rem] pt-4"><Skeleton rows=6 /></div>
        </div>
    }
    .into_any()
}

/// What of a ticket changes while it is looked at.
#[derive(Clone, Copy)]
struct Held {
    guild: GuildId,
    number: i64,
    head: RwSignal<HeadShown>,
    page: RwSignal<PageShown>,
}

#[component]
fn Ticket(guild: GuildId, shown: TicketShown) -> impl IntoView {
    let number = shown.head.number;
    let loaded = shown.loaded;
    let at = shown.at;
    let title = ticket_title(number, &shown.head.title);
    let held = Held { guild, number, head: RwSignal::new(shown.head), page: RwSignal::new(shown.page) };
    stay_fresh(held);
    let head = held.head;
    let incomplete = anew(move || {
        head.with(|head| head.incomplete_from)
            .map(|from| view! { <Banner tone=Tone::Warn sign=Sign::Warning title=incomplete_words(from) /> }.into_any())
    });
    let failure = anew(move || {
        head.with(|head| head.failure.clone()).map(|failure| {
            view! {
                <Banner tone=Tone::Danger sign=Sign::Warning title=w(W::OpeningFailed)>
                    <p>{failure}</p>
                </Banner>
            }
            .into_any()
        })
    });
    view! {
        <Title text=title />
        <section class="group flex h-full min-h-0" aria-labelledby="ticket-title">
            <input type="checkbox" id="facts-shown" class="peer sr-only lg:hidden" aria-label=w(W::ShowDetails) />
            <div class="flex h-full min-w-0 flex-1 flex-col">
                <Header head guild />
                {incomplete}
                {failure}
                <Conversation held at />
            </div>
            <Facts head loaded />
        </section>
    }
}

/// A bell names what changed; what many bells name within a moment is read at once.
fn stay_fresh(held: Held) {
    let Some(live) = Live::get() else { return };
    let wanted = StoredValue::new(Vec::<MessageId>::new());
    let under_way = StoredValue::new(false);
    let read = move || {
        if under_way.try_get_value() != Some(false) {
            return;
        }
        under_way.set_value(true);
        set_timeout(
            move || {
                let _ = under_way.try_set_value(false);
                let Some(messages) = wanted.try_update_value(std::mem::take) else { return };
                leptos::task::spawn_local(async move {
                    match load_fresh(held.guild, held.number, messages).await.and_then(|fresh| fresh.open()) {
                        Ok(fresh) => held.take(fresh),
                        Err(fault) => lose(&fault),
                    }
                });
            },
            std::time::Duration::from_millis(40),
        );
    };
    let again = move || {
        leptos::task::spawn_local(async move {
            match load_ticket(held.guild, held.number, At::Newest).await.and_then(|shown| shown.open()) {
                Ok(shown) => held.replace(shown),
                Err(fault) => lose(&fault),
            }
        });
    };
    // The id alone: what else changes of the head is no other topic.
    let id = Memo::new(move |_| held.head.with(|head| head.id));
    let topic = move || Some(Topic { guild: held.guild, ticket: Some(id.get()) });
    live.listen(topic, move |news| match news {
        News::Bell(Bell::Message { message, .. }) => {
            wanted.update_value(|wanted| {
                if !wanted.contains(&message) {
                    wanted.push(message);
                }
            });
            read();
        }
        News::Bell(Bell::Ticket { .. }) => read(),
        News::Again => again(),
        News::Bell(_) => {}
    });
}

impl Held {
    fn take(self, fresh: Fresh) {
        self.head.try_set(fresh.head);
        self.page.try_update(|page| page.take(fresh.page));
    }

    /// After a break: the newest page, with the older ones that were already on the screen.
    fn replace(self, shown: TicketShown) {
        self.head.try_set(shown.head);
        self.page.try_update(|page| page.replace_newest(shown.page));
    }
}

/// The right to read it is gone, or the login: nothing of it stays on the screen.
fn lose(fault: &Fault) {
    #[cfg(feature = "hydrate")]
    if let Fault::Refused(_) = fault {
        let _ = window().location().reload();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = fault;
}
