//! The way in for every REST request: route, token, limits, faults, body; and out: headers, counts, and the
//! check against Discord's description. Knows no noun.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use super::call::{Answer, Call, Who, pairs, unescape};
use super::{Found, LARGEST, Needs, Route, find, read_body};
use crate::clock::{Millis, iso, seconds};
use crate::error::{self, Failure};
use crate::hub::Hub;
use crate::rate::{self, Bucket, Verdict};
use crate::world::Faults;

/// `/api/v10/…`, and the same without a version.
pub async fn door(State(hub): State<Arc<Hub>>, request: Request) -> Response {
    let method = request.method().as_str().to_owned();
    let path = request.uri().path().trim_start_matches("/api").to_owned();
    let path = path.strip_prefix("/v10").or_else(|| path.strip_prefix("/v9")).unwrap_or(&path).to_owned();
    // Read to its end whatever comes of it: a connection with a body left in it could serve no other request.
    let (head, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LARGEST * 2).await else {
        return unknown(&hub, &method, &path, &error::TOO_LARGE);
    };
    let request = Request::from_parts(head, body.into());
    let (route, holes) = match find(&method, &path) {
        Found::Route(route, holes) => (route, holes),
        Found::OtherMethod => return unknown(&hub, &method, &path, &error::METHOD_NOT_ALLOWED),
        Found::Nothing => return unknown(&hub, &method, &path, &error::NOT_FOUND),
    };
    let key = format!("{method} {}", route.path);
    let authorization = request.headers().get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let (who, limited, faults, most) = hub.deed(|d| {
        let who = authorization.as_deref().map_or(Ok(Who::Nobody), |a| who(d, a));
        (who, d.world.settings.rate_limits, d.world.faults.clone(), d.world.settings.invalid_requests)
    });
    if let Some(wait) = hub.limiter.shut_out(most, hub.ids.clock.now()) {
        return shut_out(wait);
    }
    if faults.storm_rate > 0.0 && rand::random::<f64>() < faults.storm_rate {
        hub.traffic.count(&key, 429);
        turned_away(&hub, route, &path, 429);
        return storm(&hub, &faults);
    }
    let failure = misbehave(&faults, &key).await;
    let (failed, lost) = if faults.error_after { (None, failure) } else { (failure, None) };
    let mut bucket = None;
    let outcome = match (failed, who) {
        (Some(failure), _) | (None, Err(failure)) => {
            turned_away(&hub, route, &path, failure.status);
            Err(failure)
        }
        (None, Ok(who)) => match take(&hub, route, &holes, authorization.as_deref(), limited) {
            Err(verdict) => {
                hub.traffic.count(&key, 429);
                turned_away(&hub, route, &path, 429);
                hub.limiter.refuse(hub.ids.clock.now());
                return *verdict;
            }
            Ok(taken) => {
                bucket = taken;
                answer(&hub, route, holes, who, request, &path).await
            }
        },
    };
    let mut response = respond(lost.map_or(outcome, Err));
    if let Some(bucket) = bucket {
        announce(response.headers_mut(), &bucket, &rate::name(route.method, route.path), hub.ids.clock.now());
    }
    if matches!(response.status().as_u16(), 401 | 403 | 429) {
        hub.limiter.refuse(hub.ids.clock.now());
    }
    hub.traffic.count(&key, response.status().as_u16());
    response
}

fn unknown(hub: &Hub, method: &str, path: &str, failure: &Failure) -> Response {
    hub.traffic.unknown(format!("{method} {path}"));
    hub.traffic.count("unknown", failure.status);
    failure.clone().into_response()
}

fn who(d: &crate::hub::Deed, authorization: &str) -> Result<Who, Failure> {
    if let Some(token) = authorization.strip_prefix("Bot ") {
        let app = d.world.application_by_token(token.trim()).ok_or(error::UNAUTHORIZED)?;
        return Ok(Who::Bot { application: app.id, user: app.bot });
    }
    let token = authorization.strip_prefix("Bearer ").ok_or(error::UNAUTHORIZED)?;
    let grant = d.world.grants.get(token.trim()).filter(|g| g.expires > d.now);
    grant.cloned().map(Who::Person).ok_or(error::UNAUTHORIZED)
}

/// Too many refusals: nothing is answered any more, and not in JSON.
fn shut_out(wait: Millis) -> Response {
    let mut response = (StatusCode::TOO_MANY_REQUESTS, "error code: 1015").into_response();
    set(response.headers_mut(), "retry-after", &wait.div_ceil(1000).to_string());
    response
}

/// A 429 out of nowhere. One of scope `shared` counts as nobody's fault.
fn storm(hub: &Hub, faults: &Faults) -> Response {
    let scope = if faults.storm_scope.is_empty() { "user" } else { &faults.storm_scope };
    let mut response = too_many(seconds(faults.storm_wait_ms), scope == "global");
    set(response.headers_mut(), "x-ratelimit-scope", scope);
    if scope != "shared" {
        hub.limiter.refuse(hub.ids.clock.now());
    }
    response
}

/// Waits or fails as it was told to.
async fn misbehave(faults: &Faults, key: &str) -> Option<Failure> {
    if faults.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(faults.delay_ms)).await;
    }
    let rate = faults.error_routes.get(key).copied().unwrap_or(faults.error_rate);
    if rate <= 0.0 || rand::random::<f64>() >= rate {
        return None;
    }
    let status = if faults.error_status == 0 { 500 } else { faults.error_status };
    Some(match status {
        429 => error::slow_down(0.5),
        _ => error::refused(status, format!("{status}: made to fail")),
    })
}

/// A place in the route's bucket; or the 429 that says how long to wait.
fn take(
    hub: &Hub,
    route: &Route,
    holes: &[String],
    caller: Option<&str>,
    limited: bool,
) -> Result<Option<Bucket>, Box<Response>> {
    if !limited {
        return Ok(None);
    }
    let apart = route.path.starts_with("/interactions/") || route.path.starts_with("/webhooks/");
    let resource = if apart {
        holes.iter().take(2).cloned().collect::<Vec<_>>().join("/")
    } else {
        holes.first().cloned().unwrap_or_default()
    };
    let now = hub.ids.clock.now();
    match hub.limiter.take(route.method, route.path, &resource, caller.filter(|_| !apart), now) {
        Verdict::Go(bucket) => Ok(Some(bucket)),
        Verdict::Wait(bucket) => {
            let wait = seconds(bucket.reset.saturating_sub(now));
            let mut response = too_many(wait, false);
            announce(response.headers_mut(), &bucket, &rate::name(route.method, route.path), now);
            Err(Box::new(response))
        }
        Verdict::WaitGlobally(wait) => Err(Box::new(too_many(seconds(wait), true))),
    }
}

fn too_many(wait: f64, global: bool) -> Response {
    let words = "You are being rate limited.";
    let body = json!({ "message": words, "retry_after": wait, "global": global, "code": 0 });
    let mut response = (StatusCode::TOO_MANY_REQUESTS, axum::Json(body)).into_response();
    let headers = response.headers_mut();
    set(headers, "retry-after", &format!("{}", wait.ceil().max(1.0)));
    set(headers, "x-ratelimit-scope", if global { "global" } else { "user" });
    if global {
        set(headers, "x-ratelimit-global", "true");
    }
    response
}

fn announce(headers: &mut HeaderMap, bucket: &Bucket, name: &str, now: Millis) {
    set(headers, "x-ratelimit-limit", &bucket.limit.to_string());
    set(headers, "x-ratelimit-remaining", &bucket.remaining.to_string());
    set(headers, "x-ratelimit-reset", &format!("{:.3}", seconds(bucket.reset)));
    set(headers, "x-ratelimit-reset-after", &format!("{:.3}", seconds(bucket.reset.saturating_sub(now))));
    set(headers, "x-ratelimit-bucket", name);
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

async fn answer(
    hub: &Arc<Hub>,
    route: &Route,
    holes: Vec<String>,
    who: Who,
    request: Request,
    path: &str,
) -> Result<Answer, Failure> {
    match (route.needs, &who) {
        (Needs::Nothing, _)
        | (Needs::Bot | Needs::Token, Who::Bot { .. })
        | (Needs::Token | Needs::Bearer, Who::Person(_)) => {}
        (Needs::Bearer, Who::Bot { .. }) => return Err(error::NOT_FOR_BOTS),
        _ => return Err(error::UNAUTHORIZED),
    }
    let query = pairs(request.uri().query().unwrap_or_default());
    let form = request.headers().get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"multipart/"));
    let reason = reason(request.headers())?;
    let (body, uploads) = read_body(hub, request).await?;
    let call = Call { who, holes, query, body, uploads, reason };
    let outcome = hub.deed(|d| {
        d.reason.clone_from(&call.reason);
        (route.run)(d, &call)
    });
    if outcome.is_err() {
        for upload in &call.uploads {
            drop(tokio::fs::remove_file(hub.file(upload.attachment.id)).await);
        }
    }
    check(hub, route, &call, form, path, &outcome);
    if hub.is_recording() {
        record(hub, route, &call, path, &outcome);
    }
    outcome
}

fn record(hub: &Hub, route: &Route, call: &Call, path: &str, outcome: &Result<Answer, Failure>) {
    let (status, answer) = match outcome {
        Ok(answer) => (answer.status, answer.body.clone()),
        Err(failure) => (failure.status, Some(failure.body())),
    };
    let files: Vec<&str> = call.uploads.iter().map(|u| u.attachment.filename.as_str()).collect();
    hub.traffic.record(json!({
        "at": iso(hub.ids.clock.now()), "kind": "rest", "method": route.method, "path": path, "query": call.query,
        "body": call.body, "files": files, "reason": call.reason, "status": status, "answer": answer,
    }));
}

/// Of what was never looked at, a recording says that it came.
fn turned_away(hub: &Hub, route: &Route, path: &str, status: u16) {
    if hub.is_recording() {
        let at = iso(hub.ids.clock.now());
        hub.traffic.record(json!({ "at": at, "kind": "rest", "method": route.method, "path": path, "status": status }));
    }
}

/// `X-Audit-Log-Reason`: 1 to 512 characters, URL-encoded.
fn reason(headers: &HeaderMap) -> Result<Option<String>, Failure> {
    let Some(raw) = headers.get("x-audit-log-reason") else { return Ok(None) };
    let words = unescape(&String::from_utf8_lossy(raw.as_bytes()));
    if words.chars().count() > 512 {
        return Err(error::invalid("reason", "BASE_TYPE_MAX_LENGTH", "Must be 512 or fewer in length."));
    }
    Ok(Some(words).filter(|w| !w.is_empty()))
}

#[cfg(feature = "conformance")]
fn check(hub: &Hub, route: &Route, call: &Call, form: bool, path: &str, outcome: &Result<Answer, Failure>) {
    let (status, body) = match outcome {
        Ok(answer) => (answer.status, answer.body.clone()),
        Err(failure) => (failure.status, Some(failure.body())),
    };
    let seen = crate::conformance::Exchange {
        route,
        path,
        query: &call.query,
        body: &call.body,
        form,
        status,
        answer: body.as_ref(),
    };
    hub.traffic.held(status < 400);
    for v in crate::conformance::check(&seen) {
        hub.traffic.violation(v);
    }
}

#[cfg(not(feature = "conformance"))]
fn check(_: &Hub, _: &Route, _: &Call, _: bool, _: &str, _: &Result<Answer, Failure>) {}

fn respond(outcome: Result<Answer, Failure>) -> Response {
    match outcome {
        Err(failure) => failure.into_response(),
        Ok(Answer { status, body: None }) => status_of(status).into_response(),
        Ok(Answer { status, body: Some(body) }) => (status_of(status), json_body(&body)).into_response(),
    }
}

fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::OK)
}

fn json_body(body: &Value) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], body.to_string())
}
