//! Knows how a login ends: Discord sends the person back with a code, or with a no.

use super::discord::Failure;
use super::pending::{self, Pending};
use crate::clock;
use crate::error_page::{self, Way};
use crate::session::{Login, forget_pocket};
use crate::state::Desk;
use crate::words::Words;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tower_sessions::Session;

/// What Discord adds to the address. Whoever makes it up reaches an error page.
#[derive(Deserialize)]
pub struct Answer {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

pub async fn callback(State(desk): State<Desk>, session: Session, Query(answer): Query<Answer>) -> Response {
    let state = answer.state.unwrap_or_default();
    let pending = match pending::take(&session, &state).await {
        Ok(Some(pending)) => pending,
        Ok(None) => return again(StatusCode::BAD_REQUEST, Words::LoginForeign, "/"),
        Err(error) => return error_page::broken(&error, "The session could not be read"),
    };
    if let Some(error) = answer.error {
        return refused(&error, &pending);
    }
    if pending.is_late(clock::now()) {
        return again(StatusCode::BAD_REQUEST, Words::LoginLate, &pending.next);
    }
    let Some(code) = answer.code else { return again(StatusCode::BAD_REQUEST, Words::LoginForeign, &pending.next) };
    match desk.discord.person(code, pending.verifier.clone()).await {
        Ok(person) => log_in(&desk, &session, Login { person, renewed_at: clock::now() }, &pending.next).await,
        Err(failure) => failed(&failure, &pending),
    }
}

/// The session gets a new id: one that was planted before the login is worth nothing after it. Other tabs may finish
/// theirs in it.
async fn log_in(desk: &Desk, session: &Session, login: Login, next: &str) -> Response {
    if let Err(error) = desk.store.person_seen(&login.person).await {
        return error_page::broken(&error, "Who logged in could not be remembered");
    }
    let written = async {
        session.cycle_id().await?;
        // What another person typed is not this one's to see.
        if Login::of(session).await?.is_some_and(|before| before.person.id != login.person.id) {
            forget_pocket(session).await?;
        }
        login.put(session).await
    };
    match written.await {
        Ok(()) => Redirect::to(next).into_response(),
        Err(error) => error_page::broken(&error, "A login could not be written down"),
    }
}

fn refused(error: &str, pending: &Pending) -> Response {
    if error == "access_denied" {
        return again(StatusCode::FORBIDDEN, Words::LoginCancelled, &pending.next);
    }
    tracing::warn!("Discord refused a login: {}", error.escape_debug());
    again(StatusCode::BAD_GATEWAY, Words::LoginMisconfigured, &pending.next)
}

fn failed(failure: &Failure, pending: &Pending) -> Response {
    let (status, words) = match failure {
        Failure::Code(why) => {
            tracing::info!("Discord took no login's code: {why}");
            (StatusCode::BAD_REQUEST, Words::LoginRefused)
        }
        Failure::Application(why) => {
            tracing::error!("Discord refuses the client id or secret: {why}");
            (StatusCode::BAD_GATEWAY, Words::LoginMisconfigured)
        }
        Failure::Away(why) => {
            tracing::warn!("Discord could not be reached for a login: {why}");
            (StatusCode::BAD_GATEWAY, Words::DiscordAway)
        }
    };
    again(status, words, &pending.next)
}

/// A page from which the login can be begun anew.
fn again(status: StatusCode, words: Words, next: &str) -> Response {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    error_page::page(status, words, &[Way::new("Log in with Discord", format!("/login?{query}"))])
}
