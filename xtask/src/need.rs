//! What must be on the machine, and the one command that puts it there. Installs by itself only as
//! root on Debian or in CI, and never asks for more rights.

use crate::{run, step};
use anyhow::{Result, bail};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// True in continuous integration: there a missing tool is a failure, never a skip.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false" && value != "0")
}

pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

/// Installs Debian packages if that is ours to do, else says what to run.
pub fn packages(what: &str, packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    let by_hand = format!("apt-get install -y --no-install-recommends {names}");
    let debian = Path::new("/etc/debian_version").exists();
    if !((is_root() && debian) || in_ci()) {
        bail!("{what} is missing. On Debian or Ubuntu run, as root:\n\n    {by_hand}\n");
    }
    step::step(&format!("installing {names}"), || {
        if install(packages).is_ok() {
            return Ok(());
        }
        // The lists of a fresh machine are empty or old.
        run::run(run::program("apt-get").args(["-qq", "update"]))?;
        install(packages)
    })
}

fn install(packages: &[&str]) -> Result<()> {
    let mut apt = run::program("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    apt.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    run::output(&mut apt).map(|_| ())
}

/// A component of the Rust toolchain (`clippy`, `rustfmt`).
pub fn component(name: &str, verb: &str) -> Result<()> {
    if run::works(run::cargo(verb).arg("--version")) {
        return Ok(());
    }
    if run::works(run::program("rustup").args(["component", "add", name])) {
        return Ok(());
    }
    bail!("{name} is missing. Run:\n\n    rustup component add {name}\n")
}

/// Node 20 or later with npm.
pub fn node() -> Result<()> {
    let version = run::output(run::program("node").arg("--version")).unwrap_or_default();
    let major = version.trim().trim_start_matches('v').split('.').next().unwrap_or_default();
    if major.parse::<u32>().is_ok_and(|major| major >= 20) && on_path("npm").is_some() {
        return Ok(());
    }
    let found = if version.is_empty() { "none" } else { version.trim() };
    bail!("Node 20 or later with npm is needed (found: {found}). See https://nodejs.org/en/download")
}

/// Python 3.10 or later with pip; its version, as `3.11`.
pub fn python() -> Result<String> {
    if !run::works(run::program("python3").args(["-m", "pip", "--version"])) {
        packages("Python with pip (for the sandbox's oracle on discord.py)", &["python3", "python3-pip"])?;
    }
    let ask = "import sys; print('%d.%d' % sys.version_info[:2])";
    let version = run::output(run::program("python3").args(["-c", ask]))?.trim().to_owned();
    let minor = version.strip_prefix("3.").and_then(|minor| minor.parse::<u32>().ok());
    if minor.is_some_and(|minor| minor >= 10) {
        return Ok(version);
    }
    bail!("Python 3.10 or later is needed (found: {version}). See https://www.python.org/downloads")
}

/// The browser the journeys use: `$CHROMIUM`, or Debian's.
pub fn chromium() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        let chosen = PathBuf::from(chosen);
        if chosen.exists() {
            return Ok(chosen);
        }
        bail!("CHROMIUM names {}, which is not there", chosen.display());
    }
    if let Some(found) = on_path("chromium") {
        return Ok(found);
    }
    packages("Chromium (for the browser journeys)", &["chromium"])?;
    on_path("chromium").ok_or_else(|| anyhow::anyhow!("chromium was installed but is not on the PATH"))
}

pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}
