//! `cargo xtask …`: knows the commands and what each is made of. Knows nothing of tickets.

mod bench;
mod binary;
mod check;
mod demo;
mod dev;
mod drill;
mod need;
mod oracles;
mod place;
mod run;
mod site;
mod stamp;
mod step;
mod test;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "How Docket is built, run and tested")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and start Docket with sample data beside a stand-in for Discord
    Demo(demo::Args),
    /// Run every check and test, or only the steps named
    Test(test::Args),
    /// Install the libraries that the sandbox is tried with (discord.js, discord.py)
    Oracles,
    /// Rebuild and restart on every change
    Dev,
    /// Format and lints only
    Check,
    /// Build target/release/docket with all its assets inside
    Build,
    /// Measure the release build: one JSON object a line
    Bench(bench::Args),
    /// A long trial: kills, and whether everything agrees afterwards
    Drill(drill::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Demo(args) => demo::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Oracles => oracles::install(),
        Command::Dev => dev::run(),
        Command::Check => check::run(),
        Command::Build => binary::release().map(|_| ()),
        Command::Bench(args) => bench::run(&args),
        Command::Drill(args) => drill::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}
