//! Knows how a login begins: `GET /login?next=…` leads to Discord's consent page.

use super::next;
use super::pending::{self, Pending};
use crate::clock;
use crate::config::PublicUrl;
use crate::error_page;
use crate::state::Desk;
use app::ssr::Visitor;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tower_sessions::Session;

#[derive(Deserialize)]
pub struct Asked {
    next: Option<String>,
}

pub async fn start(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    session: Session,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let next = next::local(asked.next.as_deref());
    if let Some(there) = at_public_name(&desk.public_url, &headers, &next) {
        return Redirect::to(&there).into_response();
    }
    if visitor.person.is_some() {
        return Redirect::to(&next).into_response();
    }
    let leave = desk.discord.leave();
    let pending = Pending { state: leave.state, verifier: leave.verifier, next, begun_at: clock::now() };
    match pending::begin(&session, pending).await {
        Ok(()) => Redirect::to(&leave.to).into_response(),
        Err(error) => error_page::broken(&error, "A login could not be begun"),
    }
}

/// Discord leads back to the public address. On this machine, where 127.0.0.1 and localhost are one place but two sites
/// to a browser, the login begins there too; behind https a proxy may have changed the name, so nothing is concluded.
fn at_public_name(public_url: &PublicUrl, headers: &HeaderMap, next: &str) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    if public_url.is_https() || public_url.origin() == format!("http://{host}") {
        return None;
    }
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    Some(public_url.at(&format!("/login?{query}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_begins_where_it_will_end() {
        let lead = |public: &str, host: &str| {
            let headers = [(header::HOST, host.parse().unwrap())].into_iter().collect();
            at_public_name(&public.parse().unwrap(), &headers, "/g/1")
        };
        let there = lead("http://localhost:4400", "127.0.0.1:4400");
        assert_eq!(there.as_deref(), Some("http://localhost:4400/login?next=%2Fg%2F1"));
        assert_eq!(lead("http://localhost:4400", "localhost:4400"), None);
        assert_eq!(lead("https://desk.example", "10.0.0.3:4400"), None);
    }
}
