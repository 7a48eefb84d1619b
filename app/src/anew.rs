//! Knows how what changes stands in a view: boxed, so that it has one type wherever it stands. A closure's type is its
//! own, and for each of them the browser's half would carry the machinery of drawing once more (some 5 KB).

use std::sync::{Arc, Mutex};

/// Asked again whenever something that it reads has changed.
pub type Anew<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// In place of `move || …` in a view, as a child and as an attribute's value. Views are given as `AnyView`.
pub fn anew<T>(ask: impl FnMut() -> T + Send + 'static) -> Anew<T> {
    Arc::new(Mutex::new(ask))
}
