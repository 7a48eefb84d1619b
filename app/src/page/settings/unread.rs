//! Knows numbers and colours as people type them, and notes what can't be read at its field.

use super::form::Form;
use domain::setting::FieldFault;
use domain::{Colour, Refusal};

/// What could not be read so far.
#[derive(Default)]
pub struct Unread {
    pub faults: Vec<FieldFault>,
}

impl Unread {
    fn note(&mut self, field: &str, refusal: Refusal) {
        self.faults.push(FieldFault { field: field.to_owned(), refusal });
    }

    /// A whole number; nothing written is none. Whether it fits is judged elsewhere.
    pub fn number<T: std::str::FromStr + Default>(&mut self, form: &Form, field: &str, (min, max): (i64, i64)) -> T {
        let words = form.get(field).trim();
        if words.is_empty() {
            return T::default();
        }
        words.parse().unwrap_or_else(|_| {
            self.note(field, Refusal::OutOfRange { min, max });
            T::default()
        })
    }

    pub fn colour(&mut self, form: &Form, field: &str) -> Option<Colour> {
        let words = form.words(field)?;
        let read = colour(&words);
        if read.is_none() {
            self.note(field, Refusal::BadColour);
        }
        read
    }
}

/// `#3498DB`, with or without its mark.
pub fn colour(words: &str) -> Option<Colour> {
    let digits = words.trim().trim_start_matches('#');
    let whole = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if whole { Colour::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(any(feature = "ssr", test))]
pub fn colour_words(colour: Colour) -> String {
    format!("#{:06x}", colour & 0xFF_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_six_digits() {
        assert_eq!(colour("#3498DB"), Some(0x34_98DB));
        assert_eq!(colour(" 0012ab"), Some(0x12AB));
        for wrong in ["", "#123", "#12345g", "1234567", "-12345", "éé"] {
            assert_eq!(colour(wrong), None, "{wrong}");
        }
        assert_eq!(colour(&colour_words(0x12AB)), Some(0x12AB));
    }
}
