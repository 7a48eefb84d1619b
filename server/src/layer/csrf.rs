//! Knows which requests may change something: those that a page of ours sent.

use crate::config::PublicUrl;
use crate::error_page;
use crate::state::Desk;
use crate::words::Words;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

/// A layer: unsafe methods need `Sec-Fetch-Site: same-origin`, or an `Origin` that is ours; with neither they are
/// refused. Browsers send at least one of them with every POST.
pub async fn refuse_other_sites(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    if is_safe(request.method()) || is_ours(request.headers(), &desk.public_url) {
        return next.run(request).await;
    }
    tracing::warn!(http.path = request.uri().path(), "A request of another site was refused");
    error_page::page(StatusCode::FORBIDDEN, Words::OtherSite, &[])
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// `Sec-Fetch-Site` decides where it is there: no script can set it.
pub fn is_ours(headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    has_our_origin(headers, public_url)
}

pub fn has_our_origin(headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    headers.get("origin").is_some_and(|origin| origin.as_bytes() == public_url.origin().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        is_ours(&headers, &"https://desk.example".parse().unwrap())
    }

    #[test]
    fn only_our_own_pages_may_change_something() {
        assert!(asks(&[("sec-fetch-site", "same-origin")]));
        assert!(asks(&[("origin", "https://desk.example")]));
        assert!(asks(&[("sec-fetch-site", "same-origin"), ("origin", "http://localhost:1")]));
        for foreign in ["cross-site", "same-site", "none", ""] {
            assert!(!asks(&[("sec-fetch-site", foreign)]), "{foreign}");
            assert!(!asks(&[("sec-fetch-site", foreign), ("origin", "https://desk.example")]), "{foreign}");
        }
        for foreign in ["null", "http://desk.example", "https://desk.example.evil", "https://desk.example:444"] {
            assert!(!asks(&[("origin", foreign)]), "{foreign}");
        }
        assert!(!asks(&[]));
    }
}
