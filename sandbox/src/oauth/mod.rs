//! OAuth2.
use crate::hub::Hub;
use axum::Router;
use std::sync::Arc;
pub fn router() -> Router<Arc<Hub>> {
    Router::new()
}
