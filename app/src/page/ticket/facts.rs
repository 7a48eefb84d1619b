//! The details at the right: people, department, answers, how it ended, and the timeline. Below 1280 pixels they come
//! over the conversation when asked for.

use super::shown::{HeadShown, StepShown, Who};
use crate::anew::anew;
use crate::discord::colour;
use crate::ui::time::MomentForm;
use crate::ui::{Age, Avatar, Icon, Moment, PriorityMark, Sign, StatusBadge};
use crate::words::{Word as W, closed_path_words, step_words, w, waiting_word};
use domain::Timestamp;
use leptos::prelude::*;

#[component]
pub fn Facts(head: RwSignal<HeadShown>, loaded: Timestamp) -> impl IntoView {
    let person = |who: Who| {
        view! {
            <span class="flex min-w-0 items-center gap-2">
                <Avatar id=who.id name=who.name.clone() size="size-5 text-[0.5625rem]" />
                <span class="truncate">{who.name}</span>
            </span>
        }
    };
    let assignee = anew(move || match head.with(|head| head.assignee.clone()) {
        Some(who) => person(who).into_any(),
        None => view! { <span class="text-faint">{w(W::Nobody)}</span> }.into_any(),
    });
    let department = anew(move || {
        head.with(|head| {
            let dot = format!("background:{}", colour::exact(head.department_colour));
            view! {
                <span class="flex min-w-0 items-center gap-2">
                    <span class="size-2.5 flex-none rounded-full" style=dot aria-hidden="true"></span>
                    <span class="truncate">{head.department_name.clone()}</span>
                </span>
            }
            .into_any()
        })
    });
    let opened = anew(move || {
        let at = head.with(|head| head.created_at);
        view! { <Moment at form=MomentForm::Whole /> }.into_any()
    });
    let over = move || head.with(|head| head.status.is_over());
    view! {
        <aside
            aria-label=w(W::Details)
            class="h-full w-[18.75rem] flex-none overflow-y-auto border-l border-line bg-surface max-lg:hidden max-lg:peer-checked:fixed max-lg:peer-checked:inset-y-0 max-lg:peer-checked:right-0 max-lg:peer-checked:z-40 max-lg:peer-checked:block max-lg:peer-checked:shadow-float"
            tabindex="0"
        >
            <div class="flex h-12 items-center justify-between border-b border-line px-4">
                <h2 class="font-semibold">{w(W::Details)}</h2>
                <label
                    for="facts-shown"
                    class="inline-flex size-8 items-center justify-center rounded-sm text-soft hover:bg-hover lg:hidden"
                    title=w(W::Close)
                >
                    <Icon sign=Sign::Close />
                </label>
            </div>
            <dl class="grid grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-x-2 gap-y-2.5 px-4 py-4">
                <dt class="text-sm text-faint">{w(W::Status)}</dt>
                <dd><StatusBadge status=Signal::derive(move || head.with(|head| head.status)) /></dd>
                <dt class="text-sm text-faint">{w(W::Priority)}</dt>
                <dd><PriorityMark priority=Signal::derive(move || head.with(|head| head.priority)) word=true /></dd>
                <dt class="text-sm text-faint">{w(W::Type)}</dt>
                <dd class="truncate">{anew(move || head.with(|head| head.type_name.clone()))}</dd>
                <dt class="text-sm text-faint">{w(W::Department)}</dt>
                <dd>{department}</dd>
                <dt class="text-sm text-faint">{w(W::Member)}</dt>
                <dd>{anew(move || person(head.with(|head| head.customer.clone())).into_any())}</dd>
                <dt class="text-sm text-faint">{w(W::Assignee)}</dt>
                <dd>{assignee}</dd>
                <dt class="text-sm text-faint">{w(W::WaitingOn)}</dt>
                <dd>{anew(move || if over() { w(W::Nobody) } else { waiting_word(head.with(|head| head.waiting_on)) })}</dd>
                <dt class="text-sm text-faint">{w(W::Opened)}</dt>
                <dd>{opened}</dd>
                <dt class="text-sm text-faint">{w(W::Channel)}</dt>
                <dd class="truncate">
                    {anew(move || head.with(|head| format!("#{}", head.channel_name)))}
                    {anew(move || {
                        head.with(|head| head.channel_gone_at.is_some())
                            .then(|| view! { <span class="text-faint">" "{w(W::ChannelGone)}</span> }.into_any())
                    })}
                </dd>
            </dl>
            {anew(move || head.with(|head| head.closed_at.map(|at| view! { <End head=head.clone() at /> }.into_any())))}
            {anew(move || {
                let answers = head.with(|head| head.answers.clone());
                (!answers.is_empty()).then(|| view! { <Answers answers /> }.into_any())
            })}
            <section class="border-t border-line px-4 py-4" aria-label=w(W::Timeline)>
                <p class="mb-3 text-sm font-semibold text-soft">{w(W::Timeline)}</p>
                {anew(move || view! { <Timeline steps=head.with(|head| head.timeline.clone()) loaded /> }.into_any())}
            </section>
        </aside>
    }
}

/// How it ended.
#[component]
fn End(head: HeadShown, at: Timestamp) -> impl IntoView {
    let path = head.closed_path.map(closed_path_words);
    view! {
        <section class="border-t border-line px-4 py-4" aria-label=w(W::HowItEnded)>
            <p class="mb-2 text-sm font-semibold text-soft">{w(W::HowItEnded)}</p>
            <p>{path}</p>
            <p class="text-sm text-faint"><Moment at form=MomentForm::Whole /></p>
            {head.close_reason.map(|reason| view! { <p class="mt-2 rounded-sm bg-sunken px-2.5 py-2 break-words">{reason}</p> })}
        </section>
    }
}

#[component]
fn Answers(answers: Vec<(String, String)>) -> impl IntoView {
    let rows = answers
        .into_iter()
        .map(|(label, shown)| {
            view! {
                <div>
                    <dt class="text-sm text-faint">{label}</dt>
                    <dd class="break-words whitespace-pre-wrap">{shown}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="border-t border-line px-4 py-4" aria-label=w(W::Answers)>
            <p class="mb-2 text-sm font-semibold text-soft">{w(W::Answers)}</p>
            <dl class="flex flex-col gap-2.5">{rows}</dl>
        </section>
    }
}

#[component]
fn Timeline(steps: Vec<StepShown>, loaded: Timestamp) -> impl IntoView {
    let rows = steps
        .into_iter()
        .map(|step| {
            let at = step.at;
            let words = step_words(step.deed, step.to_value.as_deref());
            let actor = step.actor.unwrap_or_else(|| w(W::Docket).to_owned());
            view! {
                <li class="relative flex gap-3 pb-4 last:pb-0">
                    <span class="mt-[0.4rem] size-2 flex-none rounded-full border-2 border-accent bg-surface" aria-hidden="true"></span>
                    <p class="min-w-0 flex-1 break-words">
                        <span class="font-medium">{actor}</span>
                        " "
                        <span class="text-soft">{words}</span>
                    </p>
                    <span class="flex-none text-sm text-faint"><Age at loaded /></span>
                </li>
            }
        })
        .collect_view();
    view! { <ol>{rows}</ol> }
}
