//! Oneself: name, theme, keys, the way out.
#![cfg_attr(feature = "ssr", expect(clippy::unused_async, reason = "a server function is async by its shape"))]

use super::FrameShown;
use crate::fault::Fault;
use crate::ui::dialog;
use crate::ui::icon::{Icon, Sign};
use crate::ui::menu::{Menu, MenuSide};
use crate::ui::{Avatar, Segmented};
use crate::words::{Word as W, w};
use leptos::html;
use leptos::prelude::*;

/// Sets the cookie `theme`; anything but `light` and `dark` takes it away.
#[server(prefix = "/fn", endpoint = "theme")]
pub async fn set_theme(theme: String) -> Result<(), Fault> {
    use http::header::{HeaderValue, SET_COOKIE};
    crate::guard::visitor()?;
    let cookie = match theme.as_str() {
        "light" => "theme=light; Path=/; Max-Age=31536000; SameSite=Lax",
        "dark" => "theme=dark; Path=/; Max-Age=31536000; SameSite=Lax",
        _ => "theme=; Path=/; Max-Age=0; SameSite=Lax",
    };
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.append_header(SET_COOKIE, HeaderValue::from_static(cookie));
    }
    Ok(())
}

#[component]
pub fn Account(frame: FrameShown, keys: NodeRef<html::Dialog>, worn: Worn) -> impl IntoView {
    let (person, name) = (frame.person, frame.name.clone());
    let button = move || {
        let name = name.clone();
        view! {
            <Avatar id=person name=name.clone() size="size-7 text-xs" />
            <span class="min-w-0 flex-1 truncate max-xl:sr-only">{name}</span>
        }
    };
    view! {
        <Menu
            label=w(W::Account)
            side=MenuSide::Above
            button=button.into()
            button_class="h-10 gap-2.5 rounded-sm px-1.5 hover:bg-hover max-xl:justify-center"
        >
            <div class="px-2.5 py-1.5">
                <p class="truncate font-semibold">{frame.name}</p>
                <p class="truncate text-sm text-faint">{format!("@{}", frame.username)}</p>
            </div>
            <div class="border-t border-line p-1.5">
                <ThemeChoice worn />
            </div>
            <div class="flex flex-col border-t border-line pt-1">
                <button
                    type="button"
                    class="flex items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-left hover:bg-hover"
                    on:click=move |_| dialog::open(keys)
                >
                    <Icon sign=Sign::Keyboard />
                    <span>{w(W::Keys)}</span>
                </button>
                <LogOut />
            </div>
        </Menu>
    }
}

/// A form: it works without the browser's half, and the server takes it from this site alone.
#[component]
pub fn LogOut() -> impl IntoView {
    view! {
        <form method="post" action="/logout">
            <button
                type="submit"
                class="flex w-full items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-left hover:bg-hover"
            >
                <Icon sign=Sign::Logout />
                <span>{w(W::LogOut)}</span>
            </button>
        </form>
    }
}

/// What there is to choose from: `system` follows the reader's own.
pub const THEMES: [(Sign, W, &str); 3] =
    [(Sign::Screen, W::ThemeSystem, "system"), (Sign::Sun, W::ThemeLight, "light"), (Sign::Moon, W::ThemeDark, "dark")];

/// Which theme is worn, for all who show or choose it.
#[derive(Clone, Copy)]
pub struct Worn(pub RwSignal<String>);

/// At once, and for the next time.
pub fn choose_theme(worn: Worn, choice: &'static str) {
    worn.0.set(choice.to_owned());
    wear(choice);
    leptos::task::spawn_local(async move {
        let _ = set_theme(choice.to_owned()).await;
    });
}

#[component]
fn ThemeChoice(worn: Worn) -> impl IntoView {
    let theme = worn.0;
    let choose = Callback::new(move |(event, choice): (leptos::ev::MouseEvent, &'static str)| {
        event.prevent_default();
        choose_theme(worn, choice);
    });
    let options = THEMES.iter().map(|(sign, word, theme)| (*theme, w(*word), *sign)).collect();
    let value =
        Signal::derive(move || theme.with(|theme| if theme.is_empty() { "system".to_owned() } else { theme.clone() }));
    view! {
        <form method="post" action="/fn/theme">
            <Segmented name="theme" label=w(W::Theme) options value on_choose=choose />
        </form>
    }
}

/// At once, without waiting for the server.
fn wear(choice: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(root) = document().document_element() {
        let _ = match choice {
            "system" => root.remove_attribute("data-theme"),
            choice => root.set_attribute("data-theme", choice),
        };
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = choice;
}
