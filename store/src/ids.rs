//! Knows how our own ids are made: snowflakes in Discord's layout, so that they sort by time.

use domain::{Timestamp, first_snowflake};
use std::sync::{Mutex, PoisonError};

/// Beneath a snowflake's millisecond.
const BITS: u32 = 22;
const LOW: i64 = (1 << BITS) - 1;

/// Gives ids that only grow within this process, and in it none twice: the low bits of each are its turn, so two of the
/// same millisecond could be the same only with four million others between them. Turns begin anywhere, so that two
/// processes hardly meet.
pub struct Ids(Mutex<Last>);

struct Last {
    turn: i64,
    id: i64,
}

impl Default for Ids {
    fn default() -> Self {
        Self(Mutex::new(Last { turn: i64::from(rand::random::<u32>()), id: 0 }))
    }
}

impl Ids {
    pub fn next(&self, now: Timestamp) -> i64 {
        self.several(now, 1)
    }

    /// So many ids that follow each other, whatever the clock does: the first of them.
    pub fn several(&self, now: Timestamp, count: i64) -> i64 {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = last.turn & LOW;
        last.turn += count;
        let fresh = first_snowflake(now) | turn;
        // Ids of the past (imports, sample data) keep their own time. Two milliseconds are none: the clock, and one that a
        // new round of turns runs ahead.
        if fresh + (2 << BITS) < last.id {
            return fresh;
        }
        let id = if fresh > last.id {
            fresh
        } else {
            let same = (last.id & !LOW) | turn;
            if same > last.id { same } else { same + (1 << BITS) }
        };
        last.id = id + count - 1;
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::time::Duration;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    fn begun_at(turn: i64) -> Ids {
        Ids(Mutex::new(Last { turn, id: 0 }))
    }

    #[test]
    fn they_grow_and_carry_their_time() {
        // Also where the turns begin anew.
        let ids = begun_at(LOW - 50);
        let mut last = 0;
        for n in 0..10_000_i64 {
            // The clock goes back by a millisecond now and then.
            let now = Timestamp(NOW.0 + n / 100 - n % 2);
            let id = ids.next(now);
            assert!(id > last, "{n}");
            let ahead = (id >> BITS) - (first_snowflake(now) >> BITS);
            assert!((0..=2).contains(&ahead), "{n}: {ahead} ms ahead");
            last = id;
        }
    }

    /// Drawn at random, two of twenty thousand in one millisecond would be the same.
    #[test]
    fn none_is_given_twice_in_a_millisecond_of_the_past() {
        let ids = Ids::default();
        let mut given = HashSet::from([ids.next(NOW)]);
        given.insert(ids.next(NOW.plus(Duration::from_hours(1))));
        for _ in 0..20_000 {
            assert!(given.insert(ids.next(NOW)));
        }
        let first = ids.several(NOW, 8);
        assert!((first..first + 8).all(|id| given.insert(id)));
        assert!(given.insert(ids.next(NOW)));
    }
}
