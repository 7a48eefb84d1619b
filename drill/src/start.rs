//! `bench start`: how soon the first page is there, what `serve` weighs, what the browser loads. Prints JSON lines.

use crate::processes::{Folders, Process};
use crate::visitor::Visitor;
use anyhow::{Context, Result, bail};
use sandbox::Control;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Longer than this is no start.
const PATIENCE: Duration = Duration::from_secs(20);

/// `serve` on the demo's data, started again and again.
struct Bench {
    docket: PathBuf,
    port: u16,
    env: Vec<(&'static str, String)>,
    folders: Folders,
    guild: String,
    _sandbox: Process,
}

pub async fn run(docket: &Path, site: &Path, runs: usize, settle: u64) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let bench = Bench::plant(docket, folder.path()).await?;
    let mut visitor = Visitor::new(bench.port)?;
    let mut first = bench.serve().await?;
    visitor.log_in("Ada").await?;
    first.kill().await?;

    let (mut waits, mut weights) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let exec = Instant::now();
        let (running, page) = tokio::join!(bench.serve(), bench.first_page(&visitor));
        page?;
        let wait = exec.elapsed().as_secs_f64() * 1_000.0;
        let mut running = running?;
        bench.open_each_page(&visitor).await?;
        sleep(Duration::from_secs(settle)).await;
        let weight = resident_mb(running.pid()?)?;
        eprintln!("first page after {wait:.0} ms, {weight:.1} MB after {settle} s");
        waits.push(wait);
        weights.push(weight);
        running.kill().await?;
    }
    println!(
        "{}",
        json!({ "bench": "start", "case": "exec to the first 200 of the guild page", "n": runs, "p50_ms": median(waits), "unit": "ms" })
    );
    println!(
        "{}",
        json!({ "bench": "start", "case": "resident memory of serve", "n": runs, "value": median(weights), "unit": "MB" })
    );
    let modules = wasm_bytes(site)?;
    let largest = modules.values().max().context("no compressed wasm in the site")?;
    println!(
        "{}",
        json!({ "bench": "start", "case": "the largest module's wasm with brotli", "n": modules.len(), "value": largest,
                "unit": "bytes", "modules": modules })
    );
    Ok(())
}

impl Bench {
    /// Lets the demo plant its sample data, then runs the sandbox alone.
    async fn plant(docket: &Path, root: &Path) -> Result<Self> {
        let data = root.display().to_string();
        let logs = tempfile::tempdir()?;
        let args = ["demo", "--listen", "127.0.0.1:0", "--sandbox", "127.0.0.1:0", "--data", &data];
        let mut demo = Process::start(docket, &args, &[], &logs.path().join("demo.log")).await?;
        // Its own work after the start (panels, the comparison of each channel) is part of the data.
        sleep(Duration::from_secs(15)).await;
        demo.kill().await?;
        sleep(Duration::from_secs(1)).await;
        let folders = Folders::new(root)?;
        let at = folders.sandbox().display().to_string();
        let sandbox = Process::start(
            docket,
            &["sandbox", "--listen", "127.0.0.1:0", "--data", &at],
            &[],
            &folders.log("sandbox"),
        )
        .await?;
        let said =
            |key: &str| sandbox.ready.get(key).cloned().with_context(|| format!("the sandbox did not say {key}"));
        // It is started again and again, faster than Discord lets a bot identify.
        Control::new(&said("sandbox")?).settings(&json!({ "identify_window_ms": 0 })).await?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let env = vec![
            ("DOCKET_TOKEN", said("token")?),
            ("DOCKET_CLIENT_ID", said("client_id")?),
            ("DOCKET_CLIENT_SECRET", said("client_secret")?),
            ("DOCKET_PUBLIC_URL", format!("http://localhost:{port}")),
            ("DOCKET_DISCORD_BASE", said("sandbox")?),
        ];
        Ok(Self { docket: docket.to_owned(), port, env, folders, guild: said("guild")?, _sandbox: sandbox })
    }

    async fn serve(&self) -> Result<Process> {
        let listen = format!("127.0.0.1:{}", self.port);
        let data = self.folders.docket().display().to_string();
        Process::start(
            &self.docket,
            &["serve", "--listen", &listen, "--data", &data],
            &self.env,
            &self.folders.log("serve"),
        )
        .await
    }

    async fn first_page(&self, visitor: &Visitor) -> Result<()> {
        let path = format!("/g/{}/inbox", self.guild);
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if visitor.status(&path).await == Some(200) {
                return Ok(());
            }
            sleep(Duration::from_millis(2)).await;
        }
        bail!("{path} did not answer 200 within {PATIENCE:?}")
    }

    async fn open_each_page(&self, visitor: &Visitor) -> Result<()> {
        let guild = &self.guild;
        let pages = [
            "/".to_owned(),
            format!("/g/{guild}/inbox"),
            format!("/g/{guild}/inbox?status=open"),
            format!("/g/{guild}/tickets/200"),
        ];
        for page in pages {
            let status = visitor.status(&page).await;
            if status.is_none_or(|status| status >= 400) {
                bail!("{page} answered {status:?}");
            }
        }
        Ok(())
    }
}

/// What the kernel counts as resident, in MB.
fn resident_mb(pid: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1_024.0)
}

/// What each module of the browser's half weighs, by its name.
fn wasm_bytes(site: &Path) -> Result<BTreeMap<String, u64>> {
    let mut modules = BTreeMap::new();
    for entry in std::fs::read_dir(site.join("pkg"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(module) = name.strip_suffix("_bg.wasm.br").and_then(|name| name.split('-').next()) {
            modules.insert(module.to_owned(), entry.metadata()?.len());
        }
    }
    Ok(modules)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let median = values.get(values.len() / 2).copied().unwrap_or(f64::NAN);
    (median * 10.0).round() / 10.0
}
