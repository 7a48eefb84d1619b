//! Knows what is seen of a ticket, and holds it against the model and against what must always be true.

use super::model::{Model, Order, Outcome};
use crate::common::*;
use domain::{Due, DueAction, DueId, Ratings, Status, Ticket, Timestamp, UserId, WaitingOn, WhenClosed};
use std::collections::BTreeSet;

/// A ticket with all its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub ticket: Ticket,
    pub due: Vec<Due>,
    /// Deed, actor and time.
    pub timeline: Vec<String>,
    beside: Vec<String>,
}

/// The ticket and what is due alone.
pub async fn glance(world: &World, ticket: &Ticket) -> Seen {
    Seen {
        ticket: world.again(ticket).await,
        due: world.store.due_of(ticket.id).await.unwrap(),
        timeline: Vec::new(),
        beside: Vec::new(),
    }
}

pub async fn look(world: &World, ticket: &Ticket) -> Seen {
    let timeline = format!(
        "select deed || ' ' || coalesce(cast(actor as text), '-') || ' ' || cast(at as text)
         from event where ticket = {}",
        ticket.id
    );
    let beside = format!(
        "select tag from ticket_tag where ticket = {0} union all
         select cast(person as text) from ticket_member where ticket = {0} order by 1",
        ticket.id
    );
    let mut timeline = world.lines(&timeline, &timeline).await;
    timeline.sort_unstable();
    Seen {
        ticket: world.again(ticket).await,
        due: world.store.due_of(ticket.id).await.unwrap(),
        timeline,
        beside: world.lines(&beside, &beside).await,
    }
}

/// One row a deed, by whom and when; a deed that was refused or said nothing new left everything as it was.
pub fn judge(
    before: &Seen,
    after: &Seen,
    outcome: Outcome,
    actor: Option<UserId>,
    now: Timestamp,
) -> Result<(), String> {
    let rows: &[&str] = match &outcome {
        Outcome::No | Outcome::Nothing => {
            return if before == after { Ok(()) } else { Err(format!("something changed: {after:#?}")) };
        }
        Outcome::Quiet => &[],
        Outcome::Row(one) => &[one],
        Outcome::Two(one, two) => &[one, two],
    };
    let actor = actor.map_or_else(|| "-".to_owned(), |user| user.to_string());
    let wanted: Vec<String> = rows.iter().map(|deed| format!("{deed} {actor} {}", now.0)).collect();
    // Lives have clocks of their own here, and rows of the same moment no order then.
    let mut whole = before.timeline.clone();
    whole.extend(wanted.iter().cloned());
    whole.sort_unstable();
    if whole != after.timeline {
        return Err(format!("the timeline is {:?}, and {wanted:?} was to be added", after.timeline));
    }
    if after.ticket.revision < before.ticket.revision {
        return Err("the revision fell".to_owned());
    }
    let shown = |ticket: &Ticket| (ticket.status, ticket.assignee, ticket.channel_name.clone(), ticket.parent);
    if shown(&before.ticket) != shown(&after.ticket) && before.ticket.revision == after.ticket.revision {
        // A first answer alone moves a ticket without a change of what Discord shows of it.
        let answered = rows == ["first_answer"];
        if !answered {
            return Err("Discord is not told of it: the revision stayed".to_owned());
        }
    }
    Ok(())
}

macro_rules! same {
    ($($what:literal: $is:expr, $wanted:expr;)+) => {
        $({
            let (is, wanted) = (&$is, &$wanted);
            if is != wanted {
                return Err(format!("{} is {is:?} instead of {wanted:?}", $what));
            }
        })+
    };
}

/// The row is as the model has it.
pub fn compare(model: &Model, seen: &Seen) -> Result<(), String> {
    let t = &seen.ticket;
    let path = t.closed_path.map(domain::ClosedPath::as_str);
    let waiting = if model.waits_for_staff { WaitingOn::Staff } else { WaitingOn::Customer };
    let mut beside: Vec<String> = model.guests.iter().map(ToString::to_string).collect();
    beside.extend(model.tags.iter().map(|tag| (*tag).to_owned()));
    beside.sort_unstable();
    let slug = model.name.map(|name| name.to_lowercase().replace(' ', "-"));
    same! {
        "status": t.status, model.status;
        "assignee": t.assignee, model.assignee;
        "claimed_at": t.claimed_at.is_some(), model.assignee.is_some();
        "waiting_on": t.waiting_on, waiting;
        "first_staff_at": t.first_staff_at.is_some(), model.answered;
        "needed_help_at": t.needed_help_at.is_some(), model.helped;
        "asked": t.asked_at.zip(t.asked_by), model.asked;
        "asked_at and asked_by": t.asked_at.is_some(), t.asked_by.is_some();
        "asked_at, while it awaits an answer": t.asked_at.is_some(), t.status == Status::AwaitingConfirmation;
        "resolved_at": t.resolved_at.is_some(), model.resolved;
        "closed_at": t.closed_at.is_some(), t.status.is_over();
        "closed_path": path, model.ended.map(|(_, path)| path);
        "closed_by": t.closed_by, model.ended.and_then(|(by, _)| by);
        "a reason without an end": t.close_reason.is_some() && !t.status.is_over(), false;
        "priority": t.priority, model.priority;
        "category": t.category.as_deref(), model.category;
        "subject": t.subject.as_deref(), model.subject;
        "description": t.description.as_deref(), model.description;
        "channel_name": slug.as_ref().is_none_or(|slug| *slug == t.channel_name), true;
        "parent": t.parent, model.place.map(super::stage::place);
        "beside": seen.beside, beside;
        "snoozed_until": t.snoozed_until, model.snoozed;
        "silence_paused": t.silence_paused, model.paused;
        "lives": t.lives, model.lives;
        "reopened_at": t.reopened_at, model.reopened_at;
        "rating": t.rating.map(|stars| (stars, t.rating_comment.is_some())), model.rating;
        "rated_at": t.rated_at.is_some(), model.rating.is_some();
        "escalated_at": t.escalated_at, model.escalated;
        "last_at": t.last_at, model.last_at;
        "an order": t.order_id.is_some(), model.order != Order::Nothing;
        "channel_gone_at": t.channel_gone_at.is_some(), model.channel_is_gone;
    }
    Ok(())
}

/// What is due fits what the ticket is.
pub fn due_fits(model: &Model, seen: &Seen) -> Result<(), String> {
    let times = |action: DueAction| -> Vec<Timestamp> {
        seen.due.iter().filter(|row| row.action == action).map(|row| row.at).collect()
    };
    let only = |at: Option<Timestamp>| at.into_iter().collect::<Vec<_>>();
    let is_end = |action| {
        matches!(
            action,
            DueAction::CloseNotice
                | DueAction::TranscriptLink
                | DueAction::AskRating
                | DueAction::RenameClosed
                | DueAction::DeleteChannel
        )
    };
    let is_going = |action| {
        matches!(
            action,
            DueAction::AskSolved
                | DueAction::RequestExpires
                | DueAction::SilenceWarning
                | DueAction::SilenceEnds
                | DueAction::Wake
                | DueAction::ReopenNotice
                | DueAction::EscalationPing
        )
    };
    for row in &seen.due {
        // The link to what was said goes out whatever becomes of the channel.
        let misplaced = if model.is_over() { is_going(row.action) } else { is_end(row.action) };
        if misplaced {
            return Err(format!("{} is due in a ticket that is {}", row.key, model.status));
        }
    }
    let waits = seen.due.iter().filter(|row| is_silence(row.action)).count();
    same! {
        "request_expires": times(DueAction::RequestExpires), only(model.expires);
        "wake": times(DueAction::Wake), only(model.snoozed);
        "delete_channel": times(DueAction::DeleteChannel), only(model.deletes);
        "a row for silence": waits <= 1, true;
        "a question without an answer": model.asked.is_none() && !times(DueAction::AskSolved).is_empty(), false;
    }
    if let Some(at) = model.silence_is_due() {
        let stands = seen.due.iter().filter(|row| is_silence(row.action)).map(|row| row.at).min();
        // It may look too early and find that something was said; too late it may not look.
        if stands.is_none_or(|stands| stands > at) {
            return Err(format!("silence is to be looked at by {at:?}, and its row stands at {stands:?}"));
        }
    }
    Ok(())
}

fn is_silence(action: DueAction) -> bool {
    matches!(action, DueAction::SilenceWarning | DueAction::SilenceEnds)
}

/// What the end of a ticket makes due, in its order.
fn after_the_end(model: &Model, was_rated: bool) -> Vec<DueAction> {
    let kind = model.kind();
    let mut wanted = vec![DueAction::CloseNotice, DueAction::TranscriptLink];
    let path = model.ended.map_or("", |(_, path)| path);
    if kind.ratings != Ratings::Off && !was_rated && !matches!(path, "cancelled" | "left") {
        wanted.push(DueAction::AskRating);
    }
    match kind.when_closed {
        WhenClosed::Archive => wanted.extend([DueAction::RenameClosed, DueAction::DeleteChannel]),
        WhenClosed::Delete => wanted.push(DueAction::DeleteChannel),
        WhenClosed::Keep => wanted.push(DueAction::RenameClosed),
    }
    wanted
}

/// What follows an end was written in its order, and all of it.
pub fn ends_in_order(was: &Model, model: &Model, before: &Seen, after: &Seen) -> Result<(), String> {
    if was.is_over() || !model.is_over() {
        return Ok(());
    }
    let known: BTreeSet<DueId> = before.due.iter().map(|row| row.id).collect();
    let fresh: Vec<DueAction> = after.due.iter().filter(|row| !known.contains(&row.id)).map(|row| row.action).collect();
    let wanted = after_the_end(model, was.rating.is_some());
    if fresh == wanted { Ok(()) } else { Err(format!("the end makes {fresh:?} due instead of {wanted:?}")) }
}
