//! What the list is asked, as it stands in the address: a link reproduces the screen. What does not read is left out.

use crate::page::link::encoded;
use domain::{Priority, Status, TicketId, TicketTypeId, Timestamp};
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Every status in which a ticket is worked on.
pub const ACTIVE: [Status; 4] = [Status::Open, Status::InProgress, Status::AwaitingConfirmation, Status::Completed];

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    pub status: Vec<Status>,
    pub priority: Vec<Priority>,
    pub ticket_type: Vec<TicketTypeId>,
    /// Part of a name, or a person's id.
    pub member: Option<String>,
    pub number: Option<i64>,
    /// Where the page begins.
    pub before: Option<(Timestamp, TicketId)>,
}

impl Ask {
    /// Reads `status=&type=&member=&number=&priority=&before=`. A name may stand several times; `status=active` is
    /// all that is not over.
    pub fn read(map: &ParamsMap) -> Self {
        let status = words(map, "status");
        let status = if status.iter().any(|word| word == "active") { ACTIVE.to_vec() } else { read_all(&status) };
        Self {
            status,
            priority: read_all(&words(map, "priority")),
            ticket_type: read_all(&words(map, "type")),
            member: words(map, "member").into_iter().next(),
            number: words(map, "number").first().and_then(|text| text.trim_start_matches('#').parse().ok()),
            before: words(map, "before").first().and_then(|text| read_cursor(text)),
        }
    }

    /// The address's query that reads as this; nothing for what is not asked.
    pub fn query(&self) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if self.status == ACTIVE {
            pairs.push(("status", "active".to_owned()));
        } else {
            pairs.extend(self.status.iter().map(|status| ("status", status.to_string())));
        }
        pairs.extend(self.ticket_type.iter().map(|id| ("type", id.to_string())));
        pairs.extend(self.priority.iter().map(|priority| ("priority", priority.to_string())));
        pairs.extend(self.member.iter().map(|member| ("member", encoded(member))));
        pairs.extend(self.number.iter().map(|number| ("number", number.to_string())));
        pairs.extend(self.before.iter().map(|(at, id)| ("before", cursor(*at, *id))));
        pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    pub fn is_filtered(&self) -> bool {
        *self != Self { before: self.before, ..Self::default() }
    }

    /// A person's id in place of a name.
    #[cfg(any(feature = "ssr", test))]
    pub fn customer(&self) -> Option<domain::UserId> {
        let text = self.member.as_deref()?;
        (text.len() >= 15).then(|| text.parse().ok()).flatten()
    }
}

pub fn cursor(at: Timestamp, id: TicketId) -> String {
    format!("{}.{id}", at.0)
}

fn read_cursor(text: &str) -> Option<(Timestamp, TicketId)> {
    let (at, id) = text.split_once('.')?;
    Some((Timestamp(at.parse().ok()?), id.parse().ok()?))
}

fn words(map: &ParamsMap, name: &str) -> Vec<String> {
    let all = map.get_all(name).unwrap_or_default();
    all.into_iter().map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

fn read_all<T: FromStr>(words: &[String]) -> Vec<T> {
    words.iter().filter_map(|word| word.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Ask {
        let mut map = ParamsMap::new();
        for (name, value) in pairs {
            map.insert((*name).to_owned(), (*value).to_owned());
        }
        Ask::read(&map)
    }

    #[test]
    fn an_address_is_read_and_written_alike() {
        let ask = read(&[
            ("status", "open"),
            ("status", "closed"),
            ("type", "7"),
            ("priority", "urgent"),
            ("member", " Mia & co "),
            ("number", "#201"),
            ("before", "1700000000000.9"),
        ]);
        assert_eq!(
            ask.query(),
            "status=open&status=closed&type=7&priority=urgent&member=Mia%20%26%20co&number=201&before=1700000000000.9"
        );
        assert!(ask.is_filtered());
        assert_eq!(read(&[("status", "active")]).query(), "status=active");
    }

    #[test]
    fn what_does_not_read_is_not_asked() {
        let ask = read(&[("status", "broken"), ("type", "x"), ("member", ""), ("number", "-"), ("before", "1")]);
        assert_eq!(ask, Ask::default());
        assert!(!ask.is_filtered());
        assert_eq!(ask.query(), "");
    }

    #[test]
    fn a_long_number_is_a_person() {
        assert_eq!(read(&[("member", "123456789012345678")]).customer(), Some(domain::UserId(123_456_789_012_345_678)));
        assert_eq!(read(&[("member", "2024")]).customer(), None);
    }
}
