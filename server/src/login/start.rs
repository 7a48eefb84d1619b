//! Knows how a login begins: `GET /login?next=…` leads to Discord's consent page.

use super::next;
use super::pending::{self, Pending};
use crate::clock;
use crate::error_page;
use crate::state::Desk;
use app::ssr::Visitor;
use axum::Extension;
use axum::extract::{Query, State};
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
    Query(asked): Query<Asked>,
) -> Response {
    let next = next::local(asked.next.as_deref());
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
