//! Who changed which setting, when and through what, with how it was before and after.

#[cfg(feature = "ssr")]
mod load;
mod row;

use super::Page;
use crate::fault::Fault;
use crate::page::missing::Refused;
use crate::page::{guild_in_path, link};
use crate::ui::{EmptyState, LinkButton, Sign, Skeleton, awaited};
use crate::wire::{Load, Packed, Parcel};
use crate::words::{Word as W, w};
use domain::setting::FieldChange;
use domain::{AuditId, GuildId, Timestamp, UserId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use row::Row;
use serde::{Deserialize, Serialize};

/// Rows a page.
#[cfg(feature = "ssr")]
const PAGE: i64 = 30;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditShown {
    pub guild: GuildId,
    pub rows: Vec<RowShown>,
    pub next: Option<AuditId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowShown {
    pub id: AuditId,
    pub at: Timestamp,
    pub actor: UserId,
    pub actor_name: String,
    /// What was done, said of whoever did it.
    pub words: String,
    /// Through what.
    pub through: String,
    pub changes: Vec<FieldChange>,
}

#[server(prefix = "/fn", endpoint = "audit", input = Json, output = Packed)]
pub async fn load_audit(guild: GuildId, before: Option<AuditId>) -> Result<Parcel<AuditShown>, Fault> {
    Parcel::pack(&load::audit(guild, before).await?)
}

#[component]
pub fn AuditPage() -> impl IntoView {
    let (guild, query) = (guild_in_path(), use_query_map());
    let before = Memo::new(move |_| query.with(|map| map.get_str("before").and_then(|id| id.parse::<AuditId>().ok())));
    let audit = Load::new(move || (guild.get(), before.get()), |(guild, before)| load_audit(guild, before));
    super::on_catalog_news(guild, move || audit.refetch());
    view! {
        <Title text=w(W::Audit) />
        {awaited(
            || view! { <Skeleton rows=10 /> }.into_any(),
            move || async move {
                match audit.get().await {
                    Ok(shown) => view! { <Rows shown newest=before.get_untracked().is_none() /> }.into_any(),
                    Err(fault) => view! { <Refused fault /> }.into_any(),
                }
            },
        )}
    }
}

#[component]
fn Rows(shown: AuditShown, newest: bool) -> impl IntoView {
    let guild = shown.guild;
    let list = if shown.rows.is_empty() {
        view! { <EmptyState sign=Sign::Pencil title=w(W::NoAudit) text=w(W::NoAuditMore) /> }.into_any()
    } else {
        let rows = shown.rows.into_iter().map(|row| view! { <Row row /> }).collect::<Vec<_>>();
        view! { <ol class="flex flex-col divide-y divide-line" aria-label=w(W::Audit)>{rows}</ol> }.into_any()
    };
    let link = move |to: Option<AuditId>, word: W| {
        view! { <LinkButton href=Signal::stored(link::audit(guild, to))>{w(word)}</LinkButton> }
    };
    view! {
        <Page title=w(W::Audit) text=w(W::AuditMore)>
            <div class="rounded-md border border-line bg-surface">{list}</div>
            <div class="flex gap-2 pb-4">
                {(!newest).then(|| link(None, W::BackToNewest))}
                {shown.next.map(|next| link(Some(next), W::OlderChanges))}
            </div>
        </Page>
    }
}
