//! The departments and who belongs to them, and the roles whose bearers administer Docket.

mod add;
#[cfg(feature = "ssr")]
pub mod deed;
mod draft;
mod edit;
#[cfg(feature = "ssr")]
mod load;
mod roles;
mod row;

use super::answer::{Kept, Opened};
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
use add::AddDepartment;
use domain::setting::Choices;
use domain::{Colour, DepartmentId, GuildId};
pub use edit::DepartmentPage;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_meta::Title;
use roles::AdminRoles;
use row::Row;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentsShown {
    pub guild: GuildId,
    pub rows: Vec<RowShown>,
    pub choices: Choices,
    /// Of the admin roles.
    pub opened: Opened,
    pub kept: Option<Kept>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowShown {
    pub id: DepartmentId,
    pub key: String,
    pub name: String,
    pub emoji: Option<String>,
    pub colour: Colour,
    /// Names of its staff roles, supervisors among them.
    pub staff: Vec<String>,
    /// How many types lie in it.
    pub types: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentShown {
    pub guild: GuildId,
    pub id: DepartmentId,
    pub key: String,
    pub name: String,
    pub opened: Opened,
    pub choices: Choices,
}

/// `seen`: the revision of the admin roles that the asker knows, if any.
#[server(prefix = "/fn", endpoint = "departments", input = Json, output = Packed)]
pub async fn load_departments(guild: GuildId, seen: Option<i64>) -> Result<Parcel<DepartmentsShown>, Fault> {
    Parcel::pack(&load::departments(guild, seen).await?)
}

/// `seen`: the revision that the asker knows, if any.
#[server(prefix = "/fn", endpoint = "department", input = Json, output = Packed)]
pub async fn load_department(guild: GuildId, key: String, seen: Option<i64>) -> Result<Parcel<DepartmentShown>, Fault> {
    Parcel::pack(&load::department(guild, key, seen).await?)
}

#[component]
pub fn DepartmentsPage() -> impl IntoView {
    let guild = guild_in_path();
    let shown = Load::new(move || guild.get(), |guild| load_departments(guild, None));
    let rows = RwSignal::new(None::<Vec<RowShown>>);
    // The list follows by itself; the admin roles are an editor and see to themselves.
    let after = After::new(move || async move {
        if let Ok(parcel) = load_departments(guild.get_untracked(), None).await
            && let Ok(shown) = parcel.open()
        {
            let shown: DepartmentsShown = shown;
            rows.try_set(Some(shown.rows));
        }
    });
    on_catalog_news(guild, move || after.again());
    view! {
        <Title text=w(W::Departments) />
        {awaited(
            || view! { <Skeleton rows=6 /> }.into_any(),
            move || async move {
                match shown.get().await {
                    Ok(shown) => view! { <Departments shown rows after /> }.into_any(),
                    Err(fault) => view! { <Refused fault /> }.into_any(),
                }
            },
        )}
    }
}

#[component]
fn Departments(shown: DepartmentsShown, rows: RwSignal<Option<Vec<RowShown>>>, after: After) -> impl IntoView {
    let DepartmentsShown { guild, rows: first, choices, opened, kept } = shown;
    let list = anew(move || {
        after.drawn();
        let rows = rows.get().unwrap_or_else(|| first.clone());
        if rows.is_empty() {
            let empty =
                view! { <EmptyState sign=Sign::People title=w(W::NoDepartments) text=w(W::NoDepartmentsMore) /> };
            return empty.into_any();
        }
        let rows = rows.into_iter().map(|row| view! { <Row guild row after /> }).collect::<Vec<_>>();
        view! { <ul class="flex flex-col divide-y divide-line" aria-label=w(W::Departments)>{rows}</ul> }.into_any()
    });
    view! {
        <Page title=w(W::Departments) text=w(W::DepartmentsMore)>
            <KeptNotice kept />
            <div class="rounded-md border border-line bg-surface">{list}</div>
            <AddDepartment guild after />
            <AdminRoles guild opened choices />
        </Page>
    }
}
