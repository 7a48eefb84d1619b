//! Knows what must be right in a guild so that the bot can work: what it may, guild-wide and where its channels are,
//! and that the roles which are configured exist. Looks at memory and the store, never at Discord.

mod words;

use crate::bot::Bot;
use crate::clock;
use crate::emoji::can_be_shown;
use crate::memory::Overwrites;
use crate::permission::{lacking, needed_bits};
use crate::trouble::Result;
use domain::permission::{
    EMBED_LINKS, MANAGE_CHANNELS, MANAGE_ROLES, MENTION_EVERYONE, PIN_MESSAGES, READ_HISTORY, SEND_MESSAGES,
    VIEW_CHANNEL, in_channel, in_guild,
};
use domain::setting::own_emoji;
use domain::{ChannelFacts, ChannelId, EmojiId, Guild, GuildId, PanelState, RoleFacts, RoleId, RoleKind, UserId};
use std::collections::HashSet;
use std::sync::Arc;
use store::{Catalog, Check, CheckKind, Checkup, Ill};
use words::Use;

/// To make channels in a category, and to move them there.
const IN_CATEGORY: i64 = VIEW_CHANNEL | MANAGE_CHANNELS;
/// To post a panel and edit it.
const IN_PANEL: i64 = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | READ_HISTORY;
/// To work in a ticket and to end it.
const IN_TICKET: i64 = IN_PANEL | MANAGE_CHANNELS | MANAGE_ROLES | PIN_MESSAGES;
/// To tell of deeds.
const IN_LOG: i64 = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS;

/// What a guild is, as far as it is looked at.
pub struct Facts<'a> {
    pub guild: &'a Guild,
    pub me: UserId,
    pub my_roles: &'a [RoleId],
    pub roles: &'a [RoleFacts],
    pub mentionable: &'a HashSet<RoleId>,
    /// The guild's own that can be used.
    pub emoji: &'a HashSet<EmojiId>,
    pub channels: &'a [ChannelFacts],
    pub overwrites: &'a Overwrites,
    pub catalog: &'a Catalog,
    /// The channels of the tickets that are open.
    pub tickets: &'a [ChannelId],
    /// Discord takes not one channel more.
    pub full: bool,
    /// Moderators need two-factor authentication here, and Discord has refused the bot for want of it.
    pub without_mfa: bool,
}

impl Facts<'_> {
    fn held(&self) -> i64 {
        let everyone = RoleId(self.guild.id.0);
        let mine = self.roles.iter().filter(|role| role.id == everyone || self.my_roles.contains(&role.id));
        in_guild(self.guild.owner == self.me, mine.map(|role| role.permissions))
    }

    /// What is lacking in a channel, of what is needed there; `None`: there is no such channel.
    fn lacking_in(&self, channel: ChannelId, wanted: i64) -> Option<Vec<&'static str>> {
        let overwrites = self.overwrites.get(&channel)?;
        let held = in_channel(self.held(), self.guild.id, self.me, self.my_roles, overwrites);
        Some(lacking(held, wanted))
    }

    fn name(&self, channel: ChannelId) -> &str {
        self.channels.iter().find(|one| one.id == channel).map_or("", |one| one.name.as_str())
    }
}

/// Looks at everything. Pure.
pub fn examine(facts: &Facts<'_>) -> Vec<Check> {
    let mut checks = vec![server(facts), room(facts)];
    checks.extend(two_factors(facts));
    checks.extend(categories(facts));
    checks.extend(panels(facts));
    checks.extend(empty_panels(facts));
    checks.extend(logs(facts));
    checks.extend(emoji(facts));
    checks.extend(tickets(facts));
    checks.extend(roles(facts));
    checks
}

fn server(facts: &Facts<'_>) -> Check {
    let lacking = lacking(facts.held(), needed_bits());
    let ill = (!lacking.is_empty()).then(|| words::server(&lacking));
    Check { kind: CheckKind::Server, subject: "permissions".into(), name: words::SERVER.into(), ill }
}

/// Whether there is room for tickets at all, as Discord said last.
fn room(facts: &Facts<'_>) -> Check {
    let ill = facts.full.then(words::full);
    Check { kind: CheckKind::Server, subject: "channels".into(), name: words::ROOM.into(), ill }
}

/// The account that owns the application needs it, where moderators do. Whether it has it only a refusal tells.
fn two_factors(facts: &Facts<'_>) -> Option<Check> {
    let check = |ill| Check { kind: CheckKind::Server, subject: "mfa".into(), name: words::MFA.into(), ill };
    facts.without_mfa.then(|| check(Some(words::without_mfa())))
}

/// Docket's own, and those that departments and types name. Its own are made anew where they are gone; the others are
/// somebody's choice.
fn categories(facts: &Facts<'_>) -> Vec<Check> {
    let (guild, catalog) = (facts.guild, facts.catalog);
    let own = [guild.create_category, guild.tickets_category, guild.closed_category].into_iter().flatten();
    let mut wanted: Vec<(ChannelId, Option<&str>)> = own.map(|id| (id, None)).collect();
    wanted.extend(catalog.departments.iter().filter_map(|d| Some((d.category?, Some(d.name.as_str())))));
    for kind in &catalog.types {
        wanted.extend(
            [kind.category, kind.closed_category].into_iter().flatten().map(|id| (id, Some(kind.name.as_str()))),
        );
    }
    let mut checks: Vec<Check> = Vec::new();
    for (id, of) in wanted {
        let subject = format!("place:{id}");
        let (name, ill) = match (facts.lacking_in(id, IN_CATEGORY), of) {
            (Some(lacking), _) => {
                let name = facts.name(id).to_owned();
                let ill = (!lacking.is_empty()).then(|| words::category(&name, &lacking));
                (name, ill)
            }
            (None, Some(of)) => (words::CATEGORY_GONE.to_owned(), Some(words::category_gone(of))),
            (None, None) => continue,
        };
        if !checks.iter().any(|known| known.subject == subject) {
            checks.push(Check { kind: CheckKind::Category, subject, name, ill });
        }
    }
    checks
}

fn panels(facts: &Facts<'_>) -> impl Iterator<Item = Check> {
    let published = facts.catalog.panels.iter().filter(|panel| panel.state == PanelState::Published);
    published.filter_map(|panel| {
        let channel = panel.channel?;
        let name = format!("#{}", facts.name(channel));
        let lacking = facts.lacking_in(channel, IN_PANEL)?;
        let ill = (!lacking.is_empty()).then(|| words::channel(&name, &lacking));
        Some(Check { kind: CheckKind::Panel, subject: format!("place:{channel}"), name, ill })
    })
}

/// Its types were deleted: whoever comes to it finds nothing to press.
fn empty_panels(facts: &Facts<'_>) -> impl Iterator<Item = Check> {
    let published = facts.catalog.panels.iter().filter(|panel| panel.state == PanelState::Published);
    published.filter_map(|panel| {
        let offered = panel.types.iter().any(|id| facts.catalog.types.iter().any(|kind| kind.id == *id));
        let name = format!("#{}", panel.channel_name);
        let ill = Some(words::panel_empty(&name));
        (!offered).then(|| Check { kind: CheckKind::Panel, subject: format!("empty:{}", panel.id), name, ill })
    })
}

/// Where deeds are told, if anywhere.
fn logs(facts: &Facts<'_>) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    for (_, channel) in &facts.catalog.rules.logs {
        let subject = format!("log:{channel}");
        if checks.iter().any(|known| known.subject == subject) {
            continue;
        }
        let (name, ill) = match facts.lacking_in(*channel, IN_LOG) {
            None => (words::LOG_GONE.to_owned(), Some(words::log_gone())),
            Some(lacking) => {
                let name = format!("#{}", facts.name(*channel));
                let ill = (!lacking.is_empty()).then(|| words::channel(&name, &lacking));
                (name, ill)
            }
        };
        checks.push(Check { kind: CheckKind::Panel, subject, name, ill });
    }
    checks
}

/// The guild's own emoji on buttons. One that is gone would be refused with its whole panel, so the button does without.
fn emoji(facts: &Facts<'_>) -> impl Iterator<Item = Check> {
    facts.catalog.types.iter().filter_map(|kind| {
        let text = kind.emoji.as_deref().filter(|text| own_emoji(text).is_some())?;
        let ill = (!can_be_shown(text, facts.emoji)).then(|| words::emoji_gone(&kind.name));
        let name = words::emoji_name(&kind.name);
        Some(Check { kind: CheckKind::Panel, subject: format!("emoji:{}", kind.id), name, ill })
    })
}

/// All of them together: what takes a permission away in one takes it away in many.
fn tickets(facts: &Facts<'_>) -> Option<Check> {
    let mut count = 0;
    let mut names = Vec::new();
    let mut all: Vec<&'static str> = Vec::new();
    for channel in facts.tickets {
        let Some(lacking) = facts.lacking_in(*channel, IN_TICKET) else { continue };
        count += 1;
        if lacking.is_empty() {
            continue;
        }
        names.push(facts.name(*channel));
        for one in lacking {
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    let ill = (!names.is_empty()).then(|| words::tickets(&names, &all));
    let name = words::tickets_name(count);
    (count > 0).then(|| Check { kind: CheckKind::Tickets, subject: "tickets".into(), name, ill })
}

/// Every role that is configured, once.
fn roles(facts: &Facts<'_>) -> Vec<Check> {
    let mut uses: Vec<(RoleId, Use<'_>, bool)> = Vec::new();
    for department in &facts.catalog.departments {
        let name = department.name.as_str();
        for (role, kind) in &department.roles {
            // Staff are pinged where nobody is on call.
            let pinged = department.oncall_role.is_none() && *kind != RoleKind::Viewer;
            uses.push((*role, Use::Of(*kind, name), pinged));
        }
        uses.extend(department.oncall_role.map(|role| (role, Use::OnCall(name), true)));
    }
    uses.extend(facts.catalog.admin_roles.iter().map(|role| (*role, Use::Admin, false)));
    let may_ping_all = facts.held() & MENTION_EVERYONE != 0;
    let mut checks: Vec<Check> = Vec::new();
    for (id, of, pinged) in uses {
        let subject = format!("role:{id}");
        let found = facts.roles.iter().find(|role| role.id == id);
        let ill = match found {
            None => Some(words::role_gone(of)),
            Some(role) if pinged && !may_ping_all && !facts.mentionable.contains(&id) => {
                Some(words::role_silent(&role.name, of))
            }
            Some(_) => None,
        };
        let name = found.map_or_else(|| words::GONE.to_owned(), |role| format!("@{}", role.name));
        match checks.iter_mut().find(|check| check.subject == subject) {
            Some(known) if known.ill.is_none() => known.ill = ill,
            Some(_) => {}
            None => checks.push(Check { kind: CheckKind::Role, subject, name, ill }),
        }
    }
    checks
}

/// Whether a problem under this subject is one of those that are written here.
fn is_ours(subject: &str) -> bool {
    matches!(subject, "permissions" | "tickets" | "channels" | "mfa")
        || ["place:", "role:", "emoji:", "empty:", "log:"].iter().any(|start| subject.starts_with(start))
}

/// Looks a guild over, and writes down what is ill, and what no longer is.
pub async fn look_over(bot: &Arc<Bot>, guild: GuildId) -> Result<()> {
    let Some(known) = bot.memory.guild(guild) else { return Ok(()) };
    let Some(row) = bot.store.guild(guild).await? else { return Ok(()) };
    let (roles, channels) = (bot.store.roles(guild).await?, bot.store.channels(guild).await?);
    let catalog = bot.catalog(guild).await?;
    let checks = examine(&Facts {
        guild: &row,
        me: bot.me,
        my_roles: &known.my_roles,
        roles: &roles,
        mentionable: &known.mentionable,
        emoji: &known.emoji,
        channels: &channels,
        overwrites: &bot.memory.overwrites(guild),
        catalog: &catalog,
        tickets: &bot.memory.ticket_channels(guild),
        full: bot.spots.guild_is_full(guild),
        without_mfa: known.mfa && bot.rest.wants_mfa(),
    });
    for Check { subject, ill, .. } in &checks {
        match ill {
            Some(Ill { what, mend }) => bot.problem(guild, subject, what, mend).await,
            None => bot.solved(guild, subject).await,
        }
    }
    let before = bot.store.checkup(guild).map(|last| last.checks).unwrap_or_default();
    let was_ill = |check: &Check| before.iter().any(|old| old.subject == check.subject && old.ill.is_some());
    let better = checks.iter().any(|check| check.ill.is_none() && was_ill(check));
    // What is no longer looked at: a role that nobody uses any more, a channel that is gone.
    let looked_at = |subject: &String| checks.iter().any(|check| check.subject == *subject);
    for subject in bot.memory.problems(guild).iter().filter(|subject| is_ours(subject) && !looked_at(subject)) {
        bot.solved(guild, subject).await;
    }
    bot.store.set_checkup(guild, Checkup { at: clock::now(), checks });
    if better {
        bot.roused(guild).await;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
