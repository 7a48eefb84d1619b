//! Knows how what Docket says of a ticket looks: its end, its going on, the questions to its member.

use super::view::{DESCRIPTION, FIELD_VALUE, GREEN, ORANGE, PLAIN, RED, View, clip};
use crate::custom_id::CustomId;
use crate::words::{Label, Notice, Word};
use domain::{ClosedPath, RoleId, RoleKind, Status, Timestamp, UserId};
use serde_json::{Value, json};

/// What was said last, to be shown where a ticket goes on.
pub struct Recent {
    pub author: String,
    pub text: String,
    pub at: Timestamp,
}

/// Characters of one message among the last.
const PASSAGE: usize = 300;

fn button(style: u8, label: &Label, id: CustomId) -> Value {
    json!({"type": 2, "style": style, "label": label.to_string(), "custom_id": id.to_string()})
}

fn row(buttons: &[Value]) -> Value {
    json!([{"type": 1, "components": buttons}])
}

impl View<'_> {
    /// Said in the channel when the ticket is over.
    pub fn close_notice(&self, deleted_soon: bool) -> Value {
        let ticket = self.ticket;
        let (number, id) = (ticket.number, ticket.id);
        let solved = ticket.closed_path.is_some_and(is_solved);
        let title = match ticket.status {
            Status::Cancelled => Notice::CancelledTitle { number }.to_string(),
            _ if solved => Word::ConfirmedTitle { number }.to_string(),
            _ => Word::ClosedTitle { number }.to_string(),
        };
        let mut text = Notice::EndedBy { user: ticket.closed_by, path: ticket.closed_path }.to_string();
        if deleted_soon {
            text.push(' ');
            text.push_str(&Word::ClosesSoon.to_string());
        }
        let mut embed = json!({"title": title, "description": text, "color": if solved { GREEN } else { RED }});
        if let Some(reason) = ticket.close_reason.as_deref().filter(|reason| !reason.trim().is_empty()) {
            embed["fields"] =
                json!([{"name": Word::Reason.to_string(), "value": clip(reason.trim(), FIELD_VALUE), "inline": false}]);
        }
        let mut buttons = Vec::new();
        if ticket.status == Status::Closed {
            buttons.push(button(2, &Label::Reopen, CustomId::Reopen { ticket: id }));
            if self.is_deleted_some_day() {
                buttons.push(button(2, &Label::Keep, CustomId::Keep { ticket: id }));
            }
        }
        let mut body = json!({"embeds": [embed]});
        if !buttons.is_empty() {
            body["components"] = row(&buttons);
        }
        body
    }

    fn is_deleted_some_day(&self) -> bool {
        let mode = self.catalog.kind(self.ticket.ticket_type).map(|kind| kind.when_closed);
        mode.is_none_or(|mode| mode != domain::WhenClosed::Keep)
    }

    /// "Is it solved?", to the customer.
    pub fn ask_solved(&self, until: Option<Timestamp>) -> Value {
        let ticket = self.ticket;
        let mut text = Notice::Ask { by: ticket.asked_by }.to_string();
        if let Some(until) = until {
            text = format!("{text}\n{}", Notice::AskUntil { until });
        }
        let embed = json!({"title": Notice::AskTitle.to_string(), "description": text, "color": GREEN});
        let buttons = [
            button(3, &Label::Accept, CustomId::Accept { ticket: ticket.id }),
            button(2, &Label::Refuse, CustomId::Refuse { ticket: ticket.id }),
        ];
        json!({"content": format!("<@{}>", ticket.customer), "embeds": [embed], "components": row(&buttons),
            "allowed_mentions": {"parse": [], "users": [ticket.customer]}})
    }

    /// Before it closes for silence.
    pub fn warn_of_silence(&self, until: Timestamp) -> Value {
        let customer = self.ticket.customer;
        json!({"content": Notice::Silence { customer, until }.to_string(),
            "allowed_mentions": {"parse": [], "users": [customer]}})
    }

    /// After a sleep.
    pub fn woken(&self) -> Value {
        let assignee = self.ticket.assignee;
        json!({"content": Notice::Woken { assignee }.to_string(),
            "allowed_mentions": {"parse": [], "users": Vec::from_iter(assignee)}})
    }

    /// The ticket goes on.
    pub fn reopened(&self, by: Option<UserId>, reason: Option<&str>, recent: &[Recent], link: &str) -> Value {
        let ticket = self.ticket;
        let after = if recent.is_empty() { Notice::NothingRecent { link } } else { Notice::Recent { link } };
        let text = format!("{}\n{after}", Notice::Reopened { by, reason });
        let fields: Vec<Value> = recent
            .iter()
            .map(|said| {
                let value = format!("{}\n<t:{}:f>", clip(&said.text, PASSAGE), said.at.0 / 1000);
                json!({"name": clip(&said.author, 100), "value": value, "inline": false})
            })
            .collect();
        let embed = json!({"title": Notice::ReopenedTitle { number: ticket.number }.to_string(),
            "description": clip(&text, DESCRIPTION), "color": PLAIN, "fields": fields});
        json!({"content": format!("<@{}>", ticket.customer), "embeds": [embed],
            "allowed_mentions": {"parse": [], "users": [ticket.customer]}})
    }

    /// The department's supervisors; where it has none, whoever is called for help.
    fn supervisors(&self, is_there: &dyn Fn(RoleId) -> bool) -> Vec<RoleId> {
        let roles = self.department().map(|of| of.roles.as_slice()).unwrap_or_default();
        let supervisors = roles.iter().filter(|(_, kind)| *kind == RoleKind::Supervisor).map(|(role, _)| *role);
        let found: Vec<RoleId> = supervisors.filter(|role| is_there(*role)).collect();
        if found.is_empty() { self.helpers(is_there) } else { found }
    }

    pub fn escalated(&self, by: Option<UserId>, reason: Option<&str>, is_there: &dyn Fn(RoleId) -> bool) -> Value {
        let roles = self.supervisors(is_there);
        let words = Notice::Escalated { roles: &roles, by, reason, priority: self.ticket.priority };
        json!({"content": clip(&words.to_string(), 2_000), "allowed_mentions": {"parse": [], "roles": roles}})
    }

    /// How it went, to the customer.
    pub fn ask_rating(&self, guild: &str) -> Value {
        let ticket = self.ticket;
        let stars: Vec<Value> = (1..=5)
            .map(|stars| {
                let id = CustomId::Rate { guild: ticket.guild, ticket: ticket.id, stars };
                button(2, &Label::Star { stars }, id)
            })
            .collect();
        let embed = json!({"title": Notice::RateTitle.to_string(), "color": ORANGE,
            "description": Notice::Rate { number: ticket.number, guild }.to_string()});
        json!({"embeds": [embed], "components": row(&stars)})
    }

    /// The same in the channel, where the customer is called.
    pub fn ask_rating_here(&self, guild: &str) -> Value {
        let mut body = self.ask_rating(guild);
        body["content"] = json!(format!("<@{}>", self.ticket.customer));
        body["allowed_mentions"] = json!({"parse": [], "users": [self.ticket.customer]});
        body
    }
}

pub fn is_solved(path: ClosedPath) -> bool {
    use ClosedPath::{Accepted, AfterHelp, ItWorks};
    matches!(path, ItWorks | AfterHelp | Accepted)
}
