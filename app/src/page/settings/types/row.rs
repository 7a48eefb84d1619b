//! One type of the list.

use super::RowShown;
use crate::discord::look::LookButton;
use crate::page::link;
use crate::page::settings::answer::InDiscord;
use crate::page::settings::deed_form::{After, DeedForm};
use crate::ui::{Icon, Sign};
use crate::words::{Word as W, offered_words, questions_words, w};
use domain::{GuildId, TypeState};
use leptos::prelude::*;

const TOOL: &str = "inline-flex size-8 items-center justify-center rounded-sm text-soft hover:bg-hover hover:text-text disabled:opacity-40";

#[component]
pub fn Row(guild: GuildId, row: RowShown, first: bool, last: bool, after: After) -> impl IntoView {
    let edge = format!("background:{}", crate::discord::colour::exact(row.department_colour));
    let facts = [
        row.department_name.clone(),
        questions_words(row.questions),
        offered_words(&row.panels, row.live == InDiscord::Soon),
    ];
    let along = || vec![("guild", guild.to_string()), ("id", row.id.to_string())];
    let is_active = row.state == TypeState::Active;
    let name = row.name.clone();
    view! {
        <li class="relative flex flex-wrap items-center gap-x-3 gap-y-2 py-3 pr-3 pl-4" data-type=row.key.clone()>
            <span class="absolute inset-y-2 left-0 w-[3px] rounded-full" style=edge aria-hidden="true"></span>
            <div class="min-w-0 flex-1 basis-56">
                <a href=link::ticket_type(guild, &row.key) class="font-semibold hover:underline [overflow-wrap:anywhere]">{row.name}</a>
                <p class="text-sm text-faint">{facts.join(" · ")}</p>
            </div>
            <div class="max-w-44 min-w-0">
                <LookButton label=row.label style=row.style emoji=row.emoji.unwrap_or_default() />
            </div>
            <DeedForm action="/fn/type-state" fields=along() after>
                <input type="hidden" name="state" value=if is_active { "paused" } else { "active" } />
                <button
                    type="submit"
                    id=format!("state-{}", row.key)
                    role="switch"
                    aria-checked=if is_active { "true" } else { "false" }
                    aria-label=format!("{}: {name}", w(W::Offered))
                    class="group inline-flex h-8 w-24 flex-none items-center gap-2"
                >
                    <span class="switch" aria-hidden="true"></span>
                    <span class="text-sm text-soft">{if is_active { w(W::Active) } else { w(W::Paused) }}</span>
                </button>
            </DeedForm>
            <div class="flex flex-none">
                <DeedForm action="/fn/type-move" fields=along() after>
                    <button type="submit" id=format!("up-{}", row.key) name="step" value="up" class=TOOL disabled=first title=format!("{}: {name}", w(W::MoveUp))>
                        <span class="rotate-180"><Icon sign=Sign::ChevronDown /></span>
                        <span class="sr-only">{format!("{}: {name}", w(W::MoveUp))}</span>
                    </button>
                    <button type="submit" id=format!("down-{}", row.key) name="step" value="down" class=TOOL disabled=last title=format!("{}: {name}", w(W::MoveDown))>
                        <Icon sign=Sign::ChevronDown />
                        <span class="sr-only">{format!("{}: {name}", w(W::MoveDown))}</span>
                    </button>
                </DeedForm>
                <DeedForm action="/fn/type-delete" fields=along() after>
                    <button type="submit" class=TOOL title=format!("{}: {name}", w(W::Delete))>
                        <Icon sign=Sign::Trash />
                        <span class="sr-only">{format!("{}: {name}", w(W::Delete))}</span>
                    </button>
                </DeedForm>
            </div>
        </li>
    }
}
