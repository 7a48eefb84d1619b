//! Knows the HTTP answer that a page gives which can't be shown.

use crate::fault::Fault;
use crate::guard::mark;
use crate::page::link;
use http::header::{HeaderValue, LOCATION};
use http::request::Parts;
use http::{Method, StatusCode};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// 404, 500, or the way to the login and back.
pub fn answer(fault: &Fault) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    let parts = use_context::<Parts>();
    let page = parts.filter(|parts| parts.method == Method::GET || parts.method == Method::HEAD);
    match page {
        Some(parts) if *fault == Fault::Login => {
            let here = parts.uri.path_and_query().map_or("/", |path| path.as_str());
            go(&response, &link::login(here));
        }
        _ => mark(Some(&response), fault),
    }
}

/// Answers with a redirect, whatever the page shows.
pub fn go(response: &ResponseOptions, to: &str) {
    if let Ok(to) = HeaderValue::from_str(to) {
        response.insert_header(LOCATION, to);
        response.set_status(StatusCode::FOUND);
    }
}
