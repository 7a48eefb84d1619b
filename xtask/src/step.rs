//! What the person at the terminal sees: each step's name and how long it took. Holds this room's
//! only clock.

use anyhow::Result;
use std::time::{Duration, Instant};

#[expect(clippy::disallowed_methods, reason = "the edge: steps are timed for the person who waits")]
pub fn clock() -> Instant {
    Instant::now()
}

/// Runs one step, with its name before and its time after.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    judged(name, |_| true, work)
}

/// A step that may end without an error and yet not well.
pub fn judged<T>(name: &str, well: impl FnOnce(&T) -> bool, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("\x1b[1m▸ {name}\x1b[0m");
    let start = clock();
    let done = work();
    let (mark, word) = if done.as_ref().is_ok_and(well) { ("✓", "") } else { ("✗", " failed") };
    eprintln!("{mark} {name}{word} ({})", spell(start.elapsed()));
    done
}

/// A line for a step that had nothing to do.
pub fn fresh(name: &str) {
    eprintln!("✓ {name} (fresh)");
}

fn spell(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds >= 60 {
        return format!("{} min {} s", seconds / 60, seconds % 60);
    }
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_people_say_them() {
        assert_eq!(spell(Duration::from_millis(1_340)), "1.3 s");
        assert_eq!(spell(Duration::from_secs(135)), "2 min 15 s");
    }
}
