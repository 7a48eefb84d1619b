//! Knows marks within a line: emphasis, code, spoilers, links, mentions, moments. What does not close stays text.

use super::Inline;
use domain::{ChannelId, RoleId, UserId};

/// A piece and how many bytes it took.
type Taken = (Inline, usize);
type Wrap = fn(Vec<Inline>) -> Inline;

pub(super) fn inlines(text: &str, depth: usize) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match piece(text, at, c, depth) {
            Some((Inline::Text(escaped), used)) => {
                plain.push_str(&escaped);
                at += used;
            }
            Some((inline, used)) => {
                if !plain.is_empty() {
                    out.push(Inline::Text(std::mem::take(&mut plain)));
                }
                out.push(inline);
                at += used;
            }
            None => {
                plain.push(c);
                at += c.len_utf8();
            }
        }
    }
    if !plain.is_empty() {
        out.push(Inline::Text(plain));
    }
    out
}

fn piece(text: &str, at: usize, c: char, depth: usize) -> Option<Taken> {
    let rest = &text[at..];
    match c {
        '\\' => {
            let next = rest[1..].chars().next().filter(char::is_ascii_punctuation)?;
            Some((Inline::Text(next.to_string()), 2))
        }
        '`' => code(rest),
        '*' | '_' | '~' | '|' => emphasis(text, at, depth),
        '<' => angle(rest),
        '[' => masked_link(rest, depth),
        'h' => bare_link(text, at),
        '@' => ["@everyone", "@here"]
            .into_iter()
            .find(|word| rest.starts_with(word))
            .map(|word| (Inline::All(word), word.len())),
        _ => None,
    }
}

fn code(rest: &str) -> Option<Taken> {
    let ticks = rest.bytes().take_while(|b| *b == b'`').count();
    let close = closing_ticks(&rest[ticks..], ticks)?;
    let inside = &rest[ticks..ticks + close];
    let text = if inside.trim().is_empty() { inside } else { inside.trim() };
    (!text.is_empty()).then(|| (Inline::Code(text.to_owned()), 2 * ticks + close))
}

/// Where a run of exactly so many ticks begins.
fn closing_ticks(text: &str, ticks: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|b| **b == b'`').count();
        if run == ticks {
            return Some(at);
        }
        at += run.max(1);
    }
    None
}

fn emphasis(text: &str, at: usize, depth: usize) -> Option<Taken> {
    let inner_depth = depth.checked_sub(1)?;
    let rest = &text[at..];
    let marks: [(&str, Wrap); 8] = [
        ("***", |inner| Inline::Bold(vec![Inline::Italic(inner)])),
        ("**", Inline::Bold),
        ("___", |inner| Inline::Underline(vec![Inline::Italic(inner)])),
        ("__", Inline::Underline),
        ("~~", Inline::Strike),
        ("||", Inline::Spoiler),
        ("*", Inline::Italic),
        ("_", Inline::Italic),
    ];
    for (mark, wrap) in marks.into_iter().filter(|(mark, _)| rest.starts_with(mark)) {
        // `snake_case_words` and `2 * 3 * 4` are no emphasis.
        let before = text[..at].chars().next_back();
        let after = rest[mark.len()..].chars().next()?;
        if (mark == "_" && before.is_some_and(char::is_alphanumeric)) || (mark == "*" && after.is_whitespace()) {
            continue;
        }
        let Some(close) = closing(&rest[mark.len()..], mark) else { continue };
        let inside = &rest[mark.len()..mark.len() + close];
        if inside.trim().is_empty() {
            continue;
        }
        return Some((wrap(inlines(inside, inner_depth)), 2 * mark.len() + close));
    }
    None
}

/// Where the mark that closes begins, past escapes and code; never at the very start.
fn closing(text: &str, mark: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let sign = mark.as_bytes()[0];
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'`' => {
                let ticks = bytes[at..].iter().take_while(|b| **b == b'`').count();
                at += closing_ticks(&text[at + ticks..], ticks).map_or(ticks, |close| close + 2 * ticks);
            }
            byte if byte == sign => {
                let run = bytes[at..].iter().take_while(|b| **b == sign).count();
                if at > 0 && closes(text, at, run, mark) {
                    // Of a longer run the last signs close the outer mark: `**a *b***`.
                    return Some(at + run - mark.len());
                }
                at += run;
            }
            _ => at += 1,
        }
    }
    None
}

fn closes(text: &str, at: usize, run: usize, mark: &str) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + run..].chars().next();
    match mark {
        // A pair inside belongs to a mark of its own.
        "*" => run != 2 && !before.is_some_and(char::is_whitespace),
        "_" => run != 2 && !after.is_some_and(char::is_alphanumeric),
        _ => run >= mark.len(),
    }
}

/// `<@1>`, `<@&1>`, `<#1>`, `<:name:1>`, `<t:1:R>`, `</name:1>`, `<https://…>`
fn angle(rest: &str) -> Option<Taken> {
    let end = rest.find('>').filter(|end| *end <= 2_000)?;
    let inside = &rest[1..end];
    let used = end + 1;
    let inline = if let Some(id) = inside.strip_prefix("@&") {
        Inline::Role(RoleId(snowflake(id)?))
    } else if let Some(id) = inside.strip_prefix('@') {
        Inline::User(UserId(snowflake(id.strip_prefix('!').unwrap_or(id))?))
    } else if let Some(id) = inside.strip_prefix('#') {
        Inline::Channel(ChannelId(snowflake(id)?))
    } else if let Some(moment) = inside.strip_prefix("t:") {
        moment_of(moment)?
    } else if let Some(emoji) = inside.strip_prefix("a:").or_else(|| inside.strip_prefix(':')) {
        Inline::Emoji(named(emoji)?)
    } else if let Some(command) = inside.strip_prefix('/') {
        Inline::Command(named(command)?)
    } else if is_safe(inside) {
        Inline::Link { href: inside.to_owned(), text: vec![Inline::Text(inside.to_owned())] }
    } else {
        return None;
    };
    Some((inline, used))
}

fn snowflake(digits: &str) -> Option<i64> {
    let plausible = (1..=20).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if plausible { digits.parse().ok() } else { None }
}

fn named(text: &str) -> Option<String> {
    let (name, id) = text.split_once(':')?;
    snowflake(id)?;
    let fits = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c));
    fits.then(|| name.to_owned())
}

fn moment_of(text: &str) -> Option<Inline> {
    let (seconds, style) = text.split_once(':').unwrap_or((text, "f"));
    let mut letters = style.chars();
    let letter = letters.next().filter(|letter| "tTdDfFsSR".contains(*letter))?;
    // Discord knows no moment beyond 8.64e12 seconds; four-digit years suffice here.
    let seconds = seconds.parse::<i64>().ok().filter(|s| (-62_135_596_800..253_402_300_800).contains(s))?;
    letters.next().is_none().then_some(Inline::Time(seconds, letter))
}

fn masked_link(rest: &str, depth: usize) -> Option<Taken> {
    let inner_depth = depth.checked_sub(1)?;
    let middle = rest.find("](")?;
    let label = &rest[1..middle];
    let target = &rest[middle + 2..];
    let end = target.find(')')?;
    let href = target[..end].split(' ').next().unwrap_or_default();
    let href = href.strip_prefix('<').and_then(|href| href.strip_suffix('>')).unwrap_or(href);
    if label.trim().is_empty() || label.contains(['[', '\n']) || !is_safe(href) {
        return None;
    }
    let text = inlines(label, inner_depth).into_iter().map(unlinked).collect();
    Some((Inline::Link { href: href.to_owned(), text }, middle + 2 + end + 1))
}

/// No link lies in a link.
fn unlinked(inline: Inline) -> Inline {
    let all = |inner: Vec<Inline>| inner.into_iter().map(unlinked).collect();
    match inline {
        Inline::Link { href, .. } => Inline::Text(href),
        Inline::Bold(inner) => Inline::Bold(all(inner)),
        Inline::Italic(inner) => Inline::Italic(all(inner)),
        Inline::Underline(inner) => Inline::Underline(all(inner)),
        Inline::Strike(inner) => Inline::Strike(all(inner)),
        // A spoiler is a control of its own, and no control lies in a link.
        Inline::Spoiler(_) => Inline::Text("…".to_owned()),
        other => other,
    }
}

fn bare_link(text: &str, at: usize) -> Option<Taken> {
    if text[..at].chars().next_back().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let rest = &text[at..];
    // First of all: what follows costs more than a look.
    if !rest.starts_with("https://") {
        return None;
    }
    let end = rest.find(|c: char| c.is_whitespace() || c == '<' || c == '>').unwrap_or(rest.len());
    let mut href = &rest[..end];
    // Marks around a link are not of it.
    if let Some(marks) = ["||", "**", "__", "~~"].iter().filter_map(|mark| href.find(mark)).min() {
        href = &href[..marks];
    }
    let (opened, mut closed) = (href.matches('(').count(), href.matches(')').count());
    loop {
        if href.ends_with(')') && closed > opened {
            closed -= 1;
        } else if !href.ends_with(['.', ',', ':', ';', '"', '\'', ']', '!', '?', '*', '_']) {
            break;
        }
        href = &href[..href.len() - 1];
    }
    is_safe(href)
        .then(|| (Inline::Link { href: href.to_owned(), text: vec![Inline::Text(href.to_owned())] }, href.len()))
}

/// Only what is fetched encrypted and from somewhere; no blanks, quotes or control characters.
pub(in crate::discord) fn is_safe(href: &str) -> bool {
    href.strip_prefix("https://").is_some_and(|host| {
        host.starts_with(char::is_alphanumeric)
            && !host.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\".contains(c))
    })
}
