//! The front door from outside: real HTTP and WebSockets, a real bot, the sandbox as Discord.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod browser;
mod csrf;
mod demo;
mod doctor;
mod files;
mod headers;
mod live;
mod login;
mod process;
mod strangers;
mod world;
