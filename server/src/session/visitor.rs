//! Knows who asks: reads the login from the session once a request and leaves it with the request.

use super::{LASTS, LOGIN, Login};
use crate::clock;
use crate::error_page;
use crate::state::Desk;
use app::ssr::Visitor;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Duration;
use tower_sessions::Session;

/// A session in use gets a new end once a day, not at every request: that would be a write each time.
const RENEW: Duration = Duration::from_hours(24);

/// A layer: puts a [`Visitor`] into the request's extensions.
pub async fn know_visitor(State(desk): State<Desk>, session: Session, mut request: Request, next: Next) -> Response {
    let visitor = match visitor(&desk, &session).await {
        Ok(visitor) => visitor,
        Err(error) => return error_page::broken(&error, "The session could not be read"),
    };
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

async fn visitor(desk: &Desk, session: &Session) -> Result<Visitor, tower_sessions::session::Error> {
    let Some(login) = Login::of(session).await? else { return Ok(Visitor::default()) };
    let now = clock::now();
    if now.since(login.renewed_at) > RENEW {
        Login { renewed_at: now, ..login.clone() }.put(session).await?;
    }
    let is_operator = desk.config.operators.contains(&login.person.id);
    Ok(Visitor { person: Some(login.person), is_operator })
}

impl Login {
    pub async fn of(session: &Session) -> Result<Option<Self>, tower_sessions::session::Error> {
        session.get(LOGIN).await
    }

    pub async fn put(&self, session: &Session) -> Result<(), tower_sessions::session::Error> {
        session.insert(LOGIN, self).await?;
        session.set_expiry(Some(LASTS));
        Ok(())
    }
}
