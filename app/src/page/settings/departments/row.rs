//! One department of the list.

use super::RowShown;
use crate::discord::colour;
use crate::page::link;
use crate::page::settings::deed_form::{After, DeedForm};
use crate::page::settings::tool::Tool;
use crate::ui::Sign;
use crate::words::{Word as W, staff_words, types_words, w};
use domain::GuildId;
use leptos::prelude::*;

#[component]
pub fn Row(guild: GuildId, row: RowShown, after: After) -> impl IntoView {
    let edge = format!("background:{}", colour::exact(row.colour));
    let facts = format!("{} · {}", staff_words(&row.staff), types_words(row.types));
    let name = match row.emoji.filter(|emoji| !emoji.starts_with('<')) {
        Some(emoji) => format!("{emoji} {}", row.name),
        None => row.name.clone(),
    };
    let delete = format!("{}: {}", w(W::Delete), row.name);
    view! {
        <li class="relative flex items-center gap-3 py-3 pr-3 pl-4" data-department=row.key.clone()>
            <span class="absolute inset-y-2 left-0 w-[3px] rounded-full" style=edge aria-hidden="true"></span>
            <div class="min-w-0 flex-1">
                <a href=link::department(guild, &row.key) class="font-semibold hover:underline [overflow-wrap:anywhere]">{name}</a>
                <p class="text-sm text-faint [overflow-wrap:anywhere]">{facts}</p>
            </div>
            <DeedForm
                action="/fn/department-delete"
                fields=vec![("guild", guild.to_string()), ("id", row.id.to_string())]
                after
            >
                <Tool words=delete sign=Sign::Trash />
            </DeedForm>
        </li>
    }
}
