//! The hands: the only room that speaks Discord. Knows its wire, its limits and its manners; knows no SQL, no HTML.
//!
//! [`start`] runs a bot until it is told to stop. If it can't run, the status in the store says why and how to mend
//! it, and the process goes on.

mod base;
mod bot;
mod category;
mod clock;
mod compare;
mod custom_id;
mod dispatch;
mod drill;
mod due;
mod emoji;
mod event;
mod file;
mod gateway;
mod health;
mod inquiry;
pub mod look;
mod memory;
mod owed;
mod panel;
mod permission;
mod port;
mod reconcile;
mod record;
mod relay;
mod repair;
mod rest;
mod secret;
mod spots;
mod task;
mod ticket;
mod trouble;
mod wire;
mod words;
mod work;

pub use base::DISCORD;
pub use drill::KILL_POINTS;
#[cfg(feature = "drill")]
pub use drill::{look_for_nothing, sprung, trap};
pub use inquiry::{Application, Denied, Inquiry, Seen};
pub use permission::{NEEDED, Needed, needed_bits};
pub use rest::Counts;
pub use secret::Secret;

use gateway::Unknown;
use rest::Rest;
use std::time::Duration;
use store::Store;
use task::Tasks;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How long a stop waits for what is under way.
const PATIENCE: Duration = Duration::from_secs(8);

#[derive(Clone)]
pub struct Config {
    pub token: Secret,
    /// [`DISCORD`], or a stand-in's address on this machine.
    pub base: String,
    pub store: Store,
    /// Where people reach the dashboard: `https://help.example.com`.
    pub public_url: String,
    /// Files larger than this many bytes are not copied.
    pub attachment_cap: u64,
    /// Calls a second in all; Discord's own limit is 50.
    pub global_limit: u16,
    /// After a crash what was being done is taken up again when this is over. It may be shorter than a row takes: one
    /// process never starts a row twice.
    pub lease: Duration,
}

impl Config {
    pub fn new(token: impl Into<String>, base: impl Into<String>, store: Store, public_url: impl Into<String>) -> Self {
        Self {
            token: Secret::new(token),
            base: base.into(),
            store,
            public_url: public_url.into(),
            attachment_cap: 100 * 1024 * 1024,
            global_limit: 50,
            lease: Duration::from_secs(10),
        }
    }
}

/// A bot that runs, or tries to.
#[derive(Debug)]
pub struct Handle {
    tasks: Tasks,
    unknown: Unknown,
    rest: watch::Receiver<Option<Rest>>,
}

/// Starts the bot; it ends when `stop` is cancelled. Must be called within a runtime.
pub fn start(config: Config, stop: &CancellationToken) -> Handle {
    let tasks = Tasks::new(stop.child_token());
    let unknown = Unknown::default();
    let (sender, rest) = watch::channel(None);
    tasks.spawn_to_its_end("bot", gateway::run(config, tasks.clone(), unknown.clone(), sender));
    Handle { tasks, unknown, rest }
}

impl Handle {
    /// Waits for what is under way after `stop` was cancelled, for eight seconds at most.
    pub async fn ended(&self) {
        self.tasks.ended().cancelled().await;
        self.tasks.finish(PATIENCE).await;
    }

    /// Calls to Discord since the start.
    pub fn counts(&self) -> Counts {
        self.rest.borrow().as_ref().map(Rest::counts).unwrap_or_default()
    }

    /// Events from Discord that nobody here knows: how many, and the last one's name.
    pub fn unknown_events(&self) -> (u64, Option<String>) {
        (self.unknown.count(), self.unknown.last())
    }
}
