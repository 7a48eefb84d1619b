//! Discord's limits on how often: a bucket a route and top-level resource, and fifty a second over all. The
//! numbers are the sandbox's own; clients must read them from the headers.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::clock::Millis;

/// All of a bot's requests but those of interactions.
const GLOBAL: (u32, Millis) = (50, 1_000);

#[derive(Clone, Copy, Debug)]
struct Window {
    from: Millis,
    used: u32,
}

/// What the headers say of a bucket after a request.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    pub limit: u32,
    pub remaining: u32,
    pub reset: Millis,
}

#[derive(Clone, Copy, Debug)]
pub enum Verdict {
    Go(Bucket),
    Wait(Bucket),
    WaitGlobally(Millis),
}

#[derive(Default)]
pub struct Limiter {
    windows: Mutex<HashMap<(String, String), Window>>,
    refused: Mutex<Option<Window>>,
}

/// How long refusals are counted.
const REFUSED: Millis = 600_000;

/// How many in how many milliseconds.
pub fn limit_of(method: &str, route: &str) -> (u32, Millis) {
    match (method, route) {
        ("POST" | "PATCH", r) if r.starts_with("/channels/{channel_id}/messages") => (5, 5_000),
        ("DELETE", "/channels/{channel_id}/messages/{message_id}") => (5, 1_000),
        ("PUT", r) if r.contains("/reactions/") => (4, 1_000),
        ("PATCH", "/channels/{channel_id}") => (5, 15_000),
        ("POST", r) if r.starts_with("/webhooks/") => (5, 2_000),
        ("PATCH" | "DELETE", r) if r.starts_with("/webhooks/") => (5, 5_000),
        ("PUT", r) if r.ends_with("/commands") => (2, 5_000),
        ("POST" | "PUT" | "DELETE" | "PATCH", _) => (10, 5_000),
        _ => (20, 2_000),
    }
}

impl Limiter {
    fn lock(&self) -> MutexGuard<'_, HashMap<(String, String), Window>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request that was refused (401, 403, 429).
    pub fn refuse(&self, now: Millis) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let window = refused.get_or_insert(Window { from: now, used: 0 });
        if window.from + REFUSED <= now {
            *window = Window { from: now, used: 0 };
        }
        window.used += 1;
    }

    /// How long the address is shut out for too many refusals.
    pub fn shut_out(&self, most: u32, now: Millis) -> Option<Millis> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let window = refused.as_ref().filter(|w| most > 0 && w.used >= most)?;
        Some(window.from + REFUSED).filter(|until| *until > now).map(|until| until - now)
    }

    /// Takes a place in the bucket of `route` for `resource` (the channel, guild or webhook), and in the caller's
    /// global one unless the route stands outside it.
    pub fn take(&self, method: &str, route: &str, resource: &str, caller: Option<&str>, now: Millis) -> Verdict {
        let (limit, span) = limit_of(method, route);
        let mut windows = self.lock();
        if windows.len() > 10_000 {
            windows.retain(|_, w| w.from + 60_000 > now);
        }
        if let Some(caller) = caller {
            let global = window(&mut windows, (String::new(), caller.into()), GLOBAL.1, now);
            if global.used >= GLOBAL.0 {
                return Verdict::WaitGlobally((global.from + GLOBAL.1).saturating_sub(now).max(1));
            }
            global.used += 1;
        }
        let own = window(&mut windows, (format!("{method} {route}"), resource.into()), span, now);
        let reset = own.from + span;
        if own.used >= limit {
            return Verdict::Wait(Bucket { limit, remaining: 0, reset });
        }
        own.used += 1;
        Verdict::Go(Bucket { limit, remaining: limit - own.used, reset })
    }
}

fn window(
    all: &mut HashMap<(String, String), Window>,
    key: (String, String),
    span: Millis,
    now: Millis,
) -> &mut Window {
    let window = all.entry(key).or_insert(Window { from: now, used: 0 });
    if window.from + span <= now {
        *window = Window { from: now, used: 0 };
    }
    window
}

/// A bucket's name: the same for all resources of a route.
pub fn name(method: &str, route: &str) -> String {
    let hash = method
        .bytes()
        .chain(route.bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUTE: &str = "/channels/{channel_id}/messages";

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limiter = Limiter::default();
        let ask = |channel: &str, now| limiter.take("POST", ROUTE, channel, Some("bot"), now);
        assert!((0..5).all(|_| matches!(ask("1", 0), Verdict::Go(_))));
        assert!(matches!(ask("1", 100), Verdict::Wait(b) if b.reset == 5_000));
        assert!(matches!(ask("2", 100), Verdict::Go(b) if b.remaining == 4), "another channel, another bucket");
        assert!(matches!(ask("1", 5_000), Verdict::Go(_)));
    }

    #[test]
    fn fifty_a_second_over_all() {
        let limiter = Limiter::default();
        let ask = |n: u32, caller| limiter.take("POST", ROUTE, &n.to_string(), caller, 10);
        assert!((0..50).all(|n| matches!(ask(n, Some("bot")), Verdict::Go(_))));
        assert!(matches!(ask(99, Some("bot")), Verdict::WaitGlobally(1000)));
        assert!(matches!(ask(99, None), Verdict::Go(_)), "interactions stand outside");
    }
}
