//! A person or a bot's user, and what they let others do to them.

use serde::{Deserialize, Serialize};

use crate::id::Id;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct User {
    pub id: Id,
    pub username: String,
    #[serde(default)]
    pub global_name: Option<String>,
    /// The picture's hash; the picture itself is drawn from it.
    #[serde(default)]
    pub avatar: Option<String>,
    #[serde(default)]
    pub bot: bool,
    #[serde(default = "yes")]
    pub accepts_dms: bool,
    /// Has two-factor authentication.
    #[serde(default = "yes")]
    pub has_mfa: bool,
    #[serde(default)]
    pub locale: Option<String>,
}

fn yes() -> bool {
    true
}

impl User {
    pub fn locale(&self) -> &str {
        self.locale.as_deref().unwrap_or("en-US")
    }
}
