//! The room's one clock, which can be set forward and made to run faster, and how times are written on Discord's
//! wire. Everything else is handed `Millis`.

use std::sync::{Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Milliseconds since 1970, UTC.
pub type Millis = u64;

/// A sandbox's own time: the machine's until it is turned.
#[derive(Debug, Default)]
pub struct Clock {
    turn: Mutex<Turn>,
}

/// When the clock was turned last, and how.
#[derive(Clone, Copy, Debug)]
struct Turn {
    real: Millis,
    own: Millis,
    speed: f64,
}

impl Default for Turn {
    fn default() -> Self {
        let real = now();
        Self { real, own: real, speed: 1.0 }
    }
}

impl Turn {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "spans far below 2^52"
    )]
    fn at(self, real: Millis) -> Millis {
        self.own + (real.saturating_sub(self.real) as f64 * self.speed) as Millis
    }
}

impl Clock {
    fn lock(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn now(&self) -> Millis {
        let turn = *self.lock();
        turn.at(now())
    }

    /// How far it is ahead of the machine's, and how fast it runs.
    pub fn ahead(&self) -> (Millis, f64) {
        (self.now().saturating_sub(now()), self.lock().speed)
    }

    /// Sets it forward; it never goes back.
    pub fn turn(&self, by: Millis, speed: f64) {
        let mut turn = self.lock();
        let real = now();
        *turn = Turn { real, own: turn.at(real).saturating_add(by), speed };
    }
}

#[expect(clippy::disallowed_methods, reason = "the edge that reads the clock")]
fn now() -> Millis {
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

/// For bodies and headers that tell how long to wait.
#[expect(clippy::cast_precision_loss, reason = "times far below 2^52")]
pub fn seconds(ms: Millis) -> f64 {
    ms as f64 / 1000.0
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
    fn it_is_set_forward_and_never_back() {
        let clock = Clock::default();
        clock.turn(3_600_000, 1.0);
        let (ahead, speed) = clock.ahead();
        assert!((3_599_000..3_601_000).contains(&ahead) && speed < 1.1);
        let turn = Turn { real: 1_000, own: 5_000, speed: 10.0 };
        assert_eq!(turn.at(1_500), 10_000);
        assert_eq!(turn.at(0), 5_000, "the machine's own stepped back");
    }

    #[test]
    fn a_time_survives_the_wire() {
        let at = 1_795_261_443_125;
        assert_eq!(parse_iso(&iso(at)), Some(at));
        assert_eq!(iso(0), "1970-01-01T00:00:00.000000+00:00");
        assert_eq!(parse_iso("yesterday"), None);
    }
}
