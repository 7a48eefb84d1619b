//! A ticket: its conversation as it looked in Discord, live, and its facts at the right.

mod browser;
mod conversation;
#[cfg(feature = "ssr")]
pub mod deed;
#[cfg(feature = "ssr")]
mod drawn;
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
use crate::live::{Live, News, Reader, Topic};
use crate::ui::{Banner, Icon, Sign, Skeleton, Tone, awaited};
use crate::wire::{Load, Packed, Parcel};
use crate::words::{Word as W, incomplete_words, ticket_title, w};
pub use browser::provide_reach;
#[cfg(feature = "hydrate")]
pub use browser::{ToReach, send_beside};
use conversation::Conversation;
use domain::{Bell, GuildId, MessageId};
use header::Header;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
pub use markdown::{Line, Markdown};
use shown::PieceShown;
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
pub async fn load_fresh(
    guild: GuildId,
    number: i64,
    messages: Vec<MessageId>,
    #[server(default)] known: Vec<u32>,
) -> Result<Parcel<Fresh>, Fault> {
    Parcel::pack(&load::fresh(guild, number, messages, known).await?)
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
    /// As the server drew them last.
    pieces: StoredValue<Vec<PieceShown>>,
}

#[component]
fn Ticket(guild: GuildId, shown: TicketShown) -> impl IntoView {
    let number = shown.head.number;
    let at = shown.at;
    let title = ticket_title(number, &shown.head.title);
    let pieces = StoredValue::new(shown.head.pieces.clone());
    let held = Held { guild, number, head: RwSignal::new(shown.head), page: RwSignal::new(shown.page), pieces };
    let again = stay_fresh(held);
    browser::wake(held, again);
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
        <section class="group flex h-full min-h-0" aria-labelledby="ticket-title" data-ticket=number.to_string()>
            <input type="checkbox" id="facts-shown" class="peer sr-only lg:hidden" aria-label=w(W::ShowDetails) />
            <div class="flex h-full min-w-0 flex-1 flex-col">
                <Header head guild />
                <Piece held name="actions" class="flex-none max-md:order-last" />
                {incomplete}
                {failure}
                <Piece held name="asked" class="flex-none" />
                <Conversation held at />
                <Piece held name="note" class="flex-none" />
            </div>
            <Details held />
        </section>
    }
}

/// A part that the server drew; the browser's half puts another in its place and knows nothing of what is in it.
#[component]
fn Piece(held: Held, name: &'static str, class: &'static str) -> impl IntoView {
    let piece = held.pieces.with_value(|pieces| pieces.iter().find(|piece| piece.name == name).cloned());
    let PieceShown { mark, html, .. } = piece.unwrap_or_default();
    view! { <div class=format!("outline-none {class}") tabindex="-1" data-piece=name data-mark=mark.to_string() inner_html=html></div> }
}

/// At the right. Below 1280 pixels they come over the conversation when asked for.
#[component]
fn Details(held: Held) -> impl IntoView {
    view! {
        <aside
            id="details"
            aria-label=w(W::Details)
            class="h-full w-[18.75rem] flex-none overflow-y-auto border-l border-line bg-surface max-lg:hidden max-lg:peer-checked:fixed max-lg:peer-checked:inset-y-0 max-lg:peer-checked:right-0 max-lg:peer-checked:z-40 max-lg:peer-checked:block max-lg:peer-checked:shadow-float"
            tabindex="0"
        >
            <div class="flex h-12 items-center justify-between border-b border-line px-4">
                <h2 class="font-semibold">{w(W::Details)}</h2>
                <label
                    for="facts-shown"
                    class="inline-flex size-8 items-center justify-center rounded-sm text-soft hover:bg-hover lg:hidden"
                    title=w(W::Close)
                >
                    <Icon sign=Sign::Close />
                </label>
            </div>
            <Piece held name="facts" class="" />
            <Piece held name="timeline" class="" />
        </aside>
    }
}

/// A bell names what changed; what many bells name within a moment is read at once. Gives the way to read it now.
fn stay_fresh(held: Held) -> Callback<()> {
    let wanted = StoredValue::new(Vec::<MessageId>::new());
    // After a break of the line nobody knows what was missed.
    let whole = StoredValue::new(false);
    let reader = Reader::new(40, move || {
        Box::pin(async move {
            let Some(messages) = wanted.try_update_value(std::mem::take) else { return };
            let (guild, number) = (held.guild, held.number);
            let read = if whole.try_update_value(std::mem::take) == Some(true) {
                let shown = load_ticket(guild, number, At::Newest).await.and_then(|shown| shown.open());
                shown.map(|shown| held.replace(shown))
            } else {
                let fresh = load_fresh(guild, number, messages, held.marks()).await.and_then(|fresh| fresh.open());
                fresh.map(|fresh| held.take(fresh))
            };
            if let Err(fault) = read {
                lose(&fault);
            }
        })
    });
    let now = Callback::new(move |()| reader.ask());
    let Some(live) = Live::get() else { return now };
    // The id alone: what else changes of the head is no other topic.
    let id = Memo::new(move |_| held.head.with(|head| head.id));
    let topic = move || Some(Topic { guild: held.guild, ticket: Some(id.get()) });
    live.listen(topic, move |news| {
        match news {
            News::Bell(Bell::Message { message, .. }) => wanted.update_value(|wanted| {
                if !wanted.contains(&message) {
                    wanted.push(message);
                }
            }),
            News::Bell(Bell::Ticket { .. }) => {}
            News::Again => whole.set_value(true),
            News::Bell(_) => return,
        }
        reader.ask();
    });
    now
}

impl Held {
    fn take(self, fresh: Fresh) {
        self.hold(fresh.head);
        self.page.try_update(|page| page.take(fresh.page));
    }

    fn hold(self, mut head: HeadShown) {
        let new = std::mem::take(&mut head.pieces);
        self.pieces.try_update_value(|pieces| {
            for piece in new {
                pieces.retain(|known| known.name != piece.name);
                pieces.push(piece);
            }
        });
        self.head.try_set(head);
        browser::put(self);
    }

    fn marks(self) -> Vec<u32> {
        self.pieces.try_with_value(|pieces| pieces.iter().map(|piece| piece.mark).collect()).unwrap_or_default()
    }

    /// After a break: the newest page, with the older ones that were already on the screen.
    fn replace(self, shown: TicketShown) {
        self.hold(shown.head);
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
