//! Knows the steps of the question builder: a button's word in, the form as it is then out. The same on both sides.

use super::draft::{QUESTIONS, write_question};
use crate::page::settings::form::Form;
use domain::Question;
use domain::form::{QuestionKind, TextStyle};

/// Discord's limit of components in a modal
/// (<https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal>).
pub const MOST: usize = 5;

/// `add`, `up.2`, `down.2`, `remove.2`; anything else changes nothing. With the field to go on at.
pub fn step(mut form: Form, word: &str) -> (Form, Option<String>) {
    let rows = form.rows(QUESTIONS);
    if word == "add" && rows < MOST {
        let question = Question {
            key: String::new(),
            label: String::new(),
            description: None,
            placeholder: None,
            required: true,
            kind: QuestionKind::Text { style: TextStyle::Short, min: 0, max: 200 },
        };
        return (write_question(form, rows, &question), Some(format!("{QUESTIONS}.{rows}.label")));
    }
    let Some((deed, Ok(at))) = word.split_once('.').map(|(deed, at)| (deed, at.parse::<usize>())) else {
        return (form, None);
    };
    match deed {
        "up" if at > 0 && at < rows => {
            form.swap_rows(QUESTIONS, at, at - 1);
            (form, Some(format!("{QUESTIONS}.{}.label", at - 1)))
        }
        "down" if at + 1 < rows => {
            form.swap_rows(QUESTIONS, at, at + 1);
            (form, Some(format!("{QUESTIONS}.{}.label", at + 1)))
        }
        "remove" if at < rows => {
            form.remove_row(QUESTIONS, at);
            (form, None)
        }
        _ => (form, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(form: &Form) -> Vec<String> {
        (0..form.rows(QUESTIONS)).map(|at| form.get(&format!("questions.{at}.label")).to_owned()).collect()
    }

    #[test]
    fn questions_are_added_moved_and_removed() {
        let mut form = Form::default();
        for at in 0..7 {
            form = step(form, "add").0;
            if at < MOST {
                form.set(format!("questions.{at}.label"), format!("Q{at}"));
            }
        }
        assert_eq!(labels(&form), ["Q0", "Q1", "Q2", "Q3", "Q4"]);
        let (form, at) = step(form, "up.2");
        assert_eq!(at.as_deref(), Some("questions.1.label"));
        assert_eq!(labels(&form), ["Q0", "Q2", "Q1", "Q3", "Q4"]);
        let form = step(step(form, "down.0").0, "remove.4").0;
        assert_eq!(labels(&form), ["Q2", "Q0", "Q1", "Q3"]);
        for nothing in ["up.0", "down.3", "remove.9", "up", "up.x", "", "later.1", "up.-1"] {
            assert_eq!(labels(&step(form.clone(), nothing).0), labels(&form), "{nothing}");
        }
    }
}
