//! Knows what is written down of a ticket beside its conversation: people, name, place, priority, tags, words.

use super::super::used::{Used, called};
use super::super::{Oops, Result};
use crate::clock;
use crate::words::Told;
use domain::permission::{MANAGE_CHANNELS, VIEW_CHANNEL};
use domain::{ChannelId, Priority, Refusal, TicketId, Via};

pub async fn add(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let member = used.person("member").ok_or_else(|| Oops::Words(Told::NobodyNamed.to_string()))?;
    used.store().add_member(&who, ticket, member, Via::Discord, clock::now()).await?;
    used.tell(Told::MemberAdded { who: member }).await
}

pub async fn remove(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let named = used.option("member").unwrap_or_default();
    let members = used.store().ticket_members(ticket).await?;
    let member = match used.person("member") {
        Some(member) => member,
        None => called(&used.store().people(&members).await?, named)?,
    };
    let was_in = members.contains(&member);
    used.store().remove_member(&who, ticket, member, Via::Discord, clock::now()).await?;
    used.tell(if was_in { Told::MemberRemoved { who: member } } else { Told::NotLetIn { who: member } }).await
}

pub async fn rename(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let name = used.option("name").unwrap_or_default();
    let now = used.store().rename_ticket(&who, ticket, name, Via::Discord, clock::now()).await?;
    used.tell(Told::Renamed { name: &now.channel_name }).await
}

pub async fn place(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let to: ChannelId = used.option("category").and_then(|id| id.parse().ok()).ok_or(Refusal::NoSuchCategory)?;
    let of = used.of(ticket).await?;
    if who.acts_in(of.department) {
        has_room(used, to)?;
    }
    used.store().move_ticket(&who, ticket, to, Via::Discord, clock::now()).await?;
    used.tell(Told::Moved { to }).await
}

/// Whether the channel can be brought there, as far as is known.
fn has_room(used: &Used<'_>, to: ChannelId) -> Result<()> {
    let (bot, guild) = (used.asked.bot, used.asked.guild);
    if bot.spots.categories(guild).iter().any(|category| category.id == to && category.full) {
        return Err(Oops::Words(Told::CategoryFull { to }.to_string()));
    }
    if bot.lacks_in(guild, to, VIEW_CHANNEL | MANAGE_CHANNELS) {
        return Err(Oops::Words(Told::CategoryShut { to }.to_string()));
    }
    Ok(())
}

pub async fn priority(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let priority: Priority = used.option("priority").and_then(|word| word.parse().ok()).ok_or(Refusal::NotFound)?;
    used.store().set_priority(&who, ticket, priority, Via::Discord, clock::now()).await?;
    used.tell(Told::Prioritised { priority }).await
}

/// `/category set [category]`; none if nothing is named.
pub async fn category(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let name = used.option("category");
    used.store().set_ticket_category(&who, ticket, name, Via::Discord, clock::now()).await?;
    used.tell(Told::Category { name }).await
}

pub async fn subject(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let text = used.option("text");
    used.store().set_subject(&who, ticket, text, Via::Discord, clock::now()).await?;
    used.tell(Told::Subject { text }).await
}

pub async fn description(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let text = used.option("text");
    used.store().set_description(&who, ticket, text, Via::Discord, clock::now()).await?;
    used.tell(if text.is_some() { Told::Described } else { Told::NoDescription }).await
}

pub async fn tag(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let tag = used.option("tag").unwrap_or_default().to_lowercase();
    used.store().tag(&who, ticket, &tag, Via::Discord, clock::now()).await?;
    let all = used.store().ticket_tags(ticket).await?;
    used.tell(Told::Tagged { tag: &tag, all: &all }).await
}

pub async fn untag(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let who = used.who().await?;
    let tag = used.option("tag").unwrap_or_default().to_lowercase();
    used.store().untag(&who, ticket, &tag, Via::Discord, clock::now()).await?;
    used.tell(Told::Untagged { tag: &tag }).await
}

pub async fn note(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    keep_note(used, ticket, used.option("text").unwrap_or_default()).await
}

/// Never shown to the member, so nothing of it is said in the channel.
pub async fn keep_note(used: &Used<'_>, ticket: TicketId, text: &str) -> Result<()> {
    let who = used.who().await?;
    let note = used.store().add_note(&who, ticket, text, Via::Discord, clock::now()).await?;
    let link = format!("{}?at={note}#m-{note}", used.asked.bot.link(&used.of(ticket).await?));
    used.tell(Told::Noted { link: &link }).await
}
