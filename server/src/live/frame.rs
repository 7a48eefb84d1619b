//! Knows the words of the live socket, both ways.

use domain::{Bell, GuildId, TicketId};
use serde::{Deserialize, Serialize};

/// What a page watches: a guild's list, or one ticket of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Topic {
    pub guild: GuildId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketId>,
}

/// From the page: the whole list anew each time.
#[derive(Debug, Deserialize)]
pub struct Watch {
    pub watch: Vec<Topic>,
}

/// To the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Told {
    Refused {
        refused: Topic,
    },
    Closed {
        closed: Why,
    },
    /// The list that was sent holds, so many topics of it: whatever happens from now on rings.
    Watching {
        watching: usize,
    },
    /// Bells were missed: everything shown may be old.
    Lagged {
        lagged: bool,
    },
    Bell(Bell),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    Login,
    Access,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_that_pages_read() {
        let watch: Watch = serde_json::from_str(r#"{"watch":[{"guild":"1"},{"guild":"1","ticket":"2"}]}"#).unwrap();
        let told = |told| serde_json::to_string(&told).unwrap();
        assert_eq!(told(Told::Refused { refused: watch.watch[0] }), r#"{"refused":{"guild":"1"}}"#);
        assert_eq!(told(Told::Refused { refused: watch.watch[1] }), r#"{"refused":{"guild":"1","ticket":"2"}}"#);
        assert_eq!(told(Told::Closed { closed: Why::Login }), r#"{"closed":"login"}"#);
        assert_eq!(told(Told::Watching { watching: 2 }), r#"{"watching":2}"#);
        assert_eq!(told(Told::Lagged { lagged: true }), r#"{"lagged":true}"#);
        assert_eq!(told(Told::Bell(Bell::Bot)), r#"{"event":"bot"}"#);
    }
}
