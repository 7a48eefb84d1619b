//! What a stranger reads first.

use crate::page::link;
use crate::ui::{ButtonKind, Icon, LinkButton, Sign};
use crate::words::{Word as W, w};
use leptos::prelude::*;

#[component]
pub fn Landing() -> impl IntoView {
    // The page is meant for strangers: that nobody is logged in is no fault of it.
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::OK);
    }
    let points = [
        (Sign::Inbox, W::PointOpen, W::PointOpenMore),
        (Sign::Reply, W::PointWork, W::PointWorkMore),
        (Sign::Lock, W::PointRead, W::PointReadMore),
    ]
    .map(|(sign, title, more)| {
        view! {
            <li class="flex gap-3">
                <span class="mt-0.5 inline-flex size-8 flex-none items-center justify-center rounded-sm bg-chosen text-accent-strong">
                    <Icon sign large=true />
                </span>
                <div>
                    <h2 class="font-semibold">{w(title)}</h2>
                    <p class="text-soft">{w(more)}</p>
                </div>
            </li>
        }
    });
    view! {
        <main class="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-8 px-6 py-16">
            <div class="flex items-center gap-2.5">
                <span class="inline-flex size-9 items-center justify-center rounded-sm bg-accent text-on-accent">
                    <Icon sign=Sign::Docket large=true />
                </span>
                <span class="text-lg font-semibold">{w(W::Docket)}</span>
            </div>
            <div class="flex flex-col gap-3">
                <h1 class="text-2xl font-semibold tracking-tight text-balance">{w(W::LandingTitle)}</h1>
                <p class="text-lg text-soft text-pretty">{w(W::LandingText)}</p>
            </div>
            <div class="flex flex-wrap items-center gap-3">
                <LinkButton href=Signal::stored(link::login("/")) kind=ButtonKind::Primary external=true>
                    {w(W::LogInWithDiscord)}
                </LinkButton>
                <span class="text-sm text-faint">{w(W::LogInMore)}</span>
            </div>
            <ul class="flex flex-col gap-5 border-t border-line pt-8">{points}</ul>
        </main>
    }
}
