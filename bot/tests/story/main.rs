//! Stories of tickets, told with the real bot, the real gateway client and the sandbox in Discord's place.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod channel;
mod close;
mod crash;
mod fault;
mod open;
mod permission;
mod record;
mod settings;
mod start;
mod work;
mod world;
