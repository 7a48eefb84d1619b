//! Knows Discord's rate limits: its buckets (kept by the limiter), what a 429 says, and who is held back by it.
//! Numbers that can't be read are taken as absent, absurd ones are bounded.

use reqwest::header::HeaderMap;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use twilight_http_ratelimiting::{Endpoint, Method, RateLimitHeaders};

/// Nothing that Discord says holds us longer than this.
const LONGEST: f64 = 3_600.0;

pub(super) fn endpoint(method: &reqwest::Method, path: String) -> Endpoint {
    let method = match method.as_str() {
        "DELETE" => Method::Delete,
        "PATCH" => Method::Patch,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        _ => Method::Get,
    };
    Endpoint { method, path }
}

/// What an answer's headers say of its bucket.
pub(super) fn bucket(headers: &HeaderMap) -> Option<RateLimitHeaders> {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    let number = |name: &str| text(name)?.parse::<f64>().ok().filter(|n| n.is_finite());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to u16 first")]
    let small = |name: &str| number(name).map(|n| n.clamp(0.0, f64::from(u16::MAX)) as u16);
    let reset = number(RateLimitHeaders::RESET_AFTER)?.clamp(0.0, LONGEST);
    Some(RateLimitHeaders {
        bucket: text(RateLimitHeaders::BUCKET)?.as_bytes().to_vec(),
        limit: small(RateLimitHeaders::LIMIT)?,
        remaining: small(RateLimitHeaders::REMAINING)?,
        reset_at: (Instant::now() + Duration::from_secs_f64(reset)).into_std(),
    })
}

/// How a 429 reads.
#[derive(Debug, PartialEq)]
pub(super) struct Limited {
    pub retry_after: Duration,
    pub global: bool,
    /// Of a resource that others use too: does not count as an invalid request.
    pub shared: bool,
}

pub(super) fn limited(headers: &HeaderMap, body: &Value) -> Limited {
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let seconds = body["retry_after"]
        .as_f64()
        .or_else(|| header("retry-after")?.parse().ok())
        .filter(|s| s.is_finite())
        .unwrap_or(1.0);
    Limited {
        // A little more than asked: clocks and timers round down.
        retry_after: Duration::from_secs_f64(seconds.clamp(0.0, LONGEST)) + Duration::from_millis(50),
        global: body["global"].as_bool().unwrap_or(false) || header("x-ratelimit-global").is_some(),
        shared: header("x-ratelimit-scope") == Some("shared"),
    }
}

/// Who is held back, and until when: everybody by a global 429, one route by its own.
#[derive(Debug, Default)]
pub(super) struct Holds {
    until: Mutex<HashMap<String, Instant>>,
}

const EVERYBODY: &str = "";

impl Holds {
    pub fn hold(&self, route: &str, limited: &Limited) {
        let key = if limited.global { EVERYBODY } else { route };
        let end = Instant::now() + limited.retry_after;
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        until.retain(|_, end| *end > Instant::now());
        let known = until.entry(key.to_owned()).or_insert(end);
        *known = (*known).max(end);
    }

    /// How long this route is held back for.
    pub fn left(&self, route: &str, bound_by_global: bool) -> Duration {
        let until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        let left =
            |key: &str| until.get(key).map_or(Duration::ZERO, |end| end.saturating_duration_since(Instant::now()));
        if bound_by_global { left(EVERYBODY).max(left(route)) } else { left(route) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (k.parse().unwrap(), v.parse().unwrap())).collect()
    }

    #[tokio::test]
    async fn odd_numbers_are_read_or_left_out() {
        let with = |limit, reset| {
            bucket(&headers(&[
                ("x-ratelimit-bucket", "b"),
                ("x-ratelimit-limit", limit),
                ("x-ratelimit-remaining", "1"),
                ("x-ratelimit-reset-after", reset),
            ]))
        };
        assert_eq!(with("5.0", "0.25").unwrap().limit, 5);
        assert!(with("5", "NaN").is_none() && with("five", "1").is_none());
        assert!(with("5", "1e30").unwrap().reset_at <= (Instant::now() + Duration::from_secs(3_601)).into_std());
    }

    #[test]
    fn a_429_without_or_with_absurd_times_is_bounded() {
        let none = limited(&HeaderMap::new(), &Value::Null);
        assert_eq!((none.retry_after, none.global), (Duration::from_millis(1_050), false));
        let absurd = limited(&headers(&[("retry-after", "1e30")]), &Value::Null);
        assert!(absurd.retry_after <= Duration::from_secs(3_601));
        let negative = limited(&HeaderMap::new(), &json!({"retry_after": -4.0, "global": true}));
        assert_eq!((negative.retry_after, negative.global), (Duration::from_millis(50), true));
    }

    #[tokio::test]
    async fn a_global_429_holds_all_but_interactions() {
        let holds = Holds::default();
        holds.hold("GET a", &Limited { retry_after: Duration::from_secs(9), global: true, shared: false });
        assert!(holds.left("GET b", true) > Duration::from_secs(8));
        assert_eq!(holds.left("GET b", false), Duration::ZERO);
    }
}
