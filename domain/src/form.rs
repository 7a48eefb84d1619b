//! Knows what a form asks and judges what was answered. How Discord or a browser draws it is theirs.

use crate::word::words;
use crate::{FormId, Refusal};
use serde::{Deserialize, Serialize};

words! { TextStyle { Short = "short", Long = "long" } }

/// One revision of a form. A submit is judged by the revision that was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    pub id: FormId,
    pub revision: i64,
    /// At most 45 characters (Discord's limit of a modal's title).
    pub title: String,
    /// At most five (Discord's limit of components in a modal).
    pub questions: Vec<Question>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Unique in its form; `{answer.KEY}` in templates.
    pub key: String,
    /// At most 45 characters.
    pub label: String,
    /// At most 100 characters.
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub placeholder: Option<String>,
    pub required: bool,
    pub kind: QuestionKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QuestionKind {
    /// Free text of `min..=max` characters.
    Text { style: TextStyle, min: u16, max: u16 },
    /// Text that must read as a whole or decimal number within bounds.
    Number { min: i64, max: i64 },
    /// One of up to 25 choices.
    Choice { choices: Vec<Choice> },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// What came back for one question, before it was judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawAnswer {
    pub key: String,
    pub value: String,
}

/// A judged answer, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub key: String,
    pub label: String,
    /// The typed value: a number is a number in its plain form, a choice its value.
    pub value: String,
    /// What a reader sees: a choice's label, a number with its separators removed.
    pub shown: String,
}

impl Form {
    /// Judges a whole submit: every question once, in the form's order, unanswered optional ones
    /// left out. The first fault is told.
    pub fn judge(&self, raw: &[RawAnswer]) -> Result<Vec<Answer>, Refusal> {
        let mut answers = Vec::with_capacity(self.questions.len());
        for question in &self.questions {
            let value = raw.iter().find(|a| a.key == question.key).map_or("", |a| a.value.trim());
            if let Some(answer) = question.judge(value)? {
                answers.push(answer);
            }
        }
        Ok(answers)
    }
}

impl Question {
    fn judge(&self, value: &str) -> Result<Option<Answer>, Refusal> {
        if value.is_empty() {
            return if self.required { Err(self.wrong("please answer this question.")) } else { Ok(None) };
        }
        let (value, shown) = match &self.kind {
            QuestionKind::Text { min, max, .. } => {
                let length = value.chars().count();
                if length < usize::from(*min) {
                    return Err(self.wrong(&format!("at least {min} characters, please; this has {length}.")));
                }
                if length > usize::from(*max) {
                    return Err(self.wrong(&format!("at most {max} characters, please; this has {length}.")));
                }
                (value.to_owned(), value.to_owned())
            }
            QuestionKind::Number { min, max } => {
                let number = plain_number(value).ok_or_else(|| {
                    self.wrong(&format!("`{}` is not a number. Write it like 1500 or 1500.50.", clip(value, 60)))
                })?;
                if !(within(&number, *min, *max)) {
                    return Err(
                        self.wrong(&format!("a number from {min} to {max}, please; this is {}.", clip(&number, 30)))
                    );
                }
                (number.clone(), number)
            }
            QuestionKind::Choice { choices } => {
                let choice = choices
                    .iter()
                    .find(|c| c.value == value)
                    .ok_or_else(|| self.wrong(&format!("`{}` is not one of the choices.", clip(value, 60))))?;
                (choice.value.clone(), choice.label.clone())
            }
        };
        Ok(Some(Answer { key: self.key.clone(), label: self.label.clone(), value, shown }))
    }

    fn wrong(&self, problem: &str) -> Refusal {
        Refusal::Answer { key: self.key.clone(), label: self.label.clone(), problem: problem.to_owned() }
    }
}

fn clip(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    text.chars().take(max - 1).chain(['…']).collect()
}

/// `1,500.50`, `1 500` and `1500` become `1500.50`, `1500` and `1500`. Commas and blanks only part groups of three
/// digits: `1,5` is what others write for one and a half, and is no number here rather than fifteen.
/// At most 15 digits before the point and 8 after it.
fn plain_number(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = ungrouped(whole)?;
    let all_digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 15 || fraction.len() > 8 || !all_digits(fraction) || digits.ends_with('.') {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

/// The digits of a whole number, written in one piece or in groups of three.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split([',', ' ', '_', '\u{a0}', '\u{202f}']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    let grouped = rest.is_empty() || (1..=3).contains(&first.len());
    if !digits(first) || !grouped || !rest.iter().all(|group| group.len() == 3 && digits(group)) {
        return None;
    }
    Some(format!("{first}{}", rest.concat()))
}

/// Compares without floating point: the number is plain already.
fn within(number: &str, min: i64, max: i64) -> bool {
    let scale = 100_000_000_i128;
    let negative = number.starts_with('-');
    let (whole, fraction) =
        number.trim_start_matches('-').split_once('.').unwrap_or((number.trim_start_matches('-'), ""));
    let (Ok(whole), Ok(fraction)) = (whole.parse::<i128>(), format!("{fraction:0<8}").parse::<i128>()) else {
        return false;
    };
    let scaled = (whole * scale + fraction) * if negative { -1 } else { 1 };
    scaled >= i128::from(min) * scale && scaled <= i128::from(max) * scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(min: i64, max: i64) -> Question {
        Question {
            key: "amount".into(),
            label: "Amount".into(),
            description: None,
            placeholder: None,
            required: true,
            kind: QuestionKind::Number { min, max },
        }
    }

    #[test]
    fn numbers_keep_their_bounds() {
        let q = number(1, 1_000);
        for (text, want) in [
            ("1", Some("1")),
            ("1,000", Some("1000")),
            ("0007.50", Some("7.50")),
            ("1000.01", None),
            ("0", None),
            ("0.99", None),
            ("abc", None),
            ("1e3", None),
            ("-5", None),
            ("5.", None),
            ("1,5", None),
            ("12,50", None),
            ("1,0,0", None),
            ("1 000", Some("1000")),
            ("10,00", None),
            ("٣", None),
        ] {
            assert_eq!(q.judge(text).ok().flatten().map(|a| a.value), want.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn a_required_question_wants_more_than_blanks() {
        assert!(number(0, 5).judge("").is_err());
        let form = Form { id: FormId(1), revision: 1, title: String::new(), questions: vec![number(0, 5)] };
        assert!(form.judge(&[RawAnswer { key: "amount".into(), value: " \n ".into() }]).is_err());
        assert_eq!(form.judge(&[RawAnswer { key: "amount".into(), value: " 3 ".into() }]).unwrap()[0].shown, "3");
    }

    proptest! {
        #[test]
        fn any_text_is_judged_without_panic(text in ".{0,200}", min in -1_000_i64..1_000, width in 0_i64..1_000) {
            let _ = number(min, min + width).judge(text.trim());
        }

        #[test]
        fn whole_numbers_agree_with_arithmetic(n in -2_000_i64..2_000, min in -1_000_i64..1_000, width in 0_i64..1_000) {
            prop_assert_eq!(number(min, min + width).judge(&n.to_string()).is_ok(), n >= min && n <= min + width);
        }
    }
}
