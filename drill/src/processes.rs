//! Knows how the product is started, killed and known to be ready. Nothing of what it does.

use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How long a start may take before it counts as failed.
const READY_WITHIN: Duration = Duration::from_secs(30);

/// One running process of the product, killed when dropped.
pub struct Process {
    child: Child,
    /// What its line `ready k=v …` said.
    pub ready: HashMap<String, String>,
}

impl Process {
    /// Starts the binary and waits for its line. Its log goes to the file, after what is there.
    pub async fn start(docket: &Path, args: &[&str], env: &[(&str, String)], log: &Path) -> Result<Self> {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log)?;
        let mut command = Command::new(docket);
        command.args(args).envs(env.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).kill_on_drop(true);
        let mut child = command.spawn().with_context(|| format!("starting {}", docket.display()))?;
        let stdout = child.stdout.take().context("no standard output")?;
        let mut lines = BufReader::new(stdout).lines();
        let line = tokio::time::timeout(READY_WITHIN, lines.next_line()).await;
        let Ok(Ok(Some(line))) = line else {
            let _ = child.kill().await;
            bail!("`docket {}` was not ready within {READY_WITHIN:?}", args.join(" "));
        };
        let ready = line.strip_prefix("ready ").with_context(|| format!("not a ready line: {line}"))?;
        let ready = ready
            .split(' ')
            .filter_map(|pair| pair.split_once('='))
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect();
        Ok(Self { child, ready })
    }

    pub fn pid(&self) -> Result<u32> {
        self.child.id().context("the process has ended")
    }

    /// `kill -9`: nothing of it gets a chance to tidy up.
    pub async fn kill(&mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }
}

/// Where a world keeps its things.
pub struct Folders {
    pub root: PathBuf,
}

impl Folders {
    pub fn new(root: &Path) -> Result<Self> {
        for name in ["sandbox", "docket"] {
            std::fs::create_dir_all(root.join(name))?;
        }
        Ok(Self { root: root.to_owned() })
    }

    pub fn sandbox(&self) -> PathBuf {
        self.root.join("sandbox")
    }

    pub fn docket(&self) -> PathBuf {
        self.root.join("docket")
    }

    pub fn log(&self, name: &str) -> PathBuf {
        self.root.join(format!("{name}.log"))
    }

    /// Panics in a log: none is ever right.
    pub fn panics(&self) -> Vec<String> {
        let mut found = Vec::new();
        for name in ["serve", "sandbox"] {
            let log = std::fs::read_to_string(self.log(name)).unwrap_or_default();
            found.extend(log.lines().filter(|line| tells_of_a_panic(line)).map(str::to_owned));
        }
        found
    }
}

/// As Docket's log tells one, and as Rust itself does before the log is set up.
fn tells_of_a_panic(line: &str) -> bool {
    ["A panic: ", "panicked"].iter().any(|words| line.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_found_in_a_log() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::new(folder.path()).unwrap();
        let told = [
            "2026-11-21T13:40:12.345678Z ERROR server::log: A panic: no tea left panic.location=\"server/src/log.rs:59:82\"",
            r#"{"timestamp":"2026-11-21T13:40:12.345678Z","level":"ERROR","message":"A panic: no tea left"}"#,
            "thread 'main' panicked at server/src/main.rs:3:5:",
        ];
        std::fs::write(folders.log("serve"), format!("INFO ready\n{}\nINFO ended\n", told.join("\n"))).unwrap();
        assert_eq!(folders.panics(), told);
    }
}
