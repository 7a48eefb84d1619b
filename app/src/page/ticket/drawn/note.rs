//! The place for internal notes, below the conversation.

use super::Drawing;
use super::part::{Deed, Press};
use crate::words::{Say, say};
use domain::Act;
use leptos::prelude::*;

pub fn note(drawing: &Drawing) -> AnyView {
    if !drawing.may(Act::Annotate) {
        return ().into_any();
    }
    let of = drawing.of();
    let typed = drawing.typed("text").replace('&', "&amp;").replace('<', "&lt;");
    view! {
        <div class="border-t border-line bg-surface px-3 py-2 md:px-4">
            <Deed of does="note" class="mx-auto flex w-full max-w-[45.5rem] items-end gap-2">
                <div class="min-w-0 flex-1">
                    <label for="note-text" class="sr-only">{say(Say::NoteLabel)}</label>
                    <textarea
                        id="note-text"
                        name="text"
                        rows="1"
                        required=true
                        maxlength="4000"
                        placeholder=format!("{} · {}", say(Say::NoteLabel), say(Say::NoteHint))
                        class="note-box max-h-40 min-h-8 w-full rounded-sm border border-edge bg-warn-ground px-2 py-1.5 text-base text-text placeholder:text-soft"
                        data-do=say(Say::AddNote)
                        data-key="n"
                        aria-keyshortcuts="n"
                        inner_html=typed
                    ></textarea>
                </div>
                <Press id="do-note" words=say(Say::AddNote) />
            </Deed>
        </div>
    }
    .into_any()
}
