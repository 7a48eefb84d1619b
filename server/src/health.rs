//! Knows whether the process is well, for whatever watches it. Tells nothing that a stranger may not know.

use crate::state::Desk;
use axum::extract::State;
use axum::http::StatusCode;
use store::BotStatus;

/// `GET /health`: 200 while the database answers. The bot's state is told beside it: without it the dashboard runs.
pub async fn health(State(desk): State<Desk>) -> (StatusCode, String) {
    let bot = match desk.store.bot_status() {
        BotStatus::Connected => "connected",
        BotStatus::Starting => "starting",
        BotStatus::Reconnecting { .. } | BotStatus::Failed { .. } => "not connected",
    };
    match desk.store.guilds().await {
        Ok(_) => (StatusCode::OK, format!("ok\ndatabase: ok\nbot: {bot}\n")),
        Err(error) => {
            tracing::error!("The database does not answer: {error}");
            (StatusCode::SERVICE_UNAVAILABLE, format!("not well\ndatabase: does not answer\nbot: {bot}\n"))
        }
    }
}
