//! An application with its secrets, its commands, and the interactions people started with it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Attachment, Cause};
use crate::clock::Millis;
use crate::id::Id;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Application {
    pub id: Id,
    pub name: String,
    /// The bot's user.
    pub bot: Id,
    /// Whose application it is.
    pub owner: Id,
    #[serde(default)]
    pub token: String,
    #[serde(default)]
    pub secret: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Command {
    pub id: Id,
    pub application: Id,
    #[serde(default)]
    pub guild: Option<Id>,
    pub version: Id,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: u64,
    /// As it was registered.
    pub body: Value,
}

/// Discord's numbers of an interaction's `type`.
pub mod kind {
    pub const COMMAND: u8 = 2;
    pub const COMPONENT: u8 = 3;
    pub const AUTOCOMPLETE: u8 = 4;
    pub const MODAL: u8 = 5;
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Interaction {
    pub id: Id,
    pub token: String,
    pub application: Id,
    pub kind: u8,
    pub user: Id,
    #[serde(default)]
    pub guild: Option<Id>,
    pub channel: Id,
    pub at: Millis,
    pub data: Value,
    /// The message whose component was pressed, or from which the form was opened.
    #[serde(default)]
    pub message: Option<Id>,
    /// What the messages it causes say of it.
    pub cause: Cause,
    /// The type of the first answer.
    #[serde(default)]
    pub answered: Option<u8>,
    /// The message that `@original` means.
    #[serde(default)]
    pub original: Option<Id>,
    /// The form it was answered with.
    #[serde(default)]
    pub modal: Option<Value>,
    /// What was offered to one who types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choices: Option<Value>,
    /// Was not answered in time.
    #[serde(default)]
    pub dead: bool,
    /// Files handed in with a form.
    #[serde(default)]
    pub uploads: Vec<Attachment>,
}

/// A consent, waiting to be changed into tokens once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the word of the protocol")]
pub struct Code {
    pub code: String,
    pub application: Id,
    pub user: Id,
    pub scopes: Vec<String>,
    pub redirect_uri: String,
    #[serde(default)]
    pub challenge: Option<String>,
    #[serde(default)]
    pub method: Option<String>,
    pub expires: Millis,
}

/// What a person has granted an application.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grant {
    pub access: String,
    pub refresh: String,
    pub application: Id,
    pub user: Id,
    pub scopes: Vec<String>,
    pub expires: Millis,
}
