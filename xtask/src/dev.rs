//! `cargo xtask dev`: builds, starts, watches, and does it again. Knows times of change, no content.

use crate::{binary, demo, place, run, site, stamp, step};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// What makes a new build when it changes.
const WATCHED: [&str; 9] = ["Cargo.toml", "domain", "store", "app", "bot", "server", "sandbox", "migrations", "style"];

pub fn run() -> Result<()> {
    let dashboard = demo::free(4400, None)?;
    let sandbox = demo::free(4401, Some(dashboard))?;
    let mut running: Option<(Child, Option<SystemTime>)> = None;
    loop {
        let seen = changed()?;
        match build() {
            Ok(docket) => {
                let made = modified(&docket);
                // Assets are read from disk in this build: without a new binary no restart.
                if !running.as_mut().is_some_and(|(child, of)| *of == made && alive(child)) {
                    if let Some((child, _)) = running.take() {
                        stop(child)?;
                    }
                    running = Some((start(&docket, dashboard, sandbox)?, made));
                }
            }
            Err(error) => eprintln!("\n{error:#}\nWaiting for a change…"),
        }
        while changed()? == seen {
            sleep(Duration::from_millis(400));
        }
    }
}

fn build() -> Result<PathBuf> {
    site::build()?;
    binary::debug()
}

fn start(docket: &Path, dashboard: u16, sandbox: u16) -> Result<Child> {
    let mut command = run::program(docket);
    command.arg("demo").args(["--listen", &format!("127.0.0.1:{dashboard}")]);
    command.args(["--sandbox", &format!("127.0.0.1:{sandbox}")]);
    command.arg("--data").arg(place::root().join("data/dev"));
    Ok(command.spawn()?)
}

fn alive(child: &mut Child) -> bool {
    matches!(child.try_wait(), Ok(None))
}

/// Asks it to end (it has children of its own to take along), then insists.
fn stop(mut child: Child) -> Result<()> {
    run::works(Command::new("kill").args(["-TERM", &child.id().to_string()]));
    let start = step::clock();
    while alive(&mut child) && start.elapsed() < Duration::from_secs(8) {
        sleep(Duration::from_millis(50));
    }
    if alive(&mut child) {
        child.kill()?;
    }
    child.wait()?;
    Ok(())
}

/// Every watched file with its time of change: equal lists, nothing to do.
fn changed() -> Result<Vec<(PathBuf, Option<SystemTime>)>> {
    let mut all = Vec::new();
    for name in WATCHED {
        let path = place::root().join(name);
        let below = if name == "style" { style(&path)? } else { stamp::files(&path)? };
        all.extend(below.into_iter().map(|file| (file.clone(), modified(&file))));
    }
    Ok(all)
}

/// All of `style/` but npm's thousands of files.
fn style(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if !path.ends_with("node_modules") {
            all.extend(stamp::files(&path)?);
        }
    }
    all.sort();
    Ok(all)
}

fn modified(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|meta| meta.modified()).ok()
}
