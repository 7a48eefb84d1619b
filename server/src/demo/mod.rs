//! Knows the demo: a sandbox and a dashboard as two processes under one command, with sample data the first time.

mod child;
mod folder;
mod seed;

use crate::cli;
use child::{Child, Exit};
use folder::Folder;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::sleep;

/// What `docket demo` was asked for.
pub struct Demo {
    pub listen: SocketAddr,
    pub sandbox: SocketAddr,
    pub data: PathBuf,
    pub seed: u64,
}

/// The exit code of a wrong configuration: starting again would not help.
const MISCONFIGURED: i32 = 2;

/// Both, running.
struct Pair {
    sandbox: Child,
    serve: Child,
    /// The line that scripts wait for.
    ready: String,
}

/// Runs both until `end`; whichever dies meanwhile is started again at its address.
pub async fn run(demo: Demo, end: impl Future<Output = ()>) -> anyhow::Result<()> {
    tokio::pin!(end);
    let pair = tokio::select! {
        () = &mut end => return Ok(()),
        pair = start(demo) => pair?,
    };
    let Pair { mut sandbox, mut serve, ready } = pair;
    cli::ready(&ready);
    let ended = loop {
        let died = tokio::select! {
            () = &mut end => break Ok(()),
            exit = serve.exit() => (&mut serve, exit),
            exit = sandbox.exit() => (&mut sandbox, exit),
        };
        let (child, exit) = died;
        tokio::select! {
            () = &mut end => break Ok(()),
            again = revive(child, exit) => if let Err(error) = again { break Err(error) },
        }
    };
    serve.stop().await;
    sandbox.stop().await;
    ended
}

async fn start(demo: Demo) -> anyhow::Result<Pair> {
    let folder = Folder::open(demo.data)?;
    let mut sandbox = Child::new("sandbox", demo.sandbox, folder.sandbox(), folder.pid("sandbox"));
    let line = sandbox.start().await?;
    let base = word(&line, "sandbox")?;
    sandbox.stay_at(port_of(&base)?);
    if !folder.is_planted() {
        seed::plant(&folder.docket(), &base, demo.seed).await?;
        folder.planted()?;
    }
    folder.configure(&line, &base).await?;
    let mut serve = Child::new("serve", demo.listen, folder.docket(), folder.pid("serve"));
    let dashboard = word(&serve.start().await?, "dashboard")?;
    serve.stay_at(port_of(&dashboard)?);
    Ok(Pair { sandbox, serve, ready: format!("dashboard={dashboard} sandbox={base}") })
}

async fn revive(child: &mut Child, exit: Exit) -> anyhow::Result<()> {
    if exit.code == Some(MISCONFIGURED) {
        anyhow::bail!("`docket {}` can't start with its configuration", child.name());
    }
    tracing::warn!("`docket {}` ended ({}) and is started again", child.name(), exit.words);
    loop {
        sleep(child.pause()).await;
        match child.start().await {
            Ok(_) => return Ok(()),
            Err(error) => tracing::error!("`docket {}` did not start again: {error:#}", child.name()),
        }
    }
}

/// The value of `name=…` in a line that a child said.
fn word(line: &str, name: &str) -> anyhow::Result<String> {
    let words: HashMap<&str, &str> = line.split_whitespace().filter_map(|word| word.split_once('=')).collect();
    let word = words.get(name).map(|word| (*word).to_owned());
    word.ok_or_else(|| anyhow::anyhow!("`{line}` tells no {name}"))
}

fn port_of(address: &str) -> anyhow::Result<u16> {
    let url = url::Url::parse(address)?;
    url.port_or_known_default().ok_or_else(|| anyhow::anyhow!("`{address}` has no port"))
}

/// Waits longer the more often something died soon after its start.
fn growing(quick_deaths: u32) -> Duration {
    Duration::from_millis(200 * 2_u64.pow(quick_deaths.min(5)))
}
