//! Turning a guild by the world's own hand: members, roles, channels, what the bot holds. No permission is
//! asked, but every event is sent.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::act::{By, channel, guild, invite, member, overwrite, role};
use crate::error::{BAD_JSON, Failure};
use crate::hub::Hub;
use crate::id::Id;
use crate::show;
use crate::world::{Emoji, Op};

type Answered = Result<Json<Value>, Failure>;

/// By an invite's code, if one is given.
#[derive(Deserialize)]
pub struct Door {
    #[serde(default)]
    invite: Option<String>,
}

pub async fn join(State(hub): State<Arc<Hub>>, Path((g, user)): Path<(Id, Id)>, Query(door): Query<Door>) -> Answered {
    hub.deed(|d| {
        if let Some(code) = &door.invite {
            invite::used(d, code, g)?;
        }
        let joined = member::join(d, g, user)?;
        Ok(Json(show::member(d.world, &joined)))
    })
}

pub async fn leave(State(hub): State<Arc<Hub>>, Path((g, user)): Path<(Id, Id)>) -> Result<StatusCode, Failure> {
    hub.deed(|d| member::leave(d, By::World, g, user)).map(|()| StatusCode::NO_CONTENT)
}

pub async fn member(State(hub): State<Arc<Hub>>, Path((g, user)): Path<(Id, Id)>, Json(body): Json<Value>) -> Answered {
    hub.deed(|d| {
        let changed = member::patch(d, By::World, g, user, &body)?;
        Ok(Json(show::member(d.world, &changed)))
    })
}

pub async fn create_role(State(hub): State<Arc<Hub>>, Path(g): Path<Id>, Json(body): Json<Value>) -> Answered {
    hub.deed(|d| role::create(d, By::World, g, &body)).map(|r| Json(show::role(&r)))
}

pub async fn patch_role(
    State(hub): State<Arc<Hub>>,
    Path((g, id)): Path<(Id, Id)>,
    Json(body): Json<Value>,
) -> Answered {
    hub.deed(|d| role::patch(d, By::World, g, id, &body)).map(|r| Json(show::role(&r)))
}

pub async fn delete_role(State(hub): State<Arc<Hub>>, Path((g, id)): Path<(Id, Id)>) -> Result<StatusCode, Failure> {
    hub.deed(|d| role::delete(d, By::World, g, id)).map(|()| StatusCode::NO_CONTENT)
}

pub async fn create_channel(State(hub): State<Arc<Hub>>, Path(g): Path<Id>, Json(body): Json<Value>) -> Answered {
    hub.deed(|d| {
        let made = channel::create(d, By::World, g, &body)?;
        Ok(Json(show::channel(d.world, &made)))
    })
}

pub async fn patch_channel(
    State(hub): State<Arc<Hub>>,
    Path((g, id)): Path<(Id, Id)>,
    Json(body): Json<Value>,
) -> Answered {
    hub.deed(|d| {
        d.world.house(g)?;
        let changed = channel::patch(d, By::World, id, &body)?;
        Ok(Json(show::channel(d.world, &changed)))
    })
}

pub async fn delete_channel(State(hub): State<Arc<Hub>>, Path((g, id)): Path<(Id, Id)>) -> Result<StatusCode, Failure> {
    hub.deed(|d| {
        d.world.house(g)?;
        channel::delete(d, By::World, id).map(|_| StatusCode::NO_CONTENT)
    })
}

/// `{"name": "2 to 100 characters"}` or `{"mfa_level": 0 or 1}`
pub async fn patch(State(hub): State<Arc<Hub>>, Path(g): Path<Id>, Json(body): Json<Value>) -> Answered {
    if let Some(level) = body["mfa_level"].as_u64().filter(|level| *level <= 1) {
        return hub.deed(|d| guild::want_mfa(d, g, level == 1)).map(Json);
    }
    let name = body["name"].as_str().filter(|name| (2..=100).contains(&name.chars().count())).ok_or(BAD_JSON)?;
    hub.deed(|d| guild::rename(d, g, name)).map(Json)
}

/// `[{"id", "name": "2 to 32 letters", "animated"?}]`: these and no others.
pub async fn emojis(State(hub): State<Arc<Hub>>, Path(g): Path<Id>, Json(all): Json<Vec<Emoji>>) -> Answered {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if all.iter().any(|e| !(2..=32).contains(&e.name.len()) || !e.name.chars().all(plain)) {
        return Err(BAD_JSON);
    }
    hub.deed(|d| guild::set_emojis(d, g, all)).map(|shown| Json(json!(shown)))
}

/// `{"permissions": "bits"}`
pub async fn bot(State(hub): State<Arc<Hub>>, Path(g): Path<Id>, Json(body): Json<Value>) -> Answered {
    if body["permissions"].is_null() {
        return Err(BAD_JSON);
    }
    hub.deed(|d| guild::set_bot_permissions(d, g, overwrite::bits(&body["permissions"]))).map(|r| Json(show::role(&r)))
}

#[derive(Deserialize)]
pub struct Manners {
    accepts_dms: Option<bool>,
    has_mfa: Option<bool>,
}

pub async fn user(State(hub): State<Arc<Hub>>, Path(id): Path<Id>, Json(m): Json<Manners>) -> Answered {
    hub.deed(|d| {
        let mut user = d.world.user(id)?.clone();
        user.accepts_dms = m.accepts_dms.unwrap_or(user.accepts_dms);
        user.has_mfa = m.has_mfa.unwrap_or(user.has_mfa);
        let mut shown = show::user(&user);
        shown["accepts_dms"] = json!(user.accepts_dms);
        shown["has_mfa"] = json!(user.has_mfa);
        d.put(Op::User(user));
        Ok(Json(shown))
    })
}
