//! Stories of tickets from the press to the transcript, and of the guilds around them, each told to both databases.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;

mod attachment;
mod claim;
mod close;
mod compare;
mod done;
mod due;
mod guild;
mod health;
mod help;
mod inbox;
mod kept;
mod let_in;
mod member;
mod message;
mod open;
mod place;
mod reopen;
mod request;
mod rules;
mod schema;
mod search;
mod search_rights;
mod setting;
mod sign;
mod silence;
mod staff;
mod transcript;
mod trial;
mod work;
