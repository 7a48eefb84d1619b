//! OAuth2: a person lets an application know who they are. The page of consent, and the tokens that come of it.
//! <https://docs.discord.com/developers/topics/oauth2>

mod authorize;
mod page;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::clock::Millis;
use crate::hub::{Deed, Hub};
use crate::world::Op;

/// How long after its access a consent can still be renewed; Discord names no time.
const RENEWABLE: Millis = 30 * 24 * 3_600_000;

pub fn router() -> Router<Arc<Hub>> {
    let mut router = Router::new()
        .route("/oauth2/authorize", get(authorize::ask).post(authorize::decide))
        .route("/api/oauth2/authorize", get(authorize::ask));
    for base in ["/api", "/api/v10"] {
        router = router
            .route(&format!("{base}/oauth2/token"), post(token::token))
            .route(&format!("{base}/oauth2/token/revoke"), post(token::revoke));
    }
    router
}

/// Codes that nobody came for, and consents that are over.
pub fn sweep(d: &mut Deed) {
    let now = d.now;
    let codes = d.world.codes.values().filter(|c| c.expires <= now).map(|c| Op::CodeGone(c.code.clone()));
    let renewable = |refresh: &str| if refresh.is_empty() { 0 } else { RENEWABLE };
    let grants = d.world.grants.values().filter(|g| g.expires.saturating_add(renewable(&g.refresh)) <= now);
    let gone: Vec<Op> = codes.chain(grants.map(|g| Op::GrantGone(g.access.clone()))).collect();
    for op in gone {
        d.put(op);
    }
}

/// Loopback addresses are always good, on any port; others must be registered, letter by letter.
fn may_lead_to(registered: &[String], uri: &str) -> bool {
    if registered.iter().any(|r| r == uri) {
        return true;
    }
    let Ok(parsed) = url::Url::parse(uri) else { return false };
    parsed.scheme() == "http" && matches!(parsed.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_home_or_registered() {
        let registered = vec!["https://desk.example/login/back".to_owned()];
        let good = |uri: &str| may_lead_to(&registered, uri);
        assert!(good("https://desk.example/login/back"));
        assert!(!good("https://desk.example/login/back/"));
        assert!(good("http://localhost:3000/x") && good("http://127.0.0.1:1/"));
        assert!(!good("http://localhost.evil.example/") && !good("javascript:alert(1)") && !good(""));
    }
}
