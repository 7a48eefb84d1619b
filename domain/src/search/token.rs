//! Knows how a text becomes terms: words, pairs of letters where a script has no blanks, single pictures. The one
//! tokeniser: documents, questions and passages are cut by it alone, so that they agree.

use super::fold::{fold, is_cjk, is_emoji, is_word};
use std::ops::Range;

/// Letters of the longest term; what is longer is known by its beginning.
const MAX_LETTERS: usize = 64;
/// Terms of the longest document: PostgreSQL counts positions up to 16,383
/// (<https://www.postgresql.org/docs/current/textsearch-limitations.html>).
pub const MAX_TOKENS: usize = 16_000;

/// One term of a text, and where its letters stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub term: String,
    pub span: Range<usize>,
    /// Stands alone at the end of a run of pairs, so that each letter of the run begins a term.
    pub(super) is_tail: bool,
    /// A single letter of a script that is cut into pairs.
    pub(super) is_single: bool,
}

impl Token {
    /// Two letters of a script without blanks.
    pub(super) fn is_pair(&self) -> bool {
        !self.is_tail && !self.is_single && self.term.starts_with(is_cjk)
    }
}

/// The text's terms in their order.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut cut = Cut::default();
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        if cut.found.len() >= MAX_TOKENS {
            break;
        }
        let end = at + c.len_utf8();
        if is_cjk(c) {
            cut.end_word();
            fold(c, &mut |c| cut.run.push((c, at..end)));
        } else if is_emoji(c) {
            cut.end();
            cut.push(c.to_string(), at..end);
        } else if is_word(c) {
            cut.end_run();
            cut.letter(c, at..end);
        } else if is_joint(c) && cut.in_word() && letters.peek().is_some_and(|(_, next)| is_word(*next)) {
            // Skipped: `don't` is one word, and so is one that a soft hyphen divides.
        } else {
            cut.end();
        }
    }
    cut.end();
    cut.found.truncate(MAX_TOKENS);
    cut.found
}

/// Divides nothing inside a word.
fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

#[derive(Default)]
struct Cut {
    found: Vec<Token>,
    word: String,
    letters: usize,
    word_span: Range<usize>,
    run: Vec<(char, Range<usize>)>,
}

impl Cut {
    fn in_word(&self) -> bool {
        !self.word_span.is_empty()
    }

    fn letter(&mut self, c: char, span: Range<usize>) {
        let start = if self.in_word() { self.word_span.start } else { span.start };
        self.word_span = start..span.end;
        fold(c, &mut |c| {
            if self.letters < MAX_LETTERS {
                self.word.push(c);
                self.letters += 1;
            }
        });
    }

    fn end(&mut self) {
        self.end_word();
        self.end_run();
    }

    fn end_word(&mut self) {
        let (word, span) = (std::mem::take(&mut self.word), std::mem::take(&mut self.word_span));
        self.letters = 0;
        if !word.is_empty() {
            self.push(word, span);
        }
    }

    /// `退款了` is `退款`, `款了`, `了`.
    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        for pair in run.windows(2) {
            let [(first, begin), (second, end)] = pair else { continue };
            self.push([*first, *second].iter().collect(), begin.start..end.end);
        }
        if let Some((last, span)) = run.last() {
            self.push(last.to_string(), span.clone());
            if let Some(token) = self.found.last_mut() {
                token.is_tail = run.len() > 1;
                token.is_single = run.len() == 1;
            }
        }
    }

    fn push(&mut self, term: String, span: Range<usize>) {
        self.found.push(Token { term, span, is_tail: false, is_single: false });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Slot;
    use proptest::prelude::*;

    fn terms(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.term).collect()
    }

    #[test]
    fn texts_become_terms() {
        assert_eq!(
            terms("O'Neil's https://example.com/ñ?a=1.5"),
            ["oneils", "https", "example", "com", "n", "a", "1", "5"]
        );
        assert_eq!(terms("iPhone手机坏了 x"), ["iphone", "手机", "机坏", "坏了", "了", "x"]);
        assert_eq!(terms("hy\u{AD}phen a\u{200D}b 🎉🎉 नमस्ते สวัสดี"), ["hyphen", "ab", "🎉", "🎉", "नमस्ते", "สวัสดี"]);
        assert_eq!(terms("<@123> --- ''"), ["123"]);
        assert_eq!(terms(&"x".repeat(500))[0].len(), MAX_LETTERS);
        assert_eq!(terms(&"x ".repeat(20_000)).len(), MAX_TOKENS);
    }

    proptest! {
        /// A term of no guild would be shared between guilds.
        #[test]
        fn each_term_has_its_slot_and_nothing_that_divides(text in any::<String>(), slot in 0_u32..1_679_616) {
            let slot = Slot::of(slot);
            for token in tokens(&text) {
                let term = slot.term(&token.term);
                prop_assert!(term.starts_with(slot.as_str()) && term.len() > slot.as_str().len());
                prop_assert!(token.term.chars().all(|c| is_word(c) || is_emoji(c)), "{:?}", token.term);
                prop_assert!(!token.span.is_empty() && text.get(token.span.clone()).is_some());
            }
        }

        #[test]
        fn terms_stand_in_order(text in any::<String>()) {
            let starts: Vec<usize> = tokens(&text).iter().map(|token| token.span.start).collect();
            prop_assert!(starts.is_sorted());
        }
    }
}
