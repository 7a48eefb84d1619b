//! Knows how somebody is kept from opening tickets, and let again.

use super::used::Used;
use super::{Asked, Oops, Result};
use crate::clock;
use crate::ticket::clip;
use crate::words::Told;
use domain::setting::{BlockDraft, Blocked};
use domain::{Access, Block, BlockId, Refusal, RoleId, Via};
use store::BlockRow;

/// `/block add [member] [role] [reason] [until]`
pub async fn add(used: &Used<'_>) -> Result<()> {
    let who = used.who().await?;
    let now = clock::now();
    let person = used.person("member").map(Blocked::Person);
    let role = used.option("role").and_then(|id| id.parse::<RoleId>().ok()).map(Blocked::Role);
    let ((None, Some(whom)) | (Some(whom), None)) = (person, role) else {
        return Err(Oops::Words(Told::NobodyNamed.to_string()));
    };
    let until = used.option("until").map(|text| domain::until(text, now)).transpose()?;
    let draft = BlockDraft { whom, reason: used.option("reason").map(str::to_owned), until };
    used.store().block(&who, &draft, Via::Discord, now).await?;
    let whom = match whom {
        Blocked::Person(person) => format!("<@{person}>"),
        Blocked::Role(role) => format!("<@&{role}>"),
    };
    used.tell(Told::Blocked { who: &whom, until }).await
}

/// `/block remove [entry]`
pub async fn remove(used: &Used<'_>) -> Result<()> {
    let who = used.who().await?;
    let named = used.option("entry").unwrap_or_default();
    let person = super::used::person(named);
    let all = used.store().blocks(&who, clock::now()).await?;
    let id: Option<BlockId> = named.parse().ok();
    let is = |row: &&BlockRow| Some(row.block.id) == id || (person.is_some() && row.block.person == person);
    let entry = all.iter().find(is).ok_or(Refusal::NotFound)?;
    used.store().unblock(&who, entry.block.id, Via::Discord, clock::now()).await?;
    used.tell(Told::Unblocked).await
}

/// `/block list`
pub async fn list(used: &Used<'_>) -> Result<()> {
    let who = used.who().await?;
    let all = used.store().blocks(&who, clock::now()).await?;
    if all.is_empty() {
        return used.tell(Told::NoBlocks).await;
    }
    let lines: Vec<String> = all.iter().take(40).map(|row| in_words(&row.block)).collect();
    used.tell(clip(&lines.join("\n"), 2_000)).await
}

fn in_words(block: &Block) -> String {
    let mut words = match (block.person, block.role) {
        (Some(person), _) => format!("- <@{person}>"),
        (None, Some(role)) => format!("- <@&{role}>"),
        (None, None) => "-".to_owned(),
    };
    if let Some(until) = block.until {
        words = format!("{words} until <t:{}:f>", until.0 / 1000);
    }
    if let Some(reason) = &block.reason {
        words = format!("{words}: {}", clip(reason, 100));
    }
    words
}

/// Entries by the names of whom they are about.
pub async fn suggested(asked: &Asked<'_>, who: &Access, typed: &str) -> Result<Vec<(String, String)>> {
    let all = asked.bot.store.blocks(who, clock::now()).await?;
    let fits = |row: &&BlockRow| row.name.to_lowercase().contains(&typed.to_lowercase());
    Ok(all.iter().filter(fits).map(|row| (row.name.clone(), row.block.id.to_string())).collect())
}
