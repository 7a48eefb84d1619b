//! `cargo xtask drill NAME`: long trials of the product by the `drill` binary. Knows how it is built and called.

use crate::test::Counts;
use crate::{place, run, site, step};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// How many kills CI runs, and from which seed: enough to notice, few enough to wait for.
const CI_KILLS: u64 = 15;
const CI_SEED: u64 = 7;
/// Lives on each of those bad days whose length is known.
const CI_LIVES: u64 = 5;
const BAD_DAYS: [&str; 4] = ["storm", "errors", "gateway", "hands"];
/// And how many generated requests and frames at the stand-in for Discord, 250 in each world.
const CI_CASES: u64 = 2_500;

#[derive(clap::Args)]
pub struct Args {
    /// Which drill
    #[arg(value_parser = ["kill", "storm", "errors", "gateway", "hands", "sandbox-fuzz"])]
    name: String,
    /// How often; left out, 50 kills or 20,000 requests
    #[arg(long)]
    n: Option<u64>,
    /// The same seed draws the same moments
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Handed on to the drill as it is
    #[arg(last = true)]
    more: Vec<String>,
}

pub fn run(args: &Args) -> Result<()> {
    let mut command = match args.name.as_str() {
        "sandbox-fuzz" => fuzz(args.n.unwrap_or(20_000), args.seed)?,
        name => docket(name, args.n.unwrap_or(50), args.seed)?,
    };
    command.args(&args.more);
    if run::works_loudly(&mut command)? { Ok(()) } else { bail!("the drill `{}` found faults", args.name) }
}

/// CI's small fixed share: every kill and every life of a bad day counts as a test, and every world of generated
/// requests.
pub fn share() -> Result<Counts> {
    let mut kills = docket("kill", CI_KILLS, CI_SEED)?;
    kills.arg("--no-points");
    let mut all = counted("drill kill", &mut kills)?;
    for day in BAD_DAYS {
        all = all + counted(&format!("drill {day}"), &mut docket(day, CI_LIVES, CI_SEED)?)?;
    }
    Ok(all + counted("drill sandbox-fuzz", &mut fuzz(CI_CASES, CI_SEED)?)?)
}

fn counted(name: &str, command: &mut Command) -> Result<Counts> {
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

/// One of those that Docket is put through.
fn docket(name: &str, n: u64, seed: u64) -> Result<Command> {
    let (drill, docket) = build()?;
    let mut command = run::program(drill);
    command.arg("--docket").arg(docket).arg(name);
    Ok(often(command, n, seed))
}

/// It needs neither Docket nor its site.
fn fuzz(n: u64, seed: u64) -> Result<Command> {
    let mut cargo = run::cargo("build");
    cargo.args(["--quiet", "--workspace", "--bin", "discord-sandbox", "--bin", "drill"]);
    step::step("the stand-in for Discord, and the drill", || run::run(&mut cargo))?;
    let debug = place::target().join("debug");
    let mut command = run::program(debug.join("drill"));
    command.arg("sandbox-fuzz").arg("--sandbox").arg(debug.join("discord-sandbox"));
    Ok(often(command, n, seed))
}

fn often(mut command: Command, n: u64, seed: u64) -> Command {
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
