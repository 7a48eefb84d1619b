//! Knows what stands where a page can't be shown, and the status that goes with it. Says the same whether a thing
//! does not exist or is not the reader's to see.

#[cfg(feature = "ssr")]
mod answer;

use super::link;
use crate::fault::Fault;
use crate::ui::{ButtonKind, EmptyState, LinkButton, Sign};
use crate::words::{Word as W, w};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// No page lies at this path.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <main class="flex min-h-dvh items-center">
            <Refused fault=Fault::Refused(w(W::WhoGrants).to_owned()) />
        </main>
    }
}

/// In place of a page. Marked `refused`: the frame around makes room for it.
#[component]
pub fn Refused(fault: Fault) -> impl IntoView {
    #[cfg(feature = "ssr")]
    answer::answer(&fault);
    let location = use_location();
    let here = move || {
        let query = location.search.get();
        let path = location.pathname.get();
        if query.is_empty() { path } else { format!("{path}?{query}") }
    };
    let (sign, title) = match &fault {
        Fault::Login => (Sign::Lock, w(W::LoginNeeded)),
        Fault::Refused(_) => (Sign::Lock, w(W::NothingHere)),
        Fault::Broken(_) => (Sign::Warning, w(W::SomethingBroke)),
        Fault::Unreachable => (Sign::Offline, w(W::NoAnswer)),
    };
    let text = match &fault {
        Fault::Refused(_) => w(W::WhoGrants).to_owned(),
        _ => fault.words(),
    };
    let again = match &fault {
        Fault::Login => {
            let login = Signal::derive(move || link::login(&here()));
            view! { <LinkButton href=login kind=ButtonKind::Primary external=true>{w(W::LogIn)}</LinkButton> }
                .into_any()
        }
        Fault::Refused(_) => {
            view! { <LinkButton href=Signal::stored("/".to_owned())>{w(W::YourServers)}</LinkButton> }.into_any()
        }
        _ => view! { <LinkButton href=Signal::derive(here) external=true>{w(W::TryAgain)}</LinkButton> }.into_any(),
    };
    view! {
        <Title text=title />
        <div class="refused w-full">
            <EmptyState sign title text heading=true>
                {again}
            </EmptyState>
        </div>
    }
}
