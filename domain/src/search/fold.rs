//! Knows which letters are one to a searcher: case, diacritics and forms of compatibility fall away. Knows no word.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Letters that are not a base and a mark to Unicode, and yet are typed without their stroke.
const PLAIN: [(char, &str); 13] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ł', "l"),
    ('ı', "i"),
    ('þ', "th"),
    ('ħ', "h"),
    ('ŧ', "t"),
    ('ŀ', "l"),
    ('ς', "σ"),
];

/// The text's letters as they are compared, blanks and signs kept.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if is_word(c) || is_cjk(c) { fold(c, &mut |c| out.push(c)) } else { out.push(c) }
    }
    out
}

/// What a word may consist of. Marks continue one: vowels of Hindi and Thai are marks.
pub fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c)))
}

/// Gives the letters that stand for this one: letters, digits and marks, nothing else.
pub fn fold(c: char, out: &mut dyn FnMut(char)) {
    if c.is_ascii() {
        return out(c.to_ascii_lowercase());
    }
    if is_cjk(c) && !is_compatibility(c) {
        if is_word(c) {
            out(c);
        }
        return;
    }
    decompose_compatible(c, |part| {
        for lower in part.to_lowercase() {
            match PLAIN.iter().find(|(from, _)| *from == lower) {
                Some((_, plain)) => plain.chars().for_each(&mut *out),
                None if is_dropped(lower) || !is_word(lower) => {}
                None => out(lower),
            }
        }
    });
}

/// Written without blanks between words: cut into pairs. Hangul too, whose endings grow onto words.
pub fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11FF | 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3031..=0x3035 | 0x3041..=0x3096 | 0x309D..=0x309F
        | 0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x3105..=0x318E | 0x31A0..=0x31BF | 0x31F0..=0x31FF | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF | 0xA960..=0xA97C | 0xAC00..=0xD7FB | 0xF900..=0xFAFF | 0xFF66..=0xFFDC | 0x2_0000..=0x3_FFFF)
}

/// Has another form that is meant. Hangul is decomposed by no one who types it.
fn is_compatibility(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x2FDF | 0x3131..=0x318E | 0xF900..=0xFAFF | 0xFF66..=0xFFDC)
}

/// Pictures that stand for a word each.
pub fn is_emoji(c: char) -> bool {
    matches!(u32::from(c), 0x2600..=0x27BF | 0x1_F300..=0x1_F3FA | 0x1_F400..=0x1_FAFF)
}

/// Accents, points of Hebrew and Arabic, selectors of a variant: left out by many who type.
fn is_dropped(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F | 0x0483..=0x0487 | 0x0591..=0x05BD | 0x05BF | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F | 0xE_0100..=0xE_01EF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_by_case_or_accent_is_one() {
        for (text, want) in [
            ("Đặng Thị LAN", "dang thi lan"),
            ("Straße ÆON Łódź", "strasse aeon lodz"),
            ("İstanbul ΣΊΣΥΦΟΣ", "istanbul σισυφοσ"),
            ("ＡＢＣ ﬁn x²", "abc fin x2"),
            ("がぎ 한국 中文", "がぎ 한국 中文"),
            ("ｶﾀ ⼈", "カタ 人"),
            ("नमस्ते", "नमस्ते"),
        ] {
            assert_eq!(folded(text), want);
        }
    }
}
