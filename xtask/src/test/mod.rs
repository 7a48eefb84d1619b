//! `cargo xtask test`: every check and every test, and one line at the end. Knows the order; what
//! each step proves is the step's own.

mod browser;
mod counts;
mod postgres;
mod rust;
mod totals;

pub use counts::Counts;
pub use postgres::Cluster;

use crate::{check, drill, site};
use anyhow::{Result, bail};

#[derive(clap::Args)]
pub struct Args {
    /// Steps to run; all of them if none is named
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(STEPS.map(|(name, _)| name)))]
    steps: Vec<String>,
}

type Run = fn() -> Result<Counts>;

/// Cheapest first, so that a slip shows soon.
const STEPS: [(&str, Run); 7] = [
    ("format", || one(check::format)),
    ("lints", || one(check::lint_native)),
    ("lints-browser", || one(check::lint_browser)),
    ("site", || one(|| site::build().and_then(|()| site::check_weight()))),
    ("rust", rust::run),
    ("browser", browser::run),
    ("drills", drill::share),
];

pub fn run(args: &Args) -> Result<()> {
    let mut all = Counts::default();
    let mut lines = Vec::new();
    for (name, step) in STEPS {
        if !args.steps.is_empty() && !args.steps.iter().any(|wanted| wanted == name) {
            continue;
        }
        let counts = step().unwrap_or_else(|error| {
            eprintln!("{error:#}");
            Counts { failed: 1, ..Counts::default() }
        });
        lines.push(format!("{name:<14} {counts}"));
        all = all + counts;
    }
    println!("\n{}\n\n{all}", lines.join("\n"));
    if !all.none_failed() {
        bail!("there were failures");
    }
    Ok(())
}

/// A check counts as one test.
fn one(check: fn() -> Result<()>) -> Result<Counts> {
    check().map(|()| Counts { passed: 1, ..Counts::default() })
}
