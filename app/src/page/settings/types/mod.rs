//! The ticket types: in the order in which they are offered, each with its switch.

mod add;
#[cfg(feature = "ssr")]
pub mod deed;
#[cfg(feature = "ssr")]
pub mod load;
mod row;

use super::answer::{InDiscord, Kept};
use super::deed_form::After;
use super::notice::KeptNotice;
use super::{Page, on_catalog_news};
use crate::anew::anew;
use crate::fault::Fault;
use crate::page::guild_in_path;
use crate::page::missing::Refused;
use crate::ui::{EmptyState, Sign, Skeleton, awaited};
use crate::wire::{Load, Packed, Parcel};
use crate::words::{Word as W, w};
use add::AddType;
use domain::{ButtonStyle, Colour, GuildId, TicketTypeId, TypeState};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_meta::Title;
use row::Row;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypesShown {
    pub guild: GuildId,
    pub rows: Vec<RowShown>,
    /// What a new one may start from: key and name.
    pub presets: Vec<(String, String)>,
    pub kept: Option<Kept>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowShown {
    pub id: TicketTypeId,
    pub key: String,
    pub name: String,
    pub label: String,
    pub emoji: Option<String>,
    pub style: ButtonStyle,
    pub state: TypeState,
    pub department_name: String,
    pub department_colour: Colour,
    pub questions: usize,
    /// The channels of the panels on which it is offered.
    pub panels: Vec<String>,
    pub live: InDiscord,
}

#[server(prefix = "/fn", endpoint = "types", input = Json, output = Packed)]
pub async fn load_types(guild: GuildId) -> Result<Parcel<TypesShown>, Fault> {
    Parcel::pack(&load::types(guild).await?)
}

#[component]
pub fn TypesPage() -> impl IntoView {
    let guild = guild_in_path();
    let types = Load::new(move || guild.get(), load_types);
    let rows = RwSignal::new(None::<Vec<RowShown>>);
    // The list follows by itself; what is being typed below it stays.
    let after = After::new(move || async move {
        if let Ok(parcel) = load_types(guild.get_untracked()).await
            && let Ok(shown) = parcel.open()
        {
            let shown: TypesShown = shown;
            rows.try_set(Some(shown.rows));
        }
    });
    on_catalog_news(guild, move || after.again());
    view! {
        <Title text=w(W::Types) />
        {awaited(
            || view! { <Skeleton rows=6 /> }.into_any(),
            move || async move {
                match types.get().await {
                    Ok(shown) => view! { <Types shown rows after /> }.into_any(),
                    Err(fault) => view! { <Refused fault /> }.into_any(),
                }
            },
        )}
    }
}

#[component]
fn Types(shown: TypesShown, rows: RwSignal<Option<Vec<RowShown>>>, after: After) -> impl IntoView {
    let TypesShown { guild, rows: first, presets, kept } = shown;
    let list = anew(move || {
        after.drawn();
        let rows = rows.get().unwrap_or_else(|| first.clone());
        if rows.is_empty() {
            return view! { <EmptyState sign=Sign::Types title=w(W::NoTypes) text=w(W::NoTypesMore) /> }.into_any();
        }
        let last = rows.len() - 1;
        let order = rows.iter().map(|row| row.id.to_string()).collect::<Vec<_>>().join(",");
        let rows = rows.into_iter().enumerate();
        let rows = rows.map(|(at, row)| {
            view! { <Row guild row first=at == 0 last=at == last order=order.clone() after /> }.into_any()
        });
        let rows = rows.collect::<Vec<_>>();
        view! { <ol class="flex flex-col divide-y divide-line" aria-label=w(W::Types)>{rows}</ol> }.into_any()
    });
    view! {
        <Page title=w(W::Types) text=w(W::TypesMore)>
            <KeptNotice kept />
            <div class="rounded-md border border-line bg-surface">{list}</div>
            <AddType guild presets after />
        </Page>
    }
}
