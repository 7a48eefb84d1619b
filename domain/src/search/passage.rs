//! Knows which part of a text to show for what was looked for, and which letters of it are the find.

use super::{Words, tokens};
use std::ops::Range;

/// A stretch of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub text: String,
    pub found: bool,
}

/// Letters shown before the first find.
const LEAD: usize = 40;

/// About `width` letters of the text around most of what was looked for; its beginning where nothing is found.
pub fn passage(text: &str, words: &Words, width: usize) -> Vec<Part> {
    let finds = finds(text, words);
    let window = window(text, &finds, width);
    cut(text, &finds, window)
}

/// The letters of each find, with which phrase it is; in order, none overlapping.
fn finds(text: &str, words: &Words) -> Vec<(Range<usize>, usize)> {
    let tokens = tokens(text);
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    for (which, phrase) in words.with.iter().enumerate() {
        for place in phrase.places(&tokens) {
            let (Some(first), Some(last)) = (tokens.get(place.start), tokens.get(place.end - 1)) else { continue };
            // Of a pair found by its first letter only that letter was asked for.
            let asked = phrase.terms.last().map_or(0, |term| term.chars().count());
            let end = if phrase.prefix && last.is_pair() && asked == 1 {
                last.span.start + text[last.span.clone()].chars().next().map_or(0, char::len_utf8)
            } else {
                last.span.end
            };
            found.push((first.span.start..end, which));
        }
    }
    found.sort_unstable_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut merged: Vec<(Range<usize>, usize)> = Vec::new();
    for (span, which) in found {
        match merged.last_mut() {
            Some((last, _)) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push((span, which)),
        }
    }
    merged
}

/// The bytes to show: begins a little before the find from which most different phrases stand within reach.
fn window(text: &str, finds: &[(Range<usize>, usize)], width: usize) -> Range<usize> {
    let reach = |from: usize| text[from..].char_indices().nth(width).map_or(text.len(), |(at, _)| from + at);
    let back = |from: usize, by: usize| text[..from].char_indices().rev().take(by).last().map_or(from, |(at, _)| at);
    let different = |from: usize| {
        let end = reach(from);
        let mut seen: Vec<usize> =
            finds.iter().filter(|(span, _)| span.start >= from && span.end <= end).map(|(_, which)| *which).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len()
    };
    let starts = finds.iter().take(64).map(|(span, _)| span.start);
    let best = starts.max_by_key(|from| (different(*from), std::cmp::Reverse(*from))).unwrap_or(0);
    let start = back(best, LEAD);
    if start == 0 {
        return 0..reach(0);
    }
    // Begins with a whole word where one begins.
    let start = text[start..best].find(char::is_whitespace).map_or(start, |at| start + at);
    let end = reach(start);
    // Near the end of the text there is room for more of what stands before.
    if end == text.len() { back(end, width).min(start)..end } else { start..end }
}

fn cut(text: &str, finds: &[(Range<usize>, usize)], window: Range<usize>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut push = |text: &str, found: bool| {
        let text = one_line(text);
        match parts.last_mut() {
            Some(last) if last.found == found => last.text.push_str(&text),
            _ if text.is_empty() => {}
            _ => parts.push(Part { text, found }),
        }
    };
    if window.start > 0 {
        push("… ", false);
    }
    let mut at = window.start;
    for (span, _) in finds.iter().filter(|(span, _)| span.start >= window.start && span.end <= window.end) {
        push(&text[at..span.start], false);
        push(&text[span.clone()], true);
        at = span.end;
    }
    push(&text[at..window.end], false);
    if window.end < text.len() {
        push("…", false);
    }
    parts
}

/// Any blanks are one.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;
    use crate::search::parse;
    use proptest::prelude::*;

    fn shown(text: &str, question: &str, width: usize) -> String {
        let words = parse(question, Timestamp(0)).unwrap().words;
        let part = |part: &Part| if part.found { format!("[{}]", part.text) } else { part.text.clone() };
        passage(text, &words, width).iter().map(part).collect()
    }

    #[test]
    fn the_find_is_marked_as_it_is_written() {
        assert_eq!(shown("Chào, ĐẶNG  Lan!\nRefund?", "dang ref*", 80), "Chào, [ĐẶNG] Lan! [Refund]?");
        assert_eq!(shown("我要退款了", "退款", 80), "我要[退款]了");
        assert_eq!(shown("我要退款了", "款", 80), "我要退[款]了");
        assert_eq!(shown("我要退款了", "退款了", 80), "我要[退款了]");
        assert_eq!(shown("don’t panic", "dont", 80), "[don’t] panic");
        assert_eq!(shown("nothing of it", "else", 80), "nothing of it");
    }

    #[test]
    fn a_long_text_is_cut_where_most_of_it_stands() {
        let text = format!("gold {} buy some gold here {}", "filler ".repeat(60), "and so on ".repeat(60));
        let shown = shown(&text, "gold buy", 100);
        assert!(shown.starts_with("… ") && shown.ends_with('…'), "{shown}");
        assert!(shown.contains("[buy] some [gold] here"), "{shown}");
    }

    proptest! {
        #[test]
        fn any_text_can_be_shown(text in r"[a-c \né中文退\u{300}]{0,80}", width in 1_usize..40) {
            for question in ["ab", "中", "a*", "中文", "\"a b\""] {
                if let Ok(query) = parse(question, Timestamp(0)) {
                    let parts = passage(&text, &query.words, width);
                    prop_assert!(parts.iter().map(|part| part.text.chars().count()).sum::<usize>() <= width + 3);
                }
            }
        }
    }
}
