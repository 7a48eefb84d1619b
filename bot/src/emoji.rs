//! Knows the emoji on buttons: how Discord writes them, and which of a guild's own it would take.

use domain::EmojiId;
use domain::setting::own_emoji;
use serde_json::{Value, json};
use std::collections::HashSet;

/// A button with an emoji that is gone would be refused, and the whole panel with it.
pub fn can_be_shown(text: &str, known: &HashSet<EmojiId>) -> bool {
    own_emoji(text).is_none_or(|id| known.contains(&id))
}

/// `🪙`, or `<:gold:123>` and `<a:gold:123>` of a guild's own.
pub fn on_wire(text: &str) -> Option<Value> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let Some(own) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return Some(json!({"name": text}));
    };
    let mut parts = own.split(':');
    let animated = parts.next() == Some("a");
    let (name, id) = (parts.next()?, parts.next()?);
    Some(json!({"name": name, "id": id, "animated": animated}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_of_both_kinds_are_read() {
        assert_eq!(on_wire("🪙"), Some(json!({"name": "🪙"})));
        assert_eq!(on_wire("<a:gold:12>"), Some(json!({"name": "gold", "id": "12", "animated": true})));
        assert_eq!(on_wire("<:gold:12>"), Some(json!({"name": "gold", "id": "12", "animated": false})));
        assert_eq!(on_wire(" "), None);
    }
}
