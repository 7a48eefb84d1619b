//! The line above the conversation: the way back, what it is and how it stands, the way to its details.

use super::shown::HeadShown;
use crate::anew::anew;
use crate::page::inbox::Ask;
use crate::page::link;
use crate::ui::{Icon, PriorityMark, Sign, StatusBadge};
use crate::words::{Word as W, w};
use domain::GuildId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn Header(head: RwSignal<HeadShown>, guild: GuildId) -> impl IntoView {
    let query = use_query_map();
    let back = anew(move || link::inbox(guild, &query.with(Ask::read).query()));
    let emoji =
        anew(move || head.with(|head| head.type_emoji.as_ref().map(|emoji| format!("{emoji} ")).unwrap_or_default()));
    view! {
        <div class="flex h-12 flex-none items-center gap-2.5 border-b border-line bg-surface px-3 md:px-4">
            <a
                href=back
                data-back=""
                class="inline-flex size-8 flex-none items-center justify-center rounded-sm text-soft hover:bg-hover md:hidden"
                title=w(W::BackToList)
            >
                <Icon sign=Sign::ChevronLeft large=true />
                <span class="sr-only">{w(W::BackToList)}</span>
            </a>
            <PriorityMark priority=Signal::derive(move || head.with(|head| head.priority)) />
            <h1 id="ticket-title" class="min-w-0 truncate text-lg font-semibold">
                <span aria-hidden="true">{emoji}</span>
                {anew(move || head.with(|head| head.title.clone()))}
            </h1>
            <span class="figures flex-none text-faint">{anew(move || head.with(|head| format!("#{:04}", head.number)))}</span>
            // On a phone the title needs the room that its word takes; the details have it.
            <span class="ml-auto flex flex-none items-center gap-2 max-sm:[&_[data-status]>span:last-child]:sr-only">
                <StatusBadge status=Signal::derive(move || head.with(|head| head.status)) />
                <label
                    for="facts-shown"
                    class="inline-flex size-8 items-center justify-center rounded-sm text-soft group-has-[#facts-shown:focus-visible]:outline-2 group-has-[#facts-shown:focus-visible]:outline-accent hover:bg-hover lg:hidden"
                    title=w(W::ShowDetails)
                >
                    <Icon sign=Sign::Details large=true />
                </label>
            </span>
        </div>
    }
}
