//! Knows which settings point at what Discord no longer has, and says so before anybody misses it.

use crate::bot::Bot;
use crate::panel;
use crate::trouble::Result;
use crate::words::Word;
use domain::{ChannelId, GuildId};
use std::collections::HashSet;

/// How the problems of settings begin.
const OURS: &str = "setting:";

/// Categories that types and departments name, and emoji of buttons: each that is gone is a problem until another is
/// chosen. Meanwhile tickets go where they would without it, and the button does without.
pub async fn check(bot: &Bot, guild: GuildId) {
    if let Err(error) = try_check(bot, guild).await {
        tracing::error!(guild.id = %guild, %error, "the settings could not be compared with what Discord has");
    }
}

async fn try_check(bot: &Bot, guild: GuildId) -> Result<()> {
    let catalog = bot.catalog(guild).await?;
    let known = bot.store.problems(guild).await?;
    let ours: Vec<&str> =
        known.iter().map(|p| p.subject.as_str()).filter(|subject| subject.starts_with(OURS)).collect();
    let mut named: Vec<(String, &str, ChannelId)> = Vec::new();
    let mut gone: Vec<(String, Word<'_>, Word<'_>)> = Vec::new();
    let emoji = bot.memory.guild(guild).map(|known| known.emoji);
    for kind in &catalog.types {
        if let (Some(text), Some(emoji)) = (&kind.emoji, &emoji)
            && !panel::can_be_shown(text, emoji)
        {
            let subject = format!("{OURS}type:{}:emoji", kind.id);
            gone.push((subject, Word::EmojiGone { of: &kind.name }, Word::EmojiGoneMend));
        }
        let open = kind.category.map(|category| (format!("{OURS}type:{}:category", kind.id), &*kind.name, category));
        let closed =
            kind.closed_category.map(|category| (format!("{OURS}type:{}:closed", kind.id), &*kind.name, category));
        named.extend(open.into_iter().chain(closed));
    }
    for department in &catalog.departments {
        let subject = format!("{OURS}department:{}:category", department.id);
        named.extend(department.category.map(|category| (subject, &*department.name, category)));
    }
    if !named.is_empty() {
        let channels = bot.store.channels(guild).await?;
        let there: HashSet<ChannelId> = channels.into_iter().map(|channel| channel.id).collect();
        let lost = named.into_iter().filter(|(_, _, category)| !there.contains(category));
        gone.extend(lost.map(|(subject, of, _)| (subject, Word::CategoryGone { of }, Word::CategoryGoneMend)));
    }
    for (subject, what, mend) in &gone {
        if !ours.contains(&subject.as_str()) {
            bot.problem(guild, subject, &what.to_string(), &mend.to_string()).await;
        }
    }
    for subject in ours.into_iter().filter(|subject| !gone.iter().any(|(still, _, _)| still == subject)) {
        bot.solved(guild, subject).await;
    }
    Ok(())
}
