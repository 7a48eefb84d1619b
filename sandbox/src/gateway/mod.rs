//! The gateway: one connection's life, from hello to close. What is said about the world comes from `wires`;
//! here are the opcodes, the clock of heartbeats and the limits of what a client may send.
//! <https://docs.discord.com/developers/events/gateway>

mod enter;
mod frame;
mod members;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::clock::iso;
use crate::hub::Hub;
use crate::wires::{Out, QUEUE};
use frame::Packer;

/// A heartbeat a day is none.
const LONGEST_BEAT: u64 = 86_400_000;
/// Who takes nothing for as long as this is gone.
const PATIENCE: Duration = Duration::from_secs(30);
/// No larger payload is taken from a client.
const LARGEST: usize = 4096;
/// Nor more of them in a minute.
const PER_MINUTE: u32 = 120;

#[derive(serde::Deserialize)]
pub struct Wish {
    compress: Option<String>,
    encoding: Option<String>,
    v: Option<String>,
}

/// `GET /gateway`
pub async fn open(State(hub): State<Arc<Hub>>, Query(wish): Query<Wish>, upgrade: WebSocketUpgrade) -> Response {
    if hub.deed(|d| d.world.faults.refuse_gateway) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    upgrade.max_message_size(1 << 20).on_upgrade(move |socket| async move {
        Box::pin(Connection::new(hub, socket, &wish).live(&wish)).await;
    })
}

/// Why a connection ends.
enum End {
    Close(u16, &'static str),
    /// The other side is gone, or we go without a word.
    Silence,
}

struct Connection {
    hub: Arc<Hub>,
    socket: WebSocket,
    number: u64,
    packer: Packer,
    /// The session it carries, once known.
    session: Option<String>,
    /// Until a session takes it over.
    out: Option<mpsc::Sender<Out>>,
    inbox: mpsc::Receiver<Out>,
    /// Taken out of the inbox just as the gateway was stalled.
    held: Option<Out>,
    /// How often it must give a sign.
    heartbeat: Duration,
    beat: Instant,
    minute: (Instant, u32),
}

impl Connection {
    fn new(hub: Arc<Hub>, socket: WebSocket, wish: &Wish) -> Self {
        let (out, inbox) = mpsc::channel(QUEUE);
        let (number, heartbeat) =
            hub.deed(|d| (d.wires.number(), d.world.settings.heartbeat_ms.clamp(1, LONGEST_BEAT)));
        let heartbeat = Duration::from_millis(heartbeat);
        let packer = Packer::new(wish.compress.as_deref() == Some("zlib-stream"));
        let now = Instant::now();
        let out = Some(out);
        let (session, held, minute) = (None, None, (now, 0));
        Self { hub, socket, number, packer, session, out, inbox, held, heartbeat, beat: now, minute }
    }

    async fn live(mut self, wish: &Wish) {
        let end = match (wish.v.as_deref(), wish.encoding.as_deref()) {
            (Some("10" | "9") | None, Some("json") | None) => self.talk().await,
            (_, Some("json") | None) => End::Close(4012, "Invalid API version"),
            _ => End::Close(4002, "Only JSON is spoken here."),
        };
        if let Some(id) = &self.session {
            let over = matches!(end, End::Close(4009, _));
            self.hub.deed(|d| d.wires.detach(id, self.number, d.now, over));
        }
        if let End::Close(code, reason) = end {
            let close = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
            if self.socket.send(close).await.is_ok() {
                let last = async { while let Some(Ok(_)) = self.socket.recv().await {} };
                drop(tokio::time::timeout(Duration::from_secs(1), last).await);
            }
        }
    }

    async fn talk(&mut self) -> End {
        let beat = u64::try_from(self.heartbeat.as_millis()).unwrap_or(u64::MAX);
        let hello = json!({ "t": null, "s": null, "op": 10, "d": { "heartbeat_interval": beat, "_trace": [] } });
        if self.send(&hello.to_string()).await.is_err() {
            return End::Silence;
        }
        loop {
            let patience = self.beat + self.heartbeat.saturating_mul(2);
            let stalled = self.hub.is_stalled();
            if let Some(held) = self.held.take_if(|_| !stalled)
                && let Err(end) = self.tell(Some(held)).await
            {
                return end;
            }
            let turn = tokio::select! {
                biased;
                said = self.socket.recv() => self.hear(said).await,
                out = self.inbox.recv(), if !stalled => self.tell(out).await,
                () = tokio::time::sleep(Duration::from_millis(20)), if stalled => Ok(()),
                () = tokio::time::sleep_until(patience) => Err(End::Close(4009, "Session timed out.")),
            };
            if let Err(end) = turn {
                return end;
            }
        }
    }

    async fn tell(&mut self, out: Option<Out>) -> Result<(), End> {
        match out {
            Some(held @ Out::Frame(_)) if self.hub.is_stalled() => {
                self.held = Some(held);
                Ok(())
            }
            Some(Out::Frame(frame)) => self.send(&frame).await,
            Some(Out::Close(code, reason)) => Err(End::Close(code, reason)),
            Some(Out::Vanish) | None => Err(End::Silence),
        }
    }

    fn record(&self, kind: &str, frame: &Value) {
        let at = iso(self.hub.ids.clock.now());
        self.hub.traffic.record(json!({ "at": at, "kind": kind, "connection": self.number, "frame": frame }));
    }

    async fn send(&mut self, frame: &str) -> Result<(), End> {
        self.hub.traffic.frame(frame);
        if self.hub.is_recording() {
            let frame: Value = serde_json::from_str(frame).unwrap_or_default();
            self.record("to_bot", &frame);
        }
        let packed = self.packer.pack(frame);
        match tokio::time::timeout(PATIENCE, self.socket.send(packed)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(End::Silence),
        }
    }

    async fn hear(&mut self, said: Option<Result<Message, axum::Error>>) -> Result<(), End> {
        let text = match said {
            Some(Ok(Message::Text(text))) => text.as_bytes().to_vec(),
            Some(Ok(Message::Binary(bytes))) => bytes.to_vec(),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(()),
            Some(Ok(Message::Close(close))) => {
                self.leave(close.map(|c| c.code));
                return Err(End::Silence);
            }
            Some(Err(_)) | None => return Err(End::Silence),
        };
        self.within_limits(text.len())?;
        let payload: Value =
            serde_json::from_slice(&text).map_err(|_| End::Close(4002, "Error while decoding payload."))?;
        if self.hub.is_recording() {
            let mut frame = payload.clone();
            if let Some(data) = frame.get_mut("d").and_then(Value::as_object_mut) {
                data.remove("token");
            }
            self.record("of_bot", &frame);
        }
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) => {
                self.beat = Instant::now();
                if self.hub.is_stalled() {
                    return Ok(());
                }
                self.send(r#"{"t":null,"s":null,"op":11,"d":null}"#).await
            }
            Some(2 | 6) if self.session.is_some() => Err(End::Close(4005, "Already authenticated.")),
            Some(2) => self.identify(data).await,
            Some(6) => self.resume(data).await,
            Some(3 | 4 | 8 | 31) if self.session.is_none() => Err(End::Close(4003, "Not authenticated.")),
            Some(8) => self.members(data),
            Some(3 | 4 | 31) => Ok(()),
            _ => Err(End::Close(4001, "Unknown opcode.")),
        }
    }

    /// A client that says goodbye in due form (1000, 1001) gives its session up.
    fn leave(&mut self, code: Option<u16>) {
        if let Some(id) = self.session.as_ref().filter(|_| matches!(code, Some(1000 | 1001))) {
            self.hub.deed(|d| d.wires.sessions.remove(id));
        }
    }

    fn within_limits(&mut self, size: usize) -> Result<(), End> {
        if size > LARGEST {
            return Err(End::Close(4002, "Payload too large."));
        }
        if self.minute.0.elapsed() > Duration::from_mins(1) {
            self.minute = (Instant::now(), 0);
        }
        self.minute.1 += 1;
        if self.minute.1 > PER_MINUTE { Err(End::Close(4008, "You are being rate limited.")) } else { Ok(()) }
    }
}
