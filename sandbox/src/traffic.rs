//! Counts of what went over the wire, what did not fit Discord's description, and a recording for who asks for one.
//! Knows routes by their names.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::{Value, json};

/// How many violations are kept; the first tell the story.
#[cfg(feature = "conformance")]
const KEPT: usize = 500;

/// How much a recording holds; the oldest goes first.
const RECORDED: usize = 5_000;

#[derive(Clone, Debug, Serialize)]
pub struct Violation {
    pub method: String,
    pub path: String,
    /// `request` or `response`.
    pub side: &'static str,
    pub error: String,
}

#[derive(Default)]
struct Counts {
    requests: u64,
    responses: u64,
    frames: u64,
    by_status: BTreeMap<u16, u64>,
    by_route: BTreeMap<String, u64>,
    unknown: BTreeSet<String>,
    violations: Vec<Violation>,
    recording: VecDeque<Value>,
    recorded: u64,
}

#[derive(Default)]
pub struct Traffic {
    counts: Mutex<Counts>,
}

impl Traffic {
    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn count(&self, route: &str, status: u16) {
        let mut counts = self.lock();
        counts.requests += 1;
        counts.responses += 1;
        *counts.by_status.entry(status).or_default() += 1;
        if let Some(n) = counts.by_route.get_mut(route) {
            *n += 1;
        } else {
            counts.by_route.insert(route.to_owned(), 1);
        }
    }

    pub fn frame(&self) {
        self.lock().frames += 1;
    }

    pub fn unknown(&self, route: String) {
        self.lock().unknown.insert(route);
    }

    #[cfg(feature = "conformance")]
    pub fn violation(&self, violation: Violation) {
        let mut counts = self.lock();
        if counts.violations.len() < KEPT {
            tracing::warn!(
                http.method = violation.method,
                http.path = violation.path,
                side = violation.side,
                error = violation.error,
                "not as Discord describes it"
            );
            counts.violations.push(violation);
        }
    }

    /// Keeps an exchange or a frame, numbered.
    pub fn record(&self, mut what: Value) {
        let mut counts = self.lock();
        counts.recorded += 1;
        what["n"] = json!(counts.recorded);
        if counts.recording.len() == RECORDED {
            counts.recording.pop_front();
        }
        counts.recording.push_back(what);
    }

    /// What was recorded after the nth.
    pub fn recording(&self, after: u64) -> Value {
        let counts = self.lock();
        counts.recording.iter().filter(|r| r["n"].as_u64() > Some(after)).cloned().collect()
    }

    pub fn show(&self) -> Value {
        let c = self.lock();
        json!({
            "requests": c.requests, "responses": c.responses, "frames": c.frames, "violations": c.violations,
            "by_status": c.by_status, "by_route": c.by_route, "unknown_routes": c.unknown,
        })
    }

    pub fn clear(&self) {
        *self.lock() = Counts::default();
    }
}
