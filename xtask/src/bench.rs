//! `cargo xtask bench NAME`: measures of the release build by the `drill` binary. Knows how they are called.

use crate::test::Cluster;
use crate::{binary, drill, place, run, step};
use anyhow::{Result, bail};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// Which benchmark
    #[arg(value_parser = ["search", "start", "flow", "tickets", "sandbox"])]
    name: String,
    /// One JSON object a line and nothing else on standard output (it is always so; for scripts that say it)
    #[arg(long)]
    json: bool,
    /// Handed on to the benchmark as it is
    #[arg(last = true)]
    more: Vec<String>,
}

pub fn run(args: &Args) -> Result<()> {
    match args.name.as_str() {
        "search" => return search(args),
        "sandbox" => return sandbox(args),
        _ => {}
    }
    let docket = binary::release()?;
    // What presses twenty at a time must not be what is waited for.
    let drill = if matches!(args.name.as_str(), "flow" | "tickets") { release_drill()? } else { drill::build()?.0 };
    if !args.json {
        eprintln!("one JSON object a line:");
    }
    let mut command = run::program(drill);
    command.arg("--docket").arg(docket).arg(&args.name).arg("--site").arg(place::site());
    command.args(&args.more);
    if run::works_loudly(&mut command)? { Ok(()) } else { bail!("the benchmark `{}` failed", args.name) }
}

/// Measures the store by itself, as it is shipped; its database is kept from run to run.
fn search(args: &Args) -> Result<()> {
    let drill = release_drill()?;
    let cluster = Cluster::start().inspect_err(|error| eprintln!("PostgreSQL is left out: {error:#}")).ok();
    let mut command = run::program(drill);
    command.arg("search").arg("--folder").arg(place::target().join("bench"));
    if let Some(cluster) = &cluster {
        command.arg("--postgres").arg(cluster.url());
    }
    command.args(&args.more);
    if run::works_loudly(&mut command)? { Ok(()) } else { bail!("the benchmark `search` failed") }
}

/// How large a place the stand-in for Discord carries, and how fast: it must never be what the others measure.
fn sandbox(args: &Args) -> Result<()> {
    // One after the other: what the example is built with would slow the binary down.
    for part in [&["--bin", "discord-sandbox"][..], &["--features", "control", "--example", "crowd"]] {
        let mut cargo = run::cargo("build");
        cargo.args(["--release", "-p", "sandbox"]).args(part);
        step::step("the stand-in for Discord, and its crowd (release)", || run::run(&mut cargo))?;
    }
    let release = place::target().join("release");
    let mut crowd = run::program(release.join("examples/crowd"));
    run::run(crowd.arg(release.join("discord-sandbox")).args(&args.more))
}

fn release_drill() -> Result<PathBuf> {
    let mut cargo = run::cargo("build");
    cargo.args(["--release", "-p", "drill", "--bin", "drill"]);
    step::step("drill (release)", || run::run(&mut cargo))?;
    Ok(place::target().join("release/drill"))
}
