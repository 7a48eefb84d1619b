//! Knows how terms are kept apart by guild, and the terms that no text has: what a document is filed under. Knows no
//! database; which guild has which slot is the store's.

use super::{MAX_TOKENS, tokens};
use crate::{TicketTypeId, UserId};

/// Begins what no text has: our tokeniser lets nothing of the private area through.
const RESERVED: char = '\u{E000}';

/// Four characters that every term of a guild begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot(String);

impl Slot {
    /// How many there are.
    pub const COUNT: u32 = 36 * 36 * 36 * 36;

    pub fn of(number: u32) -> Self {
        Self(base_36(u64::from(number % Self::COUNT), 4))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn term(&self, term: &str) -> String {
        format!("{}{term}", self.0)
    }

    /// Of every document in a ticket of this type.
    pub fn type_term(&self, id: TicketTypeId) -> String {
        format!("{}{RESERVED}t{}", self.0, base_36(id.into(), 1))
    }

    /// Of every document in a ticket that this member opened.
    pub fn from_term(&self, id: UserId) -> String {
        format!("{}{RESERVED}c{}", self.0, base_36(id.into(), 1))
    }

    /// Of every document in a ticket that staff let this member into.
    pub fn let_in_term(&self, id: UserId) -> String {
        format!("{}{RESERVED}l{}", self.0, base_36(id.into(), 1))
    }

    /// The document that is indexed for a text: its terms in their order, then what it is filed under. `None` where
    /// the text has no terms.
    pub fn document(
        &self,
        text: &str,
        ticket_type: TicketTypeId,
        from: UserId,
        let_in: &[UserId],
    ) -> Option<Vec<String>> {
        let found = tokens(text);
        if found.is_empty() {
            return None;
        }
        let terms = found.iter().take(MAX_TOKENS).map(|token| self.term(&token.term));
        let filed = [self.type_term(ticket_type), self.from_term(from)].into_iter();
        Some(terms.chain(filed).chain(let_in.iter().map(|id| self.let_in_term(*id))).collect())
    }
}

fn base_36(mut number: u64, width: usize) -> String {
    let mut digits = Vec::new();
    while number > 0 || digits.len() < width {
        let digit = usize::try_from(number % 36).unwrap_or_default();
        digits.push(char::from(b"0123456789abcdefghijklmnopqrstuvwxyz"[digit]));
        number /= 36;
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_four_characters() {
        assert_eq!(Slot::of(0).as_str(), "0000");
        assert_eq!(Slot::of(10).as_str(), "000a");
        assert_eq!(Slot::of(Slot::COUNT - 1).as_str(), "zzzz");
    }

    #[test]
    fn a_document_ends_with_what_it_is_filed_under() {
        let document = Slot::of(10).document("Buy Gold \u{E000}t1", TicketTypeId(37), UserId(5), &[UserId(7)]);
        let expected = ["000abuy", "000agold", "000at1", "000a\u{E000}t11", "000a\u{E000}c5", "000a\u{E000}l7"];
        assert_eq!(document.unwrap(), expected);
        assert_eq!(Slot::of(10).document("…", TicketTypeId(1), UserId(5), &[UserId(7)]), None);
    }
}
