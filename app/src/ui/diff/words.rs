//! Knows how much of two texts is the same at their beginning and at their end, cut where words are.

/// What both begin with, what the first has then, what the second has, what both end with.
pub fn parts<'a>(before: &'a str, after: &'a str) -> (&'a str, &'a str, &'a str, &'a str) {
    let head = words_alike(before.split_inclusive(char::is_whitespace), after.split_inclusive(char::is_whitespace));
    let (rest_before, rest_after) = (&before[head..], &after[head..]);
    let tail = words_alike(ends(rest_before), ends(rest_after));
    let (cut_before, cut_after) = (rest_before.len() - tail, rest_after.len() - tail);
    (&before[..head], &rest_before[..cut_before], &rest_after[..cut_after], &rest_before[cut_before..])
}

/// Bytes of the words that two rows of them begin with alike.
fn words_alike<'a>(one: impl Iterator<Item = &'a str>, other: impl Iterator<Item = &'a str>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).map(|(word, _)| word.len()).sum()
}

/// The words from the last to the first, each with the blank before it.
fn ends(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let at = rest.rfind(char::is_whitespace).unwrap_or(0);
        let (left, word) = rest.split_at(at);
        rest = left;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::parts;
    use proptest::prelude::*;

    #[test]
    fn what_is_alike_at_both_ends_is_told_apart() {
        assert_eq!(parts("We answer soon.", "We answer today."), ("We answer ", "soon.", "today.", ""));
        assert_eq!(parts("Buy gold now", "Buy more gold now"), ("Buy ", "gold", "more gold", " now"));
        assert_eq!(parts("", "new"), ("", "", "new", ""));
        assert_eq!(parts("same", "same"), ("same", "", "", ""));
        assert_eq!(parts("a a", "a a a"), ("a ", "a", "a a", ""));
    }

    proptest! {
        #[test]
        fn nothing_gets_lost(before in "[ab ]{0,12}", after in "[ab ]{0,12}") {
            let (head, one, other, tail) = parts(&before, &after);
            prop_assert_eq!(format!("{head}{one}{tail}"), before.clone());
            prop_assert_eq!(format!("{head}{other}{tail}"), after.clone());
        }
    }
}
