//! How each panel stands in Discord, with the way to publish it again.

use super::shown::{PanelShown, PanelState};
use super::{Section, mend_now};
use crate::ui::{Button, Icon, Sign, Toasts};
use crate::words::{Word as W, w};
use domain::GuildId;
use leptos::prelude::*;

#[component]
pub fn Panels(guild: GuildId, panels: Vec<PanelShown>) -> impl IntoView {
    if panels.is_empty() {
        return ().into_any();
    }
    let rows = panels.into_iter().map(|panel| view! { <Row guild panel /> }).collect_view();
    view! {
        <Section title=w(W::PanelsTitle)>
            <ul class="divide-y divide-line">{rows}</ul>
        </Section>
    }
    .into_any()
}

#[component]
fn Row(guild: GuildId, panel: PanelShown) -> impl IntoView {
    let PanelShown { id, title, channel, state } = panel;
    let toasts = Toasts::get();
    let (sign, colour, word) = match state {
        PanelState::Shown => (Sign::Completed, "text-completed", W::PanelUpToDate),
        PanelState::Behind => (Sign::Awaiting, "text-awaiting", W::PanelBehind),
        PanelState::Draft => (Sign::Open, "text-faint", W::PanelDraft),
    };
    let publish_word = if state == PanelState::Draft { w(W::Publish) } else { w(W::PublishAgain) };
    let label = format!("{publish_word}: {title}");
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
            <span class=format!("flex-none {colour}")><Icon sign /></span>
            <div class="min-w-0 flex-1">
                <p class="truncate font-medium">{title}</p>
                <p class="truncate text-sm text-soft">{w(word)}{channel.map(|name| format!(" · #{name}"))}</p>
            </div>
            <Button attr:aria-label=label on:click=move |_| mend_now(guild, format!("panel:{id}"), toasts)>{publish_word}</Button>
        </li>
    }
}
