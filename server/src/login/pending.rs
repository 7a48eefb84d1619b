//! Knows logins that were begun and not finished yet, as the session holds them: one a tab, each with its own state.

use crate::session::Login;
use domain::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tower_sessions::session::Error;
use tower_sessions::{Expiry, Session};

const KEY: &str = "pending";
/// More tabs than this at once and the eldest must begin again.
const MOST: usize = 8;
const LIFE: Duration = Duration::from_mins(10);
/// Of a session in which nobody is logged in: anyone can begin one, so it does not stay.
const STRANGERS: time::Duration = time::Duration::minutes(10);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pending {
    pub state: String,
    /// PKCE's secret; an extra that nothing depends on.
    pub verifier: String,
    pub next: String,
    pub begun_at: Timestamp,
}

impl Pending {
    pub fn is_late(&self, now: Timestamp) -> bool {
        now.since(self.begun_at) > LIFE
    }
}

pub async fn begin(session: &Session, pending: Pending) -> Result<(), Error> {
    let mut all: Vec<Pending> = session.get(KEY).await?.unwrap_or_default();
    all.retain(|other| !other.is_late(pending.begun_at));
    all.push(pending);
    let too_many = all.len().saturating_sub(MOST);
    keep(session, &all.split_off(too_many)).await
}

/// Takes the one with this state out: a state counts once.
pub async fn take(session: &Session, state: &str) -> Result<Option<Pending>, Error> {
    let mut all: Vec<Pending> = session.get(KEY).await?.unwrap_or_default();
    let Some(at) = all.iter().position(|pending| pending.state == state) else { return Ok(None) };
    let found = all.remove(at);
    keep(session, &all).await?;
    Ok(Some(found))
}

async fn keep(session: &Session, all: &[Pending]) -> Result<(), Error> {
    session.insert(KEY, all).await?;
    if Login::of(session).await?.is_none() {
        session.set_expiry(Some(Expiry::OnInactivity(STRANGERS)));
    }
    Ok(())
}
