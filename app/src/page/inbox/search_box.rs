//! The one search box: a form that asks by its address, with or without the browser's half; with it, what may be
//! written next is offered below while typing.

use super::focus::FocusKept;
use super::shown::Suggestions;
use super::{Ask, inbox_with, load_suggestions};
use crate::anew::anew;
use crate::page::link;
use crate::ui::{Icon, Sign};
use crate::words::{Word as W, w};
use domain::GuildId;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// The box's element, and what says what is wrong with its question.
pub const BOX: &str = "search";
pub const FAULT: &str = "search-fault";
const OFFERS: &str = "search-offers";

/// Whether the question that is shown can't be read.
#[derive(Clone, Copy)]
pub struct IsFaulty(pub RwSignal<bool>);

/// What is typed, what is offered for it, and which of the offers is pointed at.
#[derive(Clone, Copy)]
struct Typing {
    text: RwSignal<String>,
    /// What stood before the caret when the offers were asked for, and what stood behind it.
    around: RwSignal<(String, String)>,
    offers: RwSignal<Suggestions>,
    at: RwSignal<Option<usize>>,
    /// Answers that come late count for nothing.
    asked: StoredValue<u32>,
}

#[component]
pub fn SearchBox(guild: Memo<GuildId>, ask: Memo<Ask>) -> impl IntoView {
    let typing = Typing {
        text: RwSignal::new(ask.get_untracked().q),
        around: RwSignal::default(),
        offers: RwSignal::default(),
        at: RwSignal::new(None),
        asked: StoredValue::new(0),
    };
    // Elsewhere in the history another question was asked.
    Effect::new(move |before: Option<String>| {
        let q = ask.get().q;
        if before.is_some_and(|before| before != q) {
            typing.text.set(q.clone());
            typing.close();
        }
        q
    });
    let faulty = use_context::<IsFaulty>();
    let is_open = Memo::new(move |_| typing.offers.with(|offers| !offers.items.is_empty()));
    let navigate = leptos_router::hooks::use_navigate();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        FocusKept::get().remember();
        typing.close();
        let ask =
            Ask { q: typing.text.get_untracked().trim().to_owned(), best: ask.get_untracked().best, before: None };
        navigate(&inbox_with(guild.get_untracked(), &ask), leptos_router::NavigateOptions::default());
    };
    let action = anew(move || link::inbox(guild.get(), ""));
    let is_faulty = move || faulty.is_some_and(|faulty| faulty.0.get());
    let first = typing.text.get_untracked();
    view! {
        <form action=action method="get" role="search" class="relative flex-none border-b border-line p-2" on:submit=send>
            <span class="pointer-events-none absolute top-4 left-4 text-faint">
                <Icon sign=Sign::Search />
            </span>
            <input
                id=BOX
                name="q"
                type="text"
                role="combobox"
                aria-label=w(W::Search)
                aria-autocomplete="list"
                aria-expanded=anew(move || if is_open.get() { "true" } else { "false" })
                aria-controls=OFFERS
                aria-activedescendant=anew(move || typing.at.get().map(offer_id).unwrap_or_default())
                aria-invalid=anew(move || is_faulty().then_some("true"))
                aria-describedby=anew(move || is_faulty().then_some(FAULT))
                placeholder=w(W::SearchHint)
                autocomplete="off"
                spellcheck="false"
                maxlength="500"
                enterkeyhint="search"
                class="h-8 w-full rounded-sm border border-edge bg-surface pr-2 pl-8 text-base text-text placeholder:text-faint"
                value=first
                prop:value=anew(move || typing.text.get())
                on:input=move |event| {
                    typing.text.set(event_target_value(&event));
                    typing.offer(guild.get_untracked());
                }
                on:focus=move |_| {
                    if typing.text.with_untracked(String::is_empty) {
                        typing.offer(guild.get_untracked());
                    }
                }
                on:blur=move |_| typing.close()
                on:keydown=move |event| typing.key(&event, guild.get_untracked())
            />
            <ul
                id=OFFERS
                role="listbox"
                aria-label=w(W::SearchOffers)
                class="absolute inset-x-2 top-11 z-10 overflow-hidden rounded-sm border border-line bg-raised shadow-float"
                hidden=anew(move || !is_open.get())
            >
                {anew(move || offers(typing, guild).into_any())}
            </ul>
        </form>
    }
}

fn offers(typing: Typing, guild: Memo<GuildId>) -> Vec<AnyView> {
    let offer = |(at, (write, name)): (usize, (String, String))| {
        let name = if name == write { String::new() } else { name };
        let chosen = move || typing.at.get() == Some(at);
        view! {
            <li
                id=offer_id(at)
                role="option"
                aria-selected=anew(move || if chosen() { "true" } else { "false" })
                class="flex h-8 items-center gap-2 px-2.5 hover:bg-hover aria-selected:bg-chosen"
                on:mousedown=move |event| {
                    event.prevent_default();
                    typing.write(at, guild.get_untracked());
                }
            >
                <span class="flex-none font-medium">{write}</span>
                <span class="min-w-0 truncate text-sm text-faint">{name}</span>
            </li>
        }
        .into_any()
    };
    typing.offers.get().items.into_iter().enumerate().map(offer).collect()
}

fn offer_id(at: usize) -> String {
    format!("{OFFERS}-{at}")
}

impl Typing {
    fn close(self) {
        self.asked.update_value(|asked| *asked += 1);
        self.at.set(None);
        if self.offers.with_untracked(|offers| !offers.items.is_empty()) {
            self.offers.set(Suggestions::default());
        }
    }

    /// Asks what may be written at the caret.
    fn offer(self, guild: GuildId) {
        let text = self.text.get_untracked();
        let caret = caret(&text);
        let (head, tail) = (text[..caret].to_owned(), text[caret..].to_owned());
        let Some(asked) = self.asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        }) else {
            return;
        };
        leptos::task::spawn_local(async move {
            let found = load_suggestions(guild, head.clone()).await.and_then(|found| found.open());
            if self.asked.try_get_value() == Some(asked) {
                self.at.set(None);
                self.around.set((head, tail));
                // Offers are a help: without an answer there are none.
                self.offers.set(found.unwrap_or_default());
            }
        });
    }

    fn key(self, event: &KeyboardEvent, guild: GuildId) {
        let count = self.offers.with_untracked(|offers| offers.items.len());
        if count == 0 || event.is_composing() {
            return;
        }
        let at = self.at.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => self.at.set(Some(at.map_or(0, |at| (at + 1) % count))),
            "ArrowUp" => self.at.set(Some(at.map_or(count - 1, |at| (at + count - 1) % count))),
            "Escape" => self.close(),
            "Enter" => match at {
                Some(at) => self.write(at, guild),
                None => return,
            },
            _ => return,
        }
        event.prevent_default();
    }

    /// Puts an offer in place of what was begun. Behind a field the values follow.
    fn write(self, at: usize, guild: GuildId) {
        let offers = self.offers.get_untracked();
        let Some((write, _)) = offers.items.get(at) else { return };
        let (head, tail) = self.around.get_untracked();
        let space = if write.ends_with(':') || tail.starts_with(' ') { "" } else { " " };
        let begun = format!("{}{write}{space}", head.get(..offers.keep).unwrap_or_default());
        let goes_on = write.ends_with(':');
        self.text.set(format!("{begun}{tail}"));
        self.close();
        put_caret(&begun, goes_on.then_some((self, guild)));
    }
}

/// The byte that the caret stands before; the end where there is no telling.
fn caret(text: &str) -> usize {
    #[cfg(feature = "hydrate")]
    {
        let units = input().and_then(|input| input.selection_start().ok().flatten()).unwrap_or(u32::MAX);
        let mut left = units as usize;
        for (at, c) in text.char_indices() {
            if left < c.len_utf16() {
                return at;
            }
            left -= c.len_utf16();
        }
    }
    text.len()
}

/// Once the text is there: the caret behind what was written, and what may follow it.
fn put_caret(begun: &str, then: Option<(Typing, GuildId)>) {
    #[cfg(feature = "hydrate")]
    {
        let units = u32::try_from(begun.encode_utf16().count()).unwrap_or(u32::MAX);
        request_animation_frame(move || {
            if let Some(input) = input() {
                let _ = input.set_selection_range(units, units);
            }
            if let Some((typing, guild)) = then {
                typing.offer(guild);
            }
        });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (begun, then);
}

#[cfg(feature = "hydrate")]
fn input() -> Option<web_sys::HtmlInputElement> {
    use leptos::wasm_bindgen::JsCast;
    document().get_element_by_id(BOX)?.dyn_into().ok()
}
