//! Knows what time it is: the one clock of this room.

use domain::Timestamp;

/// Unix milliseconds, UTC.
#[expect(clippy::disallowed_methods, reason = "the edge that reads the clock")]
pub fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
