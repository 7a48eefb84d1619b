//! Knows how a reference is made: what a person reads out when something broke, and what the log finds it by.

use rand::Rng;

/// Without letters and digits that are mistaken for each other.
const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// Eight letters and digits.
pub fn new() -> String {
    let mut rng = rand::rng();
    (0..8).map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())])).collect()
}
