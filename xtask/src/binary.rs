//! The `docket` binary in its two builds. Knows where cargo leaves them.

use crate::{place, run, site, step};
use anyhow::{Context, Result};
use std::path::PathBuf;

/// What is shipped: every asset inside. Left at `target/release/docket`.
pub fn release() -> Result<PathBuf> {
    site::build()?;
    site::check_weight()?;
    let mut cargo = run::cargo("build");
    cargo.args(["--release", "-p", "server", "--bin", "docket"]);
    step::step("docket (release)", || run::run(&mut cargo))?;
    let built = place::target().join("release/docket");
    let fixed = place::root().join("target/release/docket");
    if built != fixed {
        // Scripts look in one place, whatever cargo's target folder is.
        step::step("copying to target/release", || {
            std::fs::create_dir_all(place::root().join("target/release"))?;
            // Not over a running one: that is "text file busy".
            let _ = std::fs::remove_file(&fixed);
            std::fs::copy(&built, &fixed).map(|_| ()).context("copying the binary")
        })?;
    }
    Ok(fixed)
}

/// For tests and `dev`: reads its assets from disk.
pub fn debug() -> Result<PathBuf> {
    in_debug("docket")
}

/// The stand-in for Discord alone.
pub fn sandbox() -> Result<PathBuf> {
    in_debug("discord-sandbox")
}

fn in_debug(name: &str) -> Result<PathBuf> {
    // The workspace's features, so that `cargo test --workspace` shares every dependency with it.
    let mut cargo = run::cargo("build");
    cargo.args(["--quiet", "--workspace", "--bin", name]);
    step::step(&format!("{name} (debug)"), || run::run(&mut cargo))?;
    Ok(place::target().join("debug").join(name))
}
