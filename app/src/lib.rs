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
mod kept;
mod live;
mod page;
mod part;
#[cfg(feature = "ssr")]
mod server_functions;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
pub mod ssr;
pub mod ui;
mod wire;
mod words;

#[cfg(feature = "ssr")]
pub use app::App;
#[cfg(feature = "hydrate")]
pub use app::{wake_departments, wake_desk, wake_editor, wake_rules, wake_settings};
pub use fault::Fault;
#[cfg(feature = "ssr")]
pub use shell::shell;
