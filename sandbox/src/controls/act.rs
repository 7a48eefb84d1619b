//! Acting as a person: what Discord's client lets one do, and what it shows afterwards.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Request, State};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::known;
use crate::act::interaction::{self, answer};
use crate::act::message::{self, Upload};
use crate::act::{channel, command, modal, pin, reaction};
use crate::error::{BAD_JSON, Failure};
use crate::hub::{Deed, Hub};
use crate::id::Id;
use crate::rest::read_body;
use crate::show;
use crate::world::Interaction;

type Answered = Result<Json<Value>, Failure>;

pub async fn say(State(hub): State<Arc<Hub>>, Path((user, channel)): Path<(Id, Id)>, request: Request) -> Answered {
    let (mut body, uploads) = read_body(&hub, request).await?;
    if let Some(to) = body["reply_to"].as_str().map(str::to_owned) {
        body["message_reference"] = json!({ "message_id": to });
    }
    let outcome = hub.deed(|d| {
        known(d, user)?;
        let sent = message::send(d, user, channel, &body, &uploads)?;
        Ok(Json(show::rest_message(d.world, &sent, d.now)))
    });
    forget(&hub, &uploads, outcome.is_err()).await;
    outcome
}

/// Files of a request that was refused are not kept.
async fn forget(hub: &Hub, uploads: &[Upload], refused: bool) {
    for upload in uploads.iter().filter(|_| refused) {
        drop(tokio::fs::remove_file(hub.file(upload.attachment.id)).await);
    }
}

pub async fn edit(
    State(hub): State<Arc<Hub>>,
    Path((user, channel, id)): Path<(Id, Id, Id)>,
    Json(body): Json<Value>,
) -> Answered {
    hub.deed(|d| {
        let changed = message::edit(d, user, channel, id, &body, &[])?;
        Ok(Json(show::rest_message(d.world, &changed, d.now)))
    })
}

pub async fn delete(
    State(hub): State<Arc<Hub>>,
    Path((user, channel, id)): Path<(Id, Id, Id)>,
) -> Result<StatusCode, Failure> {
    hub.deed(|d| {
        let private = d.world.message(channel, id)?.only_for == Some(user);
        if private {
            // "Dismiss message": gone for the one who could see it.
            message::remove(d, channel, id);
            return Ok(StatusCode::NO_CONTENT);
        }
        message::delete(d, user, channel, id).map(|()| StatusCode::NO_CONTENT)
    })
}

pub async fn react(
    State(hub): State<Arc<Hub>>,
    Path((user, channel, id, emoji)): Path<(Id, Id, Id, String)>,
) -> Result<StatusCode, Failure> {
    hub.deed(|d| reaction::react(d, user, channel, id, &emoji, true)).map(|()| StatusCode::NO_CONTENT)
}

pub async fn unreact(
    State(hub): State<Arc<Hub>>,
    Path((user, channel, id, emoji)): Path<(Id, Id, Id, String)>,
) -> Result<StatusCode, Failure> {
    hub.deed(|d| reaction::react(d, user, channel, id, &emoji, false)).map(|()| StatusCode::NO_CONTENT)
}

pub async fn typing(State(hub): State<Arc<Hub>>, Path((user, channel)): Path<(Id, Id)>) -> Result<StatusCode, Failure> {
    hub.deed(|d| pin::typing(d, user, channel)).map(|()| StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub struct Recipient {
    recipient_id: Id,
}

pub async fn open_dm(State(hub): State<Arc<Hub>>, Path(user): Path<Id>, Json(to): Json<Recipient>) -> Answered {
    hub.deed(|d| {
        known(d, user)?;
        let opened = channel::open_dm(d, user, to.recipient_id)?;
        Ok(Json(show::channel_for(d.world, &opened, user)))
    })
}

#[derive(Deserialize)]
pub struct Press {
    channel_id: Id,
    message_id: Id,
    custom_id: String,
    #[serde(default)]
    values: Value,
}

pub async fn press(State(hub): State<Arc<Hub>>, Path(user): Path<Id>, Json(p): Json<Press>) -> Answered {
    interact(&hub, |d| interaction::press(d, user, p.channel_id, p.message_id, &p.custom_id, &p.values)).await
}

#[derive(Deserialize)]
pub struct Command {
    #[serde(default)]
    guild_id: Option<Id>,
    channel_id: Id,
    name: String,
    #[serde(default, rename = "type")]
    kind: Option<u64>,
    #[serde(default)]
    options: Value,
    #[serde(default)]
    target_id: Option<Id>,
}

impl Command {
    fn used<'a>(&'a self, uploads: &'a [Upload]) -> command::Use<'a> {
        command::Use {
            guild: self.guild_id,
            channel: self.channel_id,
            name: &self.name,
            kind: self.kind.unwrap_or(1),
            options: &self.options,
            target: self.target_id,
            uploads,
        }
    }
}

pub async fn command(State(hub): State<Arc<Hub>>, Path(user): Path<Id>, request: Request) -> Answered {
    let (body, uploads) = read_body(&hub, request).await?;
    let c: Command = serde_json::from_value(body).map_err(|_| BAD_JSON)?;
    let outcome = interact(&hub, |d| command::run(d, user, &c.used(&uploads))).await;
    forget(&hub, &uploads, outcome.is_err()).await;
    outcome
}

/// What the bot offers for the option that is being typed (`focused`).
pub async fn autocomplete(State(hub): State<Arc<Hub>>, Path(user): Path<Id>, Json(c): Json<Command>) -> Answered {
    interact(&hub, |d| command::suggest(d, user, &c.used(&[]))).await
}

pub async fn submit(State(hub): State<Arc<Hub>>, Path(user): Path<Id>, request: Request) -> Answered {
    let (body, uploads) = read_body(&hub, request).await?;
    let Some(modal_id) = body["modal_id"].as_str().and_then(|id| id.parse().ok()) else { return Err(BAD_JSON) };
    let outcome = interact(&hub, |d| modal::submit(d, user, modal_id, &body["values"], &uploads)).await;
    forget(&hub, &uploads, outcome.is_err()).await;
    outcome
}

/// Starts an interaction and waits for its first answer, as Discord's client does.
async fn interact(hub: &Arc<Hub>, begin: impl FnOnce(&mut Deed) -> Result<Interaction, Failure>) -> Answered {
    let (id, answered, deadline) = hub.deed(|d| {
        let i = begin(d)?;
        let deadline = Duration::from_millis(d.world.settings.response_deadline_ms);
        Ok::<_, Failure>((i.id, d.wires.wait_for(i.id), deadline))
    })?;
    drop(tokio::time::timeout(deadline, answered).await);
    Ok(Json(hub.deed(|d| {
        interaction::give_up(d, id);
        d.wires.answered(id);
        d.world.interactions.get(&id).map_or(Value::Null, |i| outcome(d, i))
    })))
}

fn outcome(d: &Deed, i: &Interaction) -> Value {
    let word = match i.answered {
        Some(answer::MESSAGE) => "message",
        Some(answer::DEFERRED) => "deferred",
        Some(answer::DEFERRED_UPDATE) => "deferred_update",
        Some(answer::UPDATE) => "update",
        Some(answer::MODAL) => "modal",
        Some(answer::AUTOCOMPLETE) => "choices",
        _ => "failed",
    };
    let mut shown = json!({ "interaction_id": i.id, "outcome": word });
    if let Some(m) = i.original.and_then(|id| d.world.message(i.channel, id).ok()) {
        shown["message"] = show::rest_message(d.world, m, d.now);
    }
    if let Some(choices) = &i.choices {
        shown["choices"] = choices.clone();
    }
    if let Some(modal) = &i.modal {
        shown["modal"] = json!({ "modal_id": i.id, "custom_id": modal["custom_id"], "title": modal["title"], "components": modal["components"] });
    }
    shown
}
