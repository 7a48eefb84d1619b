//! What stands above every page while it holds: the bot is away, Discord refuses something, the line is broken.

use super::{BotShown, FrameShown};
use crate::anew::anew;
use crate::live::{Line, Live};
use crate::page::link;
use crate::ui::{Banner, ButtonKind, LinkButton, Sign, Tone};
use crate::words::{Word as W, problems_words, w};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[component]
pub fn Notices(frame: FrameShown) -> impl IntoView {
    let problems = (!frame.problems.is_empty()).then(|| {
        let title = problems_words(frame.problems.len());
        let rows = frame
            .problems
            .into_iter()
            .map(|(what, mend)| view! { <li><span>{what}</span>" "<span class="font-medium">{mend}</span></li> })
            .collect_view();
        view! {
            <Banner tone=Tone::Warn sign=Sign::Warning title>
                <details>
                    <summary class="underline underline-offset-2">{w(W::ShowProblems)}</summary>
                    <ul class="mt-1 flex max-h-48 list-disc flex-col gap-1 overflow-y-auto pl-4">{rows}</ul>
                </details>
            </Banner>
        }
    });
    view! {
        <div role="status">
            <BotBanner bot=frame.bot />
            {problems}
        </div>
    }
}

#[component]
pub fn BotBanner(bot: BotShown) -> impl IntoView {
    match bot {
        BotShown::Fine => ().into_any(),
        BotShown::Away => view! {
            <Banner tone=Tone::Warn sign=Sign::Offline title=w(W::BotAway)>
                <p>{w(W::BotAwayMore)}</p>
            </Banner>
        }
        .into_any(),
        BotShown::AwayBecause { why, mend } => {
            let mend = mend.map(|mend| view! { <p class="font-medium">{mend}</p> });
            view! {
                <Banner tone=Tone::Danger sign=Sign::Offline title=w(W::BotAway)>
                    <p>{why}</p>
                    {mend}
                </Banner>
            }
            .into_any()
        }
    }
}

/// Tells of the live line; covers the page when the login has ended.
#[component]
pub fn LineNotice() -> impl IntoView {
    let line = Live::get().map_or_else(|| Signal::stored(Line::Fine), Live::line);
    let location = use_location();
    let login = Signal::derive(move || {
        let (path, query) = (location.pathname.get(), location.search.get());
        link::login(&if query.is_empty() { path } else { format!("{path}?{query}") })
    });
    view! {
        <div role="status">
            {anew(move || match line.get() {
                Line::Fine => ().into_any(),
                Line::Broken => view! { <Banner tone=Tone::Quiet sign=Sign::Offline title=w(W::LineBroken) /> }.into_any(),
                Line::LoginEnded => view! {
                    <div class="fixed inset-0 z-50 flex flex-col items-center justify-center gap-4 bg-ground px-6 text-center">
                        <p class="text-lg font-semibold">{w(W::LoginNeeded)}</p>
                        <p class="text-soft">{w(W::LoginEnded)}</p>
                        <LinkButton href=login kind=ButtonKind::Primary external=true>{w(W::LogIn)}</LinkButton>
                    </div>
                }
                .into_any(),
            })}
        </div>
    }
}
