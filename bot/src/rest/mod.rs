//! The one room through which every call to Discord goes. Knows HTTP, deadlines, limits and retries; knows nothing
//! of tickets.

mod bar;
mod call;
mod channel;
mod error;
mod guild;
mod interaction;
mod limit;
pub(crate) mod message;
#[cfg(test)]
mod tests;
mod user;

pub use call::{Call, Upload};
pub use channel::{NewChannel, overwrite_json, read_overwrite};
pub use error::{Error, code};
pub use interaction::Answer;

use crate::base::Base;
use crate::secret::Secret;
use bar::Bars;
use domain::ChannelId;
use limit::Holds;
use reqwest::header::HeaderMap;
use reqwest::{StatusCode, multipart, redirect};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};
use twilight_http_ratelimiting::{Permit, RateLimiter};

pub type Result<T> = std::result::Result<T, Error>;

/// Tries after the first.
const RETRIES: u32 = 3;
/// A call is not kept waiting longer than this by a limit: its caller decides.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// What was counted since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub calls: u64,
    /// Answers 429.
    pub limited: u64,
    /// Answers 401, 403 and 429 (but shared ones): ten thousand in ten minutes and Discord bans the address.
    pub invalid: u64,
    /// Answers 5xx and none at all.
    pub unclear: u64,
}

/// Cheap to clone.
#[derive(Clone, Debug)]
pub struct Rest {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    client: reqwest::Client,
    /// `https://discord.com/api/v10`
    root: String,
    token: Secret,
    limiter: RateLimiter,
    holds: Holds,
    bars: Bars,
    calls: AtomicU64,
    limited: AtomicU64,
    invalid: AtomicU64,
    unclear: AtomicU64,
    wants_mfa: AtomicBool,
}

/// One client for everything: current TLS, no redirects (they would carry the token), no proxy from the environment.
pub fn client() -> std::result::Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .use_rustls_tls()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .timeout(Duration::from_secs(5))
        .connect_timeout(Duration::from_secs(3))
        .tcp_nodelay(true)
        .user_agent(concat!("DiscordBot (https://docket.invalid, ", env!("CARGO_PKG_VERSION"), ")"))
        .build()
}

enum Outcome {
    Done(Value),
    /// Not done; try again after so long.
    Later(Duration, Error),
    Final(Error),
}

impl Rest {
    /// `global` calls a second at most (Discord's own limit is 50). Must be called within a runtime.
    pub fn new(client: reqwest::Client, base: &Base, token: Secret, global: u16) -> Self {
        Self {
            inner: Arc::new(Inner {
                client,
                root: format!("{}/api/v10", base.text()),
                token,
                limiter: RateLimiter::new(global.max(1)),
                holds: Holds::default(),
                bars: Bars::default(),
                calls: AtomicU64::new(0),
                limited: AtomicU64::new(0),
                invalid: AtomicU64::new(0),
                unclear: AtomicU64::new(0),
                wants_mfa: AtomicBool::new(false),
            }),
        }
    }

    pub fn counts(&self) -> Counts {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let inner = &self.inner;
        Counts {
            calls: of(&inner.calls),
            limited: of(&inner.limited),
            invalid: of(&inner.invalid),
            unclear: of(&inner.unclear),
        }
    }

    /// The bot may more than before: what was forbidden is worth a try.
    pub fn allowed(&self) {
        self.inner.wants_mfa.store(false, Ordering::Relaxed);
        self.inner.bars.lift(None);
    }

    /// The same, of one channel and of what is made in it.
    pub fn allowed_in(&self, channel: ChannelId) {
        self.inner.bars.lift(Some(channel));
    }

    /// Discord has refused something because the application's owner has no two-factor authentication.
    pub fn wants_mfa(&self) -> bool {
        self.inner.wants_mfa.load(Ordering::Relaxed)
    }

    /// Sends a call and, where that can help, sends it again: on a 429 after the time it names; on 5xx and time-outs
    /// with growing waits, if a second one does no harm. Within the call's deadline, all in all.
    pub async fn send(&self, call: Call) -> Result<Value> {
        let route = call.route();
        let sent = AtomicBool::new(false);
        match timeout(call.deadline, self.tries(&call, &route, &sent)).await {
            Ok(answer) => answer,
            Err(_) if sent.load(Ordering::Relaxed) => {
                self.inner.unclear.fetch_add(1, Ordering::Relaxed);
                Err(Error::Unclear { why: format!("none within {} s", call.deadline.as_secs_f32()), route })
            }
            Err(_) => Err(Error::RateLimited { route, retry_after: Duration::from_secs(1) }),
        }
    }

    async fn tries(&self, call: &Call, route: &str, sent: &AtomicBool) -> Result<Value> {
        let began = Instant::now();
        let mut attempt = 0;
        loop {
            let permit = self.turn(call, route).await?;
            let (wait, error) = match self.once(call, route, attempt, permit, sent).await {
                Outcome::Done(answer) => return Ok(answer),
                Outcome::Final(error) => return Err(error),
                Outcome::Later(wait, error) => (wait, error),
            };
            attempt += 1;
            if attempt > RETRIES || wait > call.patience || began.elapsed() + wait > call.deadline {
                return Err(error);
            }
            tracing::debug!(route, attempt, wait_ms = wait.as_millis(), %error, "a call to Discord is tried again");
            sleep(wait).await;
        }
    }

    /// Waits until the call may go. Whoever stood before it in its bucket's line may have met a limit or a refusal
    /// meanwhile: so that is looked at again at the end of the line.
    async fn turn(&self, call: &Call, route: &str) -> Result<Option<Permit>> {
        loop {
            if let Some(refused) = self.inner.bars.stands(call) {
                return Err(refused);
            }
            let held = self.inner.holds.left(route, !call.interaction);
            if held > call.patience {
                return Err(Error::RateLimited { route: route.to_owned(), retry_after: held });
            }
            sleep(held).await;
            // Interactions are bound to neither the global limit nor each other.
            if call.interaction {
                return Ok(None);
            }
            let permit = self.inner.limiter.acquire(limit::endpoint(&call.method, call.bucket_path())).await;
            if self.inner.holds.left(route, true).is_zero() && self.inner.bars.stands(call).is_none() {
                return Ok(Some(permit));
            }
        }
    }

    async fn once(&self, call: &Call, route: &str, attempt: u32, permit: Option<Permit>, sent: &AtomicBool) -> Outcome {
        self.inner.calls.fetch_add(1, Ordering::Relaxed);
        sent.store(true, Ordering::Relaxed);
        let answer = match self.request(call).send().await {
            Ok(answer) => answer,
            Err(error) => {
                // Never connected: it can't have happened.
                let harmless = error.is_connect() || call.repeatable;
                return self.unclear(route, attempt, harmless, &error.without_url().to_string());
            }
        };
        let (status, headers) = (answer.status(), answer.headers().clone());
        let outcome = match answer.text().await {
            Ok(text) => {
                let body = serde_json::from_str(&text).unwrap_or(Value::Null);
                self.judged(call, route, attempt, status, &headers, body)
            }
            Err(error) => self.unclear(route, attempt, call.repeatable, &error.without_url().to_string()),
        };
        // Last: the next in line goes at this, and must find what was written down.
        if let Some(permit) = permit {
            permit.complete(limit::bucket(&headers));
        }
        outcome
    }

    /// What an answer means, written down for those who come after.
    fn judged(
        &self,
        call: &Call,
        route: &str,
        attempt: u32,
        status: StatusCode,
        headers: &HeaderMap,
        body: Value,
    ) -> Outcome {
        if status.is_success() {
            return Outcome::Done(body);
        }
        if status == StatusCode::TOO_MANY_REQUESTS {
            let limited = limit::limited(headers, &body);
            self.inner.limited.fetch_add(1, Ordering::Relaxed);
            if !limited.shared {
                self.inner.invalid.fetch_add(1, Ordering::Relaxed);
            }
            self.inner.holds.hold(route, &limited);
            tracing::warn!(
                route,
                limit.global = limited.global,
                limit.retry_after_ms = limited.retry_after.as_millis(),
                "Discord's rate limit was met"
            );
            let error = Error::RateLimited { route: route.to_owned(), retry_after: limited.retry_after };
            return Outcome::Later(limited.retry_after, error);
        }
        if status.is_server_error() {
            return self.unclear(route, attempt, call.repeatable, &format!("status {}", status.as_u16()));
        }
        if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            self.inner.invalid.fetch_add(1, Ordering::Relaxed);
        }
        let error = Error::refused(route, status.as_u16(), &body);
        if error.code() == Some(code::MFA_REQUIRED) {
            self.inner.wants_mfa.store(true, Ordering::Relaxed);
        }
        self.inner.bars.put(call, &error);
        // Our first try did arrive after all.
        if attempt > 0 && call.interaction && error.code() == Some(code::ALREADY_ANSWERED) {
            return Outcome::Done(Value::Null);
        }
        // A second DELETE finds nothing.
        if attempt > 0 && call.method == reqwest::Method::DELETE && error.is_gone() {
            return Outcome::Done(Value::Null);
        }
        Outcome::Final(error)
    }

    fn unclear(&self, route: &str, attempt: u32, again: bool, why: &str) -> Outcome {
        self.inner.unclear.fetch_add(1, Ordering::Relaxed);
        let error = Error::Unclear { route: route.to_owned(), why: why.to_owned() };
        if again { Outcome::Later(Duration::from_millis(250 << (2 * attempt)), error) } else { Outcome::Final(error) }
    }

    fn request(&self, call: &Call) -> reqwest::RequestBuilder {
        let url = format!("{}/{}", self.inner.root, call.path);
        let mut request = self.inner.client.request(call.method.clone(), url).timeout(per_try(call));
        if !call.interaction {
            request = request.header("Authorization", format!("Bot {}", self.inner.token.reveal()));
        }
        if !call.query.is_empty() {
            request = request.query(&call.query);
        }
        if let Some(reason) = &call.reason {
            request = request.header("X-Audit-Log-Reason", percent(reason));
        }
        match (&call.body, call.files.is_empty()) {
            (Some(body), true) => request.json(body),
            (body, false) => request.multipart(form(body.as_ref(), &call.files)),
            (None, true) => request,
        }
    }
}

/// Time for one try: half of a short deadline, so that a lost one leaves room for a second.
fn per_try(call: &Call) -> Duration {
    if !call.files.is_empty() {
        return call.deadline;
    }
    Duration::from_secs(5).min(call.deadline / 2)
}

fn form(body: Option<&Value>, files: &[Upload]) -> multipart::Form {
    let mut form = multipart::Form::new();
    if let Some(body) = body {
        let json = multipart::Part::text(body.to_string());
        form = form
            .part("payload_json", json.mime_str("application/json").unwrap_or(multipart::Part::text(body.to_string())));
    }
    for (n, file) in files.iter().enumerate() {
        let plain = || multipart::Part::stream(file.bytes.clone()).file_name(file.filename.clone());
        let typed = file.content_type.as_deref().and_then(|kind| plain().mime_str(kind).ok());
        form = form.part(format!("files[{n}]"), typed.unwrap_or_else(plain));
    }
    form
}

/// A header carries ASCII only.
fn percent(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
