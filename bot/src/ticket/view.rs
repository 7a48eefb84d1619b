//! Knows how a ticket looks in its channel: the welcome message with its buttons, at every moment of its life.

use crate::custom_id::CustomId;
use crate::words::{Label, Word, status_in_words};
use domain::{
    Answer, ClaimMode, Conduct, Department, RoleId, Status, Ticket, TicketType, Welcome, template, ticket_ref,
};
use serde_json::{Value, json};
use std::fmt::{Display, Write};
use store::Catalog;

pub(super) const ORANGE: i32 = 0xE6_7E22;
pub(super) const GREEN: i32 = 0x2E_CC71;
pub(super) const RED: i32 = 0xE7_4C3C;
pub(super) const PLAIN: i32 = 0x5B_6B8C;

/// Discord's limits of an embed (<https://discord.com/developers/docs/resources/message#embed-object>).
const TITLE: usize = 256;
pub(super) const DESCRIPTION: usize = 4_096;
const FIELD_NAME: usize = 256;
pub(super) const FIELD_VALUE: usize = 1_024;
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
        self.catalog.kind(self.ticket.ticket_type)
    }

    pub fn department(&self) -> Option<&Department> {
        self.catalog.departments.iter().find(|d| d.id == self.ticket.department)
    }

    pub fn type_name(&self) -> &str {
        self.kind().map_or("Ticket", |t| t.name.as_str())
    }

    /// The department's staff roles.
    fn support(&self) -> Vec<RoleId> {
        self.department().map(|d| d.staff_roles().collect()).unwrap_or_default()
    }

    /// Who is pinged when help is asked for: the one on call, else the staff; of those that Discord still has.
    pub fn helpers(&self, is_there: &dyn Fn(RoleId) -> bool) -> Vec<RoleId> {
        match self.department().and_then(|d| d.oncall_role).filter(|role| is_there(*role)) {
            Some(role) => vec![role],
            None => self.support().into_iter().filter(|role| is_there(*role)).collect(),
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
            Status::Closed if ticket.closed_path.is_some_and(super::notice::is_solved) => GREEN,
            Status::Closed | Status::Cancelled => RED,
            _ if ticket.needed_help_at.is_some() => ORANGE,
            _ => welcome.colour.or(self.department().map(|d| d.colour)).unwrap_or(PLAIN),
        }
    }

    /// What fits its state. "Close" stands on every welcome message and on no other: by it one is known.
    fn buttons(&self) -> Value {
        let ticket = self.ticket.id;
        let over = self.ticket.status.is_over();
        let button = |style: u8, word: &dyn Display, id: CustomId, disabled: bool| {
            json!({"type": 2, "style": style, "label": word.to_string(), "custom_id": id.to_string(),
                "disabled": disabled || over})
        };
        let mut all = Vec::new();
        if self.conduct().claim != ClaimMode::None {
            all.push(button(1, &Word::ClaimButton, CustomId::Claim { ticket }, self.ticket.assignee.is_some()));
        }
        all.push(button(4, &Word::CloseButton, CustomId::Close { ticket }, false));
        all.push(button(3, &Word::ItWorksButton, CustomId::ItWorks { ticket }, false));
        all.push(button(2, &Word::HelpButton, CustomId::Help { ticket }, self.ticket.needed_help_at.is_some()));
        // Once staff have answered it is for them to cancel, which they do by command.
        if self.ticket.first_staff_at.is_none() && self.ticket.assignee.is_none() {
            all.push(button(2, &Label::Cancel, CustomId::Cancel { ticket }, false));
        }
        json!({"type": 1, "components": all})
    }

    /// How tickets of its type are worked on.
    pub fn conduct(&self) -> Conduct {
        self.kind().map(|kind| kind.conduct.clone()).unwrap_or_default()
    }
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
pub mod tests {
    use super::*;

    use domain::{
        DepartmentId, Form, FormId, GuildId, Priority, Provisioning, RoleKind, TicketId, TicketTypeId, Timestamp,
        TypeState, UserId, WaitingOn, preset,
    };

    /// Gold, as it comes with Docket.
    pub fn kind() -> TicketType {
        let preset = preset::types().into_iter().find(|t| t.key == "buy-gold").unwrap();
        TicketType {
            id: TicketTypeId(9),
            guild: GuildId(1),
            department: DepartmentId(2),
            key: preset.key.into(),
            name: preset.name.into(),
            label: preset.label.into(),
            emoji: None,
            style: preset.style,
            state: TypeState::Active,
            paused_message: None,
            welcome: preset.welcome,
            naming: template::DEFAULT_NAMING.into(),
            default_priority: Priority::Medium,
            limit_per_member: 1,
            category: None,
            closed_category: None,
            when_closed: preset.when_closed,
            archive_days: 14,
            opening: domain::OpeningRules::default(),
            conduct: domain::Conduct::default(),
            position: 0,
            revision: 1,
            form: Form { id: FormId(3), revision: 1, title: String::new(), questions: Vec::new() },
        }
    }

    fn catalog() -> Catalog {
        let kind = kind();
        let department = Department {
            id: DepartmentId(2),
            guild: GuildId(1),
            key: "billing".into(),
            name: "Billing".into(),
            emoji: None,
            colour: 0xE7_4C3C,
            position: 0,
            category: None,
            oncall_role: None,
            roles: vec![(RoleId(50), RoleKind::Staff), (RoleId(51), RoleKind::Viewer)],
            revision: 1,
        };
        Catalog { departments: vec![department], types: vec![kind], ..Catalog::default() }
    }

    /// One that is open.
    pub fn ticket() -> Ticket {
        Ticket {
            id: TicketId(7),
            guild: GuildId(1),
            number: 201,
            ticket_type: TicketTypeId(9),
            department: DepartmentId(2),
            customer: UserId(5),
            customer_name: "Mia".into(),
            channel_name: "mia-buy-gold-0201".into(),
            channel: None,
            welcome_message: None,
            provisioning: Provisioning::Wanted,
            failure: None,
            subject: None,
            priority: Priority::Medium,
            status: Status::Open,
            waiting_on: WaitingOn::Staff,
            assignee: None,
            claimed_at: None,
            needed_help_at: None,
            first_staff_at: None,
            resolved_at: None,
            closed_at: None,
            closed_by: None,
            closed_path: None,
            close_reason: None,
            created_at: Timestamp(0),
            last_at: Timestamp(0),
            form_revision: 1,
            revision: 1,
            published_revision: 0,
            channel_gone_at: None,
            incomplete_from: None,
            category: None,
            description: None,
            escalated_at: None,
            snoozed_until: None,
            asked_at: None,
            asked_by: None,
            silence_paused: false,
            reopened_at: None,
            lives: 1,
            rating: None,
            rating_comment: None,
            rated_at: None,
            order_id: None,
            given_name: None,
            parent: None,
            given_parent: None,
        }
    }

    #[test]
    fn the_welcome_message_as_discord_gets_it() {
        let answers = [
            Answer { key: "amount".into(), label: "How much gold?".into(), value: "1500".into(), shown: "1500".into() },
            Answer { key: "notes".into(), label: "Notes".into(), value: "x".repeat(2_000), shown: "x".repeat(2_000) },
        ];
        let (ticket, catalog) = (ticket(), catalog());
        let mut message = View { ticket: &ticket, catalog: &catalog, answers: &answers }.first_message();
        let notes = message["embeds"][0]["fields"][3]["value"].take();
        assert_eq!(notes.as_str().unwrap().chars().count(), FIELD_VALUE);
        insta::assert_json_snapshot!(message);
    }

    #[test]
    fn nothing_in_it_outgrows_discords_limits() {
        let long = "ä".repeat(5_000);
        let answer =
            |n: usize| Answer { key: format!("k{n}"), label: long.clone(), value: long.clone(), shown: long.clone() };
        let answers: Vec<Answer> = (0..30).map(answer).collect();
        let (ticket, mut catalog) = (ticket(), catalog());
        catalog.types[0].welcome = Welcome {
            title: long.clone(),
            text: long.clone(),
            footer: Some(long.clone()),
            instructions: Some(long.clone()),
            ..Welcome::default()
        };
        let message = View { ticket: &ticket, catalog: &catalog, answers: &answers }.message();
        let embed = &message["embeds"][0];
        let mut all = 0;
        let mut measure = |text: &Value, max: usize| {
            let length = text.as_str().map_or(0, |text| text.chars().count());
            assert!(length <= max, "{length} of {max}");
            all += length;
        };
        measure(&embed["title"], TITLE);
        measure(&embed["description"], DESCRIPTION);
        measure(&embed["footer"]["text"], FOOTER);
        for field in embed["fields"].as_array().unwrap() {
            measure(&field["name"], FIELD_NAME);
            measure(&field["value"], FIELD_VALUE);
        }
        assert!(all <= TOGETHER, "{all}");
        assert!(embed["fields"].as_array().unwrap().len() <= FIELDS);
    }

    #[test]
    fn what_is_clipped_fits() {
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("abcd", 3), "ab…");
        assert_eq!(clip("abcd", 0), "");
    }
}
