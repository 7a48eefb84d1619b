//! Knows how a value that somebody typed is told among those that there are, and which of them was probably meant.

use super::folded;

/// What a value may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub key: String,
    pub name: String,
}

impl Named {
    pub fn new(key: impl Into<String>, name: impl Into<String>) -> Self {
        Self { key: key.into(), name: name.into() }
    }
}

/// Case, accents and how words are joined do not count.
fn plain(text: &str) -> String {
    folded(text).replace(['_', '-'], " ")
}

/// All that have this key or this name.
pub fn chosen(text: &str, among: &[Named]) -> Vec<usize> {
    let text = plain(text);
    let is_it = |named: &Named| plain(&named.key) == text || plain(&named.name) == text;
    (0..).zip(among).filter(|(_, named)| is_it(named)).map(|(at, _)| at).collect()
}

/// The one that was probably meant: it begins so, or differs by two letters at most.
pub fn closest<'a>(text: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = plain(text);
    let distance = |word: &str| if word.starts_with(&text) && !text.is_empty() { 0 } else { distance(&text, word) };
    let measured = among.into_iter().map(|word| (distance(&plain(word)), word));
    let (far, word) = measured.min_by_key(|(far, _)| *far)?;
    (far <= 2 && far < text.chars().count()).then_some(word)
}

/// Letters to put in, take out or replace.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, a) in (1..).zip(from.chars()) {
        let mut corner = std::mem::replace(&mut row[0], line);
        for (at, b) in to.iter().enumerate() {
            let cost = (corner + usize::from(a != *b)).min(row[at] + 1).min(row[at + 1] + 1);
            corner = std::mem::replace(&mut row[at + 1], cost);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_by_key_or_name() {
        let among = [
            Named::new("buy-gold", "Buy gold"),
            Named::new("in_progress", "In progress"),
            Named::new("kỹ-thuật", "Kỹ thuật"),
        ];
        for (text, want) in [("BUY GOLD", 0), ("buy_gold", 0), ("in progress", 1), ("in-progress", 1), ("ky thuat", 2)]
        {
            assert_eq!(chosen(text, &among), [want], "{text}");
        }
        assert!(chosen("gold", &among).is_empty());
    }

    #[test]
    fn what_was_meant_is_guessed_carefully() {
        let among = ["status", "type", "department", "from"];
        for (text, want) in [
            ("stauts", Some("status")),
            ("typ", Some("type")),
            ("dep", Some("department")),
            ("fom", Some("from")),
            ("zebra", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(closest(text, among), want, "{text}");
        }
    }
}
