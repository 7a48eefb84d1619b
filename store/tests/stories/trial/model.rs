//! Knows what a ticket is and what it waits for, as the product has it: written by hand, beside what the store keeps.

use super::kind::{KINDS, Kind, hours};
use crate::common::*;
use domain::{ClaimMode, Due, DueAction, OrderStatus, Priority, Status, Timestamp, UserId, WhenClosed};
use std::collections::BTreeSet;
use std::time::Duration;

/// What a deed comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Refused: nothing changes at all.
    No,
    /// Fine, and nothing changes.
    Nothing,
    /// Nothing that the timeline tells.
    Quiet,
    /// Done, with this row of the timeline.
    Row(&'static str),
    /// Done, with these two.
    Two(&'static str, &'static str),
}
use Outcome::{Nothing, Quiet, Row};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Nothing,
    Harmless,
    Risky,
    /// The one that all tickets share, which is at risk.
    Shared,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Nobody,
    Staff,
    Supervisor,
    Admin,
}

/// Everything that is held against the row.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, as it is in the row")]
#[derive(Clone, Debug)]
pub struct Model {
    pub customer: UserId,
    pub kind: usize,
    pub tech: bool,
    pub status: Status,
    pub assignee: Option<UserId>,
    pub waits_for_staff: bool,
    pub answered: bool,
    pub helped: bool,
    pub asked: Option<(Timestamp, UserId)>,
    pub resolved: bool,
    /// By whom and along which path.
    pub ended: Option<(Option<UserId>, &'static str)>,
    pub priority: Priority,
    pub category: Option<&'static str>,
    pub subject: Option<&'static str>,
    pub description: Option<&'static str>,
    pub name: Option<&'static str>,
    pub place: Option<usize>,
    pub guests: BTreeSet<UserId>,
    pub tags: BTreeSet<&'static str>,
    pub order: Order,
    /// What was last written of its own order.
    pub drafted: Option<(OrderStatus, bool)>,
    pub snoozed: Option<Timestamp>,
    pub paused: bool,
    pub lives: i64,
    pub rating: Option<(i64, bool)>,
    pub escalated: Option<Timestamp>,
    pub last_at: Timestamp,
    pub reopened_at: Option<Timestamp>,
    /// The customer was warned, nothing was said since, and it closes no sooner than then.
    pub warned: Option<Timestamp>,
    /// When work was delivered that is to be archived later.
    pub completed_at: Option<Timestamp>,
    /// Silence is not looked at before: it began to count then, or its close was announced for then.
    pub looks_at: Timestamp,
    pub channel_is_gone: bool,
    /// When the request runs out, and when the channel goes.
    pub expires: Option<Timestamp>,
    pub deletes: Option<Timestamp>,
}

impl Model {
    pub fn kind(&self) -> &'static Kind {
        &KINDS[self.kind]
    }

    pub fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    pub fn rank(&self, user: UserId) -> Rank {
        rank(user, self.tech)
    }

    /// Another has it for themselves.
    pub fn is_barred(&self, user: UserId) -> bool {
        self.kind().mode == ClaimMode::Exclusive
            && self.assignee.is_some_and(|assignee| assignee != user)
            && self.rank(user) < Rank::Supervisor
    }

    /// When the ticket closes for silence as it is now.
    pub fn falls_silent(&self) -> Option<Timestamp> {
        let kind = self.kind();
        if kind.silence == 0 || self.paused || self.waits_for_staff || self.is_over() {
            return None;
        }
        let asked = self.asked.map(|(at, _)| at);
        let said =
            [asked, self.reopened_at, self.completed_at].into_iter().flatten().fold(self.last_at, Timestamp::max);
        Some(said.plus(hours(kind.silence)).max(self.snoozed.unwrap_or_default()))
    }

    /// When silence is to be looked at, by a warning or by the close; earlier is no harm.
    pub fn silence_is_due(&self) -> Option<Timestamp> {
        let ends = self.falls_silent()?;
        let first = match (self.kind().warned_before(), self.warned) {
            (Some(before), None) => ends.minus(before),
            (_, until) => ends.max(until.unwrap_or_default()),
        };
        Some(first.max(self.looks_at))
    }

    /// The timer's row fires.
    pub fn fires(&mut self, row: &Due, now: Timestamp) -> Outcome {
        match row.action {
            DueAction::RequestExpires => {
                let request = hours(self.kind().request);
                self.expires = self.asked.filter(|_| !request.is_zero()).map(|(at, _)| at.plus(request));
                if self.expires.is_some_and(|at| at <= now) {
                    self.ends(None, "timer", now);
                    return Row("expired");
                }
                Quiet
            }
            DueAction::SilenceWarning => {
                let (Some(ends), Some(before)) = (self.falls_silent(), self.kind().warned_before()) else {
                    return Quiet;
                };
                if now < ends.minus(before) || self.warned.is_some() {
                    return Quiet;
                }
                let until = ends.max(now.plus(before));
                (self.warned, self.looks_at) = (Some(until), until);
                Row("silence_warned")
            }
            DueAction::SilenceEnds => {
                let Some(ends) = self.falls_silent() else { return Quiet };
                let warns = self.kind().warned_before().is_some();
                if now < ends || warns && self.warned.is_none_or(|until| now < until) {
                    // Nobody closes unwarned.
                    (self.warned, self.looks_at) = (None, self.looks_at.max(now));
                    return Quiet;
                }
                self.ends(None, "silence", now);
                Row("silenced")
            }
            DueAction::Wake => {
                if self.is_over() || self.snoozed.is_none_or(|until| until > now) {
                    return Quiet;
                }
                (self.snoozed, self.looks_at) = (None, self.looks_at.max(now));
                Row("woken")
            }
            DueAction::DeleteChannel => self.loses_channel(),
            _ => Quiet,
        }
    }

    pub fn is_stopped(&mut self, action: DueAction) {
        match action {
            DueAction::RequestExpires => self.expires = None,
            DueAction::DeleteChannel => self.deletes = None,
            _ => (self.paused, self.warned) = (true, None),
        }
    }

    pub fn is_left(&mut self, now: Timestamp) -> Outcome {
        if self.is_over() || !self.kind().closes_on_leave {
            return Nothing;
        }
        self.ends(None, "left", now);
        Row("customer_left")
    }

    pub fn loses_channel(&mut self) -> Outcome {
        self.deletes = None;
        if self.channel_is_gone {
            return Nothing;
        }
        self.channel_is_gone = true;
        Row("channel_deleted")
    }

    /// Somebody works on it.
    pub fn begins(&mut self) {
        if self.status == Status::Open {
            self.status = Status::InProgress;
        }
    }

    /// The question is answered with no.
    pub fn goes_on(&mut self) {
        self.status = Status::InProgress;
        (self.asked, self.expires) = (None, None);
    }

    pub fn ends(&mut self, by: Option<UserId>, path: &'static str, now: Timestamp) {
        self.status = Status::Closed;
        self.ended = Some((by, path));
        (self.asked, self.expires, self.snoozed, self.warned) = (None, None, None, None);
        self.deletes = match self.kind().when_closed {
            WhenClosed::Archive => Some(now.plus(hours(24 * self.kind().archive_days))),
            WhenClosed::Delete => Some(now.plus(Duration::from_secs(5))),
            WhenClosed::Keep => None,
        };
    }
}

pub fn rank(user: UserId, tech: bool) -> Rank {
    match user {
        OWNER => Rank::Admin,
        TOM if !tech => Rank::Supervisor,
        TOM => Rank::Staff,
        ANNA | BEN if !tech => Rank::Staff,
        _ => Rank::Nobody,
    }
}
