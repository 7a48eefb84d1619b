//! One message as it looked in Discord, with what Docket knows besides: earlier versions, deletion, its own copies of
//! the files.

use super::Held;
use super::file::Files;
use super::markdown::Markdown;
use super::rich::{Components, Embeds};
use super::rows::Row;
use super::shown::{MessageShown, Names, ReplyShown};
use super::versions::{Deleted, Versions};
use crate::discord::colour;
use crate::page::link;
use crate::ui::time::MomentForm;
use crate::ui::{Avatar, Icon, Moment, Sign, Toasts};
use crate::words::{Word as W, w};
use domain::MessageKind;
use leptos::prelude::*;

#[component]
pub fn Message(row: Row, held: Held, names: Memo<Names>) -> impl IntoView {
    let message = row.message;
    let space = if row.first { "mt-2.5 pt-0.5" } else { "" };
    let ground = match message.kind {
        MessageKind::Note => "bg-warn-ground",
        _ if message.deleted_at.is_some() => "bg-danger-ground/40",
        _ => "hover:bg-hover",
    };
    let id = format!("m-{}", message.id);
    // What Docket itself said in the channel stands there like anyone's words; the rest are Discord's notices.
    let body = if message.kind == MessageKind::System && !message.bot {
        view! { <Notice message=message.clone() names /> }.into_any()
    } else {
        view! { <Spoken message=message.clone() first=row.first held names /> }.into_any()
    };
    view! {
        <li id=id class=format!("message relative px-4 py-0.5 {space} {ground}") data-message=message.id.to_string()>
            {body}
            <div class="message-tools absolute -top-3 right-4">
                <CopyLink held message=message.id />
            </div>
        </li>
    }
}

/// A notice of Discord's own: a pin, a join.
#[component]
fn Notice(message: std::sync::Arc<MessageShown>, names: Memo<Names>) -> impl IntoView {
    view! {
        <div class="flex gap-4">
            <span class="flex w-10 flex-none justify-center pt-1 text-faint">
                <Icon sign=Sign::Pin />
            </span>
            <div class="min-w-0 flex-1 text-soft">
                <p class="flex flex-wrap items-baseline gap-x-2">
                    <span class="font-medium text-text">{message.author_name.clone()}</span>
                    <span class="text-xs text-faint"><Moment at=message.at form=MomentForm::Time /></span>
                </p>
                <Body message names />
            </div>
        </div>
    }
}

#[component]
fn Spoken(message: std::sync::Arc<MessageShown>, first: bool, held: Held, names: Memo<Names>) -> impl IntoView {
    let reply = message.reply.clone().map(|reply| view! { <Reply reply held /> });
    let margin = if first {
        view! { <Avatar id=message.author name=message.author_name.clone() size="size-10 text-sm" /> }.into_any()
    } else {
        view! {
            <span class="sr-only">{message.author_name.clone()}</span>
            <span class="message-tools pt-1 text-[0.625rem] text-faint"><Moment at=message.at form=MomentForm::Time /></span>
        }
        .into_any()
    };
    let head = first.then(|| view! { <Head message=message.clone() /> });
    let files = message.files.clone();
    let body = match message.deleted_at {
        Some(at) => {
            let content = message.clone();
            view! {
                <Deleted message=message.id at while_away=message.deleted_while_away>
                    <Body message=content.clone() names />
                    <Files files=files.clone() held />
                </Deleted>
            }
            .into_any()
        }
        None => view! {
            <Body message=message.clone() names />
            <Files files held />
        }
        .into_any(),
    };
    let versions = (!message.versions.is_empty() || message.edited_at.is_some())
        .then(|| view! { <Versions message=message.clone() names /> });
    view! {
        {reply}
        <div class="flex gap-4">
            <span class="flex w-10 flex-none justify-center">{margin}</span>
            <div class="min-w-0 flex-1">
                {head} {body} {versions}
            </div>
        </div>
    }
}

#[component]
fn Head(message: std::sync::Arc<MessageShown>) -> impl IntoView {
    let style = message.author_colour.and_then(colour::readable).map(|colour| format!("color:{colour}"));
    let kind = match message.kind {
        MessageKind::Note => Some(W::Note),
        MessageKind::AfterClose => Some(W::AfterClose),
        _ => None,
    };
    view! {
        <p class="flex flex-wrap items-baseline gap-x-2">
            <span class="font-semibold" style=style>{message.author_name.clone()}</span>
            {message.bot.then(|| view! { <span class="rounded-xs bg-mention-ground px-1 text-[0.6875rem] font-medium text-mention">{w(W::App)}</span> })}
            {kind.map(|kind| view! { <span class="rounded-xs bg-sunken px-1 text-[0.6875rem] font-medium text-soft">{w(kind)}</span> })}
            <span class="text-xs text-faint"><Moment at=message.at form=MomentForm::Time /></span>
        </p>
    }
}

/// Words, embeds, buttons, stickers.
#[component]
fn Body(message: std::sync::Arc<MessageShown>, names: Memo<Names>) -> impl IntoView {
    let stickers = message
        .stickers
        .iter()
        .map(|name| {
            view! {
                <p class="mt-1 inline-flex items-center gap-1.5 rounded-sm bg-sunken px-2 py-1 text-sm text-soft">
                    <Icon sign=Sign::Sticker />
                    {name.clone()}
                </p>
            }
        })
        .collect_view();
    view! {
        {(!message.content.is_empty()).then(|| view! { <Markdown text=message.content.clone() names /> })}
        <Embeds embeds=message.embeds.clone() names />
        <Components components=message.components.clone() names />
        {stickers}
    }
}

/// What it answers to, above it; a link to where that stands.
#[component]
fn Reply(reply: ReplyShown, held: Held) -> impl IntoView {
    let href = link::message(held.guild, held.number, reply.id);
    let (author, words) = match reply.known {
        Some((author, words)) if !words.is_empty() => (author, words),
        Some((author, _)) => (author, w(W::ReplyWithoutWords).to_owned()),
        None => (String::new(), w(W::ReplyUnknown).to_owned()),
    };
    view! {
        <a
            href=href
            class="mb-0.5 ml-14 flex min-w-0 items-center gap-1.5 text-sm text-faint hover:text-text"
            title=w(W::GoToReplied)
        >
            <Icon sign=Sign::Reply />
            <span class="flex-none font-medium text-soft">{author}</span>
            <span class="truncate">{words}</span>
        </a>
    }
}

/// A link to this message; in the browser it is copied instead of followed.
#[component]
fn CopyLink(held: Held, message: domain::MessageId) -> impl IntoView {
    let toasts = Toasts::get();
    let href = link::message(held.guild, held.number, message);
    let copy = {
        let href = href.clone();
        move |event: leptos::ev::MouseEvent| {
            if event.ctrl_key() || event.meta_key() || event.shift_key() {
                return;
            }
            event.prevent_default();
            let href = href.clone();
            leptos::task::spawn_local(async move {
                let done = copy_to_clipboard(&href).await;
                toasts.say(w(if done { W::LinkCopied } else { W::LinkNotCopied }));
            });
        }
    };
    view! {
        <a
            href=href
            class="inline-flex size-7 items-center justify-center rounded-sm border border-line bg-raised text-soft hover:text-text"
            title=w(W::CopyLink)
            on:click=copy
        >
            <Icon sign=Sign::Link />
            <span class="sr-only">{w(W::CopyLink)}</span>
        </a>
    }
}

/// Whether the browser let it be copied.
#[cfg(feature = "hydrate")]
async fn copy_to_clipboard(href: &str) -> bool {
    let Ok(origin) = window().location().origin() else { return false };
    let copied = window().navigator().clipboard().write_text(&format!("{origin}{href}"));
    wasm_bindgen_futures::JsFuture::from(copied).await.is_ok()
}

#[cfg(not(feature = "hydrate"))]
fn copy_to_clipboard(_: &str) -> std::future::Ready<bool> {
    std::future::ready(false)
}
