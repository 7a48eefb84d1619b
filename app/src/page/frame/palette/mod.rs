//! The palette: goes anywhere and finds tickets, by typing. Opened by `Ctrl K`, closed by Escape; the focus goes back
//! to where it was, as with every dialog.

mod find;
mod row;

use super::account::Worn;
use super::{FrameShown, PageDeeds};
use crate::anew::anew;
use crate::ui::dialog;
use crate::ui::icon::{Icon, Sign};
use crate::words::{Word as W, w};
use leptos::html;
use leptos::prelude::*;
pub use row::Row;

/// What it goes by. Copied into whatever opens it.
#[derive(Clone, Copy)]
pub struct Palette {
    node: NodeRef<html::Dialog>,
    /// The guild's frame, once it is there.
    frame: RwSignal<Option<FrameShown>>,
    pub worn: Worn,
    /// Rows are made while it is.
    open: RwSignal<bool>,
    typed: RwSignal<String>,
    /// The row that Enter takes.
    at: RwSignal<usize>,
    /// What was found by the words that are typed.
    found: RwSignal<Vec<Row>>,
    asked: StoredValue<u32>,
    page: PageDeeds,
}

impl Palette {
    pub fn new() -> Self {
        Self {
            node: NodeRef::new(),
            frame: RwSignal::new(None),
            worn: Worn(RwSignal::new(String::new())),
            open: RwSignal::new(false),
            typed: RwSignal::new(String::new()),
            at: RwSignal::new(0),
            found: RwSignal::new(Vec::new()),
            asked: StoredValue::new(0),
            page: PageDeeds::get(),
        }
    }

    /// As it stands open over a guild's pages, for the style guide.
    #[cfg(all(feature = "ssr", debug_assertions))]
    pub fn sample(frame: FrameShown) -> Self {
        let sample = Self::new();
        sample.frame.set(Some(frame));
        sample.open.set(true);
        sample
    }

    /// Takes what the frame shows. The same again rings nowhere: parts that are about to be drawn anew still listen.
    pub fn know(self, frame: Option<&FrameShown>) {
        if let Some(frame) = frame
            && self.worn.0.with_untracked(|worn| *worn != frame.theme)
        {
            self.worn.0.set(frame.theme.clone());
        }
        if self.frame.with_untracked(|known| known.as_ref() != frame) {
            self.frame.set(frame.cloned());
        }
    }

    fn rows(self) -> Vec<Row> {
        if !self.open.get() {
            return Vec::new();
        }
        let typed = self.typed.get();
        self.frame
            .with(|frame| {
                let frame = frame.as_ref()?;
                let deeds = self.page.deeds();
                Some(self.found.with(|found| row::all(frame, typed.trim(), deeds, found)))
            })
            .unwrap_or_default()
    }

    /// What was asked for counts for nothing any more, and what was to be asked for is not.
    fn forget_asked(self) {
        self.asked.update_value(|asked| *asked += 1);
    }

    fn type_in(self, text: String) {
        self.typed.set(text);
        self.at.set(0);
        find::find(self);
    }
}

pub fn open(palette: Palette) {
    palette.type_in(String::new());
    palette.open.set(true);
    dialog::open(palette.node);
}

#[component]
pub fn PaletteDialog(
    palette: Palette,
    /// From the start, and not above the page: for the style guide.
    #[prop(optional)]
    shown: bool,
) -> impl IntoView {
    let take = row::taker(palette);
    #[cfg(feature = "hydrate")]
    listen(palette);
    let press = {
        let take = take.clone();
        move |event: leptos::ev::KeyboardEvent| {
            // What an input method takes is not ours.
            if event.is_composing() {
                return;
            }
            let (rows, at) = (untrack(|| palette.rows()), palette.at.get_untracked());
            match event.key().as_str() {
                "ArrowDown" => palette.at.set((at + 1).min(rows.len().saturating_sub(1))),
                "ArrowUp" => palette.at.set(at.saturating_sub(1)),
                "Enter" => {
                    if let Some(row) = rows.get(at) {
                        take(row);
                    }
                }
                _ => return,
            }
            event.prevent_default();
        }
    };
    let rows = anew(move || {
        let at = palette.at.get();
        let one = |(index, row): (usize, Row)| {
            let take = take.clone();
            let ground = if index == at { "bg-chosen" } else { "hover:bg-hover" };
            let (sign, words, note) = (row.sign, row.words.clone(), row.note.clone());
            // What is wrong is said whole.
            let cut = if row.does == row::Does::Nothing { "min-w-0 flex-1" } else { "min-w-0 flex-1 truncate" };
            view! {
                <li
                    id=format!("palette-{index}")
                    role="option"
                    aria-selected=if index == at { "true" } else { "false" }
                    class=format!("flex cursor-pointer items-center gap-3 rounded-sm px-3 py-2 {ground}")
                    on:click=move |_| take(&row)
                >
                    <Icon sign />
                    <span class=cut>{words}</span>
                    <span class="max-w-[50%] truncate text-sm text-faint">{note}</span>
                </li>
            }
        };
        palette.rows().into_iter().enumerate().map(one).collect_view().into_any()
    });
    view! {
        <dialog
            node_ref=palette.node
            open=shown
            aria-label=w(W::GoAnywhere)
            class="mt-[12dvh] w-[36rem] max-w-[94vw] rounded-md border border-line bg-raised p-0 text-text shadow-float"
            on:close=move |_| {
                palette.forget_asked();
                palette.open.set(false);
            }
            on:click=move |event| {
                if event.target() == event.current_target() {
                    dialog::close(palette.node);
                }
            }
        >
            <div class="flex items-center gap-3 border-b border-line px-4">
                <Icon sign=Sign::Search />
                <input
                    type="text"
                    role="combobox"
                    autofocus=true
                    autocomplete="off"
                    aria-label=w(W::GoAnywhere)
                    aria-autocomplete="list"
                    aria-expanded="true"
                    aria-controls="palette-rows"
                    aria-activedescendant=anew(move || Some(format!("palette-{}", palette.at.get())))
                    placeholder=w(W::PaletteHint)
                    prop:value=anew(move || palette.typed.get())
                    class="h-12 w-full min-w-0 bg-transparent text-lg text-text outline-none placeholder:text-faint"
                    on:input=move |event| palette.type_in(event_target_value(&event))
                    on:keydown=press
                />
            </div>
            <ul id="palette-rows" role="listbox" aria-label=w(W::GoAnywhere) class="max-h-[50dvh] overflow-y-auto p-1.5">
                {rows}
            </ul>
        </dialog>
    }
}

#[cfg(feature = "hydrate")]
fn listen(palette: Palette) {
    Effect::new(move || {
        let handle = window_event_listener(leptos::ev::keydown, move |event| {
            if (event.ctrl_key() || event.meta_key()) && event.key() == "k" {
                event.prevent_default();
                open(palette);
            }
        });
        on_cleanup(move || handle.remove());
    });
}
