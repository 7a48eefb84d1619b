//! Knows why a question can't be answered, where in it the reason stands, and what to write instead.

use std::ops::Range;

/// What is wrong, and the bytes of the question that are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryFault {
    pub span: Range<usize>,
    pub wrong: Wrong,
}

/// One variant a reason; its words are what people read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error("This quote has no end. Put \" after the last word that belongs to it.")]
    OpenQuote,
    #[error("There is no field “{name}”. {}", closest.as_ref().map_or_else(|| FIELDS.to_owned(), |field| format!("Did you mean {field}: ?")))]
    UnknownField { name: String, closest: Option<String> },
    #[error("{field}: has no value “{value}”. {hint}")]
    UnknownValue { field: &'static str, value: String, hint: String },
    #[error("{field}: needs a value right after the colon. {hint}")]
    NoValue { field: &'static str, hint: String },
    #[error("“{value}” is no day. Write 2026-11-21, 2026-11, or 7d for seven days ago.")]
    NoDay { value: String },
    #[error("{field}: takes one day and no minus. For the other side of a day there is {other}:.")]
    OneDay { field: &'static str, other: &'static str },
    #[error("Say also what is to be found: a question of words to be left out alone would find almost everything.")]
    OnlyWithout,
    #[error("There is no letter or digit here to look for.")]
    NoTerm,
    #[error("At least three letters must stand before the star.")]
    ShortPrefix,
    #[error("This is too long: {length} of {max} characters.")]
    TooLong { length: usize, max: usize },
    #[error("This asks for too many things at once: {count} of {max}.")]
    TooMany { count: usize, max: usize },
}

const FIELDS: &str = "There are status:, type:, department:, from:, assignee:, priority:, before: and after:. \
    To look for the words themselves, put them in quotes.";

impl QueryFault {
    pub fn new(span: Range<usize>, wrong: Wrong) -> Self {
        Self { span, wrong }
    }

    /// The question before the place, the place, and what follows.
    pub fn around<'a>(&self, question: &'a str) -> (&'a str, &'a str, &'a str) {
        let (start, end) = (self.span.start, self.span.end);
        match (question.get(..start), question.get(start..end), question.get(end..)) {
            (Some(before), Some(place), Some(after)) => (before, place, after),
            _ => (question, "", ""),
        }
    }
}
