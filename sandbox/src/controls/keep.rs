//! Keeping the whole world aside and taking it back, the world of a fresh folder, and the clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::act::thread;
use crate::error::{Failure, refused};
use crate::hub::Hub;
use crate::id::Id;
use crate::world::{Application, Op, World, seed};

const CENTURY: u64 = 100 * 365 * 86_400_000;

/// All there is: the steps that make it, and the files by their ids.
#[derive(Serialize, Deserialize)]
pub struct Snapshot {
    steps: Vec<Op>,
    #[serde(default)]
    files: BTreeMap<String, String>,
}

pub async fn snapshot(State(hub): State<Arc<Hub>>) -> Json<Snapshot> {
    let (steps, held) = hub.deed(|d| {
        let mut steps = Vec::new();
        d.world.dump(&mut |op| steps.push(op.clone()));
        (steps, d.world.file_ids().collect::<Vec<Id>>())
    });
    let mut files = BTreeMap::new();
    for id in held {
        if let Ok(bytes) = tokio::fs::read(hub.file(id)).await {
            files.insert(id.to_string(), BASE64.encode(bytes));
        }
    }
    Json(Snapshot { steps, files })
}

/// What was kept is there again, token and secret too. Bots must identify anew.
pub async fn restore(State(hub): State<Arc<Hub>>, Json(kept): Json<Snapshot>) -> Result<StatusCode, Failure> {
    let holds = |wanted: fn(&Op) -> bool| kept.steps.iter().any(wanted);
    if !holds(|op| matches!(op, Op::Application(_))) || !holds(|op| matches!(op, Op::Key(_))) {
        return Err(refused(400, "this is no snapshot: it holds no application or no key"));
    }
    if !holds(|op| matches!(op, Op::Guild(_))) || holds(|op| matches!(op, Op::Ahead(ms) if *ms > CENTURY)) {
        return Err(refused(400, "this is no snapshot of a world that could be begun: no guild, or no such time"));
    }
    for (id, data) in &kept.files {
        let id: Id = id.parse().map_err(|_| refused(400, format!("'{id}' is no id of a file")))?;
        let bytes = BASE64.decode(data).map_err(|_| refused(400, "a file is not base64"))?;
        tokio::fs::write(hub.file(id), bytes).await.map_err(|e| refused(500, e.to_string()))?;
    }
    hub.replace(kept.steps).map_err(|e| refused(500, e.to_string()))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The world of a fresh folder, under the same token and secret; settings stay, faults end.
pub async fn reset(State(hub): State<Arc<Hub>>) -> Result<StatusCode, Failure> {
    let mut fresh = World::default();
    seed::plant(&mut fresh).map_err(|e| refused(500, e.to_string()))?;
    hub.deed(|d| {
        fresh.settings = d.world.settings.clone();
        fresh.ahead = d.world.ahead;
        fresh.key.clone_from(&d.world.key);
        for (id, app) in &mut fresh.applications {
            if let Some(known) = d.world.applications.get(id) {
                *app = Application { token: known.token.clone(), secret: known.secret.clone(), ..app.clone() };
            }
        }
    });
    let mut steps = Vec::new();
    fresh.dump(&mut |op| steps.push(op.clone()));
    hub.replace(steps).map_err(|e| refused(500, e.to_string()))?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    #[serde(default)]
    advance_ms: u64,
    /// 1 is the machine's own; stays as it is if left out.
    speed: Option<f64>,
}

fn told(hub: &Hub) -> Json<Value> {
    let (ahead, speed) = hub.ids.clock.ahead();
    Json(json!({ "now": crate::clock::iso(hub.ids.clock.now()), "ahead_ms": ahead, "speed": speed }))
}

pub async fn clock(State(hub): State<Arc<Hub>>) -> Json<Value> {
    told(&hub)
}

/// Forward only; what falls asleep by then does so at once. Heartbeats and the wait of a press keep the machine's
/// time.
pub async fn turn(State(hub): State<Arc<Hub>>, Json(turn): Json<Turn>) -> Result<Json<Value>, Failure> {
    let speed = turn.speed.unwrap_or_else(|| hub.ids.clock.ahead().1);
    if !(0.0..=100_000.0).contains(&speed) || turn.advance_ms > CENTURY {
        return Err(refused(400, "speed is 0 to 100000, and a hundred years are enough"));
    }
    hub.ids.clock.turn(turn.advance_ms, speed);
    hub.deed(|d| {
        d.put(Op::Ahead(hub.ids.clock.ahead().0));
        thread::sweep(d);
    });
    Ok(told(&hub))
}
