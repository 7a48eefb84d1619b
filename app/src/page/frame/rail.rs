//! The rail: the guild at its top, pages below, oneself at its end. A bar at the bottom of a phone; words beside the
//! signs where there is room.

use super::FrameShown;
use super::account::Account;
use crate::page::link;
use crate::ui::icon::{Icon, Sign};
use crate::ui::menu::{Menu, MenuSide};
use crate::words::{Word as W, w};
use domain::Standing;
use leptos::html;
use leptos::prelude::*;

const ENTRY: &str =
    "flex h-9 items-center gap-2.5 rounded-sm px-2.5 max-xl:justify-center transition-colors duration-150";

#[component]
pub fn Rail(frame: FrameShown, keys: NodeRef<html::Dialog>) -> impl IntoView {
    let inbox = if frame.standing == Standing::Member { w(W::YourTickets) } else { w(W::Inbox) };
    let href = link::inbox(frame.guild, "");
    view! {
        <nav
            aria-label=w(W::Navigation)
            class="flex flex-none items-center gap-1 border-line bg-surface px-2 py-1.5 max-md:justify-around max-md:border-t md:w-14 md:flex-col md:items-stretch md:border-r md:py-2.5 xl:w-52"
        >
            <GuildMenu frame=frame.clone() />
            <a href=href title=inbox aria-current="true" class=format!("{ENTRY} bg-chosen font-medium text-accent-strong md:mt-2")>
                <Icon sign=Sign::Inbox large=true />
                <span class="max-xl:sr-only">{inbox}</span>
            </a>
            <div class="md:mt-auto">
                <Account frame keys />
            </div>
        </nav>
    }
}

#[component]
fn GuildMenu(frame: FrameShown) -> impl IntoView {
    let name = frame.guild_name.clone();
    let button = move || {
        let name = name.clone();
        view! {
            <span class="inline-flex size-7 flex-none items-center justify-center rounded-sm bg-accent text-on-accent">
                <Icon sign=Sign::Docket />
            </span>
            <span class="min-w-0 flex-1 truncate font-semibold max-xl:sr-only">{name}</span>
            <span class="text-faint max-xl:hidden"><Icon sign=Sign::ChevronDown /></span>
        }
    };
    let others = frame
        .guilds
        .into_iter()
        .map(|(guild, name)| {
            view! {
                <li>
                    <a href=link::inbox(guild, "") class="block truncate rounded-sm px-2.5 py-1.5 hover:bg-hover">
                        {name}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <Menu
            label=w(W::SwitchServer)
            side=MenuSide::Below
            button=button.into()
            button_class="h-10 gap-2.5 rounded-sm px-1.5 hover:bg-hover max-xl:justify-center"
        >
            <p class="truncate px-2.5 py-1.5 font-semibold">{frame.guild_name}</p>
            <ul class="border-t border-line pt-1">
                {others}
                <li>
                    <a href="/" class="block rounded-sm px-2.5 py-1.5 text-soft hover:bg-hover">{w(W::AllServers)}</a>
                </li>
            </ul>
        </Menu>
    }
}
