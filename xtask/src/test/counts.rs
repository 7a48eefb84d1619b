//! How many passed: reads the runners' own words. Knows their formats, runs nothing.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::fmt;
use std::ops::Add;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    pub fn none_failed(&self) -> bool {
        self.failed == 0
    }

    /// One line of `cargo test`'s output; none unless it is a binary's result.
    pub fn of_cargo_line(line: &str) -> Option<Self> {
        let (_, rest) = line.split_once("test result: ")?;
        let (_, rest) = rest.split_once(". ")?;
        let mut counts = Self::default();
        for part in rest.split(';') {
            match part.trim().split_once(' ') {
                Some((n, "passed")) => counts.passed = n.parse().ok()?,
                Some((n, "failed")) => counts.failed = n.parse().ok()?,
                Some((n, "ignored")) => counts.skipped = n.parse().ok()?,
                _ => {}
            }
        }
        Some(counts)
    }

    /// The report of Playwright's JSON reporter. One that passed only at a second try has failed.
    pub fn of_playwright(report: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Report {
            stats: Stats,
            #[serde(default)]
            errors: Vec<serde_json::Value>,
        }
        #[derive(Deserialize)]
        struct Stats {
            expected: u64,
            unexpected: u64,
            flaky: u64,
            skipped: u64,
        }
        let Report { stats, errors } = serde_json::from_str(report).context("Playwright's report")?;
        let broken = u64::from(!errors.is_empty());
        let failed = stats.unexpected + stats.flaky + broken;
        Ok(Self { passed: stats.expected, failed, skipped: stats.skipped })
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_says_how_many() {
        let line = "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s";
        let counts = Counts::of_cargo_line(line).unwrap();
        assert_eq!(counts, Counts { passed: 12, failed: 2, skipped: 1 });
        assert_eq!(Counts::of_cargo_line("test ticket::opens ... ok"), None);
    }

    #[test]
    fn a_second_try_is_a_failure() {
        let report = r#"{"stats":{"expected":5,"unexpected":1,"flaky":1,"skipped":2},"errors":[]}"#;
        let counts = Counts::of_playwright(report).unwrap();
        assert_eq!(counts, Counts { passed: 5, failed: 2, skipped: 2 });
    }

    #[test]
    fn an_error_outside_any_test_is_a_failure() {
        let report = r#"{"stats":{"expected":0,"unexpected":0,"flaky":0,"skipped":0},"errors":[{}]}"#;
        assert_eq!(Counts::of_playwright(report).unwrap().failed, 1);
    }

    #[test]
    fn the_last_line_is_fixed() {
        let counts = Counts { passed: 3, failed: 0, skipped: 0 };
        assert_eq!(counts.to_string(), "3 passed, 0 failed, 0 skipped");
    }
}
