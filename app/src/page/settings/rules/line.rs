//! Who waits for a place of a type, with the ways to let them in or send them away.

use super::WaitingShown;
use super::ticket_type::Section;
use crate::anew::anew;
use crate::page::settings::deed_form::{After, DeedForm};
use crate::page::settings::tool::Tool;
use crate::ui::time::MomentForm;
use crate::ui::{Avatar, Button, Moment, Sign, words};
use crate::words::rules::{RuleWord as R, r};
use crate::words::{Word as W, w};
use domain::GuildId;
use leptos::prelude::*;

#[component]
pub fn Line(
    guild: GuildId,
    key: String,
    first: Vec<WaitingShown>,
    rows: RwSignal<Option<Vec<WaitingShown>>>,
    after: After,
) -> impl IntoView {
    let list = anew(move || {
        after.drawn();
        let rows = rows.get().unwrap_or_else(|| first.clone());
        if rows.is_empty() {
            return words("p", "p-4 text-soft", r(R::NobodyWaits)).into_any();
        }
        let row = |(at, row)| view! { <Row guild key=key.clone() row place=at + 1 after /> };
        let rows = rows.into_iter().enumerate().map(row).collect::<Vec<_>>();
        view! { <ol class="flex flex-col divide-y divide-line">{rows}</ol> }.into_any()
    });
    view! {
        <Section id="line" title=R::Line text=R::LineMore>
            <div class="rounded-md border border-line bg-surface">{list}</div>
        </Section>
    }
}

#[component]
fn Row(guild: GuildId, key: String, row: WaitingShown, place: usize, after: After) -> impl IntoView {
    let fields = || vec![("guild", guild.to_string()), ("id", row.id.to_string()), ("key", key.clone())];
    let remove = format!("{}: {}", w(W::Remove), row.name);
    let open = format!("{}: {}", r(R::OpenNow), row.name);
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3" data-waiting=row.id.to_string()>
            <span class="figures w-6 flex-none text-sm text-faint">{format!("{place}.")}</span>
            <Avatar id=row.customer name=row.name.clone() size="size-7 text-xs" />
            <div class="min-w-0 flex-1">
                <p class="truncate font-semibold">{row.name.clone()}</p>
                <p class="text-sm text-faint">{r(R::Since)}" "<Moment at=row.since form=MomentForm::Whole /></p>
            </div>
            <DeedForm action="/fn/waiting-open" fields=fields() after>
                <Button r#type="submit" title=open>{r(R::OpenNow)}</Button>
            </DeedForm>
            <DeedForm action="/fn/waiting-remove" fields=fields() after>
                <Tool words=remove sign=Sign::Trash />
            </DeedForm>
        </li>
    }
}
