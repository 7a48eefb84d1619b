//! A button, in Discord's four colours.

use crate::ui::{plain_all, words};
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

/// A guild's own emoji goes by its name: its picture lies with Discord, and no page fetches from there.
pub fn look_button(label: &str, style: ButtonStyle, emoji: Option<&str>) -> AnyView {
    let emoji = emoji.filter(|emoji| !emoji.is_empty()).map(|emoji| {
        let own = emoji.strip_prefix('<').and_then(|rest| rest.split(':').nth(1)).map(|name| format!(":{name}:"));
        words("span", "flex-none", own.unwrap_or_else(|| emoji.to_owned()))
    });
    let label = words("span", "truncate", label);
    plain_all("span", format!("dc-button {}", ground(style)), emoji.into_iter().chain([label]).collect())
}
