//! Knows the few pages that the front door shows itself: short, without script, in the dashboard's own look and theme.

use crate::layer::theme_of_request;
use crate::words::Words;
use crate::{reference, site};
use app::ui::ButtonKind;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use std::fmt::Write as _;

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; img-src data:; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'",
);

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
        let kind = if index == 0 { ButtonKind::Primary } else { ButtonKind::Secondary };
        let _ = write!(nav, "<a class=\"{}\" href=\"{}\">{}</a>", kind.classes(), escaped(&way.to), way.label);
    }
    let reference = reference
        .map(|it| format!("<p class=\"text-sm text-faint\">Reference: <code class=\"font-mono\">{it}</code></p>"))
        .unwrap_or_default();
    let theme = theme_of_request().map(|theme| format!(" data-theme=\"{theme}\"")).unwrap_or_default();
    let (title, text, css, icon) = (words.title(), words.text(), site::manifest().css, app::ssr::ICON);
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"{theme}><head><meta charset=\"utf-8\"><title>{title} · Docket</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
         <link rel=\"icon\" href=\"{icon}\"><link rel=\"stylesheet\" href=\"/{css}\"></head>\
         <body><main class=\"mx-auto flex min-h-dvh max-w-xl items-center px-6 py-16\">\
         <div class=\"flex w-full flex-col gap-3 rounded-md border border-line bg-surface p-8\">\
         <h1 class=\"text-xl font-semibold text-balance\">{title}</h1><p class=\"text-soft text-pretty\">{text}</p>{reference}\
         <nav aria-label=\"Ways on\" class=\"mt-3 flex flex-wrap gap-3\">{nav}</nav></div></main></body></html>"
    );
    let mut response = (status, Html(html)).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
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
