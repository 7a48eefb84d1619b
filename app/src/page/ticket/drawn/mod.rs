//! What of a ticket's page the server alone draws: what can be done with it and its details. The browser's half carries
//! none of it: it puts the pieces that changed in their places and sends their forms.

mod actions;
mod asked;
mod end;
mod facts;
mod more;
mod note;
mod order;
mod part;
mod timeline;
mod timers;

use super::shown::PieceShown;
use crate::page::settings::answer::{Answer, Done, Kept};
use domain::{
    Access, Act, ChannelId, DepartmentId, Order, OrderStatus, Person, Status, TicketTypeId, Timestamp, UserId,
};
use leptos::prelude::*;
use part::Of;
use store::TicketView;

/// What is drawn, for whom, and when.
pub struct Drawing {
    pub view: TicketView,
    pub access: Access,
    pub now: Timestamp,
    /// Where it can be brought, for staff.
    pub departments: Vec<(DepartmentId, String)>,
    pub types: Vec<(TicketTypeId, String)>,
    pub categories: Vec<(ChannelId, String)>,
    /// Order statuses in which closing is a risk.
    pub risky: Vec<OrderStatus>,
    /// A form that came back to a browser without a script.
    pub kept: Option<Kept>,
}

impl Drawing {
    fn may(&self, act: Act) -> bool {
        self.view.may.contains(&act)
    }

    fn of(&self) -> Of {
        Of { guild: self.access.guild(), number: self.view.ticket.number }
    }

    /// Staff of the ticket's department.
    fn acts(&self) -> bool {
        self.access.acts_in(self.view.ticket.department)
    }

    fn is_customer(&self) -> bool {
        self.access.user() == self.view.ticket.customer
    }

    fn is_over(&self) -> bool {
        matches!(self.view.ticket.status, Status::Closed | Status::Cancelled)
    }

    /// Closing needs a confirmation.
    fn is_at_risk(&self, order: &Order) -> bool {
        order.risky || self.risky.contains(&order.status)
    }

    fn name(&self, id: UserId) -> String {
        self.view.people.get(&id).map_or_else(|| id.to_string(), |person: &Person| person.display_name.clone())
    }

    /// What was typed in a field of a form that came back.
    fn typed(&self, name: &str) -> String {
        let form = self.kept.as_ref().and_then(|kept| kept.form.as_ref());
        form.map(|form| form.get(name).to_owned()).unwrap_or_default()
    }

    /// What became of it, in words.
    fn told(&self) -> Option<(String, bool)> {
        match self.kept.as_ref()?.answer.as_ref()? {
            Answer::Done(Done { say, .. }) => Some((say.clone(), true)),
            Answer::Refused(words) => Some((words.clone(), false)),
            Answer::Faults(_) | Answer::Conflict(_) => None,
        }
    }
}

/// Every piece, in the order of the page.
pub fn pieces(of: &Drawing) -> Vec<PieceShown> {
    vec![
        piece("actions", actions::actions(of)),
        piece("asked", asked::asked(of)),
        piece("facts", facts::facts(of)),
        piece("note", note::note(of)),
        piece("timeline", timeline::timeline(of)),
    ]
}

fn piece(name: &str, drawn: AnyView) -> PieceShown {
    let html = drawn.to_html();
    // With its name: several are empty, and one that becomes so is not known by another's mark.
    PieceShown { name: name.to_owned(), mark: crate::page::mark_of(&(name, &html)), html }
}
