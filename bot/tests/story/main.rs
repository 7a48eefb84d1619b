//! Stories of tickets, told with the real bot, the real gateway client and the sandbox in Discord's place.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod again;
mod ask;
mod channel;
mod close;
mod command;
mod crash;
mod fault;
mod log;
mod open;
mod open_for;
mod permission;
mod record;
mod rules;
mod settings;
mod start;
mod storm;
mod typing;
mod work;
mod world;
