//! The settings: forms that work by themselves, with what the browser's half adds. A page's load function lies beside
//! its view; what a form does is a server function of its own.

pub mod answer;
pub mod audit;
pub mod browser;
mod deed_form;
pub mod departments;
mod editor;
mod field;
pub mod form;
mod form_view;
#[cfg(feature = "ssr")]
pub mod keep;
mod names;
mod notice;
pub mod rules;
mod tool;
pub mod type_editor;
pub mod types;
mod unread;

pub use audit::AuditPage;
pub use departments::{DepartmentPage, DepartmentsPage};
pub use rules::{BlockedPage, GuildRulesPage, TypeRulesPage};
pub use type_editor::TypePage;
pub use types::TypesPage;

use crate::live::{Live, News, Topic};
use domain::{Bell, GuildId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The key in the path.
fn key_in_path() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|map| map.get_str("key").unwrap_or_default().to_owned()))
}

/// Calls when what is configured may have changed.
fn on_catalog_news(guild: Memo<GuildId>, again: impl Fn() + 'static) {
    let Some(live) = Live::get() else { return };
    let topic = move || Some(Topic { guild: guild.get(), ticket: None });
    live.listen(topic, move |news| match news {
        News::Again | News::Bell(Bell::Catalog { .. } | Bell::Guild { .. } | Bell::Access { .. }) => again(),
        News::Bell(_) => {}
    });
}

/// A settings page: a heading with what it is about, and the rest below.
#[component]
fn Page(
    #[prop(into)] title: String,
    text: &'static str,
    #[prop(optional)] wide: bool,
    children: Children,
) -> impl IntoView {
    let width = if wide { "max-w-[76rem]" } else { "max-w-[44rem]" };
    view! {
        <div class="h-full scroll-pt-14 scroll-pb-28 overflow-y-auto">
            <div class=format!("mx-auto flex w-full flex-col gap-5 px-4 pt-6 pb-4 sm:px-6 {width}")>
                <header class="flex flex-col gap-1">
                    <h1 class="text-xl font-semibold [overflow-wrap:anywhere]">{title}</h1>
                    <p class="text-soft text-pretty">{text}</p>
                </header>
                {children()}
            </div>
        </div>
    }
}
