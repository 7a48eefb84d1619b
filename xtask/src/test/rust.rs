//! Every Rust test of the workspace, with a PostgreSQL to run the store's half on and the libraries that the
//! sandbox's bots are written with.

use super::Counts;
use super::postgres::Cluster;
use super::totals::Totals;
use crate::{oracles, run, step};
use anyhow::Result;

pub fn run() -> Result<Counts> {
    oracles::install()?;
    let cluster = step::step("a throw-away PostgreSQL", Cluster::start)?;
    let mut cargo = run::cargo("test");
    cargo.args(["--workspace", "--no-fail-fast"]);
    cargo.env("DOCKET_TEST_POSTGRES", cluster.url());
    let totals = Totals::begin()?;
    cargo.env("SANDBOX_TOTALS", totals.path());
    let counts = step::judged("Rust tests", Counts::none_failed, || {
        let mut counts = Counts::default();
        let ended_well = run::watch(&mut cargo, |line| {
            if let Some(more) = Counts::of_cargo_line(line) {
                counts = counts + more;
            }
        })?;
        // It did not compile, or a binary died before it could say how many.
        if !ended_well && counts.failed == 0 {
            counts.failed = 1;
        }
        Ok(counts)
    })?;
    println!("{}", totals.read()?);
    Ok(counts)
}
