//! Knows the words of the line in both directions.

use super::Topic;
use crate::wire::json;
use domain::{Bell, GuildId, MessageId, TicketId};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct Watch {
    pub watch: Vec<Topic>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Told {
    Bell(Bell),
    /// No right to this topic.
    Refused(Topic),
    Closed(Why),
    /// The list that was sent last holds.
    Watching,
    /// Something was missed: read everything again.
    Lagged,
    /// Of a later version of the server.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Login,
    Access,
}

/// Every key that a line may have. One flat shape costs the browser far less than reading each kind by its own.
#[derive(Deserialize)]
struct Line {
    event: Option<String>,
    guild: Option<GuildId>,
    ticket: Option<TicketId>,
    message: Option<MessageId>,
    refused: Option<Topic>,
    closed: Option<String>,
    lagged: Option<bool>,
    watching: Option<u32>,
}

pub fn read(text: &str) -> Told {
    let Ok(line) = json::read::<Line>(text) else { return Told::Unknown };
    if let Some(topic) = line.refused {
        return Told::Refused(topic);
    }
    match line.closed.as_deref() {
        Some("login") => return Told::Closed(Why::Login),
        Some(_) => return Told::Closed(Why::Access),
        None => {}
    }
    if line.lagged == Some(true) {
        return Told::Lagged;
    }
    if line.watching.is_some() {
        return Told::Watching;
    }
    line.bell().map_or(Told::Unknown, Told::Bell)
}

impl Line {
    fn bell(&self) -> Option<Bell> {
        let event = self.event.as_deref()?;
        if event == "bot" {
            return Some(Bell::Bot);
        }
        let guild = self.guild?;
        Some(match event {
            "ticket" => Bell::Ticket { guild, ticket: self.ticket? },
            "message" => Bell::Message { guild, ticket: self.ticket?, message: self.message? },
            "catalog" => Bell::Catalog { guild },
            "access" => Bell::Access { guild, user: None },
            "line" => Bell::Line { guild },
            // Of the guild as a whole; a page reads the same again for each of them.
            "guild" | "panel" => Bell::Guild { guild },
            _ => return None,
        })
    }
}

/// Whether a bell is of a topic. The bot's is of every.
pub fn concerns(bell: Bell, topic: Topic) -> bool {
    let ticket = match bell {
        Bell::Bot => return true,
        Bell::Ticket { ticket, .. } | Bell::Message { ticket, .. } => Some(ticket),
        _ => None,
    };
    bell.guild() == Some(topic.guild) && (topic.ticket.is_none() || topic.ticket == ticket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_understood() {
        let bell = Bell::Message { guild: GuildId(1), ticket: TicketId(2), message: MessageId(3) };
        assert_eq!(read(&serde_json::to_string(&bell).unwrap()), Told::Bell(bell));
        // As domain writes them, every one that a page may be told.
        let guild = GuildId(1);
        for bell in [
            Bell::Ticket { guild, ticket: TicketId(2) },
            Bell::Catalog { guild },
            Bell::Access { guild, user: None },
            Bell::Guild { guild },
            Bell::Line { guild },
            Bell::Bot,
        ] {
            assert_eq!(read(&serde_json::to_string(&bell).unwrap()), Told::Bell(bell));
        }
        assert_eq!(read(r#"{"lagged":true}"#), Told::Lagged);
        assert_eq!(read(r#"{"watching":2}"#), Told::Watching);
        assert_eq!(read(r#"{"closed":"login"}"#), Told::Closed(Why::Login));
        let topic = Topic { guild: GuildId(1), ticket: Some(TicketId(2)) };
        assert_eq!(read(r#"{"refused":{"guild":"1","ticket":"2"}}"#), Told::Refused(topic));
        assert_eq!(read(r#"{"event":"later"}"#), Told::Unknown);
        assert_eq!(read("no"), Told::Unknown);
        let watch = Watch { watch: vec![Topic { guild: GuildId(1), ticket: None }, topic] };
        assert_eq!(serde_json::to_string(&watch).unwrap(), r#"{"watch":[{"guild":"1"},{"guild":"1","ticket":"2"}]}"#);
    }

    #[test]
    fn a_bell_rings_where_it_belongs() {
        let guild = Topic { guild: GuildId(1), ticket: None };
        let ticket = Topic { ticket: Some(TicketId(2)), ..guild };
        let of = |ticket| Bell::Ticket { guild: GuildId(1), ticket: TicketId(ticket) };
        assert!(concerns(of(2), guild) && concerns(of(2), ticket) && !concerns(of(3), ticket));
        assert!(concerns(Bell::Guild { guild: GuildId(1) }, guild));
        assert!(!concerns(Bell::Guild { guild: GuildId(1) }, ticket));
        assert!(!concerns(Bell::Guild { guild: GuildId(9) }, guild));
        assert!(concerns(Bell::Bot, ticket));
    }
}
