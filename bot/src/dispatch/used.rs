//! One use of a command or a button, with all that its deed asks for: who, where, and what was typed.

use super::reply::Reply;
use super::{Asked, Oops, Result};
use crate::words::{Told, Word};
use domain::{Access, Person, Refusal, Ticket, TicketId, UserId};
use serde_json::json;
use std::fmt::Display;
use store::Store;

pub struct Used<'a> {
    pub asked: &'a Asked<'a>,
    pub reply: &'a Reply<'a>,
    pub options: &'a [(String, String)],
}

impl Used<'_> {
    pub fn store(&self) -> &Store {
        &self.asked.bot.store
    }

    /// What was typed there; blanks are nothing.
    pub fn option(&self, name: &str) -> Option<&str> {
        let (_, text) = self.options.iter().find(|(known, _)| known == name)?;
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    /// A person by mention or id.
    pub fn person(&self, name: &str) -> Option<UserId> {
        self.option(name).and_then(person)
    }

    pub async fn who(&self) -> Result<Access> {
        self.asked.access().await
    }

    /// The ticket in whose channel this is.
    pub async fn here(&self) -> Result<Ticket> {
        here(self.asked).await?.ok_or_else(|| Oops::Words(Word::NotATicket.to_string()))
    }

    /// The ticket that is named by its number, else the one in whose channel this is.
    pub async fn named(&self) -> Result<Ticket> {
        match self.option("ticket") {
            Some(named) => self.by_number(named).await,
            None => self.here().await,
        }
    }

    async fn by_number(&self, named: &str) -> Result<Ticket> {
        let number = named.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
        let found = self.store().ticket_by_number(self.asked.guild, number).await?;
        found.ok_or_else(|| Refusal::NoSuchTicket.into())
    }

    pub async fn of(&self, ticket: TicketId) -> Result<Ticket> {
        let found = self.store().ticket(self.asked.guild, ticket).await?;
        found.ok_or_else(|| Refusal::NoSuchTicket.into())
    }

    /// Says it to that person alone.
    pub async fn tell(&self, words: impl Display + Send) -> Result<()> {
        let words = words.to_string();
        self.reply.whisper(json!({"content": words})).await?;
        Ok(())
    }
}

/// `None`: this is no ticket's channel.
pub async fn here(asked: &Asked<'_>) -> Result<Option<Ticket>> {
    let Some(channel) = asked.channel else { return Ok(None) };
    let ticket = asked.bot.store.ticket_of_channel(channel).await?;
    Ok(ticket.filter(|ticket| ticket.guild == asked.guild))
}

/// `<@5>`, `<@!5>` or `5`.
pub fn person(text: &str) -> Option<UserId> {
    text.trim_start_matches("<@").trim_start_matches('!').trim_end_matches('>').parse().ok()
}

/// Whoever of them has this name: a suggestion that was typed and not chosen.
pub fn called(people: &[Person], named: &str) -> Result<UserId> {
    let is = |name: &str| name.to_lowercase() == named.trim_start_matches('@').to_lowercase();
    let found = people.iter().find(|person| is(&person.display_name) || is(&person.username));
    found.map(|person| person.id).ok_or_else(|| Oops::Words(Told::NobodyByName { name: named }.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_read_from_a_mention_or_an_id() {
        for text in ["<@5>", "<@!5>", "5"] {
            assert_eq!(person(text), Some(UserId(5)));
        }
        assert_eq!(person("Mia"), None);
    }
}
