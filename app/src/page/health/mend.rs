//! What is to be mended: what is wrong, what to do, since when; with a button where the bot can do it.

use super::shown::ProblemShown;
use super::{Section, mend_now};
use crate::ui::time::MomentForm;
use crate::ui::{Button, Icon, Moment, Sign, Toasts};
use crate::words::{Word as W, w};
use domain::GuildId;
use leptos::prelude::*;

#[component]
pub fn Mends(guild: GuildId, problems: Vec<ProblemShown>) -> impl IntoView {
    if problems.is_empty() {
        return ().into_any();
    }
    let rows = problems.into_iter().map(|problem| view! { <Mend guild problem /> }).collect_view();
    view! {
        <Section title=w(W::ToMend)>
            <ul class="divide-y divide-line">{rows}</ul>
        </Section>
    }
    .into_any()
}

#[component]
fn Mend(guild: GuildId, problem: ProblemShown) -> impl IntoView {
    let ProblemShown { subject, what, mend, since, seen_at, button } = problem;
    let toasts = Toasts::get();
    let button = button.map(|words| {
        let label = format!("{words}: {what}");
        view! { <Button attr:aria-label=label on:click=move |_| mend_now(guild, subject.clone(), toasts)>{words}</Button> }
    });
    view! {
        <li class="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
            <span class="mt-0.5 flex-none text-warn"><Icon sign=Sign::Warning /></span>
            <div class="min-w-0 flex-1 basis-64">
                <p class="font-medium break-words">{what}</p>
                <p class="break-words">{mend}</p>
                <p class="text-sm text-faint">
                    {w(W::Since)}
                    " "
                    <Moment at=since form=MomentForm::Whole />
                    ", "
                    {w(W::LastSeen)}
                    " "
                    <Moment at=seen_at form=MomentForm::Whole />
                </p>
            </div>
            {button}
        </li>
    }
}
