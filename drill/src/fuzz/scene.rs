//! One world of the fuzz: how it is furnished, what is thrown at it, and what is looked at afterwards.

use super::description::{Description, Operation};
use super::gateway::{Listener, misbehave};
use super::pool::Pool;
use super::request::{Shot, Tokens, shot};
use super::{PATIENCE, Totals};
use crate::processes::Process;
use anyhow::{Context, Result};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use sandbox::{Control, Id};
use serde_json::{Value, json};
use std::collections::HashMap;
use tokio::task::JoinSet;

const ACME: Id = Id(1_200_000_000_000_000_001);
const GENERAL: Id = Id(1_220_000_000_000_000_002);
const MIA: Id = Id(1_100_000_000_000_000_005);
const BOT: Id = Id(1_190_000_000_000_000_002);

/// The running sandbox and the ways to it.
pub struct Stage {
    base: String,
    token: String,
    client: (String, String),
    control: Control,
    http: reqwest::Client,
}

pub struct Scene<'a> {
    stage: &'a Stage,
    dice: StdRng,
    pool: Pool,
    tokens: Tokens,
    listener: Listener,
    /// People who wait for an answer.
    waiting: JoinSet<()>,
    faults: Vec<String>,
    /// What was last asked of a path, to show it beside an answer that does not fit.
    asked: HashMap<String, String>,
}

impl Stage {
    pub fn new(sandbox: &Process) -> Result<Self> {
        let said = |key: &str| sandbox.ready.get(key).cloned().with_context(|| format!("no {key} was said"));
        let base = said("sandbox")?;
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
        let client = (said("client_id")?, said("client_secret")?);
        Ok(Self { control: Control::new(&base), token: said("token")?, base, client, http })
    }

    async fn clear(&self) -> Result<()> {
        self.control.reset().await?;
        let settings = json!({
            "rate_limits": false, "rename_window_ms": 0, "invalid_requests": 0, "identify_limit": 1_000_000,
            "identify_window_ms": 0, "response_deadline_ms": 600_000,
        });
        self.control.settings(&settings).await?;
        self.control.clear_traffic().await?;
        Ok(())
    }

    /// The operations that are not answered as if there were none.
    pub async fn known(&self, all: Vec<Operation>) -> Result<Vec<Operation>> {
        self.clear().await?;
        let mut known = Vec::new();
        for operation in all {
            let part = |p: &str| if p.starts_with('{') { "1".to_owned() } else { p.to_owned() };
            let path = operation.path.split('/').map(part).collect::<Vec<_>>().join("/");
            let (status, answer) = self.ask(&operation.method, &path, None, None).await?;
            let nothing = matches!(status, 404 | 405) && answer["code"] == 0;
            if !nothing {
                known.push(operation);
            }
        }
        Ok(known)
    }

    async fn ask(&self, method: &str, path: &str, token: Option<&str>, body: Option<&Value>) -> Result<(u16, Value)> {
        let mut request = self.http.request(method.parse()?, format!("{}/api/v10{path}", self.base));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bot {token}"));
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        Ok((status, answer.json().await.unwrap_or_default()))
    }

    async fn fire(&self, shot: &Shot) -> Result<(u16, Value)> {
        let url = format!("{}/api/v10{}", self.base, shot.path);
        let mut request = self.http.request(shot.method.parse()?, url).body(shot.body.clone());
        let headers = [
            ("authorization", &shot.authorization),
            ("x-audit-log-reason", &shot.reason),
            ("content-type", &shot.content_type),
        ];
        for (name, value) in headers {
            if let Some(value) = value {
                request = request.header(name, value.as_bytes());
            }
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        Ok((status, answer.json().await.unwrap_or_default()))
    }

    /// A person's token, as far as the client itself is one.
    async fn person(&self) -> Result<String> {
        let form = [("grant_type", "client_credentials"), ("scope", "identify guilds")];
        let request = self.http.post(format!("{}/api/oauth2/token", self.base));
        let answer: Value =
            request.basic_auth(&self.client.0, Some(&self.client.1)).form(&form).send().await?.json().await?;
        Ok(answer["access_token"].as_str().unwrap_or_default().to_owned())
    }
}

impl<'a> Scene<'a> {
    pub async fn begin(stage: &'a Stage, seed: u64, number: u64) -> Result<Self> {
        stage.clear().await?;
        let mut scene = Self {
            stage,
            dice: StdRng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(number)),
            pool: Pool::default(),
            tokens: Tokens { bot: stage.token.clone(), person: stage.person().await? },
            listener: Listener::open(&stage.base, &stage.token).await?,
            waiting: JoinSet::new(),
            faults: Vec::new(),
            asked: HashMap::new(),
        };
        scene.furnish().await?;
        Ok(scene)
    }

    /// Something of everything that a path can name, and two people who wait for an answer.
    async fn furnish(&mut self) -> Result<()> {
        let state = self.stage.control.state().await?;
        for (kind, list) in [("channel", "channels"), ("user", "users"), ("guild", "guilds"), ("role", "roles")] {
            for id in ids(&state[list]) {
                self.pool.add(kind, &id);
            }
        }
        for id in [ACME, Id(1_200_000_000_000_000_002)] {
            self.pool.add("guild", &json!(id));
            let (_, roles) =
                self.stage.ask("GET", &format!("/guilds/{id}/roles"), Some(&self.tokens.bot), None).await?;
            for role in ids(&roles) {
                self.pool.add("role", &role);
            }
            let (_, all) =
                self.stage.ask("GET", &format!("/guilds/{id}/channels"), Some(&self.tokens.bot), None).await?;
            for channel in ids(&all) {
                self.pool.add("channel", &channel);
            }
        }
        for user in 1..=8 {
            self.pool.add("user", &json!(Id(1_100_000_000_000_000_000 + user)));
        }
        self.pool.add("user", &json!(BOT));
        self.pool.add("application", &json!(self.stage.client.0));
        let (channel, guild, app) = (
            format!("/channels/{GENERAL}"),
            format!("/guilds/{ACME}"),
            format!("/applications/{}", self.stage.client.0),
        );
        let button = json!({ "type": 2, "style": 1, "label": "Open", "custom_id": "open" });
        let select = json!({ "type": 3, "custom_id": "pick", "options": [{ "label": "One", "value": "1" }] });
        let rows = json!([{ "type": 1, "components": [button] }, { "type": 1, "components": [select] }]);
        let first = json!({ "content": "first", "components": rows });
        let message = self.make(&format!("{channel}/messages"), &first).await?;
        let command = json!({ "name": "ask", "description": "asks" });
        for (path, body) in [
            (format!("{channel}/messages"), json!({ "content": "second", "embeds": [{ "title": "t" }] })),
            (format!("{channel}/threads"), json!({ "name": "a thread", "type": 11 })),
            (format!("{channel}/threads"), json!({ "name": "a private one", "type": 12 })),
            (format!("{channel}/webhooks"), json!({ "name": "hook" })),
            (format!("{channel}/invites"), json!({})),
            (format!("{guild}/roles"), json!({ "name": "made" })),
            (format!("{guild}/channels"), json!({ "name": "a forum", "type": 15 })),
            (format!("{guild}/channels"), json!({ "name": "a category", "type": 4 })),
            (format!("{app}/commands"), command),
            ("/users/@me/channels".to_owned(), json!({ "recipient_id": MIA })),
        ] {
            self.make(&path, &body).await?;
        }
        let message: Id = message["id"].as_str().context("no message")?.parse()?;
        for press in [true, false] {
            let control = self.stage.control.clone();
            self.waiting.spawn(async move {
                // How it ends is the fuzz's own business.
                let _ = if press {
                    control.press(MIA, GENERAL, message, "open").await
                } else {
                    control.command(MIA, GENERAL, "ask", json!([])).await
                };
            });
            let asked = self.listener.event("INTERACTION_CREATE").await?;
            self.pool.add_interaction(&asked["id"], &asked["token"]);
            self.pool.add_hook(&asked["application_id"], &asked["token"]);
        }
        Ok(())
    }

    async fn make(&mut self, path: &str, body: &Value) -> Result<Value> {
        let (status, answer) = self.stage.ask("POST", path, Some(&self.tokens.bot), Some(body)).await?;
        anyhow::ensure!(status < 300, "{path}: {status} {answer}");
        self.pool.learn(path, &answer);
        Ok(answer)
    }

    /// Throws so many at it and tells what went wrong.
    pub async fn play(
        mut self,
        about: &Description,
        operations: &[Operation],
        cases: u64,
        totals: &mut Totals,
    ) -> Result<Vec<String>> {
        for _ in 0..cases {
            if self.dice.random_bool(0.08) {
                totals.connections += 1;
                let (base, token) = (&self.stage.base, &self.tokens.bot);
                self.faults.extend(misbehave(base, token, &self.pool, &mut self.dice).await.err());
                continue;
            }
            let Some(operation) = operations.choose(&mut self.dice) else { break };
            let shot = shot(about, operation, &self.pool, &self.tokens, &mut self.dice);
            totals.requests += 1;
            match self.stage.fire(&shot).await {
                Ok((status, answer)) => {
                    if status >= 500 {
                        self.faults.push(format!("{status}: {}", shot.shown()));
                    }
                    if status < 300 {
                        totals.taken += 1;
                        self.pool.learn(&operation.path, &answer);
                    }
                }
                Err(error) => self.faults.push(format!("{error:#}: {}", shot.shown())),
            }
            let path = shot.path.split('?').next().unwrap_or_default();
            self.asked.insert(format!("{} {path}", shot.method), shot.shown());
        }
        self.look(totals).await;
        Ok(self.faults)
    }

    /// What the sandbox says of itself, and whether it still does what it is there for.
    async fn look(&mut self, totals: &mut Totals) {
        if let Err(error) = self.listener.is_heard().await {
            self.faults.push(format!("the bot that only listened: {error:#}"));
        }
        match self.stage.ask("GET", "/users/@me", Some(&self.tokens.bot), None).await {
            Ok((200, _)) => {}
            other => self.faults.push(format!("afterwards nobody is anyone: {other:?}")),
        }
        let traffic = match self.stage.control.traffic().await {
            Ok(traffic) => traffic,
            Err(error) => return self.faults.push(format!("the controls do not answer: {error}")),
        };
        totals.held += traffic["responses"].as_u64().unwrap_or(0);
        for violation in traffic["violations"].as_array().into_iter().flatten() {
            if violation["side"] == "request" {
                totals.lenient += 1;
                continue;
            }
            let words = |field: &str| violation[field].as_str().unwrap_or_default().to_owned();
            let path = format!("{} {}", words("method"), words("path"));
            let asked = self.asked.get(&path).cloned().unwrap_or_default();
            self.faults.push(format!("not as described: {path}: {}; {asked}", words("error")));
        }
        for frame in traffic["strange_frames"].as_array().into_iter().flatten() {
            let text: String = frame.as_str().unwrap_or_default().chars().take(1_200).collect();
            self.faults.push(format!("a frame that nobody can read: {text}"));
        }
        self.waiting.abort_all();
    }
}

/// The ids in a list of objects, or the names in a map of them.
fn ids(list: &Value) -> Vec<Value> {
    match list {
        Value::Array(all) => all.iter().map(|one| one["id"].clone()).collect(),
        Value::Object(map) => map.keys().map(|key| json!(key)).collect(),
        _ => Vec::new(),
    }
}
