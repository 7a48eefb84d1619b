//! States, moments, people and signs.

use super::{State, States};
use crate::ui::time::MomentForm;
use crate::ui::{Age, Avatar, Code, Icon, Moment, PriorityMark, Progress, Sign, StatusBadge, Tooltip, WaitingMark};
use domain::{Priority, Status, Timestamp, UserId, WaitingOn};
use leptos::prelude::*;

#[component]
pub fn Marks() -> impl IntoView {
    let statuses = Status::ALL.iter().map(|status| view! { <StatusBadge status=*status /> }).collect_view();
    let priorities =
        Priority::ALL.iter().map(|priority| view! { <PriorityMark priority=*priority word=true /> }).collect_view();
    view! {
        <div class="flex flex-wrap items-center gap-3">{statuses}</div>
        <div class="flex flex-wrap items-center gap-5">
            {priorities} <WaitingMark on=WaitingOn::Staff /> <WaitingMark on=WaitingOn::Customer />
        </div>
    }
}

#[component]
pub fn Moments() -> impl IntoView {
    // Saturday, 21 November 2026, 15:00 UTC.
    let loaded = Timestamp(1_795_273_200_000);
    let ago = |minutes: u64| loaded.minus(std::time::Duration::from_secs(60 * minutes));
    let ages =
        [0, 5, 190, 3_000, 60_000].map(|minutes| view! { <Age at=ago(minutes) loaded /> }).into_iter().collect_view();
    let no_figure: Option<u8> = None;
    let people = ["Mia Nguyen", "王小明", "đặng_thị", "🙂"]
        .into_iter()
        .zip(1..)
        .map(|(name, id)| view! { <Avatar id=UserId(id << 40) name=name /> })
        .collect_view();
    view! {
        <States>
            <State name="Ages"><div class="flex gap-4">{ages}</div></State>
            <State name="A moment, whole"><Moment at=loaded form=MomentForm::Whole /></State>
            <State name="People without a picture"><div class="flex gap-2">{people}</div></State>
            <State name="Code"><Code text="docket serve --data /srv/docket" /></State>
            <State name="Progress: known"><Progress label="Reading messages" done=Some(40) /></State>
            <State name="Progress: not known"><Progress label="Asking Discord" done=no_figure /></State>
            <State name="Tooltip, with the focus or the pointer on it">
                <Tooltip id="sg-tip" text="Discord allows two renames in ten minutes.">
                    <button type="button" aria-describedby="sg-tip" class="underline underline-offset-2">"Why so late?"</button>
                </Tooltip>
            </State>
        </States>
    }
}

#[component]
pub fn Signs() -> impl IntoView {
    let signs = Sign::ALL
        .iter()
        .map(|sign| {
            view! {
                <span class="flex w-24 flex-col items-center gap-1 rounded-sm py-2 text-xs text-faint">
                    <span class="text-text"><Icon sign=*sign large=true /></span>
                    {format!("{sign:?}")}
                </span>
            }
        })
        .collect_view();
    view! { <div class="flex flex-wrap gap-1">{signs}</div> }
}
