//! What people write in the benchmark: words by Zipf's law out of 200,000, one message in twenty in letters without
//! blanks. Knows chance by its seed alone.
#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "figures are told in a few digits")]

use rand::Rng;
use rand::rngs::StdRng;

pub const WORDS: f64 = 200_000.0;
const LETTERS: f64 = 2_500.0;
const SYLLABLES: [&str; 40] = [
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo",
    "zu", "bra", "cle", "dri", "flo", "gru", "sha", "the", "pri", "sto", "tru", "an", "el", "in", "or", "us", "ar",
    "en", "is", "on", "ul",
];

/// The word of this rank, the most common being 0.
pub fn word(rank: usize) -> String {
    let mut left = rank;
    let mut text = String::new();
    loop {
        text.push_str(SYLLABLES[left % SYLLABLES.len()]);
        left /= SYLLABLES.len();
        if left == 0 {
            // Ranks of one syllable would be parts of longer words' beginnings all too often.
            text.push_str(["n", "r", "st", "ck"][rank % 4]);
            return text;
        }
    }
}

/// A rank by Zipf's law.
pub fn rank(random: &mut StdRng, among: f64) -> usize {
    ((among + 1.0).ln() * random.random::<f64>()).exp() as usize - 1
}

pub fn letter(rank: usize) -> char {
    char::from_u32(0x4E00 + u32::try_from(rank * 7).unwrap_or_default()).unwrap_or('字')
}

pub fn message(random: &mut StdRng) -> String {
    if random.random_bool(0.05) {
        return (0..random.random_range(4..24)).map(|_| letter(rank(random, LETTERS))).collect();
    }
    let words: Vec<String> = (0..random.random_range(3..24)).map(|_| word(rank(random, WORDS))).collect();
    words.join(" ")
}
