//! One type of the list.

use super::RowShown;
use crate::discord::look::look_button;
use crate::page::link;
use crate::page::settings::answer::InDiscord;
use crate::page::settings::deed_form::{After, DeedForm};
use crate::page::settings::tool::Tool;
use crate::ui::Sign;
use crate::words::{Word as W, offered_words, questions_words, w};
use domain::{GuildId, TypeState};
use leptos::prelude::*;

#[component]
pub fn Row(
    guild: GuildId,
    row: RowShown,
    first: bool,
    last: bool,
    /// In which all of them are shown: a move is made from it.
    order: String,
    after: After,
) -> impl IntoView {
    let edge = format!("background:{}", crate::discord::colour::exact(row.department_colour));
    let facts = [
        row.department_name.clone(),
        questions_words(row.questions),
        offered_words(&row.panels, row.live == InDiscord::Soon),
    ];
    let along = || vec![("guild", guild.to_string()), ("id", row.id.to_string())];
    let moved = along().into_iter().chain([("seen", order)]).collect();
    let is_active = row.state == TypeState::Active;
    let named = |word: W| format!("{}: {}", w(word), row.name);
    let (up, down, delete, offered) = (named(W::MoveUp), named(W::MoveDown), named(W::Delete), named(W::Offered));
    let (key, href) = (row.key.clone(), link::ticket_type(guild, &row.key));
    let (rules, rules_of) = (link::type_rules(guild, &key), named(W::Rules));
    let (state_id, down_id) = (format!("state-{key}"), format!("down-{key}"));
    view! {
        <li class="relative flex flex-wrap items-center gap-x-3 gap-y-2 py-3 pr-3 pl-4 sm:flex-nowrap" data-type=row.key>
            <span class="absolute inset-y-2 left-0 w-[3px] rounded-full" style=edge aria-hidden="true"></span>
            <div class="min-w-0 flex-1 max-sm:basis-full">
                <a href=href class="font-semibold hover:underline [overflow-wrap:anywhere]">{row.name}</a>
                <p class="text-sm text-faint">
                    {facts.join(" · ")}" · "
                    <a href=rules aria-label=rules_of class="text-soft underline underline-offset-2 hover:text-text">{w(W::Rules)}</a>
                </p>
            </div>
            <div class="max-w-44 min-w-0 flex-none max-sm:flex-1">
                {look_button(&row.label, row.style, row.emoji.as_deref())}
            </div>
            <DeedForm action="/fn/type-state" fields=along() after>
                <input type="hidden" name="state" value=if is_active { "paused" } else { "active" } />
                <button
                    type="submit"
                    id=state_id
                    role="switch"
                    aria-checked=if is_active { "true" } else { "false" }
                    aria-label=offered
                    class="group inline-flex h-8 flex-none items-center gap-2 sm:w-24"
                >
                    <span
                        class="relative inline-flex h-5 w-9 flex-none rounded-full border border-edge bg-sunken transition-colors duration-150 group-aria-checked:border-accent group-aria-checked:bg-accent"
                        aria-hidden="true"
                    >
                        <span class="absolute top-[3px] left-[3px] size-3 rounded-full bg-edge transition-transform duration-150 group-aria-checked:translate-x-4 group-aria-checked:bg-on-accent"></span>
                    </span>
                    <span class="text-sm text-soft">{if is_active { w(W::Active) } else { w(W::Paused) }}</span>
                </button>
            </DeedForm>
            <div class="flex flex-none">
                <DeedForm action="/fn/type-move" fields=moved after>
                    <Tool
                        id=format!("up-{key}")
                        words=up
                        sign=Sign::ChevronDown
                        turned=true
                        step="up"
                        disabled=first
                    />
                    <Tool id=down_id words=down sign=Sign::ChevronDown step="down" disabled=last />
                </DeedForm>
                <DeedForm action="/fn/type-delete" fields=along() after>
                    <Tool words=delete sign=Sign::Trash />
                </DeedForm>
            </div>
        </li>
    }
}
