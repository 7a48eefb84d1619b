//! Knows the few pages that the front door shows itself: short, without script, in the reader's own light or dark.

use crate::reference;
use crate::words::Words;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::sync::LazyLock;

const STYLE: &str = "\
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--text:#15181d;--quiet:#5a6270;--deed:#0f766e;--on:#fff;--line:#d9dde3}\
@media(prefers-color-scheme:dark){:root{--ground:#14161a;--card:#1d2026;--text:#eceef1;--quiet:#a8b0bc;--deed:#5eead4;--on:#06231f;--line:#343a43}}\
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--ground);color:var(--text);font:1rem/1.6 system-ui,sans-serif}\
main{max-width:32rem;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:12px}\
h1{margin:0 0 .75rem;font-size:1.375rem;line-height:1.3}p{margin:0 0 1rem}.quiet{color:var(--quiet);font-size:.875rem}\
nav{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}a{display:inline-block;padding:.5rem 1rem;border:1px solid var(--line);border-radius:8px;color:inherit;text-decoration:none}\
a.deed{background:var(--deed);border-color:var(--deed);color:var(--on)}a:hover{text-decoration:underline}a:focus-visible{outline:3px solid var(--deed);outline-offset:2px}";

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; img-src data:; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
});

/// A way on, as a link.
pub struct Way {
    pub label: &'static str,
    pub to: String,
}

impl Way {
    pub fn new(label: &'static str, to: impl Into<String>) -> Self {
        Self { label, to: to.into() }
    }
}

/// A page with ways on; the first is the one that is meant.
pub fn page(status: StatusCode, words: Words, ways: &[Way]) -> Response {
    render(status, words, ways, None)
}

/// A fault: logged here once, with the reference that the page shows.
pub fn broken(error: &dyn std::fmt::Display, what: &str) -> Response {
    let reference = reference::new();
    tracing::error!(error.reference = reference, "{what}: {error}");
    broken_as(&reference)
}

/// A fault that is logged already.
pub fn broken_as(reference: &str) -> Response {
    render(StatusCode::INTERNAL_SERVER_ERROR, Words::Broken, &[], Some(reference))
}

fn render(status: StatusCode, words: Words, ways: &[Way], reference: Option<&str>) -> Response {
    let mut nav = String::new();
    for (index, way) in ways.iter().chain([&Way::new("Go to Docket", "/")]).enumerate() {
        let class = if index == 0 { " class=\"deed\"" } else { "" };
        let _ = write!(nav, "<a{class} href=\"{}\">{}</a>", escaped(&way.to), way.label);
    }
    let reference =
        reference.map(|it| format!("<p class=\"quiet\">Reference: <code>{it}</code></p>")).unwrap_or_default();
    let (title, text) = (words.title(), words.text());
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} · Docket</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <link rel=\"icon\" href=\"data:,\"><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1><p>{text}</p>{reference}<nav aria-label=\"Ways on\">{nav}</nav></main></body></html>"
    );
    let mut response = (status, Html(html)).into_response();
    if let Ok(policy) = HeaderValue::from_str(&POLICY) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Safe inside a quoted attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_can_not_break_out_of_its_attribute() {
        assert_eq!(escaped("/?a=1&b=\"><script>"), "/?a=1&amp;b=&quot;&gt;&lt;script&gt;");
    }
}
