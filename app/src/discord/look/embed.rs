//! The welcome message: who wrote it, what it mentions, its embed and its buttons.

use super::look_button;
use crate::discord::colour;
use crate::page::ticket::{Line, Markdown, Names};
use crate::ui::{Icon, Sign, plain, plain_all, words};
use crate::words::{Word as W, w};
use domain::{ButtonStyle, Colour};
use leptos::prelude::*;

/// What an embed says, filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub mentions: String,
    pub title: String,
    pub text: String,
    /// Name, value, and whether it stands beside others.
    pub fields: Vec<(String, String, bool)>,
    pub footer: String,
    pub colour: Colour,
    pub banner: bool,
    pub thumbnail: bool,
}

pub fn look_embed(shown: Shown, names: Memo<Names>, buttons: &[(&str, ButtonStyle)]) -> AnyView {
    let line = |text: String| view! { <Line text names /> }.into_any();
    let markdown = |text: String| view! { <Markdown text names /> }.into_any();
    let field = |(name, value, inline): (String, String, bool)| {
        let class = if inline { "min-w-0" } else { "min-w-0 col-span-full" };
        plain_all("div", class, vec![plain("p", "dc-field-name", line(name)), markdown(value)])
    };
    let said = vec![plain("p", "dc-title", line(shown.title)), markdown(shown.text)];
    let head = [plain_all("div", "flex min-w-0 flex-1 flex-col gap-1.5", said)]
        .into_iter()
        .chain(shown.thumbnail.then(|| words("span", "dc-picture size-16", w(W::Thumbnail))));
    let embed = [
        plain_all("div", "flex gap-3", head.collect()),
        plain_all("div", "dc-fields", shown.fields.into_iter().map(field).collect()),
    ]
    .into_iter()
    .chain(shown.banner.then(|| words("span", "dc-picture h-24 w-full", w(W::Banner))))
    .chain([words("p", "dc-footer", shown.footer)]);
    let embed = plain_all("div", "dc-embed", embed.collect());
    let embed =
        view! { <div class="dc-edge" style=format!("border-left-color:{}", colour::exact(shown.colour))>{embed}</div> };
    let by = vec![words("span", "font-medium", w(W::Docket)), words("span", "dc-app", w(W::App))];
    let buttons = buttons.iter().map(|(label, style)| look_button(label, *style, None)).collect();
    let message = vec![
        plain_all("p", "flex items-center gap-1.5", by),
        markdown(shown.mentions),
        embed.into_any(),
        plain_all("div", "mt-1.5 flex flex-wrap gap-2", buttons),
    ];
    let avatar = plain("span", "dc-avatar", view! { <Icon sign=Sign::Docket /> });
    plain_all("div", "dc-message", vec![avatar, plain_all("div", "min-w-0 flex-1", message)])
}
