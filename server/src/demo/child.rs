//! Knows one child process: this program again with another command, bound to this one by its standard input.

use super::growing;
use anyhow::Context;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{ChildStdin, Command};
use tokio::time::{Instant, timeout};

const START: Duration = Duration::from_mins(1);
/// One second more than the child takes at most by itself.
const END: Duration = Duration::from_secs(6);
/// Whoever lived shorter than this died soon.
const SOON: Duration = Duration::from_secs(10);

pub struct Child {
    name: &'static str,
    listen: SocketAddr,
    data: PathBuf,
    pid_file: PathBuf,
    running: Option<Running>,
    starts: u32,
    quick_deaths: u32,
}

struct Running {
    process: tokio::process::Child,
    /// Closed, it tells the child to end; the system closes it if this process is killed.
    _leash: Option<ChildStdin>,
    since: Instant,
}

/// How a child ended.
pub struct Exit {
    pub code: Option<i32>,
    pub words: String,
}

impl Child {
    pub fn new(name: &'static str, listen: SocketAddr, data: PathBuf, pid_file: PathBuf) -> Self {
        Self { name, listen, data, pid_file, running: None, starts: 0, quick_deaths: 0 }
    }

    pub fn name(&self) -> &'static str {
        self.name
    }

    /// From now on it listens at this port, also when it is started again.
    pub fn stay_at(&mut self, port: u16) {
        self.listen.set_port(port);
    }

    /// Starts it and gives the line that it says when it is ready.
    pub async fn start(&mut self) -> anyhow::Result<String> {
        let mut command = Command::new(std::env::current_exe().context("this program can't be found")?);
        command.arg(self.name).arg("--listen").arg(self.listen.to_string()).arg("--data").arg(&self.data);
        command.arg("--parent-stdin").stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        for setting in crate::config::SETTINGS {
            command.env_remove(setting.env);
        }
        if self.starts > 0 {
            // A drill's point of death counts for the first life.
            command.env_remove("DOCKET_KILL_POINT");
        }
        let mut process = command.spawn().with_context(|| format!("`docket {}` can't be started", self.name))?;
        self.starts += 1;
        if let Some(pid) = process.id() {
            std::fs::write(&self.pid_file, pid.to_string()).context("the child's pid can't be written down")?;
        }
        let leash = process.stdin.take();
        let said = process.stdout.take().context("the child has no output")?;
        let line = timeout(START, BufReader::new(said).lines().next_line()).await;
        self.running = Some(Running { process, _leash: leash, since: Instant::now() });
        match line {
            Ok(Ok(Some(line))) => Ok(line),
            Ok(_) => {
                let exit = self.exit().await;
                anyhow::bail!("`docket {}` ended before it was ready ({})", self.name, exit.words)
            }
            Err(_) => {
                self.running = None;
                anyhow::bail!("`docket {}` was not ready within {START:?}", self.name)
            }
        }
    }

    /// Waits for its end.
    pub async fn exit(&mut self) -> Exit {
        let Some(running) = &mut self.running else { return std::future::pending().await };
        let exit = match running.process.wait().await {
            Ok(status) => Exit { code: status.code(), words: status.to_string() },
            Err(error) => Exit { code: None, words: error.to_string() },
        };
        self.quick_deaths = if running.since.elapsed() < SOON { self.quick_deaths + 1 } else { 0 };
        self.running = None;
        exit
    }

    /// How long to wait before it is started again.
    pub fn pause(&self) -> Duration {
        growing(self.quick_deaths)
    }

    /// Lets go of it and waits; kills it only if it does not end.
    pub async fn stop(mut self) {
        if let Some(Running { mut process, _leash: leash, .. }) = self.running.take() {
            drop(leash);
            if timeout(END, process.wait()).await.is_err() {
                tracing::warn!("`docket {}` did not end and was killed", self.name);
                let _ = process.kill().await;
            }
        }
        let _ = std::fs::remove_file(&self.pid_file);
    }
}
