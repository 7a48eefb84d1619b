//! Knows the deeds of commands and buttons: each is one verb of the store and a word to whoever did it; what follows in
//! Discord is the reconciler's.

pub mod claim;
pub mod end;
pub mod look;
pub mod order;
pub mod rate;
pub mod solve;
pub mod timer;
pub mod write;

use super::Result;
use super::used::Used;
use crate::clock;
use crate::drill::kill_point;
use crate::words::Word;
use domain::{TicketId, Via};

pub async fn help(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    used.store().need_help(&who, ticket, Via::Discord, clock::now()).await?;
    kill_point("after-help-written");
    used.tell(Word::HelpIsAsked).await
}
