//! Knows who may do what to a ticket and what comes of it: product's tables once more, by hand and without the rule of
//! `domain` that the store goes by. Where the two differ, one of them is wrong.

use super::deed::Deed;
use super::kind::{KINDS, hours};
use super::model::{Model, Order, Outcome, Rank, rank};
use crate::common::*;
use Outcome::{No, Nothing, Quiet, Row, Two};
use domain::{ClaimMode, OrderStatus, Priority, Ratings, Status, Timestamp, UserId};
use std::time::Duration;

impl Model {
    /// What comes of it; changes the model where it is done.
    pub fn does(&mut self, user: UserId, deed: Deed, now: Timestamp) -> Outcome {
        let hers = !matches!(deed, Deed::Say | Deed::Leave | Deed::ChannelGoes | Deed::Fire { .. });
        if user == OLGA && hers {
            return No;
        }
        match deed {
            Deed::Refuse | Deed::Accept | Deed::ItWorks | Deed::NeedHelp | Deed::Rate { .. } => {
                if user == self.customer { self.customers(user, deed, now) } else { No }
            }
            Deed::Close { confirmed } => self.closes(user, confirmed, now),
            Deed::Cancel => self.cancels(user, now),
            Deed::Reopen => self.reopens(user, now),
            Deed::Say => self.hears(user, now),
            Deed::Leave => self.is_left(now),
            // Discord tells of it once; what was due in it is the timer's to end.
            Deed::ChannelGoes if self.channel_is_gone => Nothing,
            Deed::ChannelGoes => self.loses_channel(),
            Deed::Fire { .. } => Nothing,
            _ if self.rank(user) < Rank::Staff => No,
            Deed::Claim | Deed::Unclaim => self.claims(user, deed),
            _ if self.is_barred(user) => No,
            Deed::Category(_) | Deed::Subject(_) | Deed::Describe(_) | Deed::Tag(_) | Deed::Untag(_) => {
                self.keeps(deed)
            }
            Deed::Note | Deed::Order { .. } | Deed::Link { .. } | Deed::Unlink => self.keeps(deed),
            // Whether there is one is seen by its row.
            Deed::Stop => Row("timer_stopped"),
            _ if self.is_over() => No,
            Deed::Solve | Deed::Unsolve | Deed::Complete => self.asks(user, deed, now),
            Deed::Snooze(_) | Deed::Wake | Deed::Pause(_) => self.waits(deed, now),
            _ => self.amends(deed, now),
        }
    }

    fn customers(&mut self, user: UserId, deed: Deed, now: Timestamp) -> Outcome {
        let awaiting = self.status == Status::AwaitingConfirmation;
        if let Deed::Rate { stars, words } = deed {
            let allowed = self.status == Status::Closed
                && (1..=5).contains(&stars)
                && match self.rating {
                    None => self.kind().ratings != Ratings::Off,
                    Some((given, had_words)) => given == stars && !had_words && words,
                };
            if !allowed {
                return No;
            }
            self.rating = Some((stars, words));
            return Row("rated");
        }
        if self.is_over() {
            return No;
        }
        match deed {
            Deed::Refuse if awaiting => {
                self.goes_on();
                self.waits_for_staff = true;
                self.comes_back("refused")
            }
            Deed::Accept if awaiting => {
                self.resolved = true;
                self.ends(Some(user), "accepted", now);
                Row("accepted")
            }
            Deed::ItWorks => {
                self.resolved = true;
                self.ends(Some(user), if self.helped { "after_help" } else { "it_works" }, now);
                Row("confirmed")
            }
            Deed::NeedHelp if !self.helped => {
                self.helped = true;
                self.waits_for_staff = true;
                if awaiting {
                    self.goes_on();
                }
                self.comes_back("needed_help")
            }
            _ => No,
        }
    }

    /// What was set aside is wanted now.
    fn comes_back(&mut self, deed: &'static str) -> Outcome {
        if self.snoozed.take().is_some() { Two(deed, "woken") } else { Row(deed) }
    }

    fn claims(&mut self, user: UserId, deed: Deed) -> Outcome {
        let anothers = self.assignee.is_some_and(|assignee| assignee != user);
        let may_take = !anothers || self.rank(user) >= Rank::Supervisor;
        if self.is_over() || !may_take {
            return No;
        }
        if deed == Deed::Unclaim {
            return if self.assignee.take().is_some() { Row("unclaimed") } else { Nothing };
        }
        if self.kind().mode == ClaimMode::None || self.assignee == Some(user) {
            return No;
        }
        self.assignee = Some(user);
        self.begins();
        Row("claimed")
    }

    fn asks(&mut self, user: UserId, deed: Deed, now: Timestamp) -> Outcome {
        match (deed, self.status) {
            (Deed::Solve, Status::Open | Status::InProgress) => {
                self.status = Status::AwaitingConfirmation;
                self.asked = Some((now, user));
                self.waits_for_staff = false;
                self.warned = None;
                self.expires = (self.kind().request > 0).then(|| now.plus(hours(self.kind().request)));
                Row("solved")
            }
            (Deed::Unsolve, Status::AwaitingConfirmation) => {
                self.goes_on();
                self.waits_for_staff = true;
                Row("unsolved")
            }
            (Deed::Complete, Status::AwaitingConfirmation) => {
                self.status = Status::Completed;
                (self.asked, self.expires, self.resolved) = (None, None, true);
                (self.completed_at, self.warned) = (Some(now), None);
                Row("completed")
            }
            _ => No,
        }
    }

    /// A ticket with an order is closed by staff alone, one whose order is at risk after a second press.
    fn closes(&mut self, user: UserId, confirmed: bool, now: Timestamp) -> Outcome {
        let own = user == self.customer && self.order == Order::Nothing;
        let staff = self.rank(user) >= Rank::Staff && !self.is_barred(user);
        let at_risk = matches!(self.order, Order::Risky | Order::Shared) && !confirmed;
        if self.is_over() || !(own || staff && !at_risk) {
            return No;
        }
        self.ends(Some(user), if own { "member" } else { "staff" }, now);
        Row("closed")
    }

    fn cancels(&mut self, user: UserId, now: Timestamp) -> Outcome {
        let own = user == self.customer && !self.answered;
        let staff = self.rank(user) >= Rank::Staff && !self.is_barred(user);
        if self.is_over() || self.status == Status::Completed || !(own || staff) {
            return No;
        }
        self.ends(Some(user), "cancelled", now);
        self.status = Status::Cancelled;
        Row("cancelled")
    }

    fn reopens(&mut self, user: UserId, now: Timestamp) -> Outcome {
        if self.rank(user) < Rank::Staff || self.status != Status::Closed {
            return No;
        }
        self.status = Status::InProgress;
        self.lives += 1;
        self.reopened_at = Some(now);
        (self.ended, self.deletes, self.warned) = (None, None, None);
        (self.resolved, self.helped, self.waits_for_staff) = (false, false, true);
        self.completed_at = None;
        Row("reopened")
    }

    fn hears(&mut self, user: UserId, now: Timestamp) -> Outcome {
        self.last_at = self.last_at.max(now);
        self.warned = None;
        if self.is_over() {
            return Quiet;
        }
        if user == self.customer {
            self.waits_for_staff = true;
            let refused = self.status == Status::AwaitingConfirmation;
            if refused {
                self.goes_on();
            }
            return match (refused, self.snoozed.take().is_some()) {
                (true, true) => Two("refused", "woken"),
                (true, false) => Row("refused"),
                (false, true) => Row("woken"),
                (false, false) => Quiet,
            };
        }
        if self.rank(user) < Rank::Staff {
            return Quiet;
        }
        self.waits_for_staff = false;
        if self.answered {
            return Quiet;
        }
        self.answered = true;
        self.begins();
        Row("first_answer")
    }

    fn waits(&mut self, deed: Deed, now: Timestamp) -> Outcome {
        match deed {
            Deed::Snooze(hours) if hours <= 0 => No,
            Deed::Snooze(for_hours) => {
                self.snoozed = Some(now.plus(hours(for_hours.unsigned_abs())));
                self.looks_at = self.looks_at.max(now);
                Row("snoozed")
            }
            Deed::Wake if self.snoozed.take().is_some() => {
                self.looks_at = self.looks_at.max(now);
                Row("woken")
            }
            Deed::Pause(paused) if self.paused != paused => {
                self.paused = paused;
                self.warned = None;
                self.looks_at = self.looks_at.max(now);
                Row(if paused { "silence_paused" } else { "silence_resumed" })
            }
            _ => Nothing,
        }
    }

    /// What may be set while it goes on.
    fn amends(&mut self, deed: Deed, now: Timestamp) -> Outcome {
        match deed {
            Deed::Assign(to) if self.assignee == to => Nothing,
            Deed::Assign(Some(to)) if self.rank(to) < Rank::Staff => No,
            Deed::Assign(to) => {
                self.assignee = to;
                if to.is_some() {
                    self.begins();
                }
                Row("assigned")
            }
            Deed::Department { tech } => self.transfers(self.kind, tech, now),
            Deed::Kind(kind) => self.transfers(kind, KINDS[kind].tech, now),
            Deed::Escalate if self.escalated.is_some_and(|at| now.since(at) < Duration::from_secs(10)) => Nothing,
            Deed::Escalate => {
                self.escalated = Some(now);
                self.priority = match self.priority {
                    Priority::Low => Priority::Medium,
                    Priority::Medium => Priority::High,
                    _ => Priority::Urgent,
                };
                Row("escalated")
            }
            Deed::Priority(priority) => set(&mut self.priority, priority, "prioritised"),
            Deed::Add(guest) if guest == self.customer || !self.guests.insert(guest) => Nothing,
            Deed::Add(_) => Row("member_added"),
            Deed::Remove(guest) => if_so(self.guests.remove(&guest), "member_removed"),
            Deed::Rename("???") | Deed::Move(2) => No,
            Deed::Rename(name) => set(&mut self.name, Some(name), "renamed"),
            Deed::Move(place) => set(&mut self.place, Some(place), "moved"),
            _ => No,
        }
    }

    /// What may be written down of it also after its end.
    fn keeps(&mut self, deed: Deed) -> Outcome {
        match deed {
            Deed::Category(Some("weather")) => No,
            Deed::Category(category) => set(&mut self.category, category, "category_set"),
            Deed::Subject(subject) => set(&mut self.subject, subject, "subject_set"),
            Deed::Describe(text) => set(&mut self.description, text, "description_set"),
            Deed::Tag(tag) => if_so(self.tags.insert(tag), "tagged"),
            Deed::Untag(tag) => if_so(self.tags.remove(tag), "untagged"),
            Deed::Note => Row("noted"),
            Deed::Order { status, risky } => {
                let stands = self.drafted.replace((status, risky)) == Some((status, risky));
                if stands && matches!(self.order, Order::Risky | Order::Harmless) {
                    return Nothing;
                }
                let at_risk = risky || matches!(status, OrderStatus::InProgress | OrderStatus::Completed);
                self.order = if at_risk { Order::Risky } else { Order::Harmless };
                Row("order_linked")
            }
            Deed::Link { known: true } => set(&mut self.order, Order::Shared, "order_linked"),
            Deed::Unlink => set(&mut self.order, Order::Nothing, "order_unlinked"),
            _ => No,
        }
    }

    fn transfers(&mut self, kind: usize, tech: bool, now: Timestamp) -> Outcome {
        if (self.kind, self.tech) == (kind, tech) {
            return Nothing;
        }
        if self.kind != kind {
            self.looks_at = self.looks_at.max(now);
        }
        (self.kind, self.tech) = (kind, tech);
        // It goes where the others of its new kind lie.
        self.place = None;
        self.assignee = self.assignee.filter(|assignee| rank(*assignee, tech) >= Rank::Staff);
        Row("transferred")
    }
}

fn set<T: PartialEq>(old: &mut T, new: T, deed: &'static str) -> Outcome {
    let changes = *old != new;
    *old = new;
    if_so(changes, deed)
}

fn if_so(changes: bool, deed: &'static str) -> Outcome {
    if changes { Row(deed) } else { Nothing }
}
