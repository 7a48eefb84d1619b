//! Counts of what went over the wire, what did not fit Discord's description, and a recording for who asks for one.
//! Knows routes by their names.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
#[cfg(feature = "conformance")]
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::{Value, json};

/// How many violations are kept; the first tell the story.
#[cfg(feature = "conformance")]
const KEPT: usize = 500;

/// How much a recording holds, and how many bytes of JSON; the oldest goes first.
const RECORDED: usize = 5_000;
const RECORDED_BYTES: usize = 64 * 1024 * 1024;

/// How many routes that are none are told.
const STRANGE: usize = 500;

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
    /// Frames of which twilight can make nothing.
    strange: Vec<String>,
    /// With the length of each.
    recording: VecDeque<(usize, Value)>,
    recorded_bytes: usize,
    recorded: u64,
}

#[derive(Default)]
pub struct Traffic {
    counts: Mutex<Counts>,
    #[cfg(feature = "conformance")]
    held: Held,
}

/// What was held against Discord's description while the sandbox lived. Added to the file that `SANDBOX_TOTALS`
/// names, so that a run of many sandboxes can say how much it proved.
#[cfg(feature = "conformance")]
#[derive(Default)]
struct Held {
    requests: AtomicU64,
    responses: AtomicU64,
    frames: AtomicU64,
    parsed: AtomicU64,
}

#[cfg(feature = "conformance")]
impl Drop for Held {
    fn drop(&mut self) {
        let Some(path) = std::env::var_os("SANDBOX_TOTALS") else { return };
        let read = |n: &AtomicU64| n.load(Ordering::Relaxed);
        let (requests, responses) = (read(&self.requests), read(&self.responses));
        let (frames, parsed) = (read(&self.frames), read(&self.parsed));
        let line = format!("requests {requests} responses {responses} frames {frames} parsed {parsed}\n");
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
        if let Err(error) = file.and_then(|mut file| std::io::Write::write_all(&mut file, line.as_bytes())) {
            tracing::warn!(%error, "the totals could not be written");
        }
    }
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

    pub fn frame(&self, text: &str) {
        self.lock().frames += 1;
        #[cfg(feature = "conformance")]
        self.judge(text);
        #[cfg(not(feature = "conformance"))]
        let _ = text;
    }

    #[cfg(feature = "conformance")]
    fn judge(&self, text: &str) {
        self.held.frames.fetch_add(1, Ordering::Relaxed);
        let Err(error) = crate::conformance::frame(text) else {
            self.held.parsed.fetch_add(1, Ordering::Relaxed);
            return;
        };
        tracing::warn!(error, "a frame that twilight cannot read");
        let mut counts = self.lock();
        if counts.strange.len() < KEPT {
            counts.strange.push(format!("{error}: {text}"));
        }
    }

    /// The frames of which twilight could make nothing.
    #[cfg(feature = "conformance")]
    pub fn strange(&self) -> Vec<String> {
        self.lock().strange.clone()
    }

    /// An exchange was held against the description: its answer, and its request unless that was refused.
    #[cfg(feature = "conformance")]
    pub fn held(&self, request_too: bool) {
        self.held.requests.fetch_add(u64::from(request_too), Ordering::Relaxed);
        self.held.responses.fetch_add(1, Ordering::Relaxed);
    }

    pub fn unknown(&self, route: String) {
        let mut counts = self.lock();
        if counts.unknown.len() < STRANGE {
            counts.unknown.insert(route);
        }
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
        let length = what.to_string().len();
        counts.recorded_bytes += length;
        counts.recording.push_back((length, what));
        while counts.recording.len() > RECORDED || counts.recorded_bytes > RECORDED_BYTES {
            let Some((gone, _)) = counts.recording.pop_front() else { break };
            counts.recorded_bytes -= gone;
        }
    }

    /// What was recorded after the nth.
    pub fn recording(&self, after: u64) -> Value {
        let counts = self.lock();
        counts.recording.iter().map(|(_, r)| r).filter(|r| r["n"].as_u64() > Some(after)).cloned().collect()
    }

    pub fn show(&self) -> Value {
        let c = self.lock();
        json!({
            "requests": c.requests, "responses": c.responses, "frames": c.frames, "violations": c.violations,
            "by_status": c.by_status, "by_route": c.by_route, "unknown_routes": c.unknown,
            "strange_frames": c.strange,
        })
    }

    pub fn clear(&self) {
        *self.lock() = Counts::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_holds_so_much_and_no_more() {
        let traffic = Traffic::default();
        let large = "x".repeat(RECORDED_BYTES / 4);
        (0..6).for_each(|_| traffic.record(json!({ "body": large })));
        let kept = traffic.recording(0);
        let numbers: Vec<&Value> = kept.as_array().unwrap().iter().map(|r| &r["n"]).collect();
        assert_eq!(numbers, [4, 5, 6]);
        (0..=RECORDED).for_each(|_| traffic.record(json!({})));
        assert_eq!(traffic.recording(0).as_array().unwrap().len(), RECORDED);
        (0..=STRANGE).for_each(|n| traffic.unknown(format!("GET /{n}")));
        assert_eq!(traffic.show()["unknown_routes"].as_array().unwrap().len(), STRANGE);
    }
}
