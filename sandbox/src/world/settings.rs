//! What a test or a drill may turn: how strict the sandbox is, and how it misbehaves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Times in milliseconds; 0 switches the rule off where it says so.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How long a CDN link works.
    pub cdn_ttl_ms: u64,
    /// Buckets and the global limit of the REST answers.
    pub rate_limits: bool,
    /// The window that allows two renames a channel; 0: no limit. Not touched by `rate_limits`.
    pub rename_window_ms: u64,
    /// The window that allows a channel three edits of messages older than an hour; 0: no limit.
    pub old_edits_window_ms: u64,
    /// How long an interaction waits for its first answer.
    pub response_deadline_ms: u64,
    pub intents_granted: Intents,
    /// How many requests may be refused (401, 403, 429) in ten minutes before the address is shut out; 0: no limit.
    pub invalid_requests: u32,
    /// How often a bot may identify in 24 hours before its token is reset.
    pub identify_limit: u32,
    /// How many may identify at once, each by its place among them (`shard_id % max_concurrency`).
    pub max_concurrency: u64,
    /// How long such a place is taken; 0 leaves it announced alone, for tests that begin bots anew.
    pub identify_window_ms: u64,
    /// How often a bot at the gateway must give a sign; without two of them its session is over.
    pub heartbeat_ms: u64,
    /// Channels that a bot may not see have no name for it at the gateway and are left out over REST, as on Discord
    /// since November 2026.
    pub conceal_channels: bool,
    /// How many channels a guild takes; 0: without end, for measures of what Discord has no room for.
    pub guild_channels: usize,
    /// Whether requests, answers and frames are kept to be read.
    pub record: bool,
    /// What `/gateway/bot` recommends.
    pub shards: u64,
    /// Beside loopback addresses, which are always good.
    pub redirect_uris: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Intents {
    pub members: bool,
    pub content: bool,
}

impl Default for Intents {
    fn default() -> Self {
        Self { members: true, content: true }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cdn_ttl_ms: 24 * 3_600_000,
            rate_limits: true,
            rename_window_ms: 600_000,
            old_edits_window_ms: 20_000,
            response_deadline_ms: 3_000,
            intents_granted: Intents::default(),
            invalid_requests: 10_000,
            identify_limit: 1_000,
            max_concurrency: 1,
            identify_window_ms: 5_000,
            heartbeat_ms: 41_250,
            conceal_channels: true,
            guild_channels: crate::limits::CHANNELS,
            record: false,
            shards: 1,
            redirect_uris: Vec::new(),
        }
    }
}

/// Of the REST side and the gateway alone; the controls always answer.
#[expect(clippy::struct_excessive_bools, reason = "switches that go together in any way")]
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Each answer of the REST side waits this long.
    pub delay_ms: u64,
    /// The share of requests, 0 to 1, that fail; before anything was done, unless `error_after`.
    pub error_rate: f64,
    /// With which status; 0 means 500.
    pub error_status: u16,
    /// What fails was done all the same: only its answer is lost.
    pub error_after: bool,
    /// By route, `POST /channels/{channel_id}/messages`: this share fails instead.
    pub error_routes: BTreeMap<String, f64>,
    /// The share of requests answered with a 429 of no bucket's.
    pub storm_rate: f64,
    /// `user`, `global` or `shared`; empty means `user`.
    pub storm_scope: String,
    /// How long that 429 says to wait.
    pub storm_wait_ms: u64,
    /// No frame leaves the gateway until it is taken back; connections stay open.
    pub stall_gateway: bool,
    /// Every event comes twice, under two numbers.
    pub duplicate_events: bool,
    /// Events are lost on the way to the bots.
    pub drop_events: bool,
    /// No bot gets through to the gateway.
    pub refuse_gateway: bool,
}
