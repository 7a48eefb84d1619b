//! Knows what comes back from a form of the settings: to the page at once, or by way of the session where the
//! browser's half is not awake.

use super::form::Form;
use domain::Timestamp;
use domain::setting::{Conflict, FieldFault};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    Done(Done),
    /// Nothing was written: what is wrong, field by field.
    Faults(Vec<Told>),
    /// Nothing was written: what others changed meanwhile.
    Conflict(Conflict),
    /// Nothing was written: in words.
    Refused(String),
}

/// What is wrong at a field, in words: it travels to the page, which has nothing else to do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub field: String,
    pub words: String,
}

impl From<FieldFault> for Told {
    fn from(fault: FieldFault) -> Self {
        Self { field: fault.field, words: fault.refusal.to_string() }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub say: String,
    /// The form that takes it back.
    pub undo: Option<Undo>,
    /// The revision that holds now.
    pub revision: i64,
    /// Where to go on.
    pub to: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    pub action: String,
    pub form: Form,
}

/// What the session keeps of a form until its page is shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The page's path.
    pub page: String,
    pub at: Timestamp,
    pub answer: Option<Answer>,
    /// As it was typed; none once it is saved.
    pub form: Option<Form>,
}

impl Kept {
    pub fn faults(&self) -> &[Told] {
        match &self.answer {
            Some(Answer::Faults(faults)) => faults,
            _ => &[],
        }
    }
}

/// What an editor begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// As it is saved.
    pub form: Form,
    pub revision: i64,
    pub live: InDiscord,
    /// What others changed since the revision that was asked with.
    pub changed: Option<Conflict>,
    pub kept: Option<Kept>,
}

/// How far Discord shows what is saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum InDiscord {
    /// On no panel.
    #[default]
    Nowhere,
    /// Saved, and on its way.
    Soon,
    Live,
}
