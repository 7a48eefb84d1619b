//! Knows the kinds of tickets that trials are made with: every mode of claims, with and without each timer.

use domain::{ClaimMode, Ratings, WhenClosed};
use std::time::Duration;

/// How tickets of a type are worked on, in hours.
pub struct Kind {
    pub key: &'static str,
    pub tech: bool,
    pub mode: ClaimMode,
    pub request: u64,
    pub silence: u64,
    pub warning: u64,
    pub closes_on_leave: bool,
    pub ratings: Ratings,
    pub when_closed: WhenClosed,
    pub archive_days: u64,
}

/// Every mode, with and without each timer.
pub const KINDS: [Kind; 5] = [
    Kind {
        key: "buy-gold",
        tech: false,
        mode: ClaimMode::Soft,
        request: 48,
        silence: 72,
        warning: 24,
        closes_on_leave: true,
        ratings: Ratings::Channel,
        when_closed: WhenClosed::Archive,
        archive_days: 14,
    },
    Kind {
        key: "sell-gold",
        tech: false,
        mode: ClaimMode::Exclusive,
        request: 0,
        silence: 0,
        warning: 24,
        closes_on_leave: true,
        ratings: Ratings::Off,
        when_closed: WhenClosed::Delete,
        archive_days: 0,
    },
    Kind {
        key: "purchase-services",
        tech: false,
        mode: ClaimMode::None,
        request: 24,
        silence: 24,
        warning: 0,
        closes_on_leave: true,
        ratings: Ratings::Direct,
        when_closed: WhenClosed::Keep,
        archive_days: 0,
    },
    Kind {
        key: "swap-crypto",
        tech: false,
        mode: ClaimMode::Exclusive,
        request: 48,
        silence: 48,
        warning: 40,
        closes_on_leave: false,
        ratings: Ratings::Channel,
        when_closed: WhenClosed::Archive,
        archive_days: 1,
    },
    Kind {
        key: "general",
        tech: true,
        mode: ClaimMode::Soft,
        request: 12,
        silence: 36,
        warning: 12,
        closes_on_leave: true,
        ratings: Ratings::Off,
        when_closed: WhenClosed::Delete,
        archive_days: 0,
    },
];

impl Kind {
    /// How long before the close somebody is warned, if at all.
    pub fn warned_before(&self) -> Option<Duration> {
        (self.warning > 0 && self.warning < self.silence).then(|| hours(self.warning))
    }
}

pub fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 3_600)
}
