//! Draws embeds and components: as they stood, without doing anything.

use super::markdown::{Line, Markdown};
use super::shown::Names;
use crate::discord::colour;
use crate::discord::rich::{ButtonLook, Component, Control, Embed};
use crate::ui::{Icon, Sign};
use crate::words::{Word as W, w};
use leptos::prelude::*;

#[component]
pub fn Embeds(embeds: Vec<Embed>, names: Memo<Names>) -> impl IntoView {
    embeds.into_iter().map(|embed| view! { <EmbedCard embed names /> }).collect_view()
}

#[component]
fn EmbedCard(embed: Embed, names: Memo<Names>) -> impl IntoView {
    let edge = embed.colour.map(|own| format!("border-left-color:{}", colour::exact(own)));
    let title = embed.title.map(|title| match embed.url {
        Some(url) => view! {
            <p class="font-semibold">
                <a href=url target="_blank" rel="noopener noreferrer nofollow" class="text-link hover:underline">
                    {crate::discord::markdown::plain(&title)}
                </a>
            </p>
        }
        .into_any(),
        None => view! { <p class="font-semibold"><Line text=title names /></p> }.into_any(),
    });
    let fields = embed
        .fields
        .into_iter()
        .map(|field| {
            let width = if field.inline { "" } else { "col-span-full" };
            view! {
                <div class=format!("min-w-0 {width}")>
                    <p class="text-sm font-semibold"><Line text=field.name names /></p>
                    <Markdown text=field.value names />
                </div>
            }
        })
        .collect_view();
    let pictures = embed
        .pictures
        .into_iter()
        .map(|url| {
            let host = url.trim_start_matches("https://").split('/').next().unwrap_or_default().to_owned();
            view! {
                <p class="flex items-center gap-1.5 text-sm">
                    <Icon sign=Sign::Image />
                    <a href=url target="_blank" rel="noopener noreferrer nofollow" class="truncate text-link hover:underline">
                        {format!("{} {host}", w(W::PictureAt))}
                    </a>
                </p>
            }
        })
        .collect_view();
    view! {
        <div
            class="mt-1 flex max-w-[32.5rem] flex-col gap-1.5 rounded-xs border border-l-4 border-line bg-surface px-3.5 py-2.5"
            style=edge
        >
            {embed.author.map(|author| view! { <p class="text-sm font-medium">{author}</p> })}
            {title}
            {embed.text.map(|text| view! { <Markdown text names /> })}
            <div class="grid grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] gap-x-3 gap-y-2 empty:hidden">{fields}</div>
            {pictures}
            {embed.footer.map(|footer| view! { <p class="text-xs text-faint">{footer}</p> })}
        </div>
    }
}

#[component]
pub fn Components(components: Vec<Component>, names: Memo<Names>) -> impl IntoView {
    components
        .into_iter()
        .map(|component| match component {
            Component::Row(controls) => {
                let controls = controls.into_iter().map(draw).collect_view();
                view! { <div class="mt-1.5 flex flex-wrap gap-2">{controls}</div> }.into_any()
            }
            Component::Text(text) => view! { <Markdown text names /> }.into_any(),
            Component::Rule => view! { <div class="my-2 h-px max-w-[32.5rem] bg-line"></div> }.into_any(),
        })
        .collect_view()
}

/// Text in the shape of a button: it can't be pressed here.
fn draw(control: Control) -> AnyView {
    let shape = "inline-flex h-8 items-center gap-1.5 rounded-xs border px-3 text-sm font-medium";
    match control {
        Control::Button { label, url: Some(url), .. } => view! {
            <a
                href=url
                target="_blank"
                rel="noopener noreferrer nofollow"
                class=format!("{shape} border-edge text-link hover:underline")
            >
                {label}
                <Icon sign=Sign::Link />
            </a>
        }
        .into_any(),
        Control::Button { label, style, .. } => {
            let look = match style {
                ButtonLook::Primary => "border-open text-open",
                ButtonLook::Success => "border-completed text-completed",
                ButtonLook::Danger => "border-danger text-danger",
                ButtonLook::Secondary | ButtonLook::Link => "border-edge text-soft",
            };
            view! { <span class=format!("{shape} cursor-not-allowed bg-surface {look}") title=w(W::ButtonOfDiscord)>{label}</span> }
                .into_any()
        }
        Control::Select(placeholder) => view! {
            <span class=format!("{shape} cursor-not-allowed border-edge bg-surface text-soft") title=w(W::ButtonOfDiscord)>
                {placeholder}
                <Icon sign=Sign::ChevronDown />
            </span>
        }
        .into_any(),
    }
}
