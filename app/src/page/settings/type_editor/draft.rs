//! Knows how a ticket type's fields are written into a form and read back. Names are the paths at which faults are
//! told.

use crate::page::settings::form::Form;
use crate::page::settings::unread::Unread;
#[cfg(any(feature = "ssr", test))]
use crate::page::settings::unread::colour_words;
use domain::form::{Choice, QuestionKind, TextStyle};
use domain::setting::{Choices, FieldFault, TypeDraft, limit};
use domain::{Question, TypeState, Welcome};

pub const QUESTIONS: &str = "questions";
/// Characters that an answer may have, and the numbers that bounds may be.
const LENGTH: (i64, i64) = (0, 4_000);
const NUMBER: (i64, i64) = (-999_999_999_999_999, 999_999_999_999_999);

#[cfg(any(feature = "ssr", test))]
pub fn write(draft: &TypeDraft) -> Form {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let welcome = &draft.welcome;
    let form = Form::default()
        .with("name", &draft.name)
        .with("label", &draft.label)
        .with("emoji", some(&draft.emoji))
        .with("style", draft.style)
        .with("state", draft.state)
        .with("paused_message", some(&draft.paused_message))
        .with("department", draft.department)
        .with("welcome.title", &welcome.title)
        .with("welcome.text", &welcome.text)
        .with("welcome.instructions", some(&welcome.instructions))
        .with("welcome.response_time", some(&welcome.response_time))
        .with("welcome.colour", welcome.colour.map(colour_words).unwrap_or_default())
        .with("welcome.banner", some(&welcome.banner))
        .with("welcome.thumbnail", some(&welcome.thumbnail))
        .with("welcome.footer", some(&welcome.footer))
        .with("naming", &draft.naming)
        .with("default_priority", draft.default_priority)
        .with("limit_per_member", draft.limit_per_member)
        .with("category", draft.category.map(|id| id.to_string()).unwrap_or_default())
        .with("closed_category", draft.closed_category.map(|id| id.to_string()).unwrap_or_default())
        .with("when_closed", draft.when_closed)
        .with("archive_days", draft.archive_days)
        .with("form_title", &draft.form_title);
    draft.questions.iter().enumerate().fold(form, |form, (at, question)| write_question(form, at, question))
}

pub fn write_question(form: Form, at: usize, question: &Question) -> Form {
    let name = |field: &str| format!("{QUESTIONS}.{at}.{field}");
    let (kind, min, max, choices) = match &question.kind {
        QuestionKind::Text { style, min, max } => (style.as_str(), min.to_string(), max.to_string(), String::new()),
        QuestionKind::Number { min, max } => ("number", min.to_string(), max.to_string(), String::new()),
        QuestionKind::Choice { choices } => ("choice", String::new(), String::new(), write_choices(choices)),
    };
    form.with(name("key"), &question.key)
        .with(name("label"), &question.label)
        .with(name("description"), question.description.as_deref().unwrap_or_default())
        .with(name("placeholder"), question.placeholder.as_deref().unwrap_or_default())
        .with(name("required"), if question.required { "on" } else { "" })
        .with(name("kind"), kind)
        .with(name("min"), min)
        .with(name("max"), max)
        .with(name("choices"), choices)
}

/// One a line: its words, or `value = words` where the value is not what the words make.
fn write_choices(choices: &[Choice]) -> String {
    let line = |choice: &Choice| {
        if choice.value == slug(&choice.label) && !choice.label.contains(" = ") {
            choice.label.clone()
        } else {
            format!("{} = {}", choice.value, choice.label)
        }
    };
    choices.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn read_choices(text: &str) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some((value, label)) = line.split_once(" = ") {
            choices.push(Choice { value: value.trim().to_owned(), label: label.trim().to_owned() });
            continue;
        }
        let mut value = slug(line);
        // Words of other scripts make no value, and different words may make the same.
        if value.is_empty() || choices.iter().any(|known| known.value == value) {
            value = format!("choice-{}", choices.len() + 1);
        }
        choices.push(Choice { value, label: line.to_owned() });
    }
    choices
}

/// What can't be read is told at its field; the draft has something in its place that is not saved then.
pub fn read(form: &Form) -> (TypeDraft, Vec<FieldFault>) {
    let mut unread = Unread::default();
    let text = |name: &str| form.get(name).trim().to_owned();
    let welcome = Welcome {
        title: text("welcome.title"),
        text: text("welcome.text"),
        instructions: form.words("welcome.instructions"),
        response_time: form.words("welcome.response_time"),
        colour: unread.colour(form, "welcome.colour"),
        banner: form.words("welcome.banner"),
        thumbnail: form.words("welcome.thumbnail"),
        footer: form.words("welcome.footer"),
    };
    let naming = text("naming");
    let draft = TypeDraft {
        name: text("name"),
        label: text("label"),
        emoji: form.words("emoji"),
        style: form.get("style").parse().unwrap_or(domain::ButtonStyle::Grey),
        state: form.get("state").parse().unwrap_or(TypeState::Active),
        paused_message: form.words("paused_message"),
        department: form.get("department").parse().unwrap_or_default(),
        welcome,
        naming: if naming.is_empty() { domain::template::DEFAULT_NAMING.to_owned() } else { naming },
        default_priority: form.get("default_priority").parse().unwrap_or(domain::Priority::Medium),
        limit_per_member: unread.number(form, "limit_per_member", limit::OPEN_PER_MEMBER),
        category: form.get("category").parse().ok(),
        closed_category: form.get("closed_category").parse().ok(),
        when_closed: form.get("when_closed").parse().unwrap_or(domain::WhenClosed::Archive),
        archive_days: unread.number(form, "archive_days", limit::ARCHIVE_DAYS),
        form_title: text("form_title"),
        questions: (0..form.rows(QUESTIONS)).map(|at| question(form, at, &mut unread)).collect(),
    };
    (draft, unread.faults)
}

/// All that is wrong, at its fields: what can't be read, and what the rules refuse.
pub fn check(form: &Form, choices: &Choices) -> Vec<FieldFault> {
    let (draft, mut faults) = read(form);
    let more = draft.check(choices).into_iter();
    let more: Vec<FieldFault> = more.filter(|fault| faults.iter().all(|known| known.field != fault.field)).collect();
    faults.extend(more);
    faults
}

fn question(form: &Form, at: usize, unread: &mut Unread) -> Question {
    let name = |field: &str| format!("{QUESTIONS}.{at}.{field}");
    let label = form.get(&name("label")).trim().to_owned();
    let key = form.words(&name("key")).unwrap_or_else(|| slug(&label));
    let style = form.get(&name("kind"));
    let kind = match style {
        "number" => QuestionKind::Number {
            min: unread.number(form, &name("min"), NUMBER),
            max: unread.number(form, &name("max"), NUMBER),
        },
        "choice" => QuestionKind::Choice { choices: read_choices(form.get(&name("choices"))) },
        _ => QuestionKind::Text {
            style: style.parse().unwrap_or(TextStyle::Short),
            min: unread.number(form, &name("min"), LENGTH),
            max: unread.number(form, &name("max"), LENGTH),
        },
    };
    Question {
        key: if key.is_empty() { format!("question-{}", at + 1) } else { key },
        label,
        description: form.words(&name("description")),
        placeholder: form.words(&name("placeholder")),
        required: form.is_ticked(&name("required")),
        kind,
    }
}

/// `bank-transfer`: what a template or an answer calls these words by.
pub fn slug(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(limit::KEY);
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::preset;

    #[test]
    fn choices_of_any_script_have_values() {
        let choices = read_choices("退款\n支付\nĐổi\nLỗi\n\nBank transfer");
        let values: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
        assert_eq!(values, ["choice-1", "choice-2", "i", "l-i", "bank-transfer"]);
        assert_eq!(read_choices(&write_choices(&choices)), choices);
    }

    #[test]
    fn every_field_is_called_something() {
        let draft = TypeDraft { questions: vec![preset::types()[0].questions[0].clone()], ..TypeDraft::default() };
        for (field, _) in write(&draft).below("") {
            assert_ne!(domain::setting::label(field), "", "{field}");
        }
    }

    #[test]
    fn what_is_written_reads_alike() {
        for preset in preset::types() {
            let draft = TypeDraft {
                name: preset.name.into(),
                label: preset.label.into(),
                welcome: Welcome { colour: Some(0x00_12AB), ..preset.welcome },
                naming: domain::template::DEFAULT_NAMING.into(),
                form_title: preset.form_title.into(),
                questions: preset.questions,
                limit_per_member: 3,
                archive_days: 14,
                ..TypeDraft::default()
            };
            let form = write(&draft);
            let (read, faults) = read(&form);
            assert_eq!(read, draft);
            assert_eq!(faults, []);
            assert!(write(&read).says_as(&form));
        }
    }

    #[test]
    fn what_does_not_read_is_told_at_its_field() {
        let form = write(&TypeDraft::default())
            .with("limit_per_member", "two")
            .with("welcome.colour", "#12")
            .with("questions.0.label", "Size")
            .with("questions.0.kind", "short")
            .with("questions.0.min", "0")
            .with("questions.0.max", "99999999");
        let fields: Vec<String> = read(&form).1.into_iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["welcome.colour", "limit_per_member", "questions.0.max"]);
    }

    #[test]
    fn choices_are_lines() {
        let choices = read_choices("PayPal\n\n  bank = Bank transfer \nBank card");
        let pairs: Vec<(&str, &str)> = choices.iter().map(|c| (c.value.as_str(), c.label.as_str())).collect();
        assert_eq!(pairs, [("paypal", "PayPal"), ("bank", "Bank transfer"), ("bank-card", "Bank card")]);
        assert_eq!(read_choices(&write_choices(&choices)), choices);
    }

    #[test]
    fn a_question_without_a_key_gets_one() {
        let form = Form::default().with("questions.0.label", "Wie viel?").with("questions.1.label", "数量");
        let keys: Vec<String> = read(&form).0.questions.into_iter().map(|question| question.key).collect();
        assert_eq!(keys, ["wie-viel", "question-2"]);
    }
}
