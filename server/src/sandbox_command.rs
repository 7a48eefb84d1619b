//! Knows the process of `docket sandbox`; what a sandbox is, its own room knows.

use crate::cli;
use sandbox::{Config, Sandbox};
use std::net::SocketAddr;
use std::path::PathBuf;

pub async fn run(
    listen: SocketAddr,
    data: PathBuf,
    redirects: Vec<String>,
    end: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let mut config = Config::new(listen, data);
    config.redirect_uris = redirects;
    let mut sandbox = Sandbox::start(config).await?;
    let line = sandbox.ready_line();
    cli::ready(line.trim_start_matches("ready "));
    tokio::select! {
        () = end => {}
        () = sandbox.wait() => anyhow::bail!("the sandbox ended by itself"),
    }
    sandbox.stop().await;
    Ok(())
}
