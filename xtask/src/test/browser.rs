//! The journeys in a real browser. Knows how Playwright is called and where its report goes.

use super::Counts;
use crate::site::npm_install;
use crate::{binary, need, place, run, site, step};
use anyhow::{Context, Result};

pub fn run() -> Result<Counts> {
    npm_install("end2end")?;
    let chromium = need::chromium()?;
    site::build()?;
    let docket = binary::debug()?;
    let sandbox = binary::sandbox()?;
    let report = place::scratch().join("playwright.json");
    let _ = std::fs::remove_file(&report);
    let folder = place::root().join("end2end");
    let mut playwright = run::program(folder.join("node_modules/.bin/playwright"));
    playwright.current_dir(&folder).args(["test", "--reporter=list,json"]);
    playwright.env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report);
    playwright.env("DOCKET_BIN", docket).env("SANDBOX_BIN", sandbox).env("CHROMIUM", chromium);
    step::judged("journeys", Counts::none_failed, || {
        let ended_well = run::works_loudly(&mut playwright)?;
        let report = std::fs::read_to_string(&report).context("Playwright left no report")?;
        let mut counts = Counts::of_playwright(&report)?;
        if !ended_well && counts.failed == 0 {
            counts.failed = 1;
        }
        Ok(counts)
    })
}
