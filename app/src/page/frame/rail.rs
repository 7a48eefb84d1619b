//! The rail: the guild at its top, places below, oneself at its end. A bar at the bottom of a phone; words beside the
//! signs where there is room.

use super::FrameShown;
use super::account::Account;
use super::palette::{self, Palette};
use super::places::{Place, places};
use crate::anew::anew;
use crate::page::link;
use crate::ui::icon::{Icon, Sign};
use crate::ui::menu::{Menu, MenuSide};
use crate::words::{Word as W, w};
use domain::{GuildId, Standing};
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

const ENTRY: &str =
    "flex h-9 items-center gap-2.5 rounded-sm px-2.5 max-xl:justify-center transition-colors duration-150";
const CALM: &str = "text-soft hover:bg-hover hover:text-text";

/// Places that a phone's bar has room for; the rest are under one sign.
const ON_A_PHONE: usize = 1;

#[component]
pub fn Rail(frame: FrameShown, keys: NodeRef<html::Dialog>, palette: Palette) -> impl IntoView {
    let (guild, standing) = (frame.guild, frame.standing);
    let all: Vec<Place> = places(standing).collect();
    let more = all.get(ON_A_PHONE..).unwrap_or_default().to_vec();
    let entries = all
        .into_iter()
        .enumerate()
        .map(|(at, place)| {
            let hidden = if at < ON_A_PHONE { "" } else { "max-md:hidden" };
            view! { <Entry place guild standing hidden /> }
        })
        .collect_view();
    view! {
        <nav
            aria-label=w(W::Navigation)
            class="flex flex-none items-center gap-1 border-line bg-surface px-2 py-1.5 max-md:justify-around max-md:border-t md:w-14 md:flex-col md:items-stretch md:border-r md:py-2.5 xl:w-52"
        >
            <GuildMenu frame=frame.clone() />
            <a
                href=link::inbox(guild, "")
                title=w(W::GoAnywhere)
                aria-haspopup="dialog"
                class=format!("{ENTRY} {CALM} md:mt-2")
                on:click=move |event| {
                    event.prevent_default();
                    palette::open(palette);
                }
            >
                <Icon sign=Sign::Search large=true />
                <span class="max-xl:sr-only">{w(W::GoAnywhere)}</span>
                <span class="ml-auto text-xs text-faint max-xl:hidden" aria-hidden="true">"Ctrl K"</span>
            </a>
            {entries}
            {(!more.is_empty()).then(|| view! { <More more guild standing /> })}
            <div class="md:mt-auto">
                <Account frame keys worn=palette.worn />
            </div>
        </nav>
    }
}

#[component]
fn Entry(place: Place, guild: GuildId, standing: Standing, hidden: &'static str) -> impl IntoView {
    let path = use_location().pathname;
    let word = w(place.word(standing));
    let here = Memo::new(move |_| path.with(|path| place.has(path)));
    let class = anew(move || {
        let look = if here.get() { "bg-chosen font-medium text-accent-strong" } else { CALM };
        format!("{ENTRY} {look} {hidden}")
    });
    view! {
        <a href=place.href(guild) title=word aria-current=anew(move || here.get().then_some("page")) class=class>
            <Icon sign=place.sign large=true />
            <span class="max-xl:sr-only">{word}</span>
        </a>
    }
}

/// On a phone: the places for which its bar has no room.
#[component]
fn More(more: Vec<Place>, guild: GuildId, standing: Standing) -> impl IntoView {
    let rows = more
        .into_iter()
        .map(|place| {
            view! {
                <li>
                    <a href=place.href(guild) class="flex items-center gap-2.5 rounded-sm px-2.5 py-2 hover:bg-hover">
                        <Icon sign=place.sign />
                        <span>{w(place.word(standing))}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let button = || view! { <Icon sign=Sign::More large=true /> };
    view! {
        <div class="md:hidden">
            <Menu label=w(W::More) side=MenuSide::Above button=button.into() button_class="h-9 rounded-sm px-2.5 text-soft">
                <ul>{rows}</ul>
            </Menu>
        </div>
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
