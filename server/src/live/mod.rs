//! Knows how pages are kept live: one WebSocket a page, which is told ids and never contents.

mod frame;
mod room;
mod socket;

use crate::error_page;
use crate::layer;
use crate::session::{Login, Sessions};
use crate::state::Desk;
use crate::words::Words;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use tower_sessions::Session;

/// More than any page watches.
const FRAME_BYTES: usize = 16 * 1024;

/// `GET /live`. Browsers send `Origin` with every WebSocket and let no script forge it.
pub async fn live(
    State(desk): State<Desk>,
    session: Session,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !layer::has_our_origin(&headers, &desk.public_url) {
        tracing::warn!("A live socket of another site was refused");
        return error_page::page(StatusCode::FORBIDDEN, Words::OtherSite, &[]);
    }
    let login = match Login::of(&session).await {
        Ok(login) => login,
        Err(error) => return error_page::broken(&error, "The session could not be read"),
    };
    let upgrade = upgrade.max_message_size(FRAME_BYTES).max_frame_size(FRAME_BYTES);
    // Without a login the socket opens all the same: a refused upgrade tells a page nothing.
    let (Some(login), Some(id)) = (login, session.id()) else {
        return upgrade.on_upgrade(socket::tell_login);
    };
    let sessions = Sessions::new(desk.store.clone());
    upgrade.on_upgrade(move |stream| socket::run(desk, sessions, id, login.person.id, stream))
}
