//! The menu of what is done more rarely: each line unfolds what it needs to know.

use super::Drawing;
use super::part::{Deed, INPUT, Line, Pick, Press, Sheet};
use crate::ui::{ButtonKind, Sign};
use crate::words::{Say, say};
use domain::Act;
use leptos::prelude::*;

const ROW: &str = "flex h-8 w-full items-center rounded-sm px-2 text-base text-text hover:bg-hover";

pub fn more(of: &Drawing) -> Option<AnyView> {
    let rows: Vec<AnyView> = [unsolve(of), escalate(of), transfer(of), snooze(of), rename(of), place(of), cancel(of)]
        .into_iter()
        .flatten()
        .collect();
    if rows.is_empty() {
        return None;
    }
    let menu = view! {
        <Sheet
            id="do-more"
            words=say(Say::MoreActions)
            sign=Sign::More
            class="inline-flex size-8 items-center justify-center rounded-sm border border-edge bg-surface text-text hover:bg-hover"
            place="right-0 w-80 max-h-[70dvh] overflow-y-auto"
            offered=false
        >
            <div class="flex flex-col gap-0.5">{rows}</div>
        </Sheet>
    };
    Some(menu.into_any())
}

/// One line of the menu, with what it unfolds.
#[component]
fn Row(id: &'static str, words: Say, children: Children) -> impl IntoView {
    view! {
        <details name="more" class="group/row" data-row-of-menu="">
            <summary id=id class=ROW data-do=say(words)>{say(words)}</summary>
            <div class="px-2 pt-1 pb-3">{children()}</div>
        </details>
    }
}

fn can_work(of: &Drawing) -> bool {
    of.may(Act::Amend)
}

fn unsolve(drawing: &Drawing) -> Option<AnyView> {
    let of = drawing.of();
    drawing.may(Act::Unsolve).then(|| {
        view! {
            <Deed of does="unsolve" shows="status:in_progress" class="contents">
                <button type="submit" id="do-unsolve" class=ROW data-do=say(Say::Unsolve)>{say(Say::Unsolve)}</button>
            </Deed>
        }
        .into_any()
    })
}

fn escalate(drawing: &Drawing) -> Option<AnyView> {
    let of = drawing.of();
    can_work(drawing).then(|| {
        view! {
            <Row id="do-escalate" words=Say::Escalate>
                <Deed of does="escalate">
                    <Line id="escalate-why" name="why" label=say(Say::EscalateWhy) hint=say(Say::EscalateHint) most=1000 />
                    <Press id="do-escalate-now" words=say(Say::Escalate) kind=ButtonKind::Primary />
                </Deed>
            </Row>
        }
        .into_any()
    })
}

fn transfer(drawing: &Drawing) -> Option<AnyView> {
    if !can_work(drawing) {
        return None;
    }
    let (of, ticket) = (drawing.of(), &drawing.view.ticket);
    let departments = drawing.departments.iter().filter(|(id, _)| *id != ticket.department);
    let types = drawing.types.iter().filter(|(id, _)| *id != ticket.ticket_type);
    let mut options = vec![(String::new(), String::new())];
    options.extend(departments.map(|(id, name)| (format!("department:{id}"), name.clone())));
    options.extend(types.map(|(id, name)| (format!("type:{id}"), format!("{name} ({})", say(Say::TransferTypes)))));
    let row = view! {
        <Row id="do-transfer" words=Say::Transfer>
            <Deed of does="transfer">
                <Pick id="transfer-to" name="to" label=say(Say::TransferTo) options />
                <p class="text-xs text-faint">{say(Say::TransferHint)}</p>
                <Press id="do-transfer-now" words=say(Say::Transfer) kind=ButtonKind::Primary />
            </Deed>
        </Row>
    };
    Some(row.into_any())
}

fn snooze(drawing: &Drawing) -> Option<AnyView> {
    if !can_work(drawing) {
        return None;
    }
    let of = drawing.of();
    let spans = [
        ("1", Say::HourOne),
        ("4", Say::HoursFour),
        ("24", Say::DayOne),
        ("72", Say::DaysThree),
        ("168", Say::WeekOne),
        ("336", Say::WeeksTwo),
    ];
    let options = spans.map(|(hours, words)| (hours.to_owned(), say(words).to_owned())).to_vec();
    let row = view! {
        <Row id="do-snooze" words=Say::Snooze>
            <Deed of does="snooze">
                <Pick id="snooze-for" name="hours" label=say(Say::SnoozeFor) options value="24" />
                <div class="flex flex-col gap-1">
                    <label for="snooze-until" class="text-xs font-medium text-soft">{say(Say::SnoozeUntil)}</label>
                    <input id="snooze-until" name="when" type="datetime-local" class=INPUT data-moment="until" />
                    <noscript><p class="text-xs text-faint">{say(Say::InUtc)}</p></noscript>
                </div>
                <p class="text-xs text-faint">{say(Say::SnoozeHint)}</p>
                <Press id="do-snooze-now" words=say(Say::Snooze) kind=ButtonKind::Primary />
            </Deed>
        </Row>
    };
    Some(row.into_any())
}

/// Whether its channel can be named and moved.
fn has_channel(of: &Drawing) -> bool {
    can_work(of) && of.view.ticket.channel.is_some() && of.view.ticket.channel_gone_at.is_none()
}

fn rename(drawing: &Drawing) -> Option<AnyView> {
    let (of, name) = (drawing.of(), drawing.view.ticket.channel_name.clone());
    has_channel(drawing).then(|| {
        view! {
            <Row id="do-rename" words=Say::Rename>
                <Deed of does="rename">
                    <Line id="rename-name" name="name" label=say(Say::NewName) value=name most=100 needed=true />
                    <Press id="do-rename-now" words=say(Say::Rename) kind=ButtonKind::Primary />
                </Deed>
            </Row>
        }
        .into_any()
    })
}

fn place(drawing: &Drawing) -> Option<AnyView> {
    if !has_channel(drawing) || drawing.categories.is_empty() {
        return None;
    }
    let of = drawing.of();
    let options = drawing.categories.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let row = view! {
        <Row id="do-move" words=Say::Move>
            <Deed of does="move">
                <Pick id="move-to" name="category" label=say(Say::ToCategory) options />
                <Press id="do-move-now" words=say(Say::Move) kind=ButtonKind::Primary />
            </Deed>
        </Row>
    };
    Some(row.into_any())
}

fn cancel(drawing: &Drawing) -> Option<AnyView> {
    let of = drawing.of();
    drawing.may(Act::Cancel).then(|| {
        view! {
            <Row id="do-cancel" words=Say::Cancel>
                <Deed of does="cancel" shows="status:cancelled">
                    <Line id="cancel-why" name="why" label=say(Say::CancelWhy) hint=say(Say::CancelHint) most=1000 rows=2 />
                    <Press id="do-cancel-now" words=say(Say::Cancel) kind=ButtonKind::Primary />
                </Deed>
            </Row>
        }
        .into_any()
    })
}
