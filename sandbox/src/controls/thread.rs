//! A person starting a thread: on a message, in a channel, or as a post in a forum.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde_json::Value;

use super::known;
use crate::act::thread;
use crate::error::Failure;
use crate::hub::Hub;
use crate::id::Id;
use crate::show;

/// Discord's body of a new thread, with `message_id` if it hangs on a message.
pub async fn start(
    State(hub): State<Arc<Hub>>,
    Path((user, channel)): Path<(Id, Id)>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Failure> {
    let on = body["message_id"].as_str().and_then(|id| id.parse().ok());
    hub.deed(|d| {
        known(d, user)?;
        let made = match on {
            Some(message) => thread::start_on(d, user, channel, message, &body)?,
            None => thread::start(d, user, channel, &body, &[])?.0,
        };
        Ok(Json(show::channel_for(d.world, &made, user)))
    })
}
