//! The sandbox from outside: real HTTP, real WebSockets. After each story nothing may have gone over the wire
//! that Discord's own description does not know.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod common;

mod channels;
mod client;
mod files;
mod garbage;
mod gateway;
mod interactions;
mod journal;
mod keep;
mod messages;
mod modals;
mod oauth;
mod oracles;
mod people;
mod rules;
mod threads;
mod webhooks;
