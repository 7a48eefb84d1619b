//! Knows what lies at which address. The table of contents of the front door.

use crate::session::{self, Sessions, know_visitor};
use crate::state::Desk;
use crate::{file, health, layer, live, login, page};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use leptos_axum::LeptosRoutes;
use tower_http::compression::{CompressionLayer, CompressionLevel};

/// No page sends more than words.
const BODY_BYTES: usize = 256 * 1024;

pub fn router(desk: &Desk) -> Router {
    app::ssr::register_server_functions();
    let options = desk.leptos.clone();
    let shell = move || app::shell(options.clone());
    // With the pages come their server functions, below `/fn/`.
    let pages = Router::new()
        .leptos_routes_with_context(desk, app::ssr::routes(), page::contexts(desk), shell)
        .layer(from_fn(page::judge))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    let known = Router::new()
        .merge(pages)
        .route("/login", get(login::start))
        .route("/login/callback", get(login::callback))
        .route("/logout", post(login::logout))
        .route("/live", get(live::live))
        .route("/files/{guild}/{number}/{attachment}/{filename}", get(file::file))
        .fallback(page::elsewhere)
        .layer(from_fn_with_state(desk.clone(), know_visitor))
        .layer(session::layer(Sessions::new(desk.store.clone()), &desk.public_url));
    Router::new()
        .route("/health", get(health::health))
        .merge(known)
        .layer(from_fn_with_state(desk.clone(), layer::refuse_other_sites))
        .layer(from_fn(layer::limit_body))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn(layer::watch))
        .layer(from_fn(layer::know_theme))
        .layer(from_fn_with_state(desk.clone(), layer::set_headers))
        .with_state(desk.clone())
}
