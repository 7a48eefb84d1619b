//! Knows who may open a ticket, and when: one ordered list of reasons against it, over facts that the caller gathers.
//! Where the facts come from (the database in its transaction, memory at the press) is not known here.

use crate::word::words;
use crate::{BlockId, GuildRules, OpeningRules, Refusal, RoleId, Timestamp, TypeState, UserId};
use serde::{Deserialize, Serialize};
use std::time::Duration;

words! {
    /// By whose hand it is opened.
    Opener {
        /// The member's own.
        Customer = "customer",
        /// Staff do it for the member: they don't wait for one another, so neither cooldown nor throttle is asked.
        Staff = "staff",
        /// The waiting list, whose members met both when they joined it.
        Line = "line",
    }
}

/// Who may open nothing: a person, or everyone with a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub id: BlockId,
    pub person: Option<UserId>,
    pub role: Option<RoleId>,
    pub reason: Option<String>,
    /// From then on it holds no more.
    pub until: Option<Timestamp>,
    pub by: UserId,
    pub at: Timestamp,
}

impl Block {
    fn holds(&self, customer: UserId, roles: &[RoleId], now: Timestamp) -> bool {
        let theirs = self.person == Some(customer) || self.role.is_some_and(|role| roles.contains(&role));
        theirs && self.until.is_none_or(|until| now < until)
    }
}

/// All that a decision rests on. What the caller can't know is left as if it spoke for the member.
#[derive(Clone, Debug)]
pub struct OpeningFacts<'a> {
    pub opener: Opener,
    pub state: TypeState,
    pub paused_message: Option<&'a str>,
    /// Open tickets of this type that one member may have.
    pub limit_per_member: i64,
    /// The account's age is in its id.
    pub customer: UserId,
    pub roles: &'a [RoleId],
    pub joined_at: Option<Timestamp>,
    pub blocks: &'a [Block],
    /// Open tickets: the member's of this type, the member's of all types, everybody's of this type.
    pub theirs: i64,
    /// How the newest of theirs is found: a mention of its channel, or its words.
    pub theirs_link: Option<String>,
    pub theirs_in_all: i64,
    pub in_total: i64,
    /// Who waits for a place of this type.
    pub waiting: i64,
    /// When the member opened their last ticket of this type.
    pub last_opened_at: Option<Timestamp>,
    /// What all members opened, or waited for, within the guild's window.
    pub lately: i64,
}

/// How it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    Now,
    /// All places are taken: behind the others.
    InLine,
}

const DAY: Duration = Duration::from_hours(24);

/// Days, minutes and the like as they are set; nothing below zero is.
fn times(unit: Duration, count: i64) -> Duration {
    unit.saturating_mul(u32::try_from(count.max(0)).unwrap_or(u32::MAX))
}

/// Since when what was opened counts against the throttle.
pub fn throttle_from(rules: &GuildRules, now: Timestamp) -> Timestamp {
    now.minus(times(Duration::from_mins(1), rules.throttle_minutes))
}

/// The one rule. Reasons are told from the one that most lasts to the one that passes first: what a member can't change
/// comes before what waiting mends.
pub fn may_open(
    rules: &OpeningRules,
    guild: &GuildRules,
    facts: &OpeningFacts<'_>,
    now: Timestamp,
) -> Result<Opens, Refusal> {
    if facts.state == TypeState::Paused {
        return Err(Refusal::type_paused(facts.paused_message));
    }
    blocked(facts, now)?;
    if !roles_allow(rules, facts.roles) {
        return Err(Refusal::RoleNotAllowed);
    }
    old_enough(rules, facts, now)?;
    has_room(guild, facts)?;
    if facts.opener == Opener::Customer {
        in_time(rules, guild, facts, now)?;
    }
    // Whoever waits comes first; only the line itself does not stand in its own way.
    let before = if facts.opener == Opener::Line { 0 } else { facts.waiting };
    if rules.limit_total == 0 || facts.in_total.saturating_add(before) < rules.limit_total {
        Ok(Opens::Now)
    } else if rules.waiting_list {
        Ok(Opens::InLine)
    } else {
        Err(Refusal::TypeFull { open: rules.limit_total })
    }
}

/// A block of the person says more than one of their roles.
fn blocked(facts: &OpeningFacts<'_>, now: Timestamp) -> Result<(), Refusal> {
    let holding = || facts.blocks.iter().filter(|block| block.holds(facts.customer, facts.roles, now));
    match holding().find(|block| block.person.is_some()).or_else(|| holding().next()) {
        Some(block) => Err(Refusal::Blocked { reason: block.reason.clone(), until: block.until }),
        None => Ok(()),
    }
}

/// The first line whose role they have decides. Who has none of them may, unless a line allows.
fn roles_allow(rules: &OpeningRules, roles: &[RoleId]) -> bool {
    match rules.roles.iter().find(|line| roles.contains(&line.role)) {
        Some(line) => line.allow,
        None => rules.roles.iter().all(|line| !line.allow),
    }
}

fn old_enough(rules: &OpeningRules, facts: &OpeningFacts<'_>, now: Timestamp) -> Result<(), Refusal> {
    if rules.account_days > 0 && now.since(facts.customer.time()) < times(DAY, rules.account_days) {
        return Err(Refusal::AccountTooYoung { days: rules.account_days });
    }
    let here = match facts.joined_at {
        Some(joined) => now.since(joined),
        // Staff know whom they open for; of anybody else it is always told.
        None if facts.opener == Opener::Staff => return Ok(()),
        None => Duration::ZERO,
    };
    if rules.member_days > 0 && here < times(DAY, rules.member_days) {
        return Err(Refusal::MemberTooYoung { days: rules.member_days });
    }
    Ok(())
}

fn has_room(guild: &GuildRules, facts: &OpeningFacts<'_>) -> Result<(), Refusal> {
    if facts.theirs >= facts.limit_per_member {
        return Err(match &facts.theirs_link {
            Some(link) if facts.limit_per_member <= 1 => Refusal::OneIsOpen { link: link.clone() },
            _ => Refusal::TooManyOpen { open: facts.theirs },
        });
    }
    if guild.limit_per_member > 0 && facts.theirs_in_all >= guild.limit_per_member {
        return Err(Refusal::TooManyInAll { open: facts.theirs_in_all });
    }
    Ok(())
}

fn in_time(rules: &OpeningRules, guild: &GuildRules, facts: &OpeningFacts<'_>, now: Timestamp) -> Result<(), Refusal> {
    if rules.cooldown_minutes > 0
        && let Some(last) = facts.last_opened_at
    {
        let until = last.plus(times(Duration::from_mins(1), rules.cooldown_minutes));
        if now < until {
            return Err(Refusal::Cooldown { until });
        }
    }
    if guild.throttle_opens > 0 && facts.lately >= guild.throttle_opens {
        return Err(Refusal::Throttled);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
