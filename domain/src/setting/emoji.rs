//! Knows what an emoji looks like in text: one of Unicode's, or a guild's own as Discord writes it.

use crate::EmojiId;

const JOINER: char = '\u{200D}';
const PICTURE: char = '\u{FE0F}';
const KEYCAP: char = '\u{20E3}';

/// The id in `<:gold:123>` or `<a:gold:123>`.
pub fn own(text: &str) -> Option<EmojiId> {
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    let (animated, rest) = inner.split_once(':')?;
    let (name, id) = rest.split_once(':')?;
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !plain || !matches!(animated, "" | "a") { None } else { id.parse().ok() }
}

/// One emoji of Unicode's: a picture, a flag or a keycap, with its variation, or several joined into one
/// (<https://www.unicode.org/reports/tr51/>).
pub fn is_unicode(text: &str) -> bool {
    let mut rest = text;
    loop {
        let Some(after) = element(rest) else { return false };
        if after.is_empty() {
            return true;
        }
        let Some(joined) = after.strip_prefix(JOINER) else { return false };
        rest = joined;
    }
}

/// What follows the first emoji.
fn element(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    if is_flag_letter(first) {
        let second = chars.next().filter(|c| is_flag_letter(*c))?;
        return Some(&rest[second.len_utf8()..]);
    }
    if matches!(first, '0'..='9' | '#' | '*') {
        return rest.strip_prefix(PICTURE).unwrap_or(rest).strip_prefix(KEYCAP);
    }
    if !is_picture(first) {
        return None;
    }
    let rest = rest.strip_prefix(PICTURE).unwrap_or(rest);
    let rest = rest.strip_prefix(|c| matches!(c, '\u{1F3FB}'..='\u{1F3FF}')).unwrap_or(rest);
    Some(rest.trim_start_matches(|c| matches!(c, '\u{E0020}'..='\u{E007F}')))
}

fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// The blocks in which Unicode's emoji lie; some of their neighbours are only pictures, which Discord will say.
fn is_picture(c: char) -> bool {
    matches!(c,
        '\u{1F000}'..='\u{1F1E5}' | '\u{1F200}'..='\u{1FAFF}' | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}'
        | '\u{25A0}'..='\u{27BF}' | '\u{2934}'..='\u{2935}' | '\u{2B00}'..='\u{2BFF}' | '\u{24C2}' | '\u{3030}'
        | '\u{303D}' | '\u{3297}' | '\u{3299}' | '©' | '®' | '‼' | '⁉' | '™' | 'ℹ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_are_told_from_words() {
        for good in ["🪙", "🛠️", "💬", "🔄", "👩‍💻", "👍🏽", "🇻🇳", "7️⃣", "❤️‍🔥", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "™️", "⬆️"]
        {
            assert!(is_unicode(good), "{good}");
        }
        for bad in ["", " ", "gold", ":gold:", "🪙🪙", "🪙 ", "7", "🇻", "é", "金", "a🪙"] {
            assert!(!is_unicode(bad), "{bad}");
        }
    }

    #[test]
    fn a_guilds_own_has_an_id() {
        assert_eq!(own("<:gold:123>"), Some(EmojiId(123)));
        assert_eq!(own("<a:gold_2:123>"), Some(EmojiId(123)));
        for bad in ["<gold:123>", "<:gold:>", "<::1>", "<b:gold:1>", ":gold:", "<:go ld:1>", "<@1>"] {
            assert_eq!(own(bad), None, "{bad}");
        }
    }
}
