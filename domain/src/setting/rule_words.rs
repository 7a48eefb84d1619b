//! Knows what the fields of the rules are called, for whoever edits them, and what differs between two states of them.
//! Beside the other fields' names because few pages have need of these.

use super::change::Changes;
use super::{Choices, FieldChange, TypeRulesDraft};
use crate::{ClaimMode, GuildRules, LogKind, OrderStatus, Ratings, RoleRule};

/// What stands above a field of the rules. Empty for what is none.
pub fn rule_label(path: &str) -> &'static str {
    match path.split('.').next().unwrap_or_default() {
        "roles" => "Roles",
        "add_role" | "role" => "Role",
        "add_allow" => "May they?",
        "account_days" => "Age of the account, in days",
        "member_days" => "Time in the server, in days",
        "limit_total" => "Open tickets in total",
        "cooldown_minutes" => "Minutes between two tickets",
        "waiting_list" => "Let members wait in line while all places are taken",
        "claim" => "Claiming",
        "request_hours" => "Hours to answer “is it solved?”",
        "silence_hours" => "Close after so many hours of silence",
        "silence_warning_hours" => "Warn so many hours before",
        "close_on_leave" => "Close the tickets of whoever leaves the server",
        "ratings" => "Ratings",
        "limit_in_all" => "Open tickets per member, of all types",
        "throttle_opens" => "New tickets at most",
        "throttle_minutes" => "Within so many minutes",
        "categories" => "What tickets are about",
        "risky" => "Orders at risk",
        "logs" | "log" => "Log channels",
        "add_log_kind" => "Tell of",
        "add_log_channel" => "In the channel",
        "person" => "Member",
        "reason" => "Reason",
        "until" => "Until",
        _ => "",
    }
}

pub fn claim_words(mode: ClaimMode) -> &'static str {
    match mode {
        ClaimMode::None => "Nobody claims",
        ClaimMode::Soft => "Others may write as well",
        ClaimMode::Exclusive => "Others only read",
    }
}

pub fn ratings_words(ratings: Ratings) -> &'static str {
    match ratings {
        Ratings::Off => "Off",
        Ratings::Channel => "By direct message, in the channel where those are refused",
        Ratings::Direct => "By direct message only",
    }
}

pub fn log_words(kind: LogKind) -> &'static str {
    match kind {
        LogKind::Opened => "Opened tickets",
        LogKind::Closed => "Closed tickets",
        LogKind::Worked => "Claims, assignments, transfers",
        LogKind::Other => "Everything else",
        LogKind::Rated => "Ratings",
    }
}

pub fn order_words(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Pending => "Pending",
        OrderStatus::Paid => "Paid",
        OrderStatus::InProgress => "In progress",
        OrderStatus::Completed => "Completed",
        OrderStatus::Cancelled => "Cancelled",
        OrderStatus::Refunded => "Refunded",
    }
}

fn yes(flag: bool) -> &'static str {
    if flag { "Yes" } else { "No" }
}

/// Fields by what they are called: whoever reads a change needs no table of these names.
impl TypeRulesDraft {
    pub fn changes(&self, after: &Self, choices: &Choices) -> Vec<FieldChange> {
        let mut all = Changes::default();
        let lines = |of: &Self| {
            let line = |(at, line): (usize, &RoleRule)| {
                let may = if line.allow { "may" } else { "may not" };
                format!("{}. {} {may}", at + 1, choices.role_name(line.role))
            };
            of.opening.roles.iter().enumerate().map(line).collect::<Vec<_>>().join(", ")
        };
        all.see(rule_label("roles"), lines(self), lines(after));
        let (a, b) = (&self.opening, &after.opening);
        let mut number = |field: &str, a: i64, b: i64| all.see(rule_label(field), a.to_string(), b.to_string());
        number("account_days", a.account_days, b.account_days);
        number("member_days", a.member_days, b.member_days);
        number("limit_total", a.limit_total, b.limit_total);
        number("cooldown_minutes", a.cooldown_minutes, b.cooldown_minutes);
        let (c, d) = (&self.conduct, &after.conduct);
        number("request_hours", c.request_hours, d.request_hours);
        number("silence_hours", c.silence_hours, d.silence_hours);
        number("silence_warning_hours", c.silence_warning_hours, d.silence_warning_hours);
        all.see(rule_label("waiting_list"), yes(a.waiting_list), yes(b.waiting_list));
        all.see(rule_label("claim"), claim_words(c.claim), claim_words(d.claim));
        all.see(rule_label("close_on_leave"), yes(c.close_on_leave), yes(d.close_on_leave));
        all.see(rule_label("ratings"), ratings_words(c.ratings), ratings_words(d.ratings));
        all.0
    }
}

impl GuildRules {
    pub fn changes(&self, after: &Self, choices: &Choices) -> Vec<FieldChange> {
        let mut all = Changes::default();
        let mut number = |field: &str, a: i64, b: i64| all.see(rule_label(field), a.to_string(), b.to_string());
        number("limit_in_all", self.limit_per_member, after.limit_per_member);
        number("throttle_opens", self.throttle_opens, after.throttle_opens);
        number("throttle_minutes", self.throttle_minutes, after.throttle_minutes);
        all.see(rule_label("categories"), self.categories.join(", "), after.categories.join(", "));
        let risky = |of: &Self| of.risky.iter().map(|one| order_words(*one)).collect::<Vec<_>>().join(", ");
        all.see(rule_label("risky"), risky(self), risky(after));
        let logs = |of: &Self| {
            let log = |(kind, channel): &(LogKind, _)| {
                let name = choices.text_channel(*channel).map(|channel| format!("#{}", channel.name));
                let name = name.unwrap_or_else(|| format!("a deleted channel ({channel})"));
                format!("{} in {name}", log_words(*kind))
            };
            of.logs.iter().map(log).collect::<Vec<_>>().join(", ")
        };
        all.see(rule_label("logs"), logs(self), logs(after));
        all.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::field_name;
    use crate::{ChannelId, RoleId};

    #[test]
    fn a_change_is_told_in_words() {
        let before = TypeRulesDraft::default();
        let mut after = before.clone();
        after.opening.roles.push(RoleRule { role: RoleId(7), allow: false });
        after.opening.waiting_list = true;
        after.conduct.claim = ClaimMode::Exclusive;
        let changes = before.changes(&after, &Choices::default());
        let told: Vec<(String, &str, &str)> =
            changes.iter().map(|c| (field_name(&c.field), c.before.as_str(), c.after.as_str())).collect();
        assert_eq!(
            told,
            [
                ("Roles".to_owned(), "", "1. a deleted role (7) may not"),
                ("Let members wait in line while all places are taken".to_owned(), "No", "Yes"),
                ("Claiming".to_owned(), "Others may write as well", "Others only read"),
            ]
        );
        assert!(after.changes(&after, &Choices::default()).is_empty());
        let rules = GuildRules { logs: vec![(LogKind::Rated, ChannelId(3))], ..GuildRules::default() };
        let changes = GuildRules::default().changes(&rules, &Choices::default());
        assert_eq!(changes[0].after, "Ratings in a deleted channel (3)");
    }

    /// The names go through the same table as all others and must come out as they went in.
    #[test]
    fn names_of_rules_stay_as_they_are() {
        for field in ["account_days", "request_hours", "limit_in_all", "throttle_minutes", "logs", "silence_hours"] {
            assert_eq!(field_name(rule_label(field)), rule_label(field));
        }
    }
}
