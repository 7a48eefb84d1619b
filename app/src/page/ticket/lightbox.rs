//! A picture in full, above the page. Without the browser's half its link opens it in a tab.

use crate::anew::anew;
use crate::ui::{Dialog, dialog};
use crate::words::{Word as W, w};
use leptos::html;
use leptos::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub href: String,
    pub name: String,
}

#[derive(Clone, Copy)]
pub struct Lightbox {
    node: NodeRef<html::Dialog>,
    picture: RwSignal<Option<Picture>>,
}

impl Lightbox {
    /// Made once, by the conversation.
    pub fn provide() {
        provide_context(Self { node: NodeRef::new(), picture: RwSignal::new(None) });
    }

    pub fn get() -> Option<Self> {
        use_context()
    }

    pub fn open(self, picture: Picture) {
        self.picture.set(Some(picture));
        dialog::open(self.node);
    }
}

#[component]
pub fn Lightbox() -> impl IntoView {
    let Some(Lightbox { node, picture }) = Lightbox::get() else { return ().into_any() };
    let label = Signal::derive(move || {
        picture.with(|p| p.as_ref().map_or_else(|| w(W::Picture).to_owned(), |p| p.name.clone()))
    });
    view! {
        <Dialog node_ref=node label bare=true>
            {anew(move || {
                picture
                    .get()
                    .map(|picture| {
                        view! {
                            <div class="flex flex-col gap-2">
                                <img
                                    src=picture.href.clone()
                                    alt=picture.name.clone()
                                    class="max-h-[86dvh] max-w-[92vw] rounded-sm bg-raised object-contain"
                                />
                                <p class="flex items-center justify-between gap-4 rounded-sm bg-raised px-3 py-1.5">
                                    <span class="truncate">{picture.name}</span>
                                    <a href=picture.href target="_blank" rel="noopener" class="flex-none text-link underline">
                                        {w(W::OpenOriginal)}
                                    </a>
                                </p>
                            </div>
                        }
                        .into_any()
                    })
            })}
        </Dialog>
    }
    .into_any()
}
