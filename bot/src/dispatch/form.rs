//! Knows how forms are drawn in Discord: a modal of labels with text inputs and selects
//! (<https://discord.com/developers/docs/components/reference#label>).

use crate::custom_id::CustomId;
use crate::ticket::clip;
use crate::words::{Label, Word};
use domain::form::{QuestionKind, TextStyle};
use domain::{Form, GuildId, Question, RawAnswer, TicketId, TicketTypeId};
use serde_json::{Value, json};
use std::fmt::Display;

const LABEL: u8 = 18;
const TEXT_INPUT: u8 = 4;
const STRING_SELECT: u8 = 3;
const SHORT: u8 = 1;
const LONG: u8 = 2;

/// Characters of a modal's title and of a label; of a description and a placeholder.
const TITLE: usize = 45;
const HINT: usize = 100;
/// Characters that a text input takes.
const INPUT: u16 = 4_000;
/// A number is short.
const NUMBER: u16 = 30;

/// The form of a ticket type, filled with what was written before.
pub fn opening(ticket_type: TicketTypeId, form: &Form, before: &[RawAnswer]) -> Value {
    opening_as(CustomId::Submit { ticket_type, form_revision: form.revision }, form, before)
}

/// The same under another name.
pub fn opening_as(id: CustomId, form: &Form, before: &[RawAnswer]) -> Value {
    let questions: Vec<Value> = form.questions.iter().map(|question| label(question, before)).collect();
    json!({"custom_id": id.to_string(), "title": clip(&form.title, TITLE), "components": questions})
}

fn label(question: &Question, before: &[RawAnswer]) -> Value {
    let written = before.iter().find(|a| a.key == question.key).map(|a| a.value.as_str()).filter(|v| !v.is_empty());
    let mut label = json!({"type": LABEL, "label": clip(&question.label, TITLE)});
    if let Some(text) = question.description.as_deref().filter(|text| !text.is_empty()) {
        label["description"] = json!(clip(text, HINT));
    }
    let mut input = match &question.kind {
        QuestionKind::Text { style, min, max } => {
            let style = if *style == TextStyle::Long { LONG } else { SHORT };
            // An optional question may be left empty whatever its least length.
            let least = if question.required { (*min).clamp(1, INPUT) } else { 0 };
            text_input(question, style, least, (*max).clamp(1, INPUT), written)
        }
        QuestionKind::Number { .. } => text_input(question, SHORT, u16::from(question.required), NUMBER, written),
        QuestionKind::Choice { choices } => {
            let option = |choice: &domain::form::Choice| {
                json!({"label": clip(&choice.label, HINT), "value": choice.value,
                    "default": written == Some(choice.value.as_str())})
            };
            let options: Vec<Value> = choices.iter().take(25).map(option).collect();
            json!({"type": STRING_SELECT, "custom_id": question.key, "options": options,
                "min_values": u8::from(question.required), "max_values": 1, "required": question.required})
        }
    };
    if let Some(hint) = question.placeholder.as_deref().filter(|hint| !hint.is_empty()) {
        input["placeholder"] = json!(clip(hint, HINT));
    }
    label["component"] = input;
    label
}

fn text_input(question: &Question, style: u8, min: u16, max: u16, written: Option<&str>) -> Value {
    let mut input = json!({"type": TEXT_INPUT, "custom_id": question.key, "style": style,
        "min_length": min, "max_length": max, "required": question.required});
    if let Some(text) = written {
        input["value"] = json!(text.chars().take(usize::from(max)).collect::<String>());
    }
    input
}

pub const REASON: &str = "reason";

/// The form that asks why a ticket is closed.
pub fn closing(ticket: TicketId, number: i64) -> Value {
    let title = Word::CloseTitle { number }.to_string();
    asking(CustomId::Closing { ticket }, &title, &Word::CloseReason, &Word::CloseReasonHint)
}

/// The form that asks why a ticket is cancelled.
pub fn cancelling(ticket: TicketId, number: i64) -> Value {
    let title = Label::CancelTitle { number }.to_string();
    asking(CustomId::Cancelling { ticket }, &title, &Word::CloseReason, &Label::CancelHint)
}

fn asking(id: CustomId, title: &str, label: &impl Display, hint: &impl Display) -> Value {
    let input = json!({"type": TEXT_INPUT, "custom_id": REASON, "style": LONG, "min_length": 0, "max_length": 1_000,
        "required": false});
    json!({
        "custom_id": id.to_string(),
        "title": clip(title, TITLE),
        "components": [{"type": LABEL, "label": label.to_string(), "description": hint.to_string(),
            "component": input}],
    })
}

pub const COMMENT: &str = "comment";

/// The form for a comment on a rating.
pub fn commenting(guild: GuildId, ticket: TicketId, number: i64) -> Value {
    let input = json!({"type": TEXT_INPUT, "custom_id": COMMENT, "style": LONG, "min_length": 1, "max_length": 1_000,
        "required": true});
    json!({
        "custom_id": CustomId::Commenting { guild, ticket }.to_string(),
        "title": clip(&Label::CommentTitle { number }.to_string(), TITLE),
        "components": [{"type": LABEL, "label": Label::Comment.to_string(),
            "description": Label::CommentHint.to_string(), "component": input}],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{FormId, preset};

    #[test]
    fn every_preset_form_is_drawn_within_discords_limits() {
        for preset in preset::types() {
            let form =
                Form { id: FormId(1), revision: 3, title: preset.form_title.into(), questions: preset.questions };
            let drawn = opening(TicketTypeId(9), &form, &[]);
            assert_eq!(drawn["custom_id"], "v1:ticket-submit:9:3");
            for label in drawn["components"].as_array().unwrap() {
                let input = &label["component"];
                assert!(label["label"].as_str().unwrap().chars().count() <= TITLE);
                assert!(input["required"] != true || input["min_length"] != 0);
            }
        }
    }

    #[test]
    fn what_was_written_stands_there_again() {
        let buy = preset::types().into_iter().find(|t| t.key == "buy-gold").unwrap();
        let form = Form { id: FormId(1), revision: 1, title: "t".into(), questions: buy.questions };
        let before = [("amount", "99999999"), ("delivery", "trade")]
            .map(|(key, value)| RawAnswer { key: key.into(), value: value.into() });
        let drawn = opening(TicketTypeId(9), &form, &before);
        assert_eq!(drawn["components"][0]["component"]["value"], "99999999");
        let options = drawn["components"][1]["component"]["options"].as_array().unwrap().clone();
        let chosen: Vec<&Value> = options.iter().filter(|o| o["default"] == true).map(|o| &o["value"]).collect();
        assert_eq!(chosen, ["trade"]);
    }
}
