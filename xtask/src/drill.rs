//! `cargo xtask drill NAME`: long trials of the product by the `drill` binary. Knows how it is built and called.

use crate::test::Counts;
use crate::{place, run, site, step};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// How many kills CI runs, and from which seed: enough to notice, few enough to wait for.
const CI_KILLS: u64 = 15;
const CI_SEED: u64 = 7;
/// Lives on each of the bad days.
const CI_LIVES: u64 = 5;
const BAD_DAYS: [&str; 4] = ["storm", "errors", "gateway", "hands"];

#[derive(clap::Args)]
pub struct Args {
    /// Which drill
    #[arg(value_parser = ["kill", "storm", "errors", "gateway", "hands"])]
    name: String,
    /// How often
    #[arg(long, default_value_t = 50)]
    n: u64,
    /// The same seed draws the same moments
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Handed on to the drill as it is
    #[arg(last = true)]
    more: Vec<String>,
}

pub fn run(args: &Args) -> Result<()> {
    let (drill, docket) = build()?;
    let mut command = called(&drill, &docket, &args.name, args.n, args.seed);
    command.args(&args.more);
    if run::works_loudly(&mut command)? { Ok(()) } else { bail!("the drill `{}` found faults", args.name) }
}

/// CI's small fixed share: every kill and every life of a bad day counts as a test.
pub fn share() -> Result<Counts> {
    let (drill, docket) = build()?;
    let mut kills = called(&drill, &docket, "kill", CI_KILLS, CI_SEED);
    kills.arg("--no-points");
    let mut all = watched("drill kill", &mut kills)?;
    for day in BAD_DAYS {
        let counts = watched(&format!("drill {day}"), &mut called(&drill, &docket, day, CI_LIVES, CI_SEED))?;
        all.passed += counts.passed;
        all.failed += counts.failed;
    }
    Ok(all)
}

fn watched(name: &str, command: &mut Command) -> Result<Counts> {
    step::judged(name, Counts::none_failed, || {
        let mut counts = Counts::default();
        let ended_well = run::watch(command, |line| match line.rsplit_once(": ") {
            Some((_, "ok")) => counts.passed += 1,
            Some((_, "FAULTS")) => counts.failed += 1,
            _ => {}
        })?;
        if !ended_well && counts.failed == 0 {
            counts.failed = 1;
        }
        Ok(counts)
    })
}

fn called(drill: &PathBuf, docket: &PathBuf, name: &str, n: u64, seed: u64) -> Command {
    let mut command = run::program(drill);
    command.arg("--docket").arg(docket).arg(name);
    command.args(["--n", &n.to_string(), "--seed", &seed.to_string()]);
    command
}

/// The drill and a `docket` with its named points, which only a build of the whole workspace has.
pub fn build() -> Result<(PathBuf, PathBuf)> {
    site::build()?;
    let mut cargo = run::cargo("build");
    cargo.args(["--quiet", "--workspace", "--bin", "docket", "--bin", "drill"]);
    step::step("docket with its kill points, and the drill", || run::run(&mut cargo))?;
    let debug = place::target().join("debug");
    Ok((debug.join("drill"), debug.join("docket")))
}
