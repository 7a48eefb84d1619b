//! `app` compiled for the browser. Knows two ways to have the wasm target and prefers rustup's.

use crate::{need, place, run, step};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
/// Debian's own toolchain with the sources of std, for machines where rustup's download can't be had.
const DEBIAN: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];

/// Returns the folder of the linked modules; cargo itself knows when there is nothing to do.
pub fn build() -> Result<PathBuf> {
    let mut cargo = toolchain()?;
    cargo.args(["-p", "app", "--bins"]);
    cargo.args(["--no-default-features", "--features", "hydrate"]);
    cargo.args(["--target", TARGET, "--profile", "wasm-release", "--quiet"]);
    cargo.env("CARGO_TARGET_DIR", place::wasm_target());
    step::step("browser half (wasm)", || run::run(&mut cargo))?;
    Ok(place::wasm_target().join(TARGET).join("wasm-release"))
}

fn toolchain() -> Result<Command> {
    if has_target() {
        return Ok(run::cargo("build"));
    }
    let add = || run::output(run::program("rustup").args(["target", "add", TARGET]));
    if step::step("rustup target add wasm32-unknown-unknown", add).is_ok() && has_target() {
        return Ok(run::cargo("build"));
    }
    debian()
}

fn has_target() -> bool {
    let mut rustc = run::program("rustc");
    let asked = run::output(rustc.args(["--print", "target-libdir", "--target", TARGET]));
    asked.is_ok_and(|dir| Path::new(dir.trim()).is_dir())
}

fn debian() -> Result<Command> {
    let all = ["/usr/bin/rustc", "/usr/bin/cargo", "/usr/bin/wasm-ld-19"];
    let there = || all.iter().all(|file| Path::new(file).exists());
    if !there() {
        need::packages("the wasm32-unknown-unknown target (`rustup target add` failed too)", &DEBIAN)?;
    }
    if !there() {
        bail!("{} were installed, but one of {} is not there", DEBIAN.join(", "), all.join(", "));
    }
    let mut cargo = run::program("/usr/bin/cargo");
    run::forget_outer_cargo(&mut cargo);
    // Two toolchains on one machine: nothing of rustup's may leak into this build.
    cargo.env_remove("RUSTUP_TOOLCHAIN");
    cargo.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-19");
    cargo.args(["build", "-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    Ok(cargo)
}
