//! Knows what went over the wire on a bad day, and whether anything was asked for again that had been refused: at most
//! one refusal (401, 403) per subject and minute, and nothing before a 429 has run out.

use anyhow::Result;
use sandbox::Control;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// Shorter than a recording takes to overflow.
const LOOK: Duration = Duration::from_millis(250);
const MINUTE_MS: i64 = 60_000;
/// What was under way already when the answer came.
const UNDER_WAY_MS: i64 = 150;

#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub requests: u64,
    pub forbidden: u64,
    pub limited: u64,
    pub failed: u64,
}

impl Counts {
    pub fn add(&mut self, more: &Self) {
        self.requests += more.requests;
        self.forbidden += more.forbidden;
        self.limited += more.limited;
        self.failed += more.failed;
    }
}

/// One request.
struct Asked {
    at: i64,
    route: String,
    subject: String,
    status: u64,
}

pub struct Audit {
    control: Control,
    stop: oneshot::Sender<()>,
    reader: JoinHandle<Result<Vec<Asked>>>,
}

impl Audit {
    pub fn start(control: &Control) -> Self {
        let (stop, mut stopped) = oneshot::channel();
        let asking = control.clone();
        let reader = crate::beside(async move {
            let (mut all, mut after) = (Vec::new(), 0);
            loop {
                let last = tokio::select! {
                    _ = &mut stopped => true,
                    () = sleep(LOOK) => false,
                };
                for one in asking.recording(after).await? {
                    after = one["n"].as_u64().unwrap_or(after);
                    all.extend(read(&one));
                }
                if last {
                    return Ok(all);
                }
            }
        });
        Self { control: control.clone(), stop, reader }
    }

    /// What was counted, and each time that something was hammered. `grants`: when the bot was given more, in
    /// milliseconds of the day.
    pub async fn end(self, wait_ms: u64, grants: &[i64]) -> Result<(Counts, Vec<String>)> {
        let _ = self.stop.send(());
        let all = self.reader.await??;
        self.control.settings(&json!({ "record": false })).await?;
        let status = |wanted: &[u64]| all.iter().filter(|one| wanted.contains(&one.status)).count() as u64;
        let counts = Counts {
            requests: all.len() as u64,
            forbidden: status(&[401, 403]),
            limited: status(&[429]),
            failed: all.iter().filter(|one| one.status >= 500).count() as u64,
        };
        Ok((counts, hammered(&all, i64::try_from(wait_ms)?, grants)))
    }
}

/// Where something was given back in between, it is asked for again at once.
fn hammered(all: &[Asked], wait_ms: i64, grants: &[i64]) -> Vec<String> {
    let mut found = Vec::new();
    let (mut refused, mut limited): (HashMap<&str, i64>, HashMap<&str, i64>) = (HashMap::new(), HashMap::new());
    for one in all {
        let since = limited.get(one.route.as_str()).map(|before| one.at - before);
        if since.is_some_and(|since| since > UNDER_WAY_MS && since < wait_ms) {
            found.push(format!("{} came {} ms after its 429", one.route, since.unwrap_or_default()));
        }
        match one.status {
            401 | 403 => {
                let before = refused.insert(&one.subject, one.at);
                let was_granted = |since: i64| grants.iter().any(|at| (since..=one.at).contains(at));
                if let Some(before) = before.filter(|before| one.at - before < MINUTE_MS && !was_granted(*before)) {
                    found.push(format!("{} was refused again after {} ms", one.subject, one.at - before));
                }
            }
            429 => {
                limited.insert(&one.route, one.at);
            }
            _ => {}
        }
    }
    found
}

/// Requests alone, without those that answer a person: they can't be kept waiting, and each is another one.
fn read(recorded: &Value) -> Option<Asked> {
    let (method, path) = (recorded["method"].as_str()?, recorded["path"].as_str()?);
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    if matches!(*parts.first()?, "interactions" | "webhooks" | "gateway") {
        return None;
    }
    let minor =
        |(at, part): (usize, &&str)| if at >= 2 && is_number(part) { ":id".to_owned() } else { (*part).to_owned() };
    let route: Vec<String> = parts.iter().enumerate().map(minor).collect();
    // What a refusal is about: a channel, or what is made in a guild and where.
    let within = recorded["body"]["parent_id"].to_string();
    let subject = match *parts.first()? {
        "channels" => format!("{method} {} of {within}", route.join("/")),
        _ => format!("{method} {} {}", route.join("/"), within),
    };
    Some(Asked {
        at: moment(recorded["at"].as_str()?)?,
        route: format!("{method} {}", route.join("/")),
        subject,
        status: recorded["status"].as_u64()?,
    })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Milliseconds of the day, of `2026-11-21T22:30:00.123000+00:00`. A drill over midnight is none.
fn moment(at: &str) -> Option<i64> {
    let clock = at.split_once('T')?.1;
    let number = |range: std::ops::Range<usize>| clock.get(range)?.parse::<i64>().ok();
    Some(((number(0..2)? * 60 + number(3..5)?) * 60 + number(6..8)?) * 1_000 + number(9..12).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(at: i64, status: u64) -> Asked {
        Asked { at, route: "GET channels/1".into(), subject: "GET channels/1".into(), status }
    }

    #[test]
    fn a_second_refusal_within_a_minute_is_found() {
        let twice = [asked(0, 403), asked(59_000, 403)];
        assert_eq!(hammered(&twice, 0, &[]).len(), 1);
        assert!(hammered(&twice, 0, &[30_000]).is_empty() && hammered(&twice, 0, &[60_000]).len() == 1);
        assert!(hammered(&[asked(0, 403), asked(30_000, 200), asked(61_000, 403)], 0, &[]).is_empty());
    }

    #[test]
    fn what_comes_before_a_429_has_run_out_is_found() {
        assert_eq!(hammered(&[asked(0, 429), asked(200, 200)], 400, &[]).len(), 1);
        assert!(hammered(&[asked(0, 429), asked(50, 200), asked(410, 200)], 400, &[]).is_empty());
    }

    #[test]
    fn moments_are_read() {
        assert_eq!(moment("2026-11-21T00:01:02.345000+00:00"), Some(62_345));
        let told =
            json!({"method": "GET", "path": "/channels/12/messages/34", "status": 200, "at": "2026-11-21T00:00:01Z"});
        assert_eq!(read(&told).unwrap().route, "GET channels/12/messages/:id");
    }
}
