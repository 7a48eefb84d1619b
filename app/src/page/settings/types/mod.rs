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
use crate::fault::Fault;
use crate::page::guild_in_path;
use crate::page::missing::Refused;
use crate::ui::{EmptyState, Sign, Skeleton, awaited};
use crate::wire::{Load, Packed, Parcel};
use crate::words::{Word as W, w};
use add::AddType;
use domain::{ButtonStyle, Colour, DepartmentId, GuildId, TicketTypeId, TypeState};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_meta::Title;
use row::Row;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypesShown {
    pub guild: GuildId,
    pub rows: Vec<RowShown>,
    pub departments: Vec<(DepartmentId, String)>,
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
    on_catalog_news(guild, move || types.refetch());
    let after = After::new(move || types.refetch());
    view! {
        <Title text=w(W::Types) />
        {awaited(
            || view! { <Skeleton rows=6 /> }.into_any(),
            move || async move {
                match types.get().await {
                    Ok(shown) => view! { <List shown after /> }.into_any(),
                    Err(fault) => view! { <Refused fault /> }.into_any(),
                }
            },
        )}
    }
}

#[component]
fn List(shown: TypesShown, after: After) -> impl IntoView {
    after.drawn();
    let (guild, last) = (shown.guild, shown.rows.len().saturating_sub(1));
    let rows = shown
        .rows
        .into_iter()
        .enumerate()
        .map(|(at, row)| view! { <Row guild row first=at == 0 last=at == last after /> })
        .collect::<Vec<_>>();
    let list = if rows.is_empty() {
        view! { <EmptyState sign=Sign::Docket title=w(W::NoTypes) text=w(W::NoTypesMore) /> }.into_any()
    } else {
        view! { <ol class="flex flex-col divide-y divide-line" aria-label=w(W::Types)>{rows}</ol> }.into_any()
    };
    view! {
        <Page title=w(W::Types) text=w(W::TypesMore)>
            <KeptNotice kept=shown.kept />
            <div class="rounded-md border border-line bg-surface">{list}</div>
            <AddType guild presets=shown.presets after />
        </Page>
    }
}
