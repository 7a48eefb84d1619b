//! What all tests need: a fresh sandbox, a bot over real HTTP and WebSocket, and the people's ids.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use sandbox::{Config, Control, Id, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::Message;

pub const OLIVIA: Id = Id(1_100_000_000_000_000_001);
pub const ADA: Id = Id(1_100_000_000_000_000_002);
pub const BEN: Id = Id(1_100_000_000_000_000_003);
pub const CHLOE: Id = Id(1_100_000_000_000_000_004);
pub const MIA: Id = Id(1_100_000_000_000_000_005);
pub const NOAH: Id = Id(1_100_000_000_000_000_006);
pub const SAM: Id = Id(1_100_000_000_000_000_008);
pub const BOT: Id = Id(1_190_000_000_000_000_002);
pub const ACME: Id = Id(1_200_000_000_000_000_001);
pub const CLUB: Id = Id(1_200_000_000_000_000_002);
pub const GOLD_TEAM: Id = Id(1_210_000_000_000_000_003);
pub const GENERAL: Id = Id(1_220_000_000_000_000_002);
pub const LOUNGE: Id = Id(1_220_000_000_000_000_005);

/// Guilds, members, messages, reactions, typing, private messages, content.
pub const INTENTS: u64 = 1 | 1 << 1 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 15;

pub struct Place {
    pub sandbox: Sandbox,
    pub control: Control,
    pub http: reqwest::Client,
    pub dir: TempDir,
}

impl Place {
    pub async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = Self::over(dir).await;
        place.control.settings(&json!({ "rate_limits": false })).await.unwrap();
        place
    }

    pub async fn over(dir: TempDir) -> Self {
        let sandbox = Sandbox::start(Config::new("127.0.0.1:0".parse().unwrap(), dir.path())).await.unwrap();
        let control = sandbox.control();
        // Tests begin bots anew at a faster pace than Discord lets them.
        control.settings(&json!({ "identify_window_ms": 0 })).await.unwrap();
        Self { control, sandbox, http: reqwest::Client::builder().no_proxy().build().unwrap(), dir }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}/api/v10{path}", self.sandbox.base)
    }

    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let token = format!("Bot {}", self.sandbox.token);
        self.http.request(method.parse().unwrap(), self.url(path)).header("authorization", token)
    }

    /// A request of the bot: status and body.
    pub async fn call(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let request = self.request(method, path);
        let request = if body.is_null() { request } else { request.json(&body) };
        answer(request).await
    }

    pub async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call("GET", path, Value::Null).await;
        assert_eq!(status, 200, "GET {path}: {body}");
        body
    }

    pub async fn ok(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, answer) = self.call(method, path, body).await;
        assert!(status < 300, "{method} {path}: {status} {answer}");
        answer
    }

    pub async fn refused(&self, method: &str, path: &str, body: Value) -> (u16, u64) {
        let (status, answer) = self.call(method, path, body).await;
        assert!(status >= 400, "{method} {path}: {status} {answer}");
        (status, answer["code"].as_u64().unwrap_or(0))
    }

    pub async fn connect(&self, intents: u64) -> Gateway {
        let mut gateway = Gateway::open(&self.sandbox.base, "").await;
        gateway.identify(&self.sandbox.token, intents).await;
        gateway
    }

    /// Nothing went over the wire that Discord would not know.
    pub async fn conforms(&self) {
        let violations = self.control.violations().await.unwrap();
        assert!(violations.is_empty(), "{violations:#?}");
        let traffic = self.control.traffic().await.unwrap();
        assert_eq!(traffic["unknown_routes"], json!([]));
        assert_eq!(traffic["strange_frames"], json!([]));
    }
}

pub async fn answer(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

pub struct Gateway {
    pub socket: Socket,
    pub ready: Value,
    pub seq: u64,
    /// Events of which twilight could make nothing.
    pub strange: Vec<String>,
}

/// No test ends with an event that twilight could not read.
impl Drop for Gateway {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.understood();
        }
    }
}

impl Gateway {
    pub async fn open(base: &str, query: &str) -> Self {
        let url = format!("{}/gateway?v=10&encoding=json{query}", base.replace("http", "ws"));
        Self::over(tokio_tungstenite::connect_async(url).await.unwrap().0)
    }

    pub fn over(socket: Socket) -> Self {
        Self { socket, ready: Value::Null, seq: 0, strange: Vec::new() }
    }

    pub async fn send(&mut self, payload: Value) {
        self.socket.send(Message::text(payload.to_string())).await.unwrap();
    }

    pub async fn identify(&mut self, token: &str, intents: u64) {
        let hello = self.frame().await;
        assert_eq!(hello["op"], 10);
        let properties = json!({ "os": "linux", "browser": "test", "device": "test" });
        self.send(json!({ "op": 2, "d": { "token": token, "intents": intents, "properties": properties } })).await;
        self.ready = self.event("READY").await;
    }

    /// The next frame; a close becomes `{"close": code}`, the end of the line null.
    pub async fn frame(&mut self) -> Value {
        let next = tokio::time::timeout(Duration::from_secs(5), self.socket.next()).await.expect("no frame within 5 s");
        let value: Value = match next {
            Some(Ok(Message::Text(text))) => serde_json::from_str(&text).unwrap(),
            Some(Ok(Message::Close(close))) => json!({ "close": close.map(|c| u16::from(c.code)) }),
            Some(Ok(other)) => panic!("{other:?}"),
            Some(Err(_)) | None => Value::Null,
        };
        if let Some(seq) = value["s"].as_u64() {
            self.seq = seq;
        }
        if value["op"] == 0 {
            self.judge(&value);
        }
        value
    }

    /// twilight parses strictly what serenity lets pass.
    pub fn judge(&mut self, frame: &Value) {
        use serde::de::DeserializeSeed;
        use twilight_model::gateway::event::GatewayEventDeserializer;
        let text = frame.to_string();
        let seed = GatewayEventDeserializer::from_json(&text).unwrap();
        let mut json = serde_json::Deserializer::from_str(&text);
        if let Err(error) = seed.deserialize(&mut json) {
            self.strange.push(format!("{}: {error}\n{text}", frame["t"]));
        }
    }

    /// The next event of this kind; others are passed over.
    pub async fn event(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.frame().await;
            assert!(!frame.is_null(), "the line ended before {kind}");
            assert!(frame["close"].is_null(), "closed before {kind}: {frame}");
            if frame["t"] == kind {
                return frame["d"].clone();
            }
        }
    }

    /// All events that are there already, by name.
    pub async fn names(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        while let Ok(Some(Ok(Message::Text(text)))) =
            tokio::time::timeout(Duration::from_millis(300), self.socket.next()).await
        {
            let frame: Value = serde_json::from_str(&text).unwrap();
            if let Some(seq) = frame["s"].as_u64() {
                self.seq = seq;
                self.judge(&frame);
            }
            names.extend(frame["t"].as_str().map(str::to_owned));
        }
        names
    }

    pub fn understood(&self) {
        assert!(self.strange.is_empty(), "{:#?}", self.strange);
    }

    /// Answers every interaction with the same callback, for as long as the test runs.
    pub async fn interaction(&mut self) -> (Id, String, Value) {
        let d = self.event("INTERACTION_CREATE").await;
        (Id::of(&d["id"]), d["token"].as_str().unwrap().to_owned(), d)
    }
}
