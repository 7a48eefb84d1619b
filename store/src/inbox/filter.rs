//! Knows how what is asked of tickets becomes conditions on their rows. Every column is named with its table, so that
//! the same conditions hold in lists and in searches.

use crate::db::filter::{Value, Where};
use domain::{Access, DepartmentId, Priority, Status, TicketTypeId, Timestamp, UserId};

/// Which of some kind: only these, and none of those.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked<T> {
    /// `None` is any; an empty list holds for nothing.
    pub with: Option<Vec<T>>,
    pub without: Vec<T>,
}

impl<T> Default for Picked<T> {
    fn default() -> Self {
        Self { with: None, without: Vec::new() }
    }
}

impl<T> Picked<T> {
    pub fn of(with: impl IntoIterator<Item = T>) -> Self {
        Self { with: Some(with.into_iter().collect()), without: Vec::new() }
    }

    /// No list means any.
    pub(crate) fn from_lists(with: Vec<T>, without: Vec<T>) -> Self {
        Self { with: Some(with).filter(|list| !list.is_empty()), without }
    }

    fn narrow<V: Into<Value>>(&self, query: &mut Where, column: &'static str, value: impl Fn(&T) -> V) {
        if let Some(with) = &self.with {
            query.and_in(column, with.iter().map(&value));
        }
        if !self.without.is_empty() {
            query.and_not_in(column, self.without.iter().map(&value));
        }
    }
}

/// What is asked for; the default is all that the reader may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InboxFilter {
    pub status: Picked<Status>,
    pub priority: Picked<Priority>,
    pub ticket_type: Picked<TicketTypeId>,
    pub department: Picked<DepartmentId>,
    /// Who opened it.
    pub from: Picked<UserId>,
    /// `None` is nobody.
    pub assignee: Picked<Option<UserId>>,
    /// Tags, in lower case. Whoever sees no notes of a department finds none of its tickets by them.
    pub tag: Picked<String>,
    pub category: Picked<String>,
    /// Put off until a time, or not; for those who see notes, as tags are.
    pub snoozed: Option<bool>,
    pub escalated: Option<bool>,
    pub number: Option<i64>,
    /// Something was said from then on.
    pub after: Option<Timestamp>,
    /// What was last said was said before.
    pub before: Option<Timestamp>,
    /// Only tickets that the reader opened or was let into ("Your tickets").
    pub mine: bool,
}

impl InboxFilter {
    /// Everything that is asked of the row but the days.
    pub(crate) fn narrow(&self, query: &mut Where) {
        if let Some(number) = self.number {
            query.and("ticket.number = ?", [number.into()]);
        }
        self.from.narrow(query, "ticket.customer", |user| *user);
        self.status.narrow(query, "ticket.status", |status| status.as_str());
        self.priority.narrow(query, "ticket.priority", |priority| priority.as_str());
        self.ticket_type.narrow(query, "ticket.ticket_type", |id| *id);
        self.department.narrow(query, "ticket.department", |id| *id);
        narrow_assignee(query, &self.assignee);
        narrow_tags(query, &self.tag);
        self.category.narrow(query, "coalesce(lower(ticket.category), '')", String::clone);
        if let Some(holds) = self.snoozed {
            let (yes, no) = ("ticket.snoozed_until is not null", "ticket.snoozed_until is null");
            query.and(if holds { yes } else { no }, []);
        }
        if let Some(holds) = self.escalated {
            let (yes, no) = ("ticket.escalated_at is not null", "ticket.escalated_at is null");
            query.and(if holds { yes } else { no }, []);
        }
    }

    /// The days, as they hold for a ticket as a whole.
    pub(super) fn dated(&self, query: &mut Where) {
        if let Some(after) = self.after {
            query.and("ticket.last_at >= ?", [after.into()]);
        }
        if let Some(before) = self.before {
            query.and("ticket.last_at < ?", [before.into()]);
        }
    }
}

/// What the reader may see, first of all conditions.
pub(crate) fn bound(query: &mut Where, who: &Access) {
    query.and("ticket.guild = ?", [who.guild().into()]);
    match who.reads() {
        None => {}
        Some([]) => only_own(query, who),
        Some(departments) => {
            query.and_in_or(
                "ticket.department",
                departments.iter().copied(),
                "(ticket.customer = ? or ticket.id in
                   (select ticket_member.ticket from ticket_member where ticket_member.person = ?))",
                own(who),
            );
        }
    }
}

/// What they opened and what staff let them into. Not one `or` of the two, by which PostgreSQL would walk all of a
/// guild's tickets: each list has its index, and together they are few.
fn only_own(query: &mut Where, who: &Access) {
    let [customer, member] = own(who);
    query.and(
        "ticket.id in (select own.id from ticket as own where own.guild = ? and own.customer = ?
           union all select ticket_member.ticket from ticket_member where ticket_member.person = ?)",
        [who.guild().into(), customer, member],
    );
}

/// The reader as a customer, and as somebody who was let in: nobody has the id 0.
pub(crate) fn own(who: &Access) -> [Value; 2] {
    [who.user().into(), who.let_in_as().unwrap_or(UserId(0)).into()]
}

/// Rights, then everything that is asked of the row but the days.
pub(crate) fn narrow(query: &mut Where, who: &Access, filter: &InboxFilter) {
    bound(query, who);
    if filter.mine && who.reads() != Some(&[]) {
        only_own(query, who);
    }
    filter.narrow(query);
}

/// Any of these tags, and none of those.
fn narrow_tags(query: &mut Where, picked: &Picked<String>) {
    let lists = [
        (
            "exists (select 1 from ticket_tag where ticket_tag.ticket = ticket.id and ticket_tag.tag in (?",
            picked.with.as_deref(),
        ),
        (
            "not exists (select 1 from ticket_tag where ticket_tag.ticket = ticket.id and ticket_tag.tag in (?",
            Some(picked.without.as_slice()),
        ),
    ];
    for (begin, tags) in lists {
        let Some([first, rest @ ..]) = tags else { continue };
        query.and(begin, [first.as_str().into()]);
        for tag in rest {
            query.then(", ?", [tag.as_str().into()]);
        }
        query.then("))", []);
    }
}

/// Nobody is no value to a database.
fn narrow_assignee(query: &mut Where, picked: &Picked<Option<UserId>>) {
    let nobody = UserId(0);
    match picked.with.as_deref() {
        None => {}
        Some([None]) => {
            query.and("ticket.assignee is null", []);
        }
        Some(with) if with.contains(&None) => {
            query.and_in("coalesce(ticket.assignee, 0)", with.iter().map(|user| user.unwrap_or(nobody)));
        }
        Some(with) => {
            query.and_in("ticket.assignee", with.iter().copied().flatten());
        }
    }
    if !picked.without.is_empty() {
        query.and_not_in("coalesce(ticket.assignee, 0)", picked.without.iter().map(|user| user.unwrap_or(nobody)));
    }
}
