//! Knows how our own ids are made: snowflakes in Discord's layout, so that they sort by time.

use domain::{Timestamp, first_snowflake};
use std::sync::atomic::{AtomicI64, Ordering};

/// Gives ids that only grow within this process and are random in their low bits across processes.
#[derive(Default)]
pub struct Ids(AtomicI64);

impl Ids {
    /// So many ids that follow each other, whatever the clock does: the first of them.
    pub fn several(&self, now: Timestamp, count: i64) -> i64 {
        let first = self.next(now);
        self.0.fetch_max(first + count, Ordering::Relaxed);
        first
    }

    pub fn next(&self, now: Timestamp) -> i64 {
        let fresh = first_snowflake(now) | i64::from(rand::random::<u32>() & 0x003F_FFFF);
        loop {
            let last = self.0.load(Ordering::Relaxed);
            // Ids of the past (imports, sample data) keep their own time.
            if fresh + (1 << 22) < last {
                return fresh;
            }
            let id = fresh.max(last + 1);
            if self.0.compare_exchange(last, id, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
                return id;
            }
        }
    }
}
