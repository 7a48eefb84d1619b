//! Knows dates in words. Offsets are minutes to add to UTC; none means UTC, and whole moments say so.

use crate::words::MONTHS;
use domain::Timestamp;

fn shifted(at: Timestamp, offset: Option<i64>) -> Timestamp {
    Timestamp(at.0 + offset.unwrap_or(0) * 60_000)
}

pub fn day_number(at: Timestamp, offset: Option<i64>) -> i64 {
    shifted(at, offset).0.div_euclid(86_400_000)
}

/// `21 November 2026`
pub fn day(at: Timestamp, offset: Option<i64>) -> String {
    let c = shifted(at, offset).civil();
    format!("{} {} {}", c.day, MONTHS[usize::from(c.month - 1) % 12], c.year)
}

/// `09:30`
pub fn time_of_day(at: Timestamp, offset: Option<i64>) -> String {
    let c = shifted(at, offset).civil();
    format!("{:02}:{:02}", c.hour, c.minute)
}

/// `21 Nov 2026, 09:30 UTC`
pub fn whole(at: Timestamp, offset: Option<i64>) -> String {
    let zone = if offset.is_none() { " UTC" } else { "" };
    let c = shifted(at, offset).civil();
    format!("{} {} {}, {}{zone}", c.day, short_month(c.month), c.year, time_of_day(at, offset))
}

fn short_month(month: u8) -> &'static str {
    MONTHS[usize::from(month - 1) % 12].get(..3).unwrap_or_default()
}

/// `now`, `5m`, `3h`, `6d`, `12 Sep`, `12 Sep 2024`
pub fn age(at: Timestamp, now: Timestamp, offset: Option<i64>) -> String {
    let minutes = now.since(at).as_secs() / 60;
    match minutes {
        0 => return "now".to_owned(),
        1..=59 => return format!("{minutes}m"),
        60..=1_439 => return format!("{}h", minutes / 60),
        1_440..=10_079 => return format!("{}d", minutes / 1_440),
        _ => {}
    }
    let (then, today) = (shifted(at, offset).civil(), shifted(now, offset).civil());
    let month = short_month(then.month);
    let year = if then.year == today.year { String::new() } else { format!(" {}", then.year) };
    format!("{} {month}{year}", then.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_795_262_400_000);
    const MINUTE: i64 = 60_000;

    #[test]
    fn ages_are_short() {
        for (minutes, want) in
            [(0, "now"), (59, "59m"), (60, "1h"), (1_439, "23h"), (1_440, "1d"), (10_079, "6d"), (10_080, "14 Nov")]
        {
            assert_eq!(age(Timestamp(NOON.0 - minutes * MINUTE), NOON, None), want, "{minutes} min");
        }
        assert_eq!(age(Timestamp(1_709_210_096_789), NOON, None), "29 Feb 2024");
        assert_eq!(age(Timestamp(NOON.0 + 5 * MINUTE), NOON, None), "now", "clocks differ");
    }

    #[test]
    fn a_moment_says_its_zone_until_it_is_the_readers() {
        assert_eq!(whole(NOON, None), "21 Nov 2026, 12:00 UTC");
        assert_eq!(whole(NOON, Some(-750)), "20 Nov 2026, 23:30");
        assert_eq!(day_number(NOON, None) - day_number(NOON, Some(-750)), 1);
    }
}
