//! The welcome message: who wrote it, what it mentions, its embed and its buttons.

use super::LookButton;
use crate::discord::colour;
use crate::page::ticket::{Line, Markdown, Names};
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

#[component]
pub fn LookEmbed(shown: Shown, names: Memo<Names>, buttons: Vec<(&'static str, ButtonStyle)>) -> impl IntoView {
    let edge = format!("border-left-color:{}", colour::exact(shown.colour));
    let fields = shown
        .fields
        .into_iter()
        .map(|(name, value, inline)| {
            let width = if inline { "" } else { "col-span-full" };
            view! {
                <div class=format!("min-w-0 {width}")>
                    <p class="dc-field-name"><Line text=name names /></p>
                    <Markdown text=value names />
                </div>
            }
        })
        .collect_view();
    let buttons = buttons.into_iter().map(|(label, style)| view! { <LookButton label style /> }).collect_view();
    view! {
        <div class="dc-message">
            <span class="dc-avatar" aria-hidden="true"><crate::ui::Icon sign=crate::ui::Sign::Docket /></span>
            <div class="min-w-0 flex-1">
                <p class="flex items-center gap-1.5">
                    <span class="font-medium">{w(W::Docket)}</span>
                    <span class="dc-app">{w(W::App)}</span>
                </p>
                <Markdown text=shown.mentions names />
                <div class="dc-embed" style=edge>
                    <div class="flex gap-3">
                        <div class="flex min-w-0 flex-1 flex-col gap-1.5">
                            <p class="font-semibold [overflow-wrap:anywhere]"><Line text=shown.title names /></p>
                            <Markdown text=shown.text names />
                        </div>
                        {shown.thumbnail.then(|| view! { <span class="dc-picture size-16">{w(W::Thumbnail)}</span> })}
                    </div>
                    <div class="grid grid-cols-[repeat(auto-fit,minmax(7rem,1fr))] gap-x-3 gap-y-2">{fields}</div>
                    {shown.banner.then(|| view! { <span class="dc-picture h-24 w-full">{w(W::Banner)}</span> })}
                    <p class="dc-footer">{shown.footer}</p>
                </div>
                <div class="mt-1.5 flex flex-wrap gap-2">{buttons}</div>
            </div>
        </div>
    }
}
