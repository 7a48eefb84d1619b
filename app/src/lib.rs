//! The face: pages and server functions. Knows HTML and signals; nothing of SQL, Discord's wire, ports or cookies'
//! secrets. Two halves of one text: `ssr` renders on the server and reads the store, `hydrate` wakes the page up
//! in the browser and knows `domain` only.
#![recursion_limit = "256"]
#![expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]

mod anew;
mod app;
mod clock;
pub mod discord;
mod fault;
#[cfg(feature = "ssr")]
mod guard;
mod live;
mod page;
#[cfg(feature = "ssr")]
mod server_functions;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
pub mod ssr;
mod ui;
mod wire;
mod words;

pub use app::App;
pub use fault::Fault;
#[cfg(feature = "ssr")]
pub use shell::shell;

/// Called by the page's module script once the wasm is there.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(App);
}
