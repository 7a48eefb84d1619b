//! The hands: the only room that speaks Discord.
mod base;
mod clock;
mod relay;
pub mod rest;
mod secret;
mod task;
