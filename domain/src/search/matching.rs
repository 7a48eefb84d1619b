//! Knows when a text has what is looked for, and where: the same answer as an index gives, for one text.

use super::fold::is_cjk;
use super::{Token, tokens};
use std::ops::Range;

/// Terms that follow each other; of the last perhaps only the beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    pub terms: Vec<String>,
    pub prefix: bool,
}

/// All of `with`, none of `without`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub with: Vec<Phrase>,
    pub without: Vec<Phrase>,
}

impl Phrase {
    /// `None` where the text has no terms.
    pub(super) fn read(text: &str, prefix: bool) -> Option<Self> {
        let mut found = tokens(text);
        if found.last().is_some_and(|token| token.is_tail) {
            found.pop();
        }
        let last = found.last()?;
        let prefix = prefix || last.is_single;
        Some(Self { terms: found.into_iter().map(|token| token.term).collect(), prefix })
    }

    /// Two letters begin too many words.
    pub(super) fn is_too_short(&self) -> bool {
        let last = self.terms.last().map(String::as_str).unwrap_or_default();
        self.prefix && last.chars().count() < 3 && !last.contains(is_cjk)
    }

    /// Where it stands, as ranges of tokens.
    pub fn places(&self, text: &[Token]) -> Vec<Range<usize>> {
        let count = self.terms.len();
        let Some((last, first)) = self.terms.split_last() else { return Vec::new() };
        let fits = |window: &[Token]| {
            let Some((end, begin)) = window.split_last() else { return false };
            let ends = if self.prefix { end.term.starts_with(last.as_str()) } else { end.term == *last };
            ends && begin.iter().zip(first).all(|(token, term)| token.term == *term)
        };
        (0..).zip(text.windows(count)).filter(|(_, window)| fits(window)).map(|(at, _)| at..at + count).collect()
    }
}

impl Words {
    pub fn is_empty(&self) -> bool {
        self.with.is_empty()
    }

    /// Whether a text with these terms is found.
    pub fn fit(&self, text: &[Token]) -> bool {
        self.with.iter().all(|phrase| !phrase.places(text).is_empty())
            && self.without.iter().all(|phrase| phrase.places(text).is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrase(text: &str, prefix: bool) -> Phrase {
        Phrase::read(text, prefix).unwrap()
    }

    fn has(text: &str, phrase: &Phrase) -> bool {
        !phrase.places(&tokens(text)).is_empty()
    }

    #[test]
    fn phrases_are_found_where_their_terms_follow_each_other() {
        assert!(has("please buy gold now", &phrase("Buy gold", false)));
        assert!(!has("buy some gold", &phrase("buy gold", false)));
        assert!(has("golden", &phrase("gol", true)) && !has("golden", &phrase("gol", false)));
        assert_eq!(phrase("buy", false).places(&tokens("buy, buy! sell")), [0..1, 1..2]);
    }

    #[test]
    fn letters_without_blanks_are_found_wherever_they_stand() {
        for part in ["退", "款", "了", "退款", "款了", "退款了", "我要退款了", "我"] {
            assert!(has("我要退款了 thanks", &phrase(part, false)), "{part}");
        }
        assert!(has("我要退款了 thanks", &phrase("退款了 thanks", false)));
        assert!(!has("我要退款了", &phrase("款退", false)));
    }

    #[test]
    fn a_beginning_of_two_letters_is_too_short() {
        assert!(phrase("ab", true).is_too_short() && !phrase("abc", true).is_too_short());
        assert!(!phrase("退", true).is_too_short() && !phrase("ab", false).is_too_short());
    }
}
