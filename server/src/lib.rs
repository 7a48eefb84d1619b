//! The front door: the `docket` program. Knows ports, secrets, cookies and headers, and wires the other rooms together;
//! knows nothing of what a ticket is. A library so that tests can start the same thing in their own process.

pub mod cli;
mod clock;
pub mod config;
pub mod demo;
mod error_page;
mod file;
mod health;
mod layer;
mod live;
mod log;
mod login;
mod page;
mod parent;
mod reference;
mod router;
mod sandbox_command;
pub mod secret;
pub mod serve;
mod session;
mod site;
mod state;
mod upkeep;
mod words;
