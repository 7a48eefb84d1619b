//! Knows how a ticket looks in its channel: the welcome message with its buttons, at every moment of its life.

use crate::custom_id::CustomId;
use crate::words::{Word, status_in_words};
use domain::{Answer, Department, RoleId, Status, Ticket, TicketType, Welcome, template, ticket_ref};
use serde_json::{Value, json};
use std::fmt::Write;
use store::Catalog;

const ORANGE: i32 = 0xE6_7E22;
const GREEN: i32 = 0x2E_CC71;
const RED: i32 = 0xE7_4C3C;
const PLAIN: i32 = 0x5B_6B8C;

/// Discord's limits of an embed (<https://discord.com/developers/docs/resources/message#embed-object>).
const TITLE: usize = 256;
const DESCRIPTION: usize = 4_096;
const FIELD_NAME: usize = 256;
const FIELD_VALUE: usize = 1_024;
const FOOTER: usize = 2_048;
const TOGETHER: usize = 6_000;
const FIELDS: usize = 25;

/// What a welcome message is made of.
pub struct View<'a> {
    pub ticket: &'a Ticket,
    pub catalog: &'a Catalog,
    pub answers: &'a [Answer],
}

impl View<'_> {
    fn kind(&self) -> Option<&TicketType> {
        self.catalog.types.iter().find(|t| t.id == self.ticket.ticket_type)
    }

    fn department(&self) -> Option<&Department> {
        self.catalog.departments.iter().find(|d| d.id == self.ticket.department)
    }

    pub fn type_name(&self) -> &str {
        self.kind().map_or("Ticket", |t| t.name.as_str())
    }

    /// The department's staff roles.
    fn support(&self) -> Vec<RoleId> {
        self.department().map(|d| d.staff_roles().collect()).unwrap_or_default()
    }

    /// Who is pinged when help is asked for: the one on call, else the staff.
    pub fn helpers(&self) -> Vec<RoleId> {
        match self.department().and_then(|d| d.oncall_role) {
            Some(role) => vec![role],
            None => self.support(),
        }
    }

    /// The message, without any right to mention.
    pub fn message(&self) -> Value {
        json!({
            "content": self.content(),
            "embeds": [self.embed()],
            "components": [self.buttons()],
            "allowed_mentions": {"parse": []},
        })
    }

    /// The first time it may mention: the customer, and the staff where the template names them.
    pub fn first_message(&self) -> Value {
        let mut message = self.message();
        let roles = if self.names_support() { self.support() } else { Vec::new() };
        message["allowed_mentions"] = json!({"parse": [], "users": [self.ticket.customer], "roles": roles});
        message
    }

    fn names_support(&self) -> bool {
        self.kind().is_some_and(|t| t.welcome.text.contains("{support}") || t.welcome.title.contains("{support}"))
    }

    /// A mention inside an embed reaches nobody, so it stands here.
    fn content(&self) -> String {
        let mut content = format!("<@{}>", self.ticket.customer);
        if self.names_support() {
            for role in self.support() {
                let _ = write!(content, " <@&{role}>");
            }
        }
        clip(&content, 2_000)
    }

    fn embed(&self) -> Value {
        let fallback = Welcome { title: ticket_ref(self.ticket.number), ..Welcome::default() };
        let welcome = self.kind().map_or(&fallback, |t| &t.welcome);
        let values = self.values(welcome);
        let mut budget = TOGETHER;
        let mut spend = |text: &str, max: usize| {
            let text = clip(text, max.min(budget));
            budget -= text.chars().count();
            text
        };
        let title = spend(&template::render(&welcome.title, &values), TITLE);
        let footer = welcome.footer.clone().unwrap_or_else(|| ticket_ref(self.ticket.number));
        let footer = spend(&footer, FOOTER);
        let text = spend(&template::render(&welcome.text, &values), DESCRIPTION);
        let mut fields = Vec::new();
        for (name, value, inline) in self.fields(welcome, &values) {
            if value.trim().is_empty() || fields.len() == FIELDS {
                continue;
            }
            let (name, value) = (spend(&name, FIELD_NAME), spend(&value, FIELD_VALUE));
            if !name.is_empty() && !value.is_empty() {
                fields.push(json!({"name": name, "value": value, "inline": inline}));
            }
        }
        let mut embed = json!({"title": title, "color": self.colour(welcome), "fields": fields});
        for (key, text) in [("description", text), ("title", title)] {
            if !text.trim().is_empty() {
                embed[key] = json!(text);
            }
        }
        if !footer.trim().is_empty() {
            embed["footer"] = json!({"text": footer});
        }
        for (key, url) in [("image", &welcome.banner), ("thumbnail", &welcome.thumbnail)] {
            if let Some(url) = url.as_deref().filter(|url| url.starts_with("https://")) {
                embed[key] = json!({"url": url});
            }
        }
        embed
    }

    fn fields(&self, welcome: &Welcome, values: &template::Values<'_>) -> Vec<(String, String, bool)> {
        let department = self.department().map_or("", |d| d.name.as_str());
        let category = if department.is_empty() {
            self.type_name().to_owned()
        } else {
            format!("{department} · {}", self.type_name())
        };
        let mut fields = vec![(Word::Category.to_string(), category, true)];
        if let Some(time) = &welcome.response_time {
            fields.push((Word::ResponseTime.to_string(), time.clone(), true));
        }
        if let Some(user) = self.ticket.assignee {
            fields.push((Word::ClaimedBy.to_string(), format!("<@{user}>"), true));
        }
        if self.ticket.status.is_over() {
            fields.push((Word::StatusField.to_string(), status_in_words(self.ticket.status).to_owned(), true));
        }
        for answer in self.answers {
            fields.push((answer.label.clone(), answer.shown.clone(), false));
        }
        if let Some(text) = &welcome.instructions {
            fields.push((Word::Instructions.to_string(), template::render(text, values), false));
        }
        fields
    }

    fn values(&self, welcome: &Welcome) -> template::Values<'_> {
        let ticket = self.ticket;
        let support: Vec<String> = self.support().iter().map(|role| format!("<@&{role}>")).collect();
        let department = self.department().map_or_else(String::new, |d| d.name.clone());
        let listed: Vec<String> = self.answers.iter().map(|a| format!("**{}**: {}", a.label, a.shown)).collect();
        let service = self.answers.iter().find(|a| a.key == "service").map_or_else(String::new, |a| a.shown.clone());
        template::Values {
            pairs: vec![
                ("customer", format!("<@{}>", ticket.customer)),
                ("support", if support.is_empty() { department.clone() } else { support.join(" ") }),
                ("service", service),
                ("price", String::new()),
                ("ticket_id", ticket_ref(ticket.number)),
                ("customer_name", ticket.customer_name.clone()),
                ("type", self.type_name().to_owned()),
                ("department", department),
                ("number", format!("{:04}", ticket.number)),
                ("answers", listed.join("\n")),
                ("response_time", welcome.response_time.clone().unwrap_or_default()),
                ("instructions", welcome.instructions.clone().unwrap_or_default()),
                ("hours", String::new()),
                ("position", String::new()),
            ],
            answers: self.answers,
        }
    }

    fn colour(&self, welcome: &Welcome) -> i32 {
        let ticket = self.ticket;
        match ticket.status {
            Status::Closed if ticket.closed_path.is_some_and(is_solved) => GREEN,
            Status::Closed | Status::Cancelled => RED,
            _ if ticket.needed_help_at.is_some() => ORANGE,
            _ => welcome.colour.or(self.department().map(|d| d.colour)).unwrap_or(PLAIN),
        }
    }

    fn buttons(&self) -> Value {
        let ticket = self.ticket.id;
        let over = self.ticket.status.is_over();
        let button = |style: u8, word: Word<'_>, id: CustomId, disabled: bool| {
            json!({"type": 2, "style": style, "label": word.to_string(), "custom_id": id.to_string(),
                "disabled": disabled || over})
        };
        json!({"type": 1, "components": [
            button(1, Word::ClaimButton, CustomId::Claim { ticket }, self.ticket.assignee.is_some()),
            button(4, Word::CloseButton, CustomId::Close { ticket }, false),
            button(3, Word::ItWorksButton, CustomId::ItWorks { ticket }, false),
            button(2, Word::HelpButton, CustomId::Help { ticket }, self.ticket.needed_help_at.is_some()),
        ]})
    }

    /// Said in the channel when the ticket is over.
    pub fn close_notice(&self, deleted_soon: bool) -> Value {
        let ticket = self.ticket;
        let solved = ticket.closed_path.is_some_and(is_solved);
        let (title, by) = if solved {
            (Word::ConfirmedTitle { number: ticket.number }, Word::ConfirmedBy { user: ticket.closed_by })
        } else {
            (Word::ClosedTitle { number: ticket.number }, Word::ClosedBy { user: ticket.closed_by })
        };
        let mut text = by.to_string();
        if deleted_soon {
            text.push(' ');
            text.push_str(&Word::ClosesSoon.to_string());
        }
        let mut embed = json!({"title": title.to_string(), "description": text,
            "color": if solved { GREEN } else { RED }});
        if let Some(reason) = ticket.close_reason.as_deref().filter(|reason| !reason.trim().is_empty()) {
            embed["fields"] =
                json!([{"name": Word::Reason.to_string(), "value": clip(reason.trim(), FIELD_VALUE), "inline": false}]);
        }
        json!({"embeds": [embed]})
    }
}

fn is_solved(path: domain::ClosedPath) -> bool {
    use domain::ClosedPath::{Accepted, AfterHelp, ItWorks};
    matches!(path, ItWorks | AfterHelp | Accepted)
}

/// At most so many characters.
pub fn clip(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    if max == 0 {
        return String::new();
    }
    text.chars().take(max - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_clipped_fits() {
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("abcd", 3), "ab…");
        assert_eq!(clip("abcd", 0), "");
    }
}
