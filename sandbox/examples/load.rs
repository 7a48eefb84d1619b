//! How many messages a second: `cargo run --release -p sandbox --features control --example load -- 20000`.
//! A person speaks over the controls, a bot sends over REST, and a bot with all intents hears both.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

const GENERAL: sandbox::Id = sandbox::Id(1_220_000_000_000_000_002);
const MIA: sandbox::Id = sandbox::Id(1_100_000_000_000_000_005);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let n: u32 = std::env::args().nth(1).unwrap_or_else(|| "20000".into()).parse()?;
    let dir = tempfile::tempdir()?;
    let sandbox = sandbox::Sandbox::start(sandbox::Config::new("127.0.0.1:0".parse()?, dir.path())).await?;
    // One that runs already may be named instead: its base and its token.
    let base = std::env::args().nth(2).unwrap_or_else(|| sandbox.base.clone());
    let token = std::env::args().nth(3).unwrap_or_else(|| sandbox.token.clone());
    let control = sandbox::Control::new(&base);
    control.settings(&json!({ "rate_limits": false })).await?;
    let (mut socket, _) = tokio_tungstenite::connect_async(format!("{}/gateway", base.replace("http", "ws"))).await?;
    let identify = json!({ "op": 2, "d": { "token": token, "intents": 33_281, "properties": {} } });
    socket.send(Message::text(identify.to_string())).await?;

    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for lane in 0..8 {
        let (control, http) = (control.clone(), reqwest::Client::builder().no_proxy().build()?);
        let (url, token) = (format!("{base}/api/v10/channels/{GENERAL}/messages"), format!("Bot {token}"));
        tasks.spawn(async move {
            for k in 0..n / 8 {
                if lane % 2 == 0 {
                    control.say(MIA, GENERAL, &format!("message {k} of lane {lane}")).await.map(drop)?;
                } else {
                    let body = json!({ "content": format!("message {k} of lane {lane}") });
                    http.post(&url).header("authorization", &token).json(&body).send().await?.error_for_status()?;
                }
            }
            Ok::<_, anyhow::Error>(())
        });
    }
    let mut heard = 0;
    while heard < n / 8 * 8 {
        let next = tokio::time::timeout(Duration::from_secs(10), socket.next()).await?;
        if let Some(Ok(Message::Text(text))) = next {
            heard += u32::from(text.contains(r#""t":"MESSAGE_CREATE""#));
        }
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    let took = begun.elapsed();
    println!("{heard} messages sent and heard in {took:.2?}: {:.0} a second", f64::from(heard) / took.as_secs_f64());
    sandbox.stop().await;
    Ok(())
}
