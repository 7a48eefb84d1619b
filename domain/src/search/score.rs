//! Knows how well one text answers what was looked for: how often, how close together, how much else stands around it.

use super::{Token, Words};
use std::ops::Range;

/// What a find of today is worth more than an old one; half of it after a quarter of a year.
const RECENT: f64 = 1.0;
const QUARTER_DAYS: f64 = 90.0;
/// Terms of a usual message.
const USUAL: f64 = 20.0;

/// Zero for a text that is not found.
#[expect(clippy::cast_precision_loss, reason = "counts of terms are small")]
pub fn relevance(text: &[Token], words: &Words) -> f64 {
    let places: Vec<Vec<Range<usize>>> = words.with.iter().map(|phrase| phrase.places(text)).collect();
    if places.is_empty() || places.iter().any(Vec::is_empty) {
        return 0.0;
    }
    let length = 0.25 + 0.75 * text.len() as f64 / USUAL;
    let often: f64 = places
        .iter()
        .zip(&words.with)
        .map(|(places, phrase)| {
            let count = places.len() as f64;
            phrase.terms.len() as f64 * count / (count + 1.2 * length)
        })
        .sum();
    let near = 1.0 / (1.0 + stretch(&places) as f64 / 10.0);
    often + near
}

/// Of so many finds in a ticket, the newest so many days ago, the best worth this.
#[expect(clippy::cast_precision_loss, reason = "counts of finds are small")]
pub fn standing(best: f64, finds: usize, days: f64) -> f64 {
    best + (finds as f64).ln_1p() * 0.3 + RECENT / (1.0 + days.max(0.0) / QUARTER_DAYS)
}

/// Terms between the first places of all phrases, taken from where they stand closest to the first one's places.
fn stretch(places: &[Vec<Range<usize>>]) -> usize {
    let Some((first, others)) = places.split_first() else { return 0 };
    let from = |at: &Range<usize>| {
        others
            .iter()
            .map(|other| other.iter().map(|place| place.start.abs_diff(at.start)).min().unwrap_or_default())
            .max()
            .unwrap_or_default()
    };
    first.iter().take(32).map(from).min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;
    use crate::search::{parse, tokens};

    #[test]
    fn closer_and_more_often_is_better() {
        let words = parse("buy gold", Timestamp(0)).unwrap().words;
        let worth = |text: &str| relevance(&tokens(text), &words);
        assert!(worth("buy gold") > worth("buy a lot of very shiny old gold"));
        assert!(worth("buy gold, buy gold") > worth("buy gold"));
        assert!(worth("buy gold") > worth(&format!("buy gold {}", "and so on ".repeat(50))));
        assert!(worth("buy silver").abs() < f64::EPSILON);
        assert!(standing(1.0, 3, 1.0) > standing(1.0, 1, 1.0) && standing(1.0, 1, 1.0) > standing(1.0, 1, 400.0));
    }
}
