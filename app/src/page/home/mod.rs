//! The front page: what Docket is, to a stranger; one's guilds, to whoever is logged in.

mod landing;
#[cfg(feature = "ssr")]
mod load;

use super::link;
use super::missing::Refused;
use crate::fault::Fault;
use crate::page::frame::{BotBanner, BotShown, LogOut};
use crate::ui::{EmptyState, Icon, Sign, Skeleton, awaited};
use crate::wire::{Load, Packed, Parcel};
use crate::words::{Word as W, standing_word, w};
use domain::{GuildId, Standing};
use landing::Landing;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_meta::Title;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeShown {
    pub name: String,
    pub guilds: Vec<(GuildId, String, Standing)>,
    pub bot: BotShown,
}

#[server(prefix = "/fn", endpoint = "home", input = Json, output = Packed)]
pub async fn load_home() -> Result<Parcel<HomeShown>, Fault> {
    Parcel::pack(&load::home().await?)
}

#[component]
pub fn HomePage() -> impl IntoView {
    let home = Load::new(|| (), |()| load_home());
    view! {
        <Title text="" />
        {awaited(
            || view! { <div class="mx-auto max-w-lg px-4 py-12"><Skeleton rows=4 /></div> }.into_any(),
            move || async move {
                match home.get().await {
                    Ok(home) => view! { <Chooser home /> }.into_any(),
                    Err(Fault::Login) => view! { <Landing /> }.into_any(),
                    Err(fault) => view! { <main><Refused fault /></main> }.into_any(),
                }
            },
        )}
    }
}

#[component]
fn Chooser(home: HomeShown) -> impl IntoView {
    if let [(guild, ..)] = home.guilds.as_slice() {
        go(&link::inbox(*guild, ""));
    }
    let empty = home.guilds.is_empty();
    let rows = home
        .guilds
        .into_iter()
        .map(|(guild, name, standing)| {
            view! {
                <li>
                    <a
                        href=link::inbox(guild, "")
                        class="flex items-center gap-3 rounded-sm px-3 py-2.5 transition-colors duration-150 hover:bg-hover"
                    >
                        <span class="inline-flex size-9 flex-none items-center justify-center rounded-sm bg-sunken text-soft">
                            <Icon sign=Sign::Docket large=true />
                        </span>
                        <span class="min-w-0 flex-1 truncate font-medium">{name}</span>
                        <span class="text-sm text-faint">{standing_word(standing)}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <BotBanner bot=home.bot />
        <main class="mx-auto flex max-w-lg flex-col gap-4 px-4 py-12">
            <div class="flex items-center justify-between gap-4">
                <h1 class="text-xl font-semibold">{w(W::YourServers)}</h1>
                <div class="flex items-center gap-2 text-soft">
                    <span class="max-w-40 truncate">{home.name}</span>
                    <LogOut />
                </div>
            </div>
            <div class="rounded-md border border-line bg-surface p-1.5">
                {if empty {
                    view! { <EmptyState sign=Sign::Docket title=w(W::NoServers) text=w(W::NoServersMore) /> }.into_any()
                } else {
                    view! { <ul>{rows}</ul> }.into_any()
                }}
            </div>
        </main>
    }
}

/// Leads to another page: as an answer while rendering, by the router in the browser.
pub fn go(to: &str) {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        use http::header::{HeaderValue, LOCATION};
        if let Ok(to) = HeaderValue::from_str(to) {
            response.insert_header(LOCATION, to);
            response.set_status(http::StatusCode::FOUND);
        }
    }
    #[cfg(feature = "hydrate")]
    {
        let navigate = leptos_router::hooks::use_navigate();
        let to = to.to_owned();
        Effect::new(move || {
            navigate(&to, leptos_router::NavigateOptions { replace: true, ..Default::default() });
        });
    }
    #[cfg(not(any(feature = "ssr", feature = "hydrate")))]
    let _ = to;
}
