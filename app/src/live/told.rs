//! Knows the words of the line in both directions.

use super::Topic;
use domain::Bell;
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
    /// Of a later version of the server.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    Login,
    Access,
}

#[derive(Deserialize)]
struct Notice {
    refused: Option<Topic>,
    closed: Option<Why>,
}

pub fn read(text: &str) -> Told {
    if let Ok(bell) = serde_json::from_str(text) {
        return Told::Bell(bell);
    }
    match serde_json::from_str(text) {
        Ok(Notice { closed: Some(why), .. }) => Told::Closed(why),
        Ok(Notice { refused: Some(topic), .. }) => Told::Refused(topic),
        _ => Told::Unknown,
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
    use domain::{GuildId, MessageId, TicketId};

    #[test]
    fn the_line_is_understood() {
        let bell = Bell::Message { guild: GuildId(1), ticket: TicketId(2), message: MessageId(3) };
        assert_eq!(read(&serde_json::to_string(&bell).unwrap()), Told::Bell(bell));
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
