//! Knows what every request handler may reach.

use crate::config::{Config, PublicUrl};
use crate::login::Discord;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use std::sync::Arc;
use store::Store;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

/// Cheap to clone; one for the whole process.
#[derive(Clone)]
pub struct Desk {
    pub store: Store,
    pub config: Arc<Config>,
    pub public_url: Arc<PublicUrl>,
    pub discord: Discord,
    pub leptos: LeptosOptions,
    /// Sessions that ended by logout: what lives by them closes at once.
    pub ended: broadcast::Sender<tower_sessions::session::Id>,
    /// Cancelled when the process goes down.
    pub stop: CancellationToken,
}

impl FromRef<Desk> for LeptosOptions {
    fn from_ref(desk: &Desk) -> Self {
        desk.leptos.clone()
    }
}
