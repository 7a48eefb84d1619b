//! What was said before it was edited, and that something was deleted: marked, and unfolded when asked for.

use super::markdown::Markdown;
use super::rich::Embeds;
use super::shown::{MessageShown, Names};
use crate::ui::time::MomentForm;
use crate::ui::{Icon, Moment, Sign};
use crate::words::{Word as W, w};
use domain::Timestamp;
use leptos::prelude::*;

#[component]
pub fn Versions(message: std::sync::Arc<MessageShown>, names: Memo<Names>) -> impl IntoView {
    if message.versions.is_empty() {
        return view! { <span class="text-xs text-faint">{w(W::Edited)}</span> }.into_any();
    }
    let rows = message
        .versions
        .iter()
        .map(|version| {
            let away = version.while_away.then(|| view! { " · "{w(W::StepsUnknown)} });
            view! {
                <li class="border-l-2 border-line pl-2.5">
                    <p class="text-xs text-faint">
                        {w(W::Until)} " " <Moment at=version.until form=MomentForm::Whole /> {away}
                    </p>
                    <div class="text-soft">
                        <Markdown text=version.content.clone() names />
                        <Embeds embeds=version.embeds.clone() names />
                    </div>
                </li>
            }
        })
        .collect_view();
    let edited = message.edited_at.map(|at| view! { " " <Moment at form=MomentForm::Whole /> });
    view! {
        <details class="text-sm">
            <summary class="inline-flex items-center gap-1 rounded-xs text-xs text-faint underline underline-offset-2 hover:text-text">
                <Icon sign=Sign::Pencil />
                {w(W::EditedShow)}
            </summary>
            <p class="sr-only">{w(W::Edited)} {edited}</p>
            <ol class="mt-1 flex flex-col gap-2">{rows}</ol>
        </details>
    }
    .into_any()
}

/// The mark, and under it what is gone from Discord.
#[component]
pub fn Deleted(at: Timestamp, while_away: bool, children: Children) -> impl IntoView {
    let words = if while_away { w(W::DeletedWhileAway) } else { w(W::Deleted) };
    view! {
        <details>
            <summary class="inline-flex flex-wrap items-center gap-x-1.5 rounded-xs text-sm text-danger">
                <Icon sign=Sign::Trash />
                <span class="underline underline-offset-2">{words}</span>
                <span class="text-xs text-soft"><Moment at form=MomentForm::Whole /></span>
            </summary>
            <div class="mt-1 border-l-2 border-danger pl-2.5">{children()}</div>
        </details>
    }
}
