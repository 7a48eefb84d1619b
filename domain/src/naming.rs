//! Knows how a channel's name is made from a naming template, by Discord's rules for text channels:
//! 1 to 100 characters, lower case, no blanks, letters of any script
//! (<https://discord.com/developers/docs/resources/channel>).

use crate::template::{Values, render};

const MAX: usize = 100;
const CLOSED: &str = "closed-";

/// Facts a name is made of.
pub struct NameFacts<'a> {
    pub username: &'a str,
    pub ticket_type: &'a str,
    pub department: &'a str,
    pub service: &'a str,
    pub number: i64,
    /// Six letters or digits, drawn by the caller.
    pub random6: &'a str,
}

/// `mia-buy-gold-0201`. The number survives any cutting: it is the ticket's mark in Discord.
pub fn channel_name(template: &str, facts: &NameFacts<'_>) -> String {
    let number = format!("{:04}", facts.number);
    let values = Values {
        pairs: vec![
            ("username", slug(facts.username)),
            ("type", slug(facts.ticket_type)),
            ("department", slug(facts.department)),
            ("service", slug(facts.service)),
            ("random6", facts.random6.to_owned()),
            ("number", number.clone()),
        ],
        answers: &[],
    };
    let name = slug(&render(template, &values));
    if name.chars().count() <= MAX && !name.is_empty() && name.split('-').any(|part| part == number) {
        return name;
    }
    let head: String = name.chars().take(MAX - number.len() - 1).collect();
    let head = head.trim_matches('-');
    if head.is_empty() { format!("ticket-{number}") } else { format!("{head}-{number}") }
}

/// A name that staff chose, as Discord takes it; empty where nothing of it is left. It may be too long.
pub fn chosen_name(text: &str) -> String {
    slug(text)
}

/// The most characters of a name.
pub const NAME_MAX: usize = MAX;

/// The name of a closed ticket's channel: `closed-mia-buy-gold-0201`.
pub fn closed_name(name: &str) -> String {
    let closed = format!("{CLOSED}{}", name.trim_start_matches(CLOSED));
    if closed.chars().count() <= MAX {
        return closed;
    }
    // The number stands at the end: cut in front of it. A name that staff chose may end in anything.
    let number = name.rsplit('-').next().unwrap_or_default();
    let room = (MAX - 1).saturating_sub(number.chars().count());
    if room <= CLOSED.len() {
        return closed.chars().take(MAX).collect();
    }
    let head: String = closed.chars().take(room).collect();
    format!("{}-{number}", head.trim_end_matches('-'))
}

/// Lower case; letters, digits and `_` of any script kept; every run of anything else one `-`.
fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '_' {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::DEFAULT_NAMING;
    use proptest::prelude::*;

    fn facts(username: &str, number: i64) -> NameFacts<'_> {
        NameFacts { username, ticket_type: "buy-gold", department: "Billing", service: "", number, random6: "a1b2c3" }
    }

    #[test]
    fn the_default_reads_well() {
        assert_eq!(channel_name(DEFAULT_NAMING, &facts("Mia", 201)), "mia-buy-gold-0201");
        assert_eq!(channel_name(DEFAULT_NAMING, &facts("Nguyễn Văn  A!", 7)), "nguyễn-văn-a-buy-gold-0007");
        assert_eq!(channel_name(DEFAULT_NAMING, &facts("🦊", 7)), "buy-gold-0007");
        assert_eq!(channel_name("{username}", &facts("Mia", 12345)), "mia-12345");
        assert_eq!(channel_name("{service}", &facts("", 3)), "ticket-0003");
        assert_eq!(closed_name("mia-buy-gold-0201"), "closed-mia-buy-gold-0201");
        assert_eq!(closed_name("closed-mia-buy-gold-0201"), "closed-mia-buy-gold-0201");
    }

    #[test]
    fn a_chosen_name_without_a_number_is_closed_too() {
        for length in [91, 92, 93, 98, 99, 100] {
            let chosen = chosen_name(&"a".repeat(length));
            assert_eq!(closed_name(&chosen), format!("closed-{}", "a".repeat(length.min(93))));
        }
        assert_eq!(closed_name(&format!("ab-{}", "c".repeat(95))), format!("closed-ab-{}", "c".repeat(90)));
    }

    proptest! {
        #[test]
        fn every_name_suits_discord(username in "\\PC{0,120}", template in "(\\{username\\}|\\{number\\}|[a-z ]{0,40}|\\{random6\\}){0,5}", number in 1_i64..1_000_000) {
            let name = channel_name(&template, &facts(&username, number));
            prop_assert!((1..=100).contains(&name.chars().count()), "{}", name);
            prop_assert!(!name.contains(char::is_whitespace));
            let padded = format!("{number:04}");
            prop_assert!(name.split('-').any(|part| part == padded), "{} lacks {}", name, number);
            prop_assert!((1..=100).contains(&closed_name(&name).chars().count()));
            let chosen: String = chosen_name(&username).chars().take(NAME_MAX).collect();
            prop_assert!((1..=100).contains(&closed_name(&chosen).chars().count()), "{}", chosen);
        }
    }
}
