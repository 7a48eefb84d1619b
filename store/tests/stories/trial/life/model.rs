//! Knows what a ticket is after each deed, as the product's tables have it: written by hand, and without the rule of
//! `domain` that the store goes by. Where the two differ, one of them is wrong.

use super::deed::Deed;
use crate::common::*;
use domain::{ClaimMode, Due, DueAction, OrderStatus, Priority, Ratings, Status, Timestamp, UserId, WhenClosed};
use std::collections::BTreeSet;
use std::time::Duration;

/// How tickets of a type are worked on, in hours.
pub struct Kind {
    pub key: &'static str,
    pub tech: bool,
    pub mode: ClaimMode,
    pub request: u64,
    pub silence: u64,
    pub warning: u64,
    pub closes_on_leave: bool,
    pub ratings: Ratings,
    pub when_closed: WhenClosed,
    pub archive_days: u64,
}

/// Every mode, with and without each timer.
pub const KINDS: [Kind; 5] = [
    Kind {
        key: "buy-gold",
        tech: false,
        mode: ClaimMode::Soft,
        request: 48,
        silence: 72,
        warning: 24,
        closes_on_leave: true,
        ratings: Ratings::Channel,
        when_closed: WhenClosed::Archive,
        archive_days: 14,
    },
    Kind {
        key: "sell-gold",
        tech: false,
        mode: ClaimMode::Exclusive,
        request: 0,
        silence: 0,
        warning: 24,
        closes_on_leave: true,
        ratings: Ratings::Off,
        when_closed: WhenClosed::Delete,
        archive_days: 0,
    },
    Kind {
        key: "purchase-services",
        tech: false,
        mode: ClaimMode::None,
        request: 24,
        silence: 24,
        warning: 0,
        closes_on_leave: true,
        ratings: Ratings::Direct,
        when_closed: WhenClosed::Keep,
        archive_days: 0,
    },
    Kind {
        key: "swap-crypto",
        tech: false,
        mode: ClaimMode::Exclusive,
        request: 48,
        silence: 48,
        warning: 40,
        closes_on_leave: false,
        ratings: Ratings::Channel,
        when_closed: WhenClosed::Archive,
        archive_days: 1,
    },
    Kind {
        key: "general",
        tech: true,
        mode: ClaimMode::Soft,
        request: 12,
        silence: 36,
        warning: 12,
        closes_on_leave: true,
        ratings: Ratings::Off,
        when_closed: WhenClosed::Delete,
        archive_days: 0,
    },
];

impl Kind {
    /// How long before the close somebody is warned, if at all.
    pub fn warned_before(&self) -> Option<Duration> {
        (self.warning > 0 && self.warning < self.silence).then(|| hours(self.warning))
    }
}

pub fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 3_600)
}

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
use Outcome::{No, Nothing, Quiet, Row, Two};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Nothing,
    Harmless,
    Risky,
    /// The one that all tickets share, which is at risk.
    Shared,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Nobody,
    Staff,
    Supervisor,
    Admin,
}

/// Everything that is held against the row.
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
    pub snoozed: Option<Timestamp>,
    pub paused: bool,
    pub lives: i64,
    pub rating: Option<(i64, bool)>,
    pub escalated: bool,
    pub last_at: Timestamp,
    pub reopened_at: Option<Timestamp>,
    /// The customer was warned, nothing was said since, and it closes no sooner than then.
    pub warned: Option<Timestamp>,
    /// When work was delivered that is to be archived later.
    pub completed_at: Option<Timestamp>,
    /// When the count for silence last began from now, not from what was said.
    pub armed_at: Timestamp,
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

    fn rank(&self, user: UserId) -> Rank {
        rank(user, self.tech)
    }

    /// Another has it for themselves.
    fn is_barred(&self, user: UserId) -> bool {
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
        let said = [asked, self.reopened_at, self.completed_at].into_iter().flatten().fold(self.last_at, Timestamp::max);
        Some(said.plus(hours(kind.silence)).max(self.snoozed.unwrap_or_default()))
    }

    /// What comes of it; changes the model where it is done.
    pub fn does(&mut self, user: UserId, deed: Deed, now: Timestamp) -> Outcome {
        if user == OLGA && !matches!(deed, Deed::Say) {
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
            Deed::ChannelGoes => self.loses_channel(),
            Deed::Fire { .. } => Nothing,
            _ if self.rank(user) < Rank::Staff => No,
            Deed::Claim | Deed::Unclaim => self.claims(user, deed),
            _ if self.is_barred(user) => No,
            Deed::Category(_) | Deed::Subject(_) | Deed::Describe(_) | Deed::Tag(_) | Deed::Untag(_) => self.keeps(deed),
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
                Row("refused")
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
                Row("needed_help")
            }
            _ => No,
        }
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
                Row("snoozed")
            }
            Deed::Wake if self.snoozed.take().is_some() => Row("woken"),
            Deed::Pause(paused) if self.paused != paused => {
                self.paused = paused;
                self.warned = None;
                self.armed_at = now;
                Row(if paused { "silence_paused" } else { "silence_resumed" })
            }
            _ => Nothing,
        }
    }

    /// What may be set while it goes on.
    fn amends(&mut self, deed: Deed, _now: Timestamp) -> Outcome {
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
            Deed::Department { tech } => self.transfers(self.kind, tech),
            Deed::Kind(kind) => self.transfers(kind, KINDS[kind].tech),
            Deed::Escalate => {
                self.escalated = true;
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
                let at_risk = risky || matches!(status, OrderStatus::InProgress | OrderStatus::Completed);
                self.order = if at_risk { Order::Risky } else { Order::Harmless };
                Row("order_linked")
            }
            Deed::Link { known: true } => set(&mut self.order, Order::Shared, "order_linked"),
            Deed::Unlink => set(&mut self.order, Order::Nothing, "order_unlinked"),
            _ => No,
        }
    }

    fn transfers(&mut self, kind: usize, tech: bool) -> Outcome {
        if (self.kind, self.tech) == (kind, tech) {
            return Nothing;
        }
        (self.kind, self.tech) = (kind, tech);
        self.assignee = self.assignee.filter(|assignee| rank(*assignee, tech) >= Rank::Staff);
        Row("transferred")
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
                let (Some(ends), Some(before)) = (self.falls_silent(), self.kind().warned_before()) else { return Quiet };
                if now < ends.minus(before) || self.warned.is_some() {
                    return Quiet;
                }
                self.warned = Some(ends.max(now.plus(before)));
                Row("silence_warned")
            }
            DueAction::SilenceEnds => {
                let Some(ends) = self.falls_silent() else { return Quiet };
                let warns = self.kind().warned_before().is_some();
                if now < ends || warns && self.warned.is_none_or(|until| now < until) {
                    // Nobody closes unwarned.
                    self.warned = None;
                    return Quiet;
                }
                self.ends(None, "silence", now);
                Row("silenced")
            }
            DueAction::Wake => {
                if self.is_over() || self.snoozed.is_none_or(|until| until > now) {
                    return Quiet;
                }
                self.snoozed = None;
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

    fn is_left(&mut self, now: Timestamp) -> Outcome {
        if self.is_over() || !self.kind().closes_on_leave {
            return Nothing;
        }
        self.ends(None, "left", now);
        Row("customer_left")
    }

    fn loses_channel(&mut self) -> Outcome {
        self.deletes = None;
        if self.channel_is_gone {
            return Nothing;
        }
        self.channel_is_gone = true;
        Row("channel_deleted")
    }

    /// Somebody works on it.
    fn begins(&mut self) {
        if self.status == Status::Open {
            self.status = Status::InProgress;
        }
    }

    /// The question is answered with no.
    fn goes_on(&mut self) {
        self.status = Status::InProgress;
        (self.asked, self.expires) = (None, None);
    }

    fn ends(&mut self, by: Option<UserId>, path: &'static str, now: Timestamp) {
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

fn rank(user: UserId, tech: bool) -> Rank {
    match user {
        OWNER => Rank::Admin,
        TOM if !tech => Rank::Supervisor,
        TOM => Rank::Staff,
        ANNA | BEN if !tech => Rank::Staff,
        _ => Rank::Nobody,
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
