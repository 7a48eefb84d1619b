//! Knows how people write days: `2026-11-21`, `2026-11`, `7d`. Knows no clock: now is given.

use crate::Timestamp;
use std::time::Duration;

const DAY: i64 = 86_400_000;

/// The moment at which the day, month or year begins (UTC), or so long before now.
pub fn moment(text: &str, now: Timestamp) -> Option<Timestamp> {
    let text = text.trim().to_lowercase();
    let today = now.0.div_euclid(DAY) * DAY;
    match text.as_str() {
        "today" => return Some(Timestamp(today)),
        "yesterday" => return Some(Timestamp(today - DAY)),
        _ => {}
    }
    if let Some(unit) = text.chars().last().filter(char::is_ascii_alphabetic) {
        let count: u64 = text[..text.len() - 1].parse().ok().filter(|count| *count <= 10_000)?;
        let hours = match unit {
            'h' => 1,
            'd' => 24,
            'w' => 24 * 7,
            'm' => 24 * 30,
            'y' => 24 * 365,
            _ => return None,
        };
        return Some(now.minus(Duration::from_hours(count * hours)));
    }
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| number(part, 2))?;
    let day = parts.next().map_or(Some(1), |part| number(part, 2))?;
    if parts.next().is_some() || !(1970..=9999).contains(&year) {
        return None;
    }
    let moment = Timestamp(days(year, month, day) * DAY);
    // The 31st of a month without one is another day when it is read back.
    let back = moment.civil();
    (back.year == year && i64::from(back.month) == month && i64::from(back.day) == day).then_some(moment)
}

fn number(text: &str, digits: usize) -> Option<i64> {
    (text.len() <= digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// Civil date to days since 1970 after Howard Hinnant's published algorithm.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read() {
        let now = Timestamp(1_790_000_000_000);
        let read = |text| moment(text, now).map(Timestamp::rfc3339);
        for (text, want) in [
            ("2024-02-29", "2024-02-29T00:00:00.000Z"),
            ("2026-1", "2026-01-01T00:00:00.000Z"),
            ("1999", "1999-01-01T00:00:00.000Z"),
            ("today", "2026-09-21T00:00:00.000Z"),
            ("Yesterday", "2026-09-20T00:00:00.000Z"),
            ("7d", "2026-09-14T14:13:20.000Z"),
            ("2w", "2026-09-07T14:13:20.000Z"),
            ("12h", "2026-09-21T02:13:20.000Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(want), "{text}");
        }
        for text in ["2026-02-30", "2026-13", "21.11.2026", "d", "7x", "", "2026-1-1-1", "-1", "99999999999d", "é"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
