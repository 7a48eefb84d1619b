//! Knows how pages and server functions are mounted, and what they are given.

use crate::session::SessionPocket;
use crate::site;
use crate::state::Desk;
use app::ssr::{Pocket, Visitor};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::prelude::{LeptosOptions, provide_context, use_context};
use std::sync::Arc;
use tower_sessions::Session;

/// What the shell is asked to have; of all this only the struct itself is needed, the names come from the manifest.
pub fn options() -> LeptosOptions {
    LeptosOptions::builder().output_name("app").build()
}

/// Everything that pages and server functions find in their context.
pub fn contexts(desk: &Desk) -> impl Fn() + Clone + Send + Sync + 'static {
    let store = desk.store.clone();
    move || {
        let parts = use_context::<Parts>();
        let of_request = parts.as_ref().map(|parts| &parts.extensions);
        provide_context(of_request.and_then(|all| all.get::<Visitor>().cloned()).unwrap_or_default());
        if let Some(session) = of_request.and_then(|all| all.get::<Session>()) {
            provide_context(Pocket(Arc::new(SessionPocket(session.clone()))));
        }
        provide_context(store.clone());
        provide_context(site::manifest());
    }
}

/// A refusal is a few words.
const REFUSAL_BYTES: usize = 64 * 1024;

/// A layer. To Leptos every error of a server function is the server's; arguments that can't be read are the caller's.
pub async fn judge(request: Request, next: Next) -> Response {
    let is_function = request.uri().path().starts_with("/fn/");
    let answer = next.run(request).await;
    if !is_function || answer.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let Ok(body) = to_bytes(body, REFUSAL_BYTES).await else { return parts.status.into_response() };
    if body.starts_with(br#"{"Refused""#) {
        parts.status = StatusCode::BAD_REQUEST;
    }
    Response::from_parts(parts, Body::from(body))
}

/// Whatever is no route: a file of the site, or the page that says that there is nothing.
pub async fn elsewhere(State(desk): State<Desk>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if let Some(file) = site::serve(request.method(), path, request.headers()) {
        return file;
    }
    let options = desk.leptos.clone();
    let render = leptos_axum::render_app_async_with_context::<_>(contexts(&desk), move || app::shell(options.clone()));
    let (parts, _) = request.into_parts();
    render(Request::from_parts(parts, Body::empty())).await
}
