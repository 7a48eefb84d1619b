//! Knows how the dashboard's editor sends a ticket type: each field under the path at which its faults are told.

use domain::TicketType;
use domain::form::QuestionKind;
use domain::setting::TypeDraft;

/// What a save of this type sends, by somebody who saw it so, with another label.
pub fn relabelled(kind: &TicketType, label: &str) -> Vec<(String, String)> {
    let draft = TypeDraft { label: label.to_owned(), ..TypeDraft::from(kind) };
    let mut all = Vec::new();
    let mut put = |name: &str, value: String| all.push((name.to_owned(), value));
    put("guild", kind.guild.to_string());
    put("key", kind.key.clone());
    put("id", kind.id.to_string());
    put("seen", kind.revision.to_string());
    put("name", draft.name);
    put("label", draft.label);
    put("emoji", draft.emoji.unwrap_or_default());
    put("style", draft.style.to_string());
    put("state", draft.state.to_string());
    put("paused_message", draft.paused_message.unwrap_or_default());
    put("department", draft.department.to_string());
    put("welcome.title", draft.welcome.title);
    put("welcome.text", draft.welcome.text);
    put("welcome.instructions", draft.welcome.instructions.unwrap_or_default());
    put("welcome.response_time", draft.welcome.response_time.unwrap_or_default());
    put("welcome.colour", draft.welcome.colour.map(|colour| format!("#{colour:06x}")).unwrap_or_default());
    put("welcome.banner", draft.welcome.banner.unwrap_or_default());
    put("welcome.thumbnail", draft.welcome.thumbnail.unwrap_or_default());
    put("welcome.footer", draft.welcome.footer.unwrap_or_default());
    put("naming", draft.naming);
    put("default_priority", draft.default_priority.to_string());
    put("limit_per_member", draft.limit_per_member.to_string());
    put("category", draft.category.map(|id| id.to_string()).unwrap_or_default());
    put("closed_category", draft.closed_category.map(|id| id.to_string()).unwrap_or_default());
    put("when_closed", draft.when_closed.to_string());
    put("archive_days", draft.archive_days.to_string());
    put("form_title", draft.form_title);
    for (at, question) in draft.questions.into_iter().enumerate() {
        let name = |field: &str| format!("questions.{at}.{field}");
        let (kind, min, max, choices) = match question.kind {
            QuestionKind::Text { style, min, max } => {
                (style.to_string(), min.to_string(), max.to_string(), String::new())
            }
            QuestionKind::Number { min, max } => ("number".to_owned(), min.to_string(), max.to_string(), String::new()),
            QuestionKind::Choice { choices } => {
                let lines: Vec<String> = choices.iter().map(|c| format!("{} = {}", c.value, c.label)).collect();
                ("choice".to_owned(), String::new(), String::new(), lines.join("\n"))
            }
        };
        put(&name("key"), question.key);
        put(&name("label"), question.label);
        put(&name("description"), question.description.unwrap_or_default());
        put(&name("placeholder"), question.placeholder.unwrap_or_default());
        put(&name("required"), if question.required { "on".to_owned() } else { String::new() });
        put(&name("kind"), kind);
        put(&name("min"), min);
        put(&name("max"), max);
        put(&name("choices"), choices);
    }
    all
}
