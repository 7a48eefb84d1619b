//! Knows what lines mean: fences, quotes, headings, small print, lists, and text.

use super::inline::inlines;
use super::{Block, DEPTH, Item, List};

/// Fences first (they may begin in the middle of a line), then the lines between them.
pub(super) fn blocks(text: &str, may_quote: bool) -> Vec<Block> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, code, after)) = fence(rest) {
        // A `>>>` in front takes everything that follows, fences too.
        if may_quote && takes_the_rest(before) {
            break;
        }
        lines(before.strip_suffix('\n').unwrap_or(before), may_quote, &mut out);
        out.push(code);
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    lines(rest, may_quote, &mut out);
    out
}

fn fence(text: &str) -> Option<(&str, Block, &str)> {
    let start = text.find("```")?;
    let inside = &text[start + 3..];
    let end = inside.find("```")?;
    let (body, after) = (&inside[..end], &inside[end + 3..]);
    if body.trim().is_empty() {
        return None;
    }
    let (language, code) = match body.split_once('\n') {
        Some((first, code)) if is_language(first) => (Some(first.to_owned()), code),
        Some(("", code)) => (None, code),
        _ => (None, body),
    };
    let text_of_code = code.trim_end_matches('\n').to_owned();
    Some((&text[..start], Block::Code { language, text: text_of_code }, after))
}

fn is_language(word: &str) -> bool {
    !word.is_empty() && word.len() <= 20 && word.chars().all(|c| c.is_ascii_alphanumeric() || "+-._#".contains(c))
}

fn takes_the_rest(before: &str) -> bool {
    before.split('\n').any(|line| line.starts_with(">>> "))
}

fn lines(text: &str, may_quote: bool, out: &mut Vec<Block>) {
    if text.is_empty() {
        return;
    }
    let all: Vec<&str> = text.split('\n').collect();
    let mut plain: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let line = all[at];
        if may_quote && line.starts_with(">>> ") {
            flush(&mut plain, out);
            let rest = all[at..].join("\n");
            out.push(Block::Quote(blocks(&rest[4..], false)));
            return;
        }
        if may_quote && quoted(line).is_some() {
            flush(&mut plain, out);
            let inner: Vec<&str> = all[at..].iter().map_while(|line| quoted(line)).collect();
            at += inner.len();
            out.push(Block::Quote(blocks(&inner.join("\n"), false)));
            continue;
        }
        if let Some(block) = heading(line) {
            flush(&mut plain, out);
            out.push(block);
            at += 1;
            continue;
        }
        if bullet(line).is_some() {
            flush(&mut plain, out);
            let run: Vec<Bullet> = all[at..].iter().map_while(|line| bullet(line)).collect();
            at += run.len();
            out.push(Block::List(list(&run, 0)));
            continue;
        }
        plain.push(line);
        at += 1;
    }
    flush(&mut plain, out);
}

fn flush(plain: &mut Vec<&str>, out: &mut Vec<Block>) {
    if plain.iter().any(|line| !line.trim().is_empty()) {
        out.push(Block::Text(inlines(plain.join("\n").trim_end_matches('\n'), DEPTH)));
    }
    plain.clear();
}

fn quoted(line: &str) -> Option<&str> {
    if line == ">" { None } else { line.strip_prefix("> ") }
}

fn heading(line: &str) -> Option<Block> {
    for (mark, level) in [("# ", 1), ("## ", 2), ("### ", 3)] {
        if let Some(text) = line.strip_prefix(mark).map(str::trim).filter(|text| !text.is_empty()) {
            return Some(Block::Heading(level, inlines(text, DEPTH)));
        }
    }
    let small = line.strip_prefix("-# ").map(str::trim).filter(|text| !text.is_empty())?;
    Some(Block::Small(inlines(small, DEPTH)))
}

struct Bullet<'a> {
    indent: usize,
    number: Option<u32>,
    text: &'a str,
}

fn bullet(line: &str) -> Option<Bullet<'_>> {
    let trimmed = line.trim_start_matches(' ');
    let indent = (line.len() - trimmed.len()) / 2;
    if let Some(text) = trimmed.strip_prefix("- ").or_else(|| trimmed.strip_prefix("* ")) {
        return (!text.trim().is_empty()).then_some(Bullet { indent, number: None, text });
    }
    let (digits, text) = trimmed.split_once(". ")?;
    if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) || text.trim().is_empty() {
        return None;
    }
    Some(Bullet { indent, number: digits.parse().ok(), text })
}

/// Deeper lines belong to the item above them; at most ten levels.
fn list(run: &[Bullet<'_>], level: usize) -> List {
    let mut items = Vec::new();
    let base = run[0].indent;
    let mut at = 0;
    while at < run.len() {
        let deeper = run[at + 1..].iter().take_while(|bullet| bullet.indent > base && level < 10).count();
        let inner = &run[at + 1..at + 1 + deeper];
        items.push(Item {
            text: inlines(run[at].text, DEPTH),
            inner: (!inner.is_empty()).then(|| list(inner, level + 1)),
        });
        at += 1 + deeper;
    }
    List { start: run[0].number, items }
}
