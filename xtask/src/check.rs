//! Format and lints. Knows which halves there are to look at; the rules are clippy's and rustfmt's.

use crate::{need, run, step};
use anyhow::Result;

pub fn run() -> Result<()> {
    format()?;
    lint_native()?;
    lint_browser()
}

pub fn format() -> Result<()> {
    need::component("rustfmt", "fmt")?;
    step::step("format", || run::run(run::cargo("fmt").args(["--all", "--check"])))
}

pub fn lint_native() -> Result<()> {
    need::component("clippy", "clippy")?;
    let mut clippy = run::cargo("clippy");
    clippy.args(["--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    step::step("lints", || run::run(&mut clippy))
}

/// The browser's half, looked at natively: web-sys compiles there too.
pub fn lint_browser() -> Result<()> {
    need::component("clippy", "clippy")?;
    let mut clippy = run::cargo("clippy");
    clippy.args(["--quiet", "-p", "app", "--no-default-features", "--features", "hydrate"]);
    clippy.args(["--", "-D", "warnings"]);
    step::step("lints (browser half)", || run::run(&mut clippy))
}
