//! Knows what is written down of a change of settings, and what the second of two admins is told.

use super::FieldChange;
use crate::word::words;
use crate::{AuditId, Timestamp, UserId, Via};
use serde::{Deserialize, Serialize};

words! {
    /// What was changed.
    AuditSubject {
        TicketType = "type",
        /// The rules of a type, which change without the rest of it.
        TypeRules = "type_rules",
        Department = "department",
        /// The guild's Docket admin roles.
        Access = "access",
        Panel = "panel",
        /// The rules of the whole guild.
        Rules = "rules",
        /// Who may open nothing.
        Block = "block",
        /// All of it at once: the presets.
        Guild = "guild",
    }
}
words! {
    AuditDeed {
        Added = "added",
        Saved = "saved",
        Paused = "paused",
        Resumed = "resumed",
        Deleted = "deleted",
        Restored = "restored",
        Ordered = "ordered",
        Published = "published",
        SetUp = "set_up",
    }
}

/// What became of a save.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saved {
    Done {
        revision: i64,
        /// Roles that Discord has deleted since they were chosen: they were let go with this save.
        roles_gone: usize,
    },
    /// It is like that already.
    Unchanged,
    /// Somebody else was quicker: nothing was written.
    Conflict(Conflict),
}

/// What others changed since the revision that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Whoever changed it last, by name; `None` where it is not known.
    pub by: Option<String>,
    pub at: Timestamp,
    /// The revision as it is now.
    pub revision: i64,
    pub changes: Vec<FieldChange>,
}

/// One change of settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    pub id: AuditId,
    pub at: Timestamp,
    pub actor: UserId,
    pub actor_name: String,
    pub via: Via,
    pub subject: AuditSubject,
    /// As it was called then.
    pub subject_name: String,
    pub deed: AuditDeed,
    pub changes: Vec<FieldChange>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// Newest first.
    pub rows: Vec<AuditRow>,
    /// Where the next page begins.
    pub next: Option<AuditId>,
}
