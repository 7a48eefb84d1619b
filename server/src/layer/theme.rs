//! Knows the theme that a request asks for, while that request is answered: pages of the front door wear it as the
//! dashboard does.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

tokio::task_local! {
    static THEME: Option<&'static str>;
}

/// A layer.
pub async fn know_theme(request: Request, next: Next) -> Response {
    let theme = app::ssr::theme_of(request.headers());
    THEME.scope(theme, next.run(request)).await
}

/// `light` or `dark`; none: as the reader's system has it.
pub fn theme_of_request() -> Option<&'static str> {
    THEME.try_with(|theme| *theme).ok().flatten()
}
