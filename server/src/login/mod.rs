//! Knows the way in: Discord's OAuth2 code flow, out to its consent page and back, and the way out.

mod callback;
mod discord;
mod next;
mod pending;
mod start;

pub use callback::callback;
pub use discord::{Discord, Failure};
pub use start::start;

use crate::error_page;
use crate::session::Login;
use crate::state::Desk;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use tower_sessions::Session;

/// `POST /logout`: the session ends, and what lives by it.
pub async fn logout(State(desk): State<Desk>, session: Session) -> Response {
    // An id is only known once something was read.
    if let Err(error) = Login::of(&session).await {
        return error_page::broken(&error, "The session could not be read");
    }
    let id = session.id();
    if let Err(error) = session.flush().await {
        return error_page::broken(&error, "The session could not be ended");
    }
    if let Some(id) = id {
        let _ = desk.ended.send(id);
    }
    Redirect::to("/").into_response()
}
