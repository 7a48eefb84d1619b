//! Knows how pages and server functions are mounted, and what they are given.

use crate::site;
use crate::state::Desk;
use app::ssr::Visitor;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use leptos::prelude::{LeptosOptions, provide_context, use_context};

/// What the shell is asked to have; of all this only the struct itself is needed, the names come from the manifest.
pub fn options() -> LeptosOptions {
    LeptosOptions::builder().output_name("app").build()
}

/// Everything that pages and server functions find in their context.
pub fn contexts(desk: &Desk) -> impl Fn() + Clone + Send + Sync + 'static {
    let store = desk.store.clone();
    move || {
        let visitor = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Visitor>().cloned());
        provide_context(visitor.unwrap_or_default());
        provide_context(store.clone());
        provide_context(site::manifest());
    }
}

/// `POST /fn/…`
pub async fn server_function(State(desk): State<Desk>, request: Request) -> Response {
    leptos_axum::handle_server_fns_with_context(contexts(&desk), request).await.into_response()
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
