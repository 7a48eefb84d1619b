//! The room's one clock, and how times are written on Discord's wire. Everything else is handed `Millis`.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Milliseconds since 1970, UTC.
pub type Millis = u64;

#[expect(clippy::disallowed_methods, reason = "the edge that reads the clock")]
pub fn now() -> Millis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// `2026-11-21T11:44:03.125000+00:00`, as Discord writes it.
pub fn iso(at: Millis) -> String {
    let nanos = i128::from(at) * 1_000_000;
    let Ok(t) = OffsetDateTime::from_unix_timestamp_nanos(nanos) else {
        return "1970-01-01T00:00:00.000000+00:00".into();
    };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}000+00:00",
        t.year(),
        u8::from(t.month()),
        t.day(),
        t.hour(),
        t.minute(),
        t.second(),
        t.millisecond()
    )
}

/// Any RFC 3339 time; `None` for what is none or lies before 1970.
pub fn parse_iso(text: &str) -> Option<Millis> {
    let t = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    u64::try_from(t.unix_timestamp_nanos() / 1_000_000).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_survives_the_wire() {
        let at = 1_795_261_443_125;
        assert_eq!(parse_iso(&iso(at)), Some(at));
        assert_eq!(iso(0), "1970-01-01T00:00:00.000000+00:00");
        assert_eq!(parse_iso("yesterday"), None);
    }
}
