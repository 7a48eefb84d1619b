//! Knows what an admin edits of the rules that hold in a whole guild, and of who is blocked in it.

use super::fault::Faults;
use super::ticket_type::filled;
use super::{Choices, FieldFault, limit};
use crate::{ChannelId, GuildRules, Refusal, RoleId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// Discord's channel type of a text channel.
const TEXT: i32 = 0;

impl GuildRules {
    /// As they are kept and compared: categories without blanks around, each once.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        let mut categories: Vec<String> = Vec::new();
        for category in self.categories.drain(..) {
            let category = category.trim();
            let known = |one: &String| one.to_lowercase() == category.to_lowercase();
            if !category.is_empty() && !categories.iter().any(known) {
                categories.push(category.to_owned());
            }
        }
        self.categories = categories;
        self.risky.sort_unstable();
        self.risky.dedup();
        self.logs.sort_unstable();
        self.logs.dedup();
        self
    }

    /// All that is wrong with them, at their fields; log channels are `logs.N` in their own order.
    pub fn check(&self, choices: &Choices) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        faults.within("limit_in_all", self.limit_per_member, limit::OPEN_IN_TOTAL);
        faults.within("throttle_opens", self.throttle_opens, limit::THROTTLE_OPENS);
        faults.within("throttle_minutes", self.throttle_minutes, limit::THROTTLE_MINUTES);
        let count = self.categories.len();
        if count > limit::TICKET_CATEGORIES {
            faults.add("categories", Refusal::TooMany { count, max: limit::TICKET_CATEGORIES });
        }
        if let Some(long) = self.categories.iter().find(|one| one.chars().count() > limit::TICKET_CATEGORY) {
            faults.fits("categories", long, limit::TICKET_CATEGORY);
        }
        for (index, (_, channel)) in self.logs.iter().enumerate() {
            if choices.text_channel(*channel).is_none() {
                faults.add(format!("logs.{index}"), Refusal::NoSuchChannel);
            }
        }
        faults.0
    }

    /// What is wrong with `after` and was chosen by it: a channel that was deleted since is nobody's mistake now.
    pub fn new_faults(&self, after: &Self, choices: &Choices) -> Vec<FieldFault> {
        let stayed = |fault: &FieldFault| {
            let at: Option<usize> = fault.field.strip_prefix("logs.").and_then(|at| at.parse().ok());
            at.and_then(|at| after.logs.get(at)).is_some_and(|log| self.logs.contains(log))
        };
        after.check(choices).into_iter().filter(|fault| !stayed(fault)).collect()
    }
}

impl Choices {
    pub fn text_channel(&self, id: ChannelId) -> Option<&super::ChannelChoice> {
        self.text_channels().find(|channel| channel.id == id)
    }

    pub fn text_channels(&self) -> impl Iterator<Item = &super::ChannelChoice> {
        self.channels.iter().filter(|channel| channel.kind == TEXT)
    }
}

/// Who is to open nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Blocked {
    Person(UserId),
    /// Everyone with it.
    Role(RoleId),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockDraft {
    pub whom: Blocked,
    /// The member reads it.
    pub reason: Option<String>,
    /// For ever, if there is none.
    pub until: Option<Timestamp>,
}

impl BlockDraft {
    #[must_use]
    pub fn tidy(self) -> Self {
        Self { reason: filled(self.reason), ..self }
    }

    pub fn check(&self, choices: &Choices, now: Timestamp) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        if let Blocked::Role(role) = self.whom
            && choices.role(role).is_none()
        {
            faults.add("role", Refusal::NoSuchRole);
        }
        faults.fits("reason", self.reason.as_deref().unwrap_or_default(), limit::BLOCK_REASON);
        if self.until.is_some_and(|until| until <= now) {
            faults.add("until", Refusal::PastTime);
        }
        faults.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LogKind;
    use crate::setting::ChannelChoice;

    fn choices() -> Choices {
        let channel = |id: i64, kind| ChannelChoice { id: ChannelId(id), name: format!("c{id}"), kind, parent: None };
        Choices { channels: vec![channel(1, 0), channel(2, 4)], ..Choices::default() }
    }

    #[test]
    fn the_defaults_are_right_and_tidy() {
        assert!(GuildRules::default().check(&choices()).is_empty());
        assert_eq!(GuildRules::default().tidy().categories, GuildRules::default().categories);
    }

    #[test]
    fn each_bound_is_held_at_its_field() {
        let rules = GuildRules {
            limit_per_member: 501,
            throttle_opens: -1,
            throttle_minutes: 0,
            categories: (0..26).map(|n| format!("{n}{}", "x".repeat(50))).collect(),
            logs: vec![
                (LogKind::Opened, ChannelId(1)),
                (LogKind::Opened, ChannelId(2)),
                (LogKind::Rated, ChannelId(3)),
            ],
            ..GuildRules::default()
        };
        let faults: Vec<_> = rules.check(&choices()).into_iter().map(|fault| fault.field).collect();
        let expected =
            ["limit_in_all", "throttle_opens", "throttle_minutes", "categories", "categories", "logs.1", "logs.2"];
        assert_eq!(faults, expected);
        let left: Vec<_> = rules.new_faults(&rules, &choices()).into_iter().map(|fault| fault.field).collect();
        assert_eq!(left, expected[..5]);
    }

    #[test]
    fn a_category_stands_once() {
        let categories = [" Order ", "order", "", "ÄRGER", "ärger"].map(str::to_owned).to_vec();
        assert_eq!(GuildRules { categories, ..GuildRules::default() }.tidy().categories, ["Order", "ÄRGER"]);
    }

    #[test]
    fn a_block_ends_in_the_future() {
        let draft = |whom, until| BlockDraft { whom, reason: Some("x".repeat(501)), until };
        let faults = draft(Blocked::Role(RoleId(9)), Some(Timestamp(5))).check(&choices(), Timestamp(5));
        assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["role", "reason", "until"]);
        let fine = BlockDraft { reason: None, ..draft(Blocked::Person(UserId(9)), Some(Timestamp(6))) };
        assert!(fine.check(&choices(), Timestamp(5)).is_empty());
    }
}
