//! Knows sessions: how they travel (a cookie), how long they last, and who is logged in by them.

mod keep;
mod pocket;
mod visitor;

pub use keep::Sessions;
pub use pocket::{SessionPocket, forget as forget_pocket};
pub use visitor::know_visitor;

use crate::config::PublicUrl;
use domain::{Person, Timestamp};
use serde::{Deserialize, Serialize};
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

/// How long after its last use a login holds. One that was begun and not finished holds for minutes.
const LASTS: Expiry = Expiry::OnInactivity(time::Duration::days(14));
const LOGIN: &str = "login";

/// Who is logged in, as the session holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Login {
    pub person: Person,
    /// When the session's end was last moved.
    pub renewed_at: Timestamp,
}

/// `Lax`, not `Strict`: the way back from Discord's consent page comes from another site and must bring the cookie.
pub fn layer(sessions: Sessions, public_url: &PublicUrl) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(sessions)
        .with_name(if public_url.is_https() { "__Host-docket" } else { "docket" })
        .with_secure(public_url.is_https())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(LASTS)
}
