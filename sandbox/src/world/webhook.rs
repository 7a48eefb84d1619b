//! A way to speak in a channel under any name, for whoever holds its token.

use serde::{Deserialize, Serialize};

use crate::id::Id;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Webhook {
    pub id: Id,
    pub token: String,
    pub guild: Id,
    pub channel: Id,
    pub name: String,
    #[serde(default)]
    pub avatar: Option<String>,
    /// Who made it.
    pub user: Id,
    /// Whose bot made it.
    #[serde(default)]
    pub application: Option<Id>,
}
