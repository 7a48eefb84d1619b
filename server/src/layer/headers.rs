//! Knows the headers that every answer carries.

use crate::state::Desk;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// For whatever is no page of ours; pages bring their own policy from their shell.
const STRICT_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
];
/// What a handler may have said itself.
const UNLESS_SAID: &[(&str, &str)] =
    &[("content-security-policy", STRICT_POLICY), ("cache-control", "private, no-cache")];
/// Two years, as browsers' lists ask for.
const HSTS: &str = "max-age=63072000";

/// A layer.
pub async fn set_headers(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    for (name, value) in UNLESS_SAID {
        headers.entry(*name).or_insert(HeaderValue::from_static(value));
    }
    if desk.public_url.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    response
}
