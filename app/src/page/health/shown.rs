//! What the health page shows. Knows no SQL and no HTML.

use crate::page::frame::BotShown;
use domain::{PanelId, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthShown {
    pub bot: BotShown,
    pub connected_since: Option<Timestamp>,
    pub checked_at: Option<Timestamp>,
    pub problems: Vec<ProblemShown>,
    pub checks: Vec<CheckShown>,
    pub panels: Vec<PanelShown>,
    /// For operators alone.
    pub process: Option<ProcessShown>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemShown {
    pub what: String,
    pub mend: String,
    pub since: Timestamp,
    pub seen_at: Timestamp,
    /// What it is about, as the bot names it.
    pub subject: String,
    /// What one press does about it.
    pub button: Option<String>,
}

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Server,
    Category,
    Panel,
    Tickets,
    Role,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckShown {
    pub kind: Kind,
    pub name: String,
    pub ill: Option<String>,
}

/// How a panel stands in Discord.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PanelState {
    /// Discord shows what is saved.
    Shown,
    /// It is on its way there.
    Behind,
    /// Nobody published it yet.
    Draft,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelShown {
    pub id: PanelId,
    pub title: String,
    pub channel: Option<String>,
    pub state: PanelState,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessShown {
    pub version: String,
    pub schema: i64,
    pub database_bytes: i64,
    pub files: i64,
    pub file_bytes: i64,
    pub free_bytes: Option<i64>,
}
