//! The details: whose it is and what it is about, each line with the way to change it where the reader may.

use super::part::{Deed, Line, Named, Of, Pick, Press, QUIET, Sheet, Stamp};
use super::{Drawing, end, order, timers};
use crate::discord::colour;
use crate::page::ticket::shown::MomentLook;
use crate::ui::{Avatar, ButtonKind, PriorityMark, Sign, StatusBadge};
use crate::words::{Say, Word as W, priority_word, say, w, waiting_word};
use domain::{Act, Priority, UserId};
use leptos::prelude::*;

/// How a line of the list looks.
const DT: &str = "pt-1 text-sm text-faint";
const DD: &str = "relative flex min-h-7 min-w-0 items-start gap-1";
const PENCIL: &str =
    "inline-flex size-7 flex-none items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-text";
/// A sheet over the details is as wide as they are.
pub const OVER: &str = "right-0 w-[16.5rem]";

pub fn facts(drawing: &Drawing) -> AnyView {
    let (view, ticket) = (&drawing.view, &drawing.view.ticket);
    let dot = format!("background:{}", colour::exact(view.department.colour));
    let waiting = if drawing.is_over() { w(W::Nobody) } else { waiting_word(ticket.waiting_on) };
    let channel = view.channel_now.clone().unwrap_or_else(|| ticket.channel_name.clone());
    let gone = ticket.channel_gone_at.is_some().then(|| view! { <span class="text-faint">{w(W::ChannelGone)}</span> });
    let opened = ticket.created_at;
    let escalated = ticket.escalated_at.map(|at| {
        view! {
            <dt class=DT>{say(Say::EscalatedAt)}</dt>
            <dd class=DD><span class="pt-1 text-high"><Stamp at look=MomentLook::Whole now=drawing.now /></span></dd>
        }
    });
    view! {
        <dl class="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-2 gap-y-1.5 px-4 py-4">
            <dt class=DT>{w(W::Status)}</dt>
            <dd class=DD><span class="pt-1"><StatusBadge status=Signal::stored(ticket.status) /></span></dd>
            <dt class=DT>{w(W::Priority)}</dt>
            <dd class=DD>{priority(drawing)}</dd>
            <dt class=DT>{w(W::Assignee)}</dt>
            <dd class=DD>{assignee(drawing)}</dd>
            <dt class=DT>{w(W::Member)}</dt>
            <dd class=DD>{person(drawing, ticket.customer)}</dd>
            {members(drawing)}
            <dt class=DT>{w(W::Type)}</dt>
            <dd class=DD><span class="truncate pt-1">{view.type_name.clone()}</span></dd>
            <dt class=DT>{w(W::Department)}</dt>
            <dd class=DD>
                <span class="flex min-w-0 items-center gap-2 pt-1">
                    <span class="size-2.5 flex-none rounded-full" style=dot aria-hidden="true"></span>
                    <span class="truncate">{view.department.name.clone()}</span>
                </span>
            </dd>
            {category(drawing)}
            {tags(drawing)}
            {subject(drawing)}
            {description(drawing)}
            <dt class=DT>{w(W::WaitingOn)}</dt>
            <dd class=DD><span class="pt-1">{waiting}</span></dd>
            {escalated}
            <dt class=DT>{w(W::Opened)}</dt>
            <dd class=DD><span class="pt-1"><Stamp at=opened look=MomentLook::Whole now=drawing.now /></span></dd>
            <dt class=DT>{w(W::Channel)}</dt>
            <dd class=DD><span class="min-w-0 pt-1 break-words">{format!("#{channel}")} " " {gone}</span></dd>
        </dl>
        {end::end(drawing)}
        {timers::timers(drawing)}
        {order::order(drawing)}
        {end::answers(drawing)}
    }
    .into_any()
}

fn person(drawing: &Drawing, id: UserId) -> AnyView {
    let name = drawing.name(id);
    view! {
        <span class="flex min-w-0 flex-1 items-center gap-2 pt-1">
            <Avatar id name=name.clone() size="size-5 text-[0.5625rem]" />
            <span class="truncate">{name}</span>
        </span>
    }
    .into_any()
}

fn priority(drawing: &Drawing) -> AnyView {
    let (of, level) = (drawing.of(), drawing.view.ticket.priority);
    if !drawing.may(Act::Amend) {
        return view! { <span class="pt-1"><PriorityMark priority=Signal::stored(level) word=true /></span> }
            .into_any();
    }
    let options =
        Priority::ALL.iter().rev().map(|level| (level.to_string(), priority_word(*level).to_owned())).collect();
    view! {
        <span class="pt-2"><PriorityMark priority=Signal::stored(level) /></span>
        <Deed of does="priority" shows="priority:" class="flex min-w-0 flex-1 gap-1">
            <Pick
                id="set-priority"
                name="priority"
                label=w(W::Priority)
                options
                value=level.to_string()
                now=true
                key="p"
                offered=say(Say::SetPriority)
            />
            <noscript><button type="submit" class=QUIET>{say(Say::Set)}</button></noscript>
        </Deed>
    }
    .into_any()
}

fn assignee(drawing: &Drawing) -> AnyView {
    let (of, assignee) = (drawing.of(), drawing.view.ticket.assignee);
    let shown = match assignee {
        Some(id) => person(drawing, id),
        None => view! { <span class="flex-1 pt-1 text-faint">{w(W::Nobody)}</span> }.into_any(),
    };
    if !drawing.may(Act::Assign) {
        return shown;
    }
    let nobody = assignee.map(|_| {
        view! {
            <Deed of does="assign" class="contents">
                <Press id="assign-nobody" words=say(Say::AssignNobody) />
            </Deed>
        }
    });
    view! {
        {shown}
        <Sheet id="do-assign" words=say(Say::Assign) key="a" sign=Sign::Pencil class=PENCIL place=OVER>
            <div class="flex flex-col gap-2">
                <Deed of does="assign">
                    <Named id="assign-person" name="person" label=w(W::Assignee) offers="staff" hint=say(Say::PersonHint) />
                    <Press id="assign-now" words=say(Say::Assign) kind=ButtonKind::Primary />
                </Deed>
                {nobody}
            </div>
        </Sheet>
    }
    .into_any()
}

/// What is in a row of several, each with the way to take it out.
fn chip(
    of: Of,
    can: bool,
    (does, name): (&'static str, &'static str),
    value: String,
    words: String,
    out: Say,
) -> AnyView {
    if !can {
        return view! { <li class="inline-flex h-6 max-w-full items-center rounded-xs bg-sunken px-1.5 text-sm"><span class="truncate">{words}</span></li> }
            .into_any();
    }
    let label = format!("{}: {words}", say(out));
    view! {
        <li class="inline-flex h-6 max-w-full items-center gap-1 rounded-xs bg-sunken pl-1.5 text-sm">
            <span class="truncate">{words}</span>
            <Deed of does class="contents">
                <input type="hidden" name=name value=value.clone() />
                <button
                    type="submit"
                    id=format!("{does}-{value}")
                    class="inline-flex size-6 items-center justify-center rounded-xs text-soft hover:text-text"
                    aria-label=label
                >
                    "×"
                </button>
            </Deed>
        </li>
    }
    .into_any()
}

fn members(drawing: &Drawing) -> Option<AnyView> {
    let (of, members) = (drawing.of(), drawing.view.members.clone());
    let can = drawing.may(Act::Amend);
    if members.is_empty() && !can {
        return None;
    }
    let none = members.is_empty().then(|| view! { <span class="flex-1 pt-1 text-faint">{say(Say::NoMembers)}</span> });
    let one = |id: UserId| chip(of, can, ("member-out", "person"), id.to_string(), drawing.name(id), Say::RemoveMember);
    let chips = members.into_iter().map(one).collect_view();
    let add = can.then(|| {
        view! {
            <Sheet id="do-member" words=say(Say::AddMember) sign=Sign::Plus class=PENCIL place=OVER>
                <Deed of does="member">
                    <Named id="member-person" name="person" label=say(Say::AddMember) offers="member" hint=say(Say::PersonHint) />
                    <Press id="member-now" words=say(Say::AddMember) kind=ButtonKind::Primary />
                </Deed>
            </Sheet>
        }
    });
    let list = view! {
        <dt class=DT>{say(Say::Members)}</dt>
        <dd class=DD>{none} <ul class="flex min-w-0 flex-1 flex-wrap gap-1 pt-0.5 empty:hidden">{chips}</ul> {add}</dd>
    };
    Some(list.into_any())
}

fn category(drawing: &Drawing) -> Option<AnyView> {
    let (of, now) = (drawing.of(), drawing.view.ticket.category.clone());
    if !drawing.may(Act::Annotate) {
        let now = now?;
        return Some(
            view! { <dt class=DT>{say(Say::Category)}</dt><dd class=DD><span class="truncate pt-1">{now}</span></dd> }
                .into_any(),
        );
    }
    let mut options = vec![(String::new(), say(Say::NoCategory).to_owned())];
    options.extend(drawing.view.categories.iter().map(|name| (name.clone(), name.clone())));
    if let Some(now) = now.clone().filter(|now| !drawing.view.categories.contains(now)) {
        options.push((now.clone(), now));
    }
    let pick = view! {
        <dt class=DT>{say(Say::Category)}</dt>
        <dd class=DD>
            <Deed of does="category" class="flex min-w-0 flex-1 gap-1">
                <Pick id="set-category" name="category" label=say(Say::Category) options value=now.unwrap_or_default() now=true />
                <noscript><button type="submit" class=QUIET>{say(Say::Set)}</button></noscript>
            </Deed>
        </dd>
    };
    Some(pick.into_any())
}

fn tags(drawing: &Drawing) -> Option<AnyView> {
    let (of, tags) = (drawing.of(), drawing.view.tags.clone());
    let can = drawing.may(Act::Annotate);
    if tags.is_empty() && !can {
        return None;
    }
    let one = |tag: String| chip(of, can, ("untag", "tag"), tag.clone(), tag, Say::RemoveTag);
    let chips = tags.into_iter().map(one).collect_view();
    let add = can.then(|| {
        view! {
            <Deed of does="tag" class="flex min-w-0 flex-1">
                <Named id="set-tag" name="tag" label=say(Say::AddTag) offers="tag" bare=true hint=say(Say::AddTag) key="t" offered=say(Say::AddTag) />
                <noscript><button type="submit" class=QUIET>{say(Say::Set)}</button></noscript>
            </Deed>
        }
    });
    let list = view! {
        <dt class=DT>{say(Say::Tags)}</dt>
        <dd class="flex min-w-0 flex-col gap-1"><ul class="flex flex-wrap gap-1 empty:hidden">{chips}</ul> {add}</dd>
    };
    Some(list.into_any())
}

fn subject(drawing: &Drawing) -> Option<AnyView> {
    let (of, subject) = (drawing.of(), drawing.view.ticket.subject.clone());
    if !drawing.may(Act::Annotate) {
        let subject = subject?;
        return Some(view! { <dt class=DT>{say(Say::Subject)}</dt><dd class=DD><span class="min-w-0 pt-1 break-words">{subject}</span></dd> }.into_any());
    }
    let tone = if subject.is_some() { "" } else { "text-faint" };
    let shown = subject.clone().unwrap_or_else(|| say(Say::NoSubject).to_owned());
    let edit = view! {
        <dt class=DT>{say(Say::Subject)}</dt>
        <dd class=DD>
            <span class=format!("min-w-0 flex-1 pt-1 break-words {tone}")>{shown}</span>
            <Sheet id="do-subject" words=say(Say::Subject) sign=Sign::Pencil class=PENCIL place=OVER>
                <Deed of does="subject">
                    <Line id="subject-text" name="subject" label=say(Say::Subject) value=subject.unwrap_or_default() most=200 />
                    <Press id="subject-now" words=say(Say::Set) kind=ButtonKind::Primary />
                </Deed>
            </Sheet>
        </dd>
    };
    Some(edit.into_any())
}

fn description(drawing: &Drawing) -> Option<AnyView> {
    let (of, text) = (drawing.of(), drawing.view.ticket.description.clone());
    if !drawing.may(Act::Annotate) {
        let text = text?;
        return Some(view! { <dt class=DT>{say(Say::Description)}</dt><dd class=DD><span class="min-w-0 pt-1 break-words whitespace-pre-wrap">{text}</span></dd> }.into_any());
    }
    let tone = if text.is_some() { "" } else { "text-faint" };
    let shown = text.clone().unwrap_or_else(|| say(Say::NoDescription).to_owned());
    let edit = view! {
        <dt class=DT>{say(Say::Description)}</dt>
        <dd class=DD>
            <span class=format!("line-clamp-6 min-w-0 flex-1 pt-1 break-words whitespace-pre-wrap {tone}")>{shown}</span>
            <Sheet id="do-description" words=say(Say::Description) sign=Sign::Pencil class=PENCIL place=OVER>
                <Deed of does="description">
                    <Line
                        id="description-text"
                        name="description"
                        label=say(Say::Description)
                        value=text.unwrap_or_default()
                        most=4000
                        rows=6
                    />
                    <Press id="description-now" words=say(Say::Set) kind=ButtonKind::Primary />
                </Deed>
            </Sheet>
        </dd>
    };
    Some(edit.into_any())
}
