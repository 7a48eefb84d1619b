//! One change.

use super::RowShown;
use crate::page::settings::notice::told;
use crate::ui::time::MomentForm;
use crate::ui::{Avatar, Diff, Icon, Moment, Sign};
use crate::words::{Word as W, w};
use leptos::prelude::*;

#[component]
pub fn Row(row: RowShown) -> impl IntoView {
    let fields = row.changes.len();
    let changes = (fields > 0).then(|| {
        view! {
            <details class="group mt-1">
                <summary class="inline-flex items-center gap-1 text-sm text-soft hover:text-text">
                    <span class="transition-transform duration-150 group-open:rotate-180"><Icon sign=Sign::ChevronDown /></span>
                    {crate::words::changes_words(fields)}
                </summary>
                <Diff changes=told(row.changes) />
            </details>
        }
    });
    view! {
        <li class="flex gap-3 px-4 py-3" data-audit=row.id.to_string()>
            <Avatar id=row.actor name=row.actor_name.clone() size="size-7 text-xs" />
            <div class="min-w-0 flex-1">
                <p class="[overflow-wrap:anywhere]"><span class="font-semibold">{row.actor_name}</span>" "{row.words}</p>
                <p class="text-sm text-faint">
                    <Moment at=row.at form=MomentForm::Whole />
                    {format!(" · {} {}", w(W::Through), row.through)}
                </p>
                {changes}
            </div>
        </li>
    }
}
