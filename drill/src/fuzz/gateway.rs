//! Garbage at the gateway: frames that no library sends, and whether whoever sends them is answered or shown out.

use super::PATIENCE;
use super::pool::Pool;
use super::spoil::spoil;
use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// All that a bot may ask for but presences.
const INTENTS: u64 = 0x331_ffff & !(1 << 8);
/// Nothing more comes.
const QUIET: Duration = Duration::from_millis(25);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A bot that listens while the others misbehave.
pub struct Listener(Socket);

impl Listener {
    pub async fn open(base: &str, token: &str) -> Result<Self> {
        let (mut socket, _) = connect_async(format!("{}/gateway?v=10", base.replacen("http", "ws", 1))).await?;
        socket.send(Message::text(identify(token).to_string())).await?;
        let mut listener = Self(socket);
        listener.event("READY").await?;
        Ok(listener)
    }

    /// The next event of this name.
    pub async fn event(&mut self, name: &str) -> Result<Value> {
        loop {
            let frame = self.frame().await?;
            if frame["t"] == name {
                return Ok(frame["d"].clone());
            }
        }
    }

    /// Still there, and answered: all that was sent until now has come.
    pub async fn is_heard(&mut self) -> Result<()> {
        self.0.send(Message::text(r#"{"op":1,"d":null}"#)).await?;
        while self.frame().await?["op"] != 11 {}
        Ok(())
    }

    async fn frame(&mut self) -> Result<Value> {
        let next = timeout(PATIENCE, self.0.next()).await.context("no frame came in time")?;
        match next.context("the listener's connection ended")?? {
            Message::Text(text) => Ok(serde_json::from_str(&text)?),
            other => bail!("the listener was told {other:?}"),
        }
    }
}

fn identify(token: &str) -> Value {
    json!({ "op": 2, "d": { "token": token, "intents": INTENTS, "properties": { "os": "x" }, "shard": [0, 1] } })
}

/// A connection, what is said on it, and how it ends; the words say what was wrong with that.
pub async fn misbehave(base: &str, token: &str, pool: &Pool, dice: &mut StdRng) -> Result<(), String> {
    let queries = [
        "?v=10&encoding=json",
        "?v=10&encoding=json&compress=zlib-stream",
        "",
        "?v=10&v=9",
        "?v=99999999999999999999",
        "?encoding=etf",
        "?v=10&compress=zstd-stream",
        "?%FF=%00",
    ];
    let query = if dice.random_bool(0.7) { queries[0] } else { queries.choose(dice).copied().unwrap_or_default() };
    let frames: Vec<Message> = (0..dice.random_range(1..8)).map(|_| frame(token, pool, dice)).collect();
    let flood = dice.random_bool(0.03);
    let told = |what: &str| {
        let frames: Vec<String> = frames.iter().map(|f| format!("{f:?}").chars().take(300).collect()).collect();
        format!("gateway{query} {what}: {}", frames.join(" | "))
    };
    let url = format!("{}/gateway{query}", base.replacen("http", "ws", 1));
    let mut socket = match timeout(PATIENCE, connect_async(url)).await {
        Err(_) => return Err(told("did not open in time")),
        Ok(Ok((socket, _))) => socket,
        Ok(Err(Error::Http(answer))) if answer.status().as_u16() < 500 => return Ok(()),
        Ok(Err(error)) => return Err(told(&format!("refused: {error}"))),
    };
    for one in &frames {
        for _ in 0..if flood { 130 } else { 1 } {
            if socket.send(one.clone()).await.is_err() {
                break;
            }
        }
    }
    match end(&mut socket).await {
        Ok(()) => Ok(()),
        Err(what) => Err(told(&what)),
    }
}

/// Whoever is still there is answered; who is not was shown out by one of the codes.
async fn end(socket: &mut Socket) -> Result<(), String> {
    loop {
        match timeout(QUIET, socket.next()).await {
            Err(_) => break,
            Ok(Some(Ok(Message::Close(close)))) => return shown_out(close),
            Ok(None | Some(Err(_))) => return Ok(()),
            Ok(Some(Ok(_))) => {}
        }
    }
    if socket.send(Message::text(r#"{"op":1,"d":null}"#)).await.is_err() {
        return Ok(());
    }
    loop {
        match timeout(PATIENCE, socket.next()).await {
            Err(_) => return Err("neither an answer nor an end".into()),
            Ok(Some(Ok(Message::Close(close)))) => return shown_out(close),
            Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => {}
            Ok(_) => return Ok(()),
        }
    }
}

fn shown_out(close: Option<CloseFrame>) -> Result<(), String> {
    match close.map(|c| u16::from(c.code)) {
        None | Some(1000..=1015 | 4000..=4014) => Ok(()),
        Some(code) => Err(format!("closed with {code}")),
    }
}

fn frame(token: &str, pool: &Pool, dice: &mut StdRng) -> Message {
    let mut good = match dice.random_range(0..7) {
        0 | 1 => identify(token),
        2 => json!({ "op": 6, "d": { "token": token, "session_id": "x", "seq": 5 } }),
        3 => json!({ "op": 1, "d": 7 }),
        4 => {
            let (guild, user) = (pool.id("guild", dice), pool.id("user", dice));
            json!({ "op": 8, "d": { "guild_id": guild, "query": "", "limit": 0, "user_ids": [user], "nonce": "n" } })
        }
        5 => json!({ "op": 3, "d": { "since": null, "activities": [], "status": "online", "afk": false } }),
        _ => json!({ "op": 31, "d": { "guild_ids": [pool.id("guild", dice)] } }),
    };
    match dice.random_range(0..14) {
        0 => Message::text("{\"op\":"),
        1 => Message::text("[".repeat(4_000)),
        2 => Message::binary((0..dice.random_range(0..600)).map(|_| dice.random()).collect::<Vec<u8>>()),
        3 => Message::binary(b"\x78\x9c\xab\x56\x2a\x50\xb2\x52\x30\x00\x00\x00\x00\xff\xff".to_vec()),
        4 => Message::text("x".repeat(*[0, 4_097, 70_000, 1_100_000].choose(dice).unwrap_or(&0))),
        5 => Message::Ping(vec![7; 125].into()),
        6 => Message::binary(good.to_string()),
        7 => Message::text(good.to_string()),
        _ => {
            for _ in 0..dice.random_range(1..4) {
                spoil(&mut good, pool, dice);
            }
            Message::text(good.to_string())
        }
    }
}
