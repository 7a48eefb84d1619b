//! Knows how people write a moment to come: `2h`, `3d`, `2026-12-01 09:00`.

use crate::{Refusal, Timestamp};
use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;
/// Farther than this nobody plans.
const FARTHEST: Duration = Duration::from_secs(5 * 366 * DAY);

/// A stretch from now (`90m`, `2h`, `1d 12h`, `2 weeks`) or a date with or without its time, in UTC.
/// Refuses: BadTime; PastTime for what is over or farther off than five years.
pub fn until(text: &str, now: Timestamp) -> Result<Timestamp, Refusal> {
    let text = text.trim().to_lowercase();
    let at = match stretch(&text) {
        Some(stretch) => now.plus(stretch),
        None => date(&text).ok_or(Refusal::BadTime)?,
    };
    if at <= now || at.since(now) > FARTHEST { Err(Refusal::PastTime) } else { Ok(at) }
}

/// Numbers, each with its unit.
fn stretch(text: &str) -> Option<Duration> {
    let mut left = text;
    let mut all: u64 = 0;
    if left.is_empty() {
        return None;
    }
    while !left.is_empty() {
        let digits = left.find(|c: char| !c.is_ascii_digit())?;
        let count: u64 = left[..digits].parse().ok()?;
        left = left[digits..].trim_start();
        let word = left.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(left.len());
        let unit = match &left[..word] {
            "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
            "h" | "hour" | "hours" => HOUR,
            "d" | "day" | "days" => DAY,
            "w" | "week" | "weeks" => WEEK,
            _ => return None,
        };
        all = all.checked_add(count.checked_mul(unit)?)?;
        left = left[word..].trim_start();
    }
    Some(Duration::from_secs(all))
}

fn date(text: &str) -> Option<Timestamp> {
    let (day, time) = match text.split_once([' ', 't']) {
        Some((day, time)) => (day, time.trim().trim_end_matches('z')),
        None => (text, "00:00"),
    };
    let mut parts = day.split('-');
    let (year, month, day) = (number(&mut parts, 1970, 9999)?, number(&mut parts, 1, 12)?, number(&mut parts, 1, 31)?);
    let mut clock = time.split(':');
    let (hour, minute) = (number(&mut clock, 0, 23)?, number(&mut clock, 0, 59)?);
    if parts.next().is_some() || clock.next().is_some_and(|seconds| seconds.parse::<u8>().is_err()) {
        return None;
    }
    let at = Timestamp((days(year, month, day) * 24 + hour) * 3_600_000 + minute * 60_000);
    // The 30th of February reads as the first of March or so.
    let read = at.civil();
    (i64::from(read.month) == month && i64::from(read.day) == day).then_some(at)
}

fn number<'a>(parts: &mut impl Iterator<Item = &'a str>, min: i64, max: i64) -> Option<i64> {
    let text = parts.next().filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))?;
    text.parse().ok().filter(|number| (min..=max).contains(number))
}

/// Days since 1970 by Howard Hinnant's published algorithm, as `Timestamp::civil` does it the other way round.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let month = (month + 9) % 12;
    let of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2026-11-21 22:00 UTC.
    const NOW: Timestamp = Timestamp(1_795_298_400_000);

    #[test]
    fn stretches_are_counted_from_now() {
        for (text, minutes) in
            [("90m", 90), ("2h", 120), (" 1d 12h ", 36 * 60), ("2 Weeks", 14 * 24 * 60), ("1h30m", 90)]
        {
            assert_eq!(until(text, NOW), Ok(NOW.plus(Duration::from_mins(minutes))), "{text}");
        }
    }

    #[test]
    fn dates_are_read_with_and_without_a_time() {
        for (text, wanted) in [
            ("2026-12-01 09:00", "2026-12-01T09:00:00.000Z"),
            ("2026-12-01T09:30", "2026-12-01T09:30:00.000Z"),
            ("2028-02-29", "2028-02-29T00:00:00.000Z"),
        ] {
            assert_eq!(until(text, NOW).map(Timestamp::rfc3339), Ok(wanted.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_or_over_is_refused() {
        for text in ["", "soon", "5", "h", "5x", "2027-02-29", "2027-13-01", "2027-1", "2027-01-01 25:00", "-2h", "ä"]
        {
            assert_eq!(until(text, NOW), Err(Refusal::BadTime), "{text}");
        }
        for text in ["0m", "2026-11-21", "2020-01-01 09:00", "9999-01-01", "99999w"] {
            assert_eq!(until(text, NOW), Err(Refusal::PastTime), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_breaks_it(text in "\\PC{0,30}") {
            let _ = until(&text, NOW);
        }

        #[test]
        fn every_day_is_read_back(day in 20_800_i64..22_000) {
            let at = Timestamp(day * 86_400_000);
            prop_assert_eq!(date(&at.rfc3339()[..10]), Some(at));
        }
    }
}
