//! Stories of tickets, from the press to the transcript, each told to both databases.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;

mod attachment;
mod claim;
mod close;
mod compare;
mod done;
mod due;
mod help;
mod message;
mod open;
mod place;
mod schema;
mod transcript;
