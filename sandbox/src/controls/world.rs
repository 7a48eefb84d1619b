//! The whole state at a glance, what the sandbox is set to, and how it misbehaves.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::error::{Failure, refused};
use crate::hub::Hub;
use crate::id::Id;
use crate::show;
use crate::wires::Out;
use crate::world::Op;

pub async fn state(State(hub): State<Arc<Hub>>) -> Json<Value> {
    hub.deed(|d| {
        let w = &*d.world;
        let guild = |h: &crate::world::House| {
            let rooms = h.channels.iter().filter_map(|id| w.rooms.get(id));
            json!({
                "id": h.guild.id, "name": h.guild.name, "owner_id": h.guild.owner_id, "roles": show::roles(h),
                "members": h.members.values().map(|m| show::member(w, m)).collect::<Vec<_>>(),
                "channels": rooms.map(|r| show::channel(w, &r.channel)).collect::<Vec<_>>(),
            })
        };
        let mut messages: Vec<&crate::world::Message> = w.rooms.values().flat_map(|r| r.messages.values()).collect();
        messages.sort_by_key(|m| m.id);
        let app = |a: &crate::world::Application| {
            json!({ "id": a.id, "name": a.name, "bot_id": a.bot, "owner_id": a.owner, "client_secret": a.secret, "token": a.token })
        };
        let user = |u: &crate::world::User| {
            let mut shown = show::user(u);
            shown["accepts_dms"] = json!(u.accepts_dms);
            shown
        };
        let dms = w.rooms.values().map(|r| &r.channel).filter(|c| c.guild.is_none());
        Json(json!({
            "users": w.users.values().map(user).collect::<Vec<_>>(),
            "guilds": w.guilds.values().map(guild).collect::<Vec<_>>(),
            "dms": dms.map(|c| json!({ "id": c.id, "type": c.kind, "recipients": c.recipients })).collect::<Vec<_>>(),
            "messages": messages.into_iter().map(|m| show::rest_message(w, m, d.now)).collect::<Vec<_>>(),
            "applications": w.applications.values().map(app).collect::<Vec<_>>(),
            "commands": w.commands.values().map(show::command).collect::<Vec<_>>(),
            "gateway": { "connected": d.wires.connected(), "sessions": d.wires.sessions.len() },
        }))
    })
}

pub async fn messages(State(hub): State<Arc<Hub>>, Path(channel): Path<Id>) -> Result<Json<Value>, Failure> {
    hub.deed(|d| {
        Ok(Json(d.world.room(channel)?.messages.values().map(|m| show::rest_message(d.world, m, d.now)).collect()))
    })
}

/// Puts the given fields over those there are.
fn merged<T: Serialize + DeserializeOwned>(old: &T, with: &Value) -> Result<T, Failure> {
    let mut all = json!(old);
    lay(&mut all, with);
    serde_json::from_value(all).map_err(|e| refused(400, e.to_string()))
}

fn lay(over: &mut Value, with: &Value) {
    match (over, with) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, value) in new {
                lay(old.entry(key).or_insert(Value::Null), value);
            }
        }
        (old, new) => *old = new.clone(),
    }
}

pub async fn settings(State(hub): State<Arc<Hub>>) -> Json<Value> {
    Json(hub.deed(|d| json!(d.world.settings)))
}

pub async fn set_settings(State(hub): State<Arc<Hub>>, Json(body): Json<Value>) -> Result<Json<Value>, Failure> {
    hub.deed(|d| {
        let next = merged(&d.world.settings, &body)?;
        d.put(Op::Settings(next));
        Ok(Json(json!(d.world.settings)))
    })
}

pub async fn faults(State(hub): State<Arc<Hub>>) -> Json<Value> {
    Json(hub.deed(|d| json!(d.world.faults)))
}

pub async fn set_faults(State(hub): State<Arc<Hub>>, Json(body): Json<Value>) -> Result<Json<Value>, Failure> {
    hub.deed(|d| {
        let next = merged(&d.world.faults, &body)?;
        d.put(Op::Faults(next));
        Ok(Json(json!(d.world.faults)))
    })
}

/// Every connection breaks off, without a Close frame.
pub async fn drop_gateway(State(hub): State<Arc<Hub>>) -> StatusCode {
    hub.deed(|d| d.wires.tell_all(|| Out::Vanish));
    StatusCode::NO_CONTENT
}

/// Op 9: sessions are over, and can't be resumed.
pub async fn invalidate(State(hub): State<Arc<Hub>>) -> StatusCode {
    hub.deed(|d| {
        d.wires.tell_all(|| Out::Frame(r#"{"t":null,"s":null,"op":9,"d":false}"#.into()));
        d.wires.tell_all(|| Out::Vanish);
        d.wires.sessions.clear();
    });
    StatusCode::NO_CONTENT
}

/// Op 7: clients are asked to come again and resume.
pub async fn reconnect(State(hub): State<Arc<Hub>>) -> StatusCode {
    hub.deed(|d| d.wires.tell_all(|| Out::Frame(r#"{"t":null,"s":null,"op":7,"d":null}"#.into())));
    StatusCode::NO_CONTENT
}

#[derive(serde::Deserialize)]
pub struct After {
    #[serde(default)]
    after: u64,
}

/// What went over the wire since it was asked to be kept (`record` of the settings).
pub async fn recording(State(hub): State<Arc<Hub>>, Query(page): Query<After>) -> Json<Value> {
    Json(hub.traffic.recording(page.after))
}

pub async fn traffic(State(hub): State<Arc<Hub>>) -> Json<Value> {
    Json(hub.traffic.show())
}

pub async fn clear_traffic(State(hub): State<Arc<Hub>>) -> StatusCode {
    hub.traffic.clear();
    StatusCode::NO_CONTENT
}
