//! Files of a message, out of Docket's own store: pictures in the page, the rest as cards; what could not be copied
//! says why.

use super::Held;
use super::lightbox::{Lightbox, Picture};
use super::shown::{FileLook, FileShown};
use crate::page::link;
use crate::ui::{Icon, Sign};
use crate::words::{Word as W, file_failed_words, size_words, w};
use domain::AttachmentState;
use leptos::prelude::*;

#[component]
pub fn Files(files: Vec<FileShown>, held: Held) -> impl IntoView {
    if files.is_empty() {
        return ().into_any();
    }
    let files = files.into_iter().map(|file| view! { <File file held /> }).collect_view();
    view! { <div class="mt-1 flex flex-col items-start gap-1.5">{files}</div> }.into_any()
}

#[component]
fn File(file: FileShown, held: Held) -> impl IntoView {
    let href = link::file(held.guild, held.number, file.id, &file.name);
    match file.look {
        FileLook::Image => view! { <Image file href /> }.into_any(),
        FileLook::Card => {
            let stored = file.state == AttachmentState::Stored;
            view! { <Card file href=stored.then_some(href) /> }.into_any()
        }
    }
}

/// At most 400 by 320, as tall from the start as it will be.
#[component]
fn Image(file: FileShown, href: String) -> impl IntoView {
    let lightbox = Lightbox::get();
    let picture = Picture { href: href.clone(), name: file.name.clone() };
    let open = move |event: leptos::ev::MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        if let Some(lightbox) = lightbox {
            event.prevent_default();
            lightbox.open(picture.clone());
        }
    };
    let ratio = match (file.width, file.height) {
        (Some(width), Some(height)) if width > 0 && height > 0 => {
            Some(format!("aspect-ratio:{width}/{height};width:min({width}px,25rem,calc(20rem*{width}/{height}))"))
        }
        _ => None,
    };
    view! {
        <a href=href.clone() target="_blank" rel="noopener" class="block max-w-full rounded-sm" on:click=open>
            <img
                src=href.clone()
                alt=file.name
                loading="lazy"
                decoding="async"
                style=ratio
                class="h-auto max-h-80 max-w-full rounded-sm border border-line bg-sunken object-contain"
            />
        </a>
    }
}

#[component]
fn Card(file: FileShown, href: Option<String>) -> impl IntoView {
    let (note, tone) = match file.state {
        AttachmentState::Stored => (size_words(file.size), "text-faint"),
        AttachmentState::Wanted => (format!("{} · {}", size_words(file.size), w(W::FileWanted)), "text-faint"),
        AttachmentState::Failed => (file_failed_words(file.failure.as_deref()), "text-danger"),
    };
    let name = file.name.clone();
    let title = match href {
        Some(href) => view! {
            <a href=href rel="external" download=name.clone() class="truncate font-medium text-link hover:underline">{name.clone()}</a>
        }
        .into_any(),
        None => view! { <span class="truncate font-medium">{name.clone()}</span> }.into_any(),
    };
    let sign = if file.state == AttachmentState::Failed { Sign::Warning } else { Sign::File };
    view! {
        <div class="flex w-96 max-w-full items-center gap-3 rounded-sm border border-line bg-surface px-3 py-2">
            <span class="text-soft"><Icon sign large=true /></span>
            <span class="flex min-w-0 flex-1 flex-col">
                {title}
                <span class=format!("text-xs {tone}")>{note}</span>
            </span>
        </div>
    }
}
