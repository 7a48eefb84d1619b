//! Knows the emoji on buttons: how Discord writes them, and which of a guild's own are no longer there.

use crate::bot::Bot;
use crate::trouble::Result;
use crate::words::Word;
use domain::setting::own_emoji;
use domain::{EmojiId, GuildId};
use serde_json::{Value, json};
use std::collections::HashSet;

/// How the problems of emoji begin; the type's id follows.
const OURS: &str = "emoji:";

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

/// An emoji that a type names and the guild has no more is a problem until another is chosen.
pub async fn check(bot: &Bot, guild: GuildId) {
    if let Err(error) = try_check(bot, guild).await {
        tracing::error!(guild.id = %guild, %error, "the emoji of buttons could not be compared with what Discord has");
    }
}

async fn try_check(bot: &Bot, guild: GuildId) -> Result<()> {
    let Some(known) = bot.memory.guild(guild) else { return Ok(()) };
    let catalog = bot.catalog(guild).await?;
    let told = bot.store.problems(guild).await?;
    let told: HashSet<&str> = told.iter().map(|p| p.subject.as_str()).filter(|of| of.starts_with(OURS)).collect();
    let mut gone = HashSet::new();
    for kind in &catalog.types {
        if kind.emoji.as_deref().is_none_or(|text| can_be_shown(text, &known.emoji)) {
            continue;
        }
        let subject = format!("{OURS}{}", kind.id);
        if !told.contains(subject.as_str()) {
            let what = Word::EmojiGone { of: &kind.name }.to_string();
            bot.problem(guild, &subject, &what, &Word::EmojiGoneMend.to_string()).await;
        }
        gone.insert(subject);
    }
    for subject in told.into_iter().filter(|subject| !gone.contains(*subject)) {
        bot.solved(guild, subject).await;
    }
    Ok(())
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
