//! Knows which settings point at what Discord no longer has, and says so before anybody misses it.

use crate::bot::Bot;
use crate::trouble::Result;
use crate::words::Word;
use domain::{ChannelId, GuildId};
use std::collections::HashSet;

/// How the problems of settings begin.
const OURS: &str = "setting:";

/// Categories that types and departments name: each that is gone is a problem until another is chosen. Meanwhile tickets
/// go where they would without it.
pub async fn check(bot: &Bot, guild: GuildId) {
    if let Err(error) = try_check(bot, guild).await {
        tracing::error!(guild.id = %guild, %error, "the settings could not be compared with what Discord has");
    }
}

async fn try_check(bot: &Bot, guild: GuildId) -> Result<()> {
    let catalog = bot.catalog(guild).await?;
    let mut named: Vec<(String, &str, ChannelId)> = Vec::new();
    for kind in &catalog.types {
        let open = kind.category.map(|category| (format!("{OURS}type:{}:category", kind.id), &*kind.name, category));
        let closed =
            kind.closed_category.map(|category| (format!("{OURS}type:{}:closed", kind.id), &*kind.name, category));
        named.extend(open.into_iter().chain(closed));
    }
    for department in &catalog.departments {
        let subject = format!("{OURS}department:{}:category", department.id);
        named.extend(department.category.map(|category| (subject, &*department.name, category)));
    }
    let known = bot.store.problems(guild).await?;
    let ours: Vec<&str> =
        known.iter().map(|p| p.subject.as_str()).filter(|subject| subject.starts_with(OURS)).collect();
    if named.is_empty() && ours.is_empty() {
        return Ok(());
    }
    let there: HashSet<ChannelId> = bot.store.channels(guild).await?.into_iter().map(|channel| channel.id).collect();
    named.retain(|(_, _, category)| !there.contains(category));
    for (subject, name, _) in &named {
        if !ours.contains(&subject.as_str()) {
            let what = Word::CategoryGone { of: name }.to_string();
            bot.problem(guild, subject, &what, &Word::CategoryGoneMend.to_string()).await;
        }
    }
    for subject in ours.into_iter().filter(|subject| !named.iter().any(|(gone, _, _)| gone == subject)) {
        bot.solved(guild, subject).await;
    }
    Ok(())
}
