//! Knows how measured waits become one line: how many, the middle one, the 99th of a hundred.

use serde_json::json;
use tokio::time::Instant;

pub struct Figures {
    bench: &'static str,
    case: &'static str,
    sorted: Vec<f64>,
}

impl Figures {
    pub fn of(case: &'static str, waits: Vec<f64>) -> Self {
        Self::named("flow", case, waits)
    }

    pub fn named(bench: &'static str, case: &'static str, mut waits: Vec<f64>) -> Self {
        waits.sort_unstable_by(f64::total_cmp);
        Self { bench, case, sorted: waits }
    }

    /// The wait that so many hundredths do not exceed.
    pub fn hundredth(&self, hundredth: usize) -> f64 {
        let last = self.sorted.len().saturating_sub(1);
        let at = (self.sorted.len() * hundredth).div_ceil(100).saturating_sub(1).min(last);
        self.sorted.get(at).copied().unwrap_or(f64::NAN)
    }

    pub fn print(&self, more: &[(&str, f64)]) {
        let mut line = json!({ "bench": self.bench, "case": self.case, "n": self.sorted.len(),
            "p50_ms": tenths(self.hundredth(50)), "p99_ms": tenths(self.hundredth(99)), "unit": "ms" });
        for (name, value) in more {
            line[*name] = json!(tenths(*value));
        }
        println!("{line}");
    }
}

/// Milliseconds.
pub fn since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_are_waits_that_were_measured() {
        let figures = Figures::of("x", (1..=200).rev().map(f64::from).collect());
        assert_eq!((figures.hundredth(50), figures.hundredth(99), figures.hundredth(100)), (100.0, 198.0, 200.0));
        let only = Figures::of("x", vec![7.0]);
        assert_eq!((only.hundredth(50), only.hundredth(99)), (7.0, 7.0));
        assert!(Figures::of("x", vec![]).hundredth(50).is_nan());
    }
}
