//! A button, in Discord's four colours.

use domain::ButtonStyle;
use leptos::prelude::*;

const fn ground(style: ButtonStyle) -> &'static str {
    match style {
        ButtonStyle::Blurple => "dc-blurple",
        ButtonStyle::Grey => "dc-grey",
        ButtonStyle::Green => "dc-green",
        ButtonStyle::Red => "dc-red",
    }
}

#[component]
pub fn LookButton(
    #[prop(into)] label: String,
    style: ButtonStyle,
    #[prop(optional)] emoji: Option<String>,
) -> impl IntoView {
    let emoji = emoji.filter(|emoji| !emoji.is_empty()).map(|emoji| view! { <LookEmoji emoji /> });
    view! {
        <span class=format!("dc-button {}", ground(style))>
            {emoji}
            <span class="truncate">{label}</span>
        </span>
    }
}

/// A guild's own emoji goes by its name: its picture lies with Discord, and no page fetches from there.
#[component]
pub fn LookEmoji(emoji: String) -> impl IntoView {
    let own = emoji.strip_prefix('<').and_then(|rest| rest.split(':').nth(1)).map(|name| format!(":{name}:"));
    view! { <span class="flex-none">{own.unwrap_or(emoji)}</span> }
}
