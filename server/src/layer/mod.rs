//! Knows what holds for every request: where it may come from, what every answer carries, how it is told in the log,
//! and what becomes of a panic.

mod csrf;
mod headers;
mod request;
mod theme;

pub use csrf::{has_our_origin, refuse_other_sites};
pub use headers::set_headers;
pub use request::{limit_body, watch};
pub use theme::{know_theme, theme_of_request};
