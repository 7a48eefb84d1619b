//! Knows what an admin edits of a ticket type, its form among it.

use super::fault::{Faults, check_key};
use super::{Choices, FieldFault, limit};
use crate::form::QuestionKind;
use crate::template::{self, DEFAULT_NAMING, NAMING_NAMES, WELCOME_NAMES};
use crate::{
    ButtonStyle, ChannelId, DepartmentId, Priority, Question, Refusal, TicketType, TypeState, Welcome, WhenClosed,
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeDraft {
    pub name: String,
    pub label: String,
    pub emoji: Option<String>,
    pub style: ButtonStyle,
    pub state: TypeState,
    pub paused_message: Option<String>,
    pub department: DepartmentId,
    pub welcome: Welcome,
    pub naming: String,
    pub default_priority: Priority,
    pub limit_per_member: i64,
    pub category: Option<ChannelId>,
    pub closed_category: Option<ChannelId>,
    pub when_closed: WhenClosed,
    pub archive_days: i64,
    pub form_title: String,
    pub questions: Vec<Question>,
}

/// What a new type starts with.
impl Default for TypeDraft {
    fn default() -> Self {
        Self {
            name: String::new(),
            label: String::new(),
            emoji: None,
            style: ButtonStyle::Blurple,
            state: TypeState::Active,
            paused_message: None,
            department: DepartmentId::default(),
            welcome: Welcome::default(),
            naming: DEFAULT_NAMING.to_owned(),
            default_priority: Priority::Medium,
            limit_per_member: 1,
            category: None,
            closed_category: None,
            when_closed: WhenClosed::Archive,
            archive_days: 14,
            form_title: String::new(),
            questions: Vec::new(),
        }
    }
}

impl From<&TicketType> for TypeDraft {
    fn from(kind: &TicketType) -> Self {
        Self {
            name: kind.name.clone(),
            label: kind.label.clone(),
            emoji: kind.emoji.clone(),
            style: kind.style,
            state: kind.state,
            paused_message: kind.paused_message.clone(),
            department: kind.department,
            welcome: kind.welcome.clone(),
            naming: kind.naming.clone(),
            default_priority: kind.default_priority,
            limit_per_member: kind.limit_per_member,
            category: kind.category,
            closed_category: kind.closed_category,
            when_closed: kind.when_closed,
            archive_days: kind.archive_days,
            form_title: kind.form.title.clone(),
            questions: kind.form.questions.clone(),
        }
        .tidy()
    }
}

/// Nothing where there are only blanks.
pub(super) fn filled(text: Option<String>) -> Option<String> {
    let text = text?;
    let trimmed = text.trim();
    if trimmed.is_empty() { None } else { Some(trimmed.to_owned()) }
}

impl TypeDraft {
    /// As it is kept and compared: without blanks around, what is blank left out.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        for text in [&mut self.name, &mut self.label, &mut self.naming, &mut self.form_title, &mut self.welcome.title] {
            *text = text.trim().to_owned();
        }
        let welcome = &mut self.welcome;
        for text in [
            &mut self.emoji,
            &mut self.paused_message,
            &mut welcome.instructions,
            &mut welcome.response_time,
            &mut welcome.banner,
            &mut welcome.thumbnail,
            &mut welcome.footer,
        ] {
            *text = filled(text.take());
        }
        for question in &mut self.questions {
            question.label = question.label.trim().to_owned();
            question.description = filled(question.description.take());
            question.placeholder = filled(question.placeholder.take());
        }
        self
    }

    /// All that is wrong with it, at its fields.
    pub fn check(&self, choices: &Choices) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        faults.says("name", &self.name, limit::NAME);
        faults.says("label", &self.label, limit::LABEL);
        faults.emoji("emoji", self.emoji.as_deref(), choices);
        faults.fits("paused_message", self.paused_message.as_deref().unwrap_or_default(), limit::PAUSED_MESSAGE);
        if choices.department(self.department).is_none() {
            faults.add("department", Refusal::NoSuchDepartment);
        }
        self.check_welcome(&mut faults);
        faults.says("naming", &self.naming, limit::CHANNEL_NAME);
        if let Err(refusal) = template::check(&self.naming, NAMING_NAMES, &[]) {
            faults.add("naming", refusal);
        } else if !self.naming.is_empty() && !self.naming.chars().any(char::is_alphanumeric) {
            faults.add("naming", Refusal::NoLetters);
        }
        faults.within("limit_per_member", self.limit_per_member, limit::OPEN_PER_MEMBER);
        faults.category("category", self.category, choices);
        faults.category("closed_category", self.closed_category, choices);
        // Shown whatever is done at the close, so judged whatever is done.
        faults.within("archive_days", self.archive_days, limit::ARCHIVE_DAYS);
        faults.says("form_title", &self.form_title, limit::FORM_TITLE);
        self.check_questions(&mut faults);
        faults.0
    }

    /// What is wrong with `after` and was chosen by it: what was wrong before and stayed is nobody's mistake now.
    pub fn new_faults(&self, after: &Self, choices: &Choices) -> Vec<FieldFault> {
        let old = self.check(choices);
        let stayed = |fault: &FieldFault| match fault.field.as_str() {
            "department" => self.department == after.department,
            "category" => self.category == after.category,
            "closed_category" => self.closed_category == after.closed_category,
            _ => true,
        };
        after.check(choices).into_iter().filter(|fault| !(stayed(fault) && old.contains(fault))).collect()
    }

    fn check_welcome(&self, faults: &mut Faults) {
        let welcome = &self.welcome;
        let keys: Vec<&str> = self.questions.iter().map(|question| question.key.as_str()).collect();
        let parts = [
            ("welcome.title", welcome.title.as_str(), limit::EMBED_TITLE),
            ("welcome.text", welcome.text.as_str(), limit::EMBED_TEXT),
            ("welcome.instructions", welcome.instructions.as_deref().unwrap_or_default(), limit::EMBED_FIELD),
            ("welcome.response_time", welcome.response_time.as_deref().unwrap_or_default(), limit::EMBED_FIELD),
            ("welcome.footer", welcome.footer.as_deref().unwrap_or_default(), limit::EMBED_FOOTER),
        ];
        for (field, text, max) in parts {
            faults.fits(field, text, max);
        }
        for (field, text, _) in &parts[..3] {
            if let Err(refusal) = template::check(text, WELCOME_NAMES, &keys) {
                faults.add(*field, refusal);
            }
        }
        let length: usize = parts.iter().map(|(_, text, _)| text.chars().count()).sum();
        if length > limit::EMBED {
            let field = super::field_name("welcome");
            faults.add("welcome", Refusal::TooLong { field, length, max: limit::EMBED });
        }
        if let Some(colour) = welcome.colour {
            faults.colour("welcome.colour", colour);
        }
        faults.address("welcome.banner", welcome.banner.as_deref());
        faults.address("welcome.thumbnail", welcome.thumbnail.as_deref());
    }

    fn check_questions(&self, faults: &mut Faults) {
        match self.questions.len() {
            0 => faults.add("questions", Refusal::NoQuestion),
            count if count > limit::QUESTIONS => {
                faults.add("questions", Refusal::TooMany { count, max: limit::QUESTIONS });
            }
            _ => {}
        }
        let mut keys = HashSet::new();
        for (index, question) in self.questions.iter().enumerate() {
            let at = |part: &str| format!("questions.{index}.{part}");
            if let Err(refusal) = check_key(&question.key) {
                faults.add(at("key"), refusal);
            } else if !keys.insert(question.key.as_str()) {
                faults.add(at("key"), Refusal::KeyTaken { key: question.key.clone() });
            }
            faults.says(&at("label"), &question.label, limit::QUESTION_LABEL);
            let description = question.description.as_deref().unwrap_or_default();
            faults.fits(&at("description"), description, limit::QUESTION_DESCRIPTION);
            faults.fits(&at("placeholder"), question.placeholder.as_deref().unwrap_or_default(), limit::PLACEHOLDER);
            check_kind(faults, &format!("questions.{index}"), &question.kind);
        }
    }
}

fn check_kind(faults: &mut Faults, at: &str, kind: &QuestionKind) {
    match kind {
        QuestionKind::Text { min, max, .. } => {
            let most = i64::from(limit::ANSWER);
            faults.within(&format!("{at}.min"), i64::from(*min), (0, most));
            faults.within(&format!("{at}.max"), i64::from(*max), (1, most));
            if min > max {
                faults.add(format!("{at}.min"), Refusal::LeastOverMost);
            }
        }
        QuestionKind::Number { min, max } if min > max => faults.add(format!("{at}.min"), Refusal::LeastOverMost),
        QuestionKind::Number { .. } => {}
        QuestionKind::Choice { choices } => {
            match choices.len() {
                0 => faults.add(format!("{at}.choices"), Refusal::Empty),
                count if count > limit::CHOICES => {
                    faults.add(format!("{at}.choices"), Refusal::TooMany { count, max: limit::CHOICES });
                }
                _ => {}
            }
            let mut values = HashSet::new();
            for (index, choice) in choices.iter().enumerate() {
                let at = |part: &str| format!("{at}.choices.{index}.{part}");
                faults.says(&at("label"), &choice.label, limit::CHOICE);
                faults.says(&at("value"), &choice.value, limit::CHOICE);
                if !choice.value.trim().is_empty() && !values.insert(choice.value.as_str()) {
                    faults.add(at("value"), Refusal::KeyTaken { key: choice.value.clone() });
                }
            }
        }
    }
}
