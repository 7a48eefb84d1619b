//! Knows how a request is told in the log, by a reference that the answer carries, and that a panic in one request
//! ends that request alone.

use crate::error_page;
use crate::reference;
use axum::RequestExt;
use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use tokio::time::Instant;
use tracing::Instrument;

/// A layer. The query is never told: a login's code travels there.
pub async fn watch(request: Request, next: Next) -> Response {
    let reference = reference::new();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let span = tracing::info_span!(
        "request",
        request.reference = reference,
        http.method = %request.method(),
        http.path = request.uri().path(),
        http.route = route,
    );
    let begun = Instant::now();
    let run = AssertUnwindSafe(next.run(request)).catch_unwind().instrument(span.clone());
    let answered = run.await;
    let _in = span.enter();
    let mut response = answered.unwrap_or_else(|_| {
        // Its words were told by the panic hook.
        tracing::error!("A request ended by a panic");
        error_page::broken_as(&reference)
    });
    let status = response.status().as_u16();
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::warn!(http.status = status, duration_ms, "A request failed");
    } else {
        tracing::debug!(http.status = status, duration_ms, "A request was answered");
    }
    if let Ok(value) = HeaderValue::from_str(&reference) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// A layer: holds every body, however it is read, to axum's limit.
pub async fn limit_body(request: Request, next: Next) -> Response {
    next.run(request.with_limited_body()).await
}
