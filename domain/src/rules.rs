//! Knows the rules that admins set: who may open a ticket, how it is worked on and how it ends. Each is read whole; what
//! is left out has its default.

use crate::word::words;
use crate::{ChannelId, RoleId};
use serde::{Deserialize, Serialize};

words! {
    /// What a claim means for the others of the staff.
    ClaimMode {
        /// Nobody claims; tickets are assigned or just answered.
        None = "none",
        /// Others may write and act all the same.
        Soft = "soft",
        /// Others read only, but for supervisors and admins.
        Exclusive = "exclusive",
    }
}
words! {
    /// Where a member is asked how it went.
    Ratings {
        Off = "off",
        /// In the ticket's channel, before the member loses sight of it.
        Channel = "channel",
        /// By direct message; in the channel where those are refused.
        Direct = "direct",
    }
}
words! {
    /// What a log channel is told of.
    LogKind {
        Opened = "opened",
        Closed = "closed",
        /// Claims, assignments, transfers, escalations.
        Worked = "worked",
        /// Everything else on the timeline.
        Other = "other",
        Rated = "rated",
    }
}

/// One line of an ordered list: the first whose role the member has decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRule {
    pub role: RoleId,
    pub allow: bool,
}

/// Who may open a ticket of a type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpeningRules {
    /// Whoever has none of these roles may open, unless a line allows: then only those it allows may.
    pub roles: Vec<RoleRule>,
    /// Days that the Discord account must have existed; 0 asks nothing.
    pub account_days: i64,
    /// Days that the member must have been in the guild; 0 asks nothing.
    pub member_days: i64,
    /// Tickets of this type that may be open in the guild at once; 0 sets no limit.
    pub limit_total: i64,
    /// Minutes from opening one to opening the next of this type; 0 sets none.
    pub cooldown_minutes: i64,
    /// Where the total is reached: wait in line instead of being refused.
    pub waiting_list: bool,
}

/// How tickets of a type are worked on and end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conduct {
    pub claim: ClaimMode,
    /// Hours that a member has to answer "is it solved?" before the ticket closes by itself; 0: for ever.
    pub request_hours: i64,
    /// Hours of silence, while the customer is waited for, after which the ticket closes by itself; 0: never.
    pub silence_hours: i64,
    /// Hours before that at which the customer is warned.
    pub silence_warning_hours: i64,
    /// Close the tickets of whoever leaves the guild.
    pub close_on_leave: bool,
    pub ratings: Ratings,
}

impl Default for Conduct {
    fn default() -> Self {
        Self {
            claim: ClaimMode::Soft,
            request_hours: 48,
            silence_hours: 0,
            silence_warning_hours: 24,
            close_on_leave: true,
            ratings: Ratings::Off,
        }
    }
}

/// What holds in a whole guild.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GuildRules {
    /// Open tickets that one member may have, of all types together; 0 sets no limit.
    pub limit_per_member: i64,
    /// Tickets that all members together may open within `throttle_minutes`, against raids; 0 sets no limit.
    pub throttle_opens: i64,
    pub throttle_minutes: i64,
    /// What a ticket may be about.
    pub categories: Vec<String>,
    /// Order statuses in which a ticket is closed only after `Confirm close`.
    pub risky: Vec<OrderStatus>,
    /// Which deeds are told where; none unless wanted.
    pub logs: Vec<(LogKind, ChannelId)>,
}

impl Default for GuildRules {
    fn default() -> Self {
        Self {
            limit_per_member: 0,
            throttle_opens: 30,
            throttle_minutes: 1,
            categories: ["order", "product", "payment", "shipping", "account", "other"].map(str::to_owned).to_vec(),
            risky: vec![OrderStatus::InProgress, OrderStatus::Completed],
            logs: Vec::new(),
        }
    }
}

words! {
    OrderStatus {
        Pending = "pending",
        Paid = "paid",
        InProgress = "in_progress",
        Completed = "completed",
        Cancelled = "cancelled",
        Refunded = "refunded",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of before the rules hold nothing, and must read as the defaults.
    #[test]
    fn what_is_left_out_has_its_default() {
        assert_eq!(serde_json::from_str::<OpeningRules>("{}").unwrap(), OpeningRules::default());
        assert_eq!(serde_json::from_str::<Conduct>("{}").unwrap(), Conduct::default());
        assert_eq!(serde_json::from_str::<GuildRules>("{}").unwrap(), GuildRules::default());
        let written = serde_json::to_string(&GuildRules::default()).unwrap();
        assert_eq!(serde_json::from_str::<GuildRules>(&written).unwrap(), GuildRules::default());
    }
}
