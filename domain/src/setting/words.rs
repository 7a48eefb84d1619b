//! Knows what the fields of settings and their values are called, for people who read faults and changes.

use crate::form::{QuestionKind, TextStyle};
use crate::{ButtonStyle, Colour, Priority, Question, RoleKind, TypeState, WhenClosed};

/// `questions.2.choices.0.label` is "Question 3, choice 1, label".
pub fn field_name(path: &str) -> String {
    let known = match path {
        "name" => "Name",
        "key" => "Key",
        "label" => "Label",
        "emoji" => "Emoji",
        "style" => "Colour of the button",
        "state" => "State",
        "paused_message" => "Words while paused",
        "department" => "Department",
        "welcome" => "The whole welcome message",
        "welcome.title" => "Title of the welcome",
        "welcome.text" => "Text of the welcome",
        "welcome.instructions" => "Instructions",
        "welcome.response_time" => "Response time",
        "welcome.colour" => "Colour of the welcome",
        "welcome.banner" => "Banner",
        "welcome.thumbnail" => "Thumbnail",
        "welcome.footer" => "Footer",
        "naming" => "Channel name",
        "default_priority" => "Priority",
        "limit_per_member" => "Open tickets per member",
        "category" => "Category",
        "closed_category" => "Category of closed tickets",
        "when_closed" => "When closed",
        "archive_days" => "Days in the archive",
        "form_title" => "Title of the form",
        "questions" => "Questions",
        "colour" => "Colour",
        "oncall_role" => "Role on call",
        "roles" => "Roles",
        "admin_roles" => "Admin roles",
        "order" => "Order",
        "types" => "Ticket types",
        "channel" => "Channel",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        let word = match part {
            "questions" => "question",
            "choices" => "choice",
            "roles" => "role",
            "admin_roles" => "admin role",
            "min" => "least",
            "max" => "most",
            "required" => "required",
            other => other,
        };
        let number = parts.peek().and_then(|next| next.parse::<usize>().ok());
        words.push(match number {
            Some(index) => format!("{word} {}", index + 1),
            None => word.replace('_', " "),
        });
        if number.is_some() {
            parts.next();
        }
    }
    capital(&words.join(", "))
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
