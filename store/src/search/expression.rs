//! Knows how what is looked for is said to each database.

use domain::search::{Phrase, Slot, Words};
use domain::{TicketTypeId, UserId};

/// What must and must not stand in a document, all of it in one guild's terms.
pub(super) struct Expression<'a> {
    pub slot: &'a Slot,
    pub words: &'a Words,
    /// One of these, where there are any.
    pub types: &'a [TicketTypeId],
    pub from: &'a [UserId],
    /// Only what this member opened or was let into.
    pub own: Option<UserId>,
}

impl Expression<'_> {
    fn filed(&self) -> [Vec<String>; 3] {
        let own = |id: UserId| [self.slot.from_term(id), self.slot.let_in_term(id)];
        [
            self.types.iter().map(|id| self.slot.type_term(*id)).collect(),
            self.from.iter().map(|id| self.slot.from_term(*id)).collect(),
            self.own.into_iter().flat_map(own).collect(),
        ]
    }

    /// `("0001buy 0001gold" AND "0001now" *) NOT "0001scam"`. Every term stands in quotes: `and` and `near` are
    /// words too.
    pub fn fts5(&self) -> String {
        let phrase = |phrase: &Phrase| {
            let terms: Vec<String> = phrase.terms.iter().map(|term| self.slot.term(term)).collect();
            format!("\"{}\"{}", terms.join(" "), if phrase.prefix { " *" } else { "" })
        };
        let mut all: Vec<String> = self.words.with.iter().map(phrase).collect();
        for terms in self.filed().iter().filter(|terms| !terms.is_empty()) {
            let any: Vec<String> = terms.iter().map(|term| format!("\"{term}\"")).collect();
            all.push(format!("({})", any.join(" OR ")));
        }
        let mut text = format!("({})", all.join(" AND "));
        for without in &self.words.without {
            text = format!("({text} NOT {})", phrase(without));
        }
        text
    }

    /// `'0001buy' <-> '0001gold' & '0001now':* & !'0001scam'`
    pub fn tsquery(&self) -> String {
        let phrase = |phrase: &Phrase| {
            let last = phrase.terms.len().saturating_sub(1);
            let term = |(at, term): (usize, &String)| {
                let star = if phrase.prefix && at == last { ":*" } else { "" };
                format!("'{}'{star}", self.slot.term(term))
            };
            format!("({})", phrase.terms.iter().enumerate().map(term).collect::<Vec<_>>().join(" <-> "))
        };
        let mut all: Vec<String> = self.words.with.iter().map(phrase).collect();
        all.extend(self.words.without.iter().map(|without| format!("!{}", phrase(without))));
        for terms in self.filed().iter().filter(|terms| !terms.is_empty()) {
            let any: Vec<String> = terms.iter().map(|term| format!("'{term}'")).collect();
            all.push(format!("({})", any.join(" | ")));
        }
        all.join(" & ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Timestamp;
    use domain::search::parse;

    #[test]
    fn each_database_is_asked_the_same() {
        let words = parse(r#""buy gold" now* -scam near"#, Timestamp(0)).unwrap().words;
        let slot = Slot::of(1);
        let asked = Expression {
            slot: &slot,
            words: &words,
            types: &[TicketTypeId(36)],
            from: &[UserId(1), UserId(2)],
            own: Some(UserId(3)),
        };
        assert_eq!(
            asked.fts5(),
            "((\"0001buy 0001gold\" AND \"0001now\" * AND \"0001near\" AND (\"0001\u{E000}t10\") AND (\"0001\u{E000}c1\" OR \"0001\u{E000}c2\") AND (\"0001\u{E000}c3\" OR \"0001\u{E000}l3\")) NOT \"0001scam\")"
        );
        assert_eq!(
            asked.tsquery(),
            "('0001buy' <-> '0001gold') & ('0001now':*) & ('0001near') & !('0001scam') & ('0001\u{E000}t10') & ('0001\u{E000}c1' | '0001\u{E000}c2') & ('0001\u{E000}c3' | '0001\u{E000}l3')"
        );
    }
}
