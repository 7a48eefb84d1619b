//! A large place, which `cargo xtask bench sandbox` asks for: 200 guilds, one of them with 1,000 members and 500 channels,
//! two shards. How long until both know everything, how much memory that is, and how many messages a second are said
//! and delivered. The sandbox is a process of its own (the first argument), so its memory is its own. One JSON object.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

const BOT: &str = "1190000000000000002";
const GUILDS: u64 = 200;
const LARGE: u64 = 77 << 22;

fn guild(n: u64) -> Value {
    let id = n << 22;
    let (members, channels) = if id == LARGE { (1000, 500) } else { (5, 5) };
    let member = |m: u64| json!({ "user": { "id": (1000 + m).to_string() } });
    let mut list: Vec<Value> = (0..members).map(member).collect();
    list.push(json!({ "user": { "id": BOT } }));
    let channel = |c: u64| json!({ "id": (id + 1 + c).to_string(), "type": 0, "name": format!("channel-{c}") });
    json!({
        "id": id.to_string(), "name": format!("Guild {n}"), "owner_id": "1000", "members": list,
        "roles": [{ "id": id.to_string(), "name": "@everyone", "permissions": "311455763521" }],
        "channels": (0..channels).map(channel).collect::<Vec<_>>(),
    })
}

/// The sandbox, running; killed when dropped.
struct Running {
    child: Child,
    base: String,
    token: String,
}

async fn start(binary: &str, folder: &Path) -> Result<Running> {
    let mut command = Command::new(binary);
    command.arg("127.0.0.1:0").arg(folder).stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().with_context(|| format!("starting {binary}"))?;
    let out = child.stdout.take().context("no standard output")?;
    let line = BufReader::new(out).lines().next_line().await?.context("it said nothing")?;
    let said = |key: &str| {
        let found = line.split(' ').filter_map(|word| word.split_once('=')).find(|(name, _)| *name == key);
        found.map(|(_, value)| value.to_owned()).with_context(|| format!("no {key} in: {line}"))
    };
    Ok(Running { base: said("sandbox")?, token: said("token")?, child })
}

/// Resident memory of the process, in MiB.
fn memory(of: &Running) -> u64 {
    let path = format!("/proc/{}/status", of.child.id().unwrap_or_default());
    let status = std::fs::read_to_string(path).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1024
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn shard(base: &str, token: &str, index: u64) -> Result<Socket> {
    let (mut socket, _) = tokio_tungstenite::connect_async(format!("{}/gateway", base.replace("http", "ws"))).await?;
    let data = json!({ "token": token, "intents": 33_281, "properties": {}, "shard": [index, 2] });
    socket.send(Message::text(json!({ "op": 2, "d": data }).to_string())).await?;
    Ok(socket)
}

/// Until this many events of the kind were heard.
async fn hear(socket: &mut Socket, kind: &str, count: u32) -> Result<()> {
    let (wanted, mut heard) = (format!(r#""t":"{kind}""#), 0);
    while heard < count {
        let next = tokio::time::timeout(Duration::from_secs(30), socket.next()).await?;
        if let Message::Text(text) = next.context("the gateway ended")?? {
            heard += u32::from(text.get(..40.min(text.len())).is_some_and(|start| start.contains(&wanted)));
        }
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
    let binary = std::env::args().nth(1).context("which discord-sandbox?")?;
    let n: u64 = std::env::args().nth(2).unwrap_or_else(|| "20000".into()).parse()?;
    let dir = tempfile::tempdir()?;
    let mut first = start(&binary, dir.path()).await?;
    let before = memory(&first);
    let users: Vec<Value> =
        (0..1000).map(|u| json!({ "id": (1000 + u).to_string(), "username": format!("person{u}") })).collect();
    let guilds: Vec<Value> = (1..=GUILDS).map(guild).collect();
    sandbox::Control::new(&first.base).import(&json!({ "users": users, "guilds": guilds })).await?;
    first.child.kill().await?;

    let begun = Instant::now();
    let running = start(&binary, dir.path()).await?;
    let opened = begun.elapsed();
    let control = sandbox::Control::new(&running.base);
    control.settings(&json!({ "rate_limits": false, "identify_window_ms": 0 })).await?;
    let known = Instant::now();
    let (base, token) = (&running.base, &running.token);
    let mut shards = [shard(base, token, 0).await?, shard(base, token, 1).await?];
    hear(&mut shards[0], "GUILD_CREATE", 100).await?;
    hear(&mut shards[1], "GUILD_CREATE", 100).await?;
    let greeted = known.elapsed();
    let full = memory(&running);

    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for lane in 0..8 {
        let control = control.clone();
        tasks.spawn(async move {
            for k in 0..n / 8 {
                // An odd and an even guild in turn, so that both shards hear half.
                let guild = 1 + (k * 8 + lane) % GUILDS;
                let channel = sandbox::Id((guild << 22) + 1);
                control.say(sandbox::Id(1000), channel, "what is said").await?;
            }
            Ok::<_, anyhow::Error>(())
        });
    }
    let half = u32::try_from(n / 8 * 8)? / 2;
    let [even, odd] = &mut shards;
    tokio::try_join!(hear(even, "MESSAGE_CREATE", half), hear(odd, "MESSAGE_CREATE", half))?;
    let took = begun.elapsed();
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    let rate = f64::from(half * 2) / took.as_secs_f64();
    let figures = json!({
        "bench": "sandbox", "guilds": GUILDS, "open_ms": opened.as_millis(), "greeted_ms": greeted.as_millis(),
        "rss_mib": memory(&running), "rss_fresh_mib": before, "rss_greeted_mib": full, "messages": half * 2, "took_ms": took.as_millis(),
        "messages_per_second": rate.round(),
    });
    println!("{figures}");
    Ok(())
}
