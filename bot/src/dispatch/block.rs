//! Knows how somebody is kept from opening tickets, and let again.

use super::used::Used;
use super::{Asked, Oops, Result};
use crate::clock;
use crate::ticket::clip;
use crate::words::Told;
use domain::{BlockId, Refusal, RoleId, Via};
use store::{Block, BlockDraft};

/// `/block add [member] [role] [reason] [until]`
pub async fn add(used: &Used<'_>) -> Result<()> {
    let who = used.who().await?;
    let now = clock::now();
    let person = used.person("member");
    let role: Option<RoleId> = used.option("role").and_then(|id| id.parse().ok());
    if person.is_some() == role.is_some() {
        return Err(Oops::Words(Told::NobodyNamed.to_string()));
    }
    let until = used.option("until").map(|text| domain::until(text, now)).transpose()?;
    let draft = BlockDraft { person, role, reason: used.option("reason").map(str::to_owned), until };
    used.store().block(&who, &draft, Via::Discord, now).await?;
    let who = person.map_or_else(|| format!("<@&{}>", role.unwrap_or_default()), |person| format!("<@{person}>"));
    used.tell(Told::Blocked { who: &who, until }).await
}

/// `/block remove [entry]`
pub async fn remove(used: &Used<'_>) -> Result<()> {
    let who = used.who().await?;
    let named = used.option("entry").unwrap_or_default();
    let person = super::used::person(named);
    let all = used.store().blocks(used.asked.guild).await?;
    let id: Option<BlockId> = named.parse().ok();
    let is = |block: &&Block| Some(block.id) == id || (person.is_some() && block.person == person);
    let entry = all.iter().find(is).ok_or(Refusal::NotFound)?;
    used.store().unblock(&who, entry.id, Via::Discord, clock::now()).await?;
    used.tell(Told::Unblocked).await
}

/// `/block list`
pub async fn list(used: &Used<'_>) -> Result<()> {
    staff(used).await?;
    let all = used.store().blocks(used.asked.guild).await?;
    if all.is_empty() {
        return used.tell(Told::NoBlocks).await;
    }
    let lines: Vec<String> = all.iter().take(40).map(in_words).collect();
    used.tell(clip(&lines.join("\n"), 2_000)).await
}

async fn staff(used: &Used<'_>) -> Result<()> {
    match used.who().await?.standing() {
        domain::Standing::Admin | domain::Standing::Staff => Ok(()),
        _ => Err(Refusal::StaffOnly.into()),
    }
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
pub async fn suggested(asked: &Asked<'_>, typed: &str) -> Result<Vec<(String, String)>> {
    let store = &asked.bot.store;
    let all = store.blocks(asked.guild).await?;
    let people: Vec<_> = all.iter().filter_map(|block| block.person).collect();
    let people = store.people(&people).await?;
    let roles = store.roles(asked.guild).await?;
    let name = |block: &Block| {
        let person = block.person.and_then(|id| people.iter().find(|person| person.id == id));
        let role = block.role.and_then(|id| roles.iter().find(|role| role.id == id));
        match (person, role) {
            (Some(person), _) => person.display_name.clone(),
            (None, Some(role)) => format!("@{}", role.name),
            (None, None) => block.person.map_or_else(|| block.id.to_string(), |id| id.to_string()),
        }
    };
    let named = |block: &Block| (name(block), block.id.to_string());
    let fits = |(name, _): &(String, String)| name.to_lowercase().contains(&typed.to_lowercase());
    Ok(all.iter().map(named).filter(fits).collect())
}
