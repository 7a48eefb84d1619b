//! What happens, as a person sees it happen: a WebSocket of `{t, d}`.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::Response;
use tokio::sync::mpsc;

use super::known;
use crate::error::Failure;
use crate::hub::Hub;
use crate::id::Id;
use crate::wires::QUEUE;

pub async fn open(
    State(hub): State<Arc<Hub>>,
    Path(user): Path<Id>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Failure> {
    hub.deed(|d| known(d, user))?;
    Ok(upgrade.on_upgrade(move |socket| watch(hub, user, socket)))
}

async fn watch(hub: Arc<Hub>, user: Id, mut socket: WebSocket) {
    let (out, mut inbox) = mpsc::channel(QUEUE);
    let number = hub.deed(|d| d.wires.watch(user, d.world, out));
    loop {
        let going = tokio::select! {
            said = socket.recv() => matches!(said, Some(Ok(m)) if !matches!(m, Message::Close(_))),
            news = inbox.recv() => match news {
                Some(text) => socket.send(Message::text(text)).await.is_ok(),
                None => false,
            },
        };
        if !going {
            break;
        }
    }
    hub.deed(|d| d.wires.unwatch(number));
}
