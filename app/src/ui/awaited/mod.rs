//! Knows how what is on its way is waited for: the place-holder first, what was there before while it comes again.
//! All pages share this one boundary with boxed insides: the browser's half carries the machinery once.

use leptos::prelude::*;
use std::pin::Pin;

type Drawn = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// `draw` gives what waits for its data and draws it; it is called again when what it read has changed.
pub fn awaited<F>(before: fn() -> AnyView, draw: impl Fn() -> F + Send + Sync + 'static) -> AnyView
where
    F: Future<Output = AnyView> + Send + 'static,
{
    boundary(before, Box::new(move || Box::pin(draw())))
}

fn boundary(before: fn() -> AnyView, draw: Box<dyn Fn() -> Drawn + Send + Sync>) -> AnyView {
    let draw = move || {
        let drawn = draw();
        Suspend::new(async move {
            let drawn = drawn.await;
            #[cfg(feature = "hydrate")]
            crate::kept::keep_focus();
            drawn
        })
    };
    view! { <Transition fallback=before>{draw}</Transition> }.into_any()
}
