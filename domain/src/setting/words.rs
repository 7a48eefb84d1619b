//! Knows what the fields of settings and their values are called, for people who edit them and who read faults and
//! changes.

use crate::form::{QuestionKind, TextStyle};
use crate::{ButtonStyle, Colour, Priority, Question, RoleKind, TypeState, WhenClosed};

/// What stands above a field in its editor: the only name that it has. Empty for what is no field.
pub fn label(path: &str) -> &'static str {
    let (of, field) = path.rsplit_once('.').map_or(("", path), |(list, field)| (first(list), field));
    match (of, field) {
        ("", "name") => "Name",
        ("", "label") => "Words on the button",
        ("", "emoji") => "Emoji",
        ("", "style") => "Colour of the button",
        ("", "state") => "State",
        ("", "paused_message") => "What members are told while it is paused",
        ("", "department") => "Department",
        ("", "welcome") => "Welcome message",
        ("welcome", "title") => "Title",
        ("welcome", "text") => "Text",
        ("welcome", "instructions") => "Instructions",
        ("welcome", "response_time") => "Response time",
        ("" | "welcome", "colour") => "Colour",
        ("welcome", "banner") => "Banner",
        ("welcome", "thumbnail") => "Thumbnail",
        ("welcome", "footer") => "Footer",
        ("", "naming") => "Channel name",
        ("", "default_priority") => "Priority",
        ("", "limit_per_member") => "Open tickets per member",
        ("", "category") => "Category of open tickets",
        ("", "closed_category") => "Category of closed tickets",
        ("", "when_closed") => "When a ticket is closed",
        ("", "archive_days") => "Days in the archive",
        ("", "form_title") => "Title of the form",
        ("", "questions") => "Questions",
        (QUESTIONS, "label") => "Question",
        (QUESTIONS, "kind") => "Kind of answer",
        (QUESTIONS, "required") => "Must be answered",
        (QUESTIONS, "min") => "Least",
        (QUESTIONS, "max") => "Most",
        (QUESTIONS, "choices") => "Choices",
        (QUESTIONS, "description") => "Description below the question",
        (QUESTIONS, "placeholder") => "Words in the empty field",
        ("" | QUESTIONS, "key") => "Key",
        (QUESTIONS, "value") => "Value",
        ("", "oncall_role") => "On call",
        ("", "roles") | ("role", _) => "Roles",
        ("", "add_role") => "Role",
        ("", "add_kind") => "As",
        ("", "admin_roles") => "Admin roles",
        ("", "order") => "Order",
        ("", "types") => "Ticket types",
        ("", "channel") => "Channel",
        _ => "",
    }
}

const QUESTIONS: &str = "questions";

fn first(path: &str) -> &str {
    path.split('.').next().unwrap_or_default()
}

/// The label with where the field is, for whoever reads it elsewhere: `questions.2.choices.0.value` is "Question 3,
/// choice 1, value". What a question or a choice says is the thing itself.
pub fn field_name(path: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        let number = parts.peek().and_then(|next| next.parse::<usize>().ok());
        let word = match (part, number) {
            (QUESTIONS, Some(_)) => "question",
            ("choices", Some(_)) => "choice",
            ("roles", Some(_)) => "role",
            ("admin_roles", Some(_)) => "admin role",
            ("label", None) if !words.is_empty() => continue,
            // By its id, which says nothing to people.
            ("role", Some(_)) => return label(path).to_owned(),
            _ => match label(if words.is_empty() { part } else { path }) {
                "" => part,
                label => label,
            },
        };
        words.push(match number {
            Some(index) => format!("{word} {}", index + 1),
            None if words.is_empty() => word.replace('_', " "),
            None => small(word),
        });
        if number.is_some() {
            parts.next();
        }
    }
    capital(&words.join(", "))
}

fn small(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// What is said beside a save that let deleted roles go.
pub fn roles_gone(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 role that no longer exists in Discord was removed.".to_owned()),
        _ => Some(format!("{count} roles that no longer exist in Discord were removed.")),
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

pub(super) fn colour(colour: Colour) -> String {
    format!("#{colour:06X}")
}

pub(super) fn style(style: ButtonStyle) -> String {
    capital(style.as_str())
}

pub(super) fn state(state: TypeState) -> String {
    capital(state.as_str())
}

pub(super) fn priority(priority: Priority) -> String {
    capital(priority.as_str())
}

pub(super) fn when_closed(mode: WhenClosed) -> String {
    match mode {
        WhenClosed::Archive => "Archive, then delete",
        WhenClosed::Delete => "Delete at once",
        WhenClosed::Keep => "Keep",
    }
    .to_owned()
}

pub(super) fn role_kind(kind: RoleKind) -> &'static str {
    match kind {
        RoleKind::Staff => "staff",
        RoleKind::Supervisor => "supervisor",
        RoleKind::Viewer => "viewer",
    }
}

/// All of a question in one line, so that any change of it can be seen.
pub(super) fn question(question: &Question) -> String {
    let kind = match &question.kind {
        QuestionKind::Text { style, min, max } => {
            let style = if *style == TextStyle::Long { "long text" } else { "short text" };
            format!("{style} of {min} to {max} characters")
        }
        QuestionKind::Number { min, max } => format!("number from {min} to {max}"),
        QuestionKind::Choice { choices } => {
            let all: Vec<String> =
                choices.iter().map(|choice| format!("{} ({})", choice.label, choice.value)).collect();
            format!("one of {}", all.join(", "))
        }
    };
    let need = if question.required { "required" } else { "optional" };
    let mut line = format!("{} ({}): {kind}, {need}", question.label, question.key);
    for (name, text) in [("description", &question.description), ("placeholder", &question.placeholder)] {
        if let Some(text) = text {
            line = format!("{line}, {name} “{text}”");
        }
    }
    line
}
