//! The frame of a guild's pages: where one is, where one can go, how the bot fares, who one is.

mod account;
mod deeds;
mod keys;
#[cfg(feature = "ssr")]
mod load;
mod notice;
mod palette;
mod places;
mod rail;

use super::guild_in_path;
use super::home::go;
use super::link;
use crate::fault::Fault;
use crate::live::{Live, Topic};
use crate::ui::awaited;
use crate::wire::{Load, Packed, Parcel};
use crate::words::{Word as W, w};
pub use account::LogOut;
#[cfg(feature = "ssr")]
pub use account::SetTheme;
pub use deeds::PageDeeds;
use domain::{GuildId, Standing, UserId};
use keys::KeysDialog;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_router::components::Outlet;
#[cfg(feature = "ssr")]
pub use load::bot_shown;
pub use notice::BotBanner;
use notice::{LineNotice, Notices};
#[cfg(all(feature = "ssr", debug_assertions))]
pub use palette::{Palette, PaletteDialog};
#[cfg(not(all(feature = "ssr", debug_assertions)))]
use palette::{Palette, PaletteDialog};
use rail::Rail;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameShown {
    pub person: UserId,
    pub name: String,
    pub username: String,
    pub guild: GuildId,
    pub guild_name: String,
    /// The others that one may go to.
    pub guilds: Vec<(GuildId, String)>,
    pub standing: Standing,
    /// `light`, `dark` or nothing: as the system has it.
    pub theme: String,
    pub bot: BotShown,
    /// What Discord refuses, and the mend; for admins.
    pub problems: Vec<(String, String)>,
}

/// How the bot fares, as far as this reader is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BotShown {
    Fine,
    Away,
    /// For operators: why, and how to mend it.
    AwayBecause {
        why: String,
        mend: Option<String>,
    },
}

#[server(prefix = "/fn", endpoint = "frame", input = Json, output = Packed)]
pub async fn load_frame(guild: GuildId) -> Result<Parcel<FrameShown>, Fault> {
    Parcel::pack(&load::frame(guild).await?)
}

#[component]
pub fn Frame() -> impl IntoView {
    let guild = guild_in_path();
    let frame = Load::new(move || guild.get(), load_frame);
    let keys = NodeRef::new();
    PageDeeds::provide();
    let palette = Palette::new();
    refresh_on_news(guild, frame);
    let rail = awaited(rail_to_be, move || async move {
        let frame = frame.get().await.ok();
        palette.know(frame.as_ref());
        frame.map(|frame| view! { <Rail frame keys palette /> }).into_any()
    });
    let notices = awaited(
        || ().into_any(),
        move || async move { frame.get().await.ok().map(|frame| view! { <Notices frame /> }).into_any() },
    );
    view! {
        <a href="#content" class="skip fixed top-2 left-2 z-50 rounded-sm bg-raised px-3 py-2 shadow-float">
            {w(W::SkipToContent)}
        </a>
        <div class="flex h-dvh flex-col-reverse md:flex-row">
            {rail}
            <div class="flex min-h-0 min-w-0 flex-1 flex-col">
                <LineNotice />
                {notices}
                <main id="content" tabindex="-1" class="min-h-0 flex-1 outline-none">
                    <Outlet />
                </main>
            </div>
        </div>
        <KeysDialog node=keys />
        <PaletteDialog palette />
    }
}

/// The rail's place, as wide as it will be.
fn rail_to_be() -> AnyView {
    view! { <div class="h-14 flex-none border-line bg-surface md:h-auto md:w-14 md:border-r xl:w-52"></div> }.into_any()
}

/// The bot's state, one's standing and the guild's name are read again when a bell says that they changed.
fn refresh_on_news(guild: Memo<GuildId>, frame: Load<FrameShown>) {
    use crate::live::News;
    use domain::Bell;
    let Some(live) = Live::get() else { return };
    let topic = move || Some(Topic { guild: guild.get(), ticket: None });
    live.listen(topic, move |news| match news {
        News::Again | News::Bell(Bell::Bot | Bell::Guild { .. } | Bell::Access { .. }) => {
            frame.refetch();
        }
        News::Bell(_) => {}
    });
}

/// A guild's address without a page.
#[component]
pub fn GoToInbox() -> impl IntoView {
    go(&link::inbox(guild_in_path().get_untracked(), ""));
}

/// The settings' address without a page.
#[component]
pub fn GoToSettings() -> impl IntoView {
    go(&link::settings(guild_in_path().get_untracked(), "types"));
}
