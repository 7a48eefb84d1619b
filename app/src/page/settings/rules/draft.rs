//! Knows how rules are written into a form and read back. The lines of roles are `roles.N.role` and `roles.N.allow`, a
//! log channel is `log.KIND.CHANNEL`; what is about to be added counts as well.

use crate::page::settings::form::Form;
use crate::page::settings::unread::Unread;
use domain::setting::{Choices, FieldFault, TypeRulesDraft, limit};
use domain::{
    ChannelId, ClaimMode, Conduct, GuildRules, LogKind, OpeningRules, OrderStatus, Ratings, Refusal, RoleId, RoleRule,
};

pub const ROLES: &str = "roles";
pub const ADD_ROLE: &str = "add_role";
pub const ADD_ALLOW: &str = "add_allow";
pub const ADD_KIND: &str = "add_log_kind";
pub const ADD_CHANNEL: &str = "add_log_channel";
pub const YES: &str = "yes";
pub const NO: &str = "no";
const ON: &str = "on";
const LOG: &str = "log.";
const RISKY: &str = "risky.";

#[cfg(any(feature = "ssr", test))]
fn ticked(flag: bool) -> &'static str {
    if flag { ON } else { "" }
}

fn line(form: Form, at: usize, role: impl ToString, allow: &str) -> Form {
    form.with(format!("{ROLES}.{at}.role"), role).with(format!("{ROLES}.{at}.allow"), allow)
}

#[cfg(any(feature = "ssr", test))]
pub fn write(draft: &TypeRulesDraft) -> Form {
    let (opening, conduct) = (&draft.opening, &draft.conduct);
    let form = Form::default()
        .with("account_days", opening.account_days)
        .with("member_days", opening.member_days)
        .with("limit_total", opening.limit_total)
        .with("cooldown_minutes", opening.cooldown_minutes)
        .with("waiting_list", ticked(opening.waiting_list))
        .with("claim", conduct.claim)
        .with("request_hours", conduct.request_hours)
        .with("silence_hours", conduct.silence_hours)
        .with("silence_warning_hours", conduct.silence_warning_hours)
        .with("close_on_leave", ticked(conduct.close_on_leave))
        .with("ratings", conduct.ratings);
    let lines = opening.roles.iter().enumerate();
    lines.fold(form, |form, (at, one)| line(form, at, one.role, if one.allow { YES } else { NO }))
}

pub fn read(form: &Form) -> (TypeRulesDraft, Vec<FieldFault>) {
    let mut unread = Unread::default();
    let mut number = |field: &str, bounds| unread.number(form, field, bounds);
    let at = |at: usize| RoleRule {
        role: form.get(&format!("{ROLES}.{at}.role")).parse().unwrap_or_default(),
        allow: form.get(&format!("{ROLES}.{at}.allow")) != NO,
    };
    let mut roles: Vec<RoleRule> = (0..form.rows(ROLES)).map(at).collect();
    roles.extend(added(form));
    let draft = TypeRulesDraft {
        opening: OpeningRules {
            roles,
            account_days: number("account_days", limit::AGE_DAYS),
            member_days: number("member_days", limit::AGE_DAYS),
            limit_total: number("limit_total", limit::OPEN_IN_TOTAL),
            cooldown_minutes: number("cooldown_minutes", limit::COOLDOWN_MINUTES),
            waiting_list: form.is_ticked("waiting_list"),
        },
        conduct: Conduct {
            claim: form.get("claim").parse().unwrap_or(ClaimMode::Soft),
            request_hours: number("request_hours", limit::HOURS),
            silence_hours: number("silence_hours", limit::HOURS),
            silence_warning_hours: number("silence_warning_hours", limit::HOURS),
            close_on_leave: form.is_ticked("close_on_leave"),
            ratings: form.get("ratings").parse().unwrap_or(Ratings::Off),
        },
    };
    (draft, unread.faults)
}

fn added(form: &Form) -> Option<RoleRule> {
    let role: RoleId = form.get(ADD_ROLE).parse().ok()?;
    Some(RoleRule { role, allow: form.get(ADD_ALLOW) != NO })
}

/// All that is wrong, at the form's fields.
pub fn check(form: &Form, choices: &Choices) -> Vec<FieldFault> {
    let (draft, faults) = read(form);
    let all = joined(faults, draft.check(choices));
    let place = |fault: FieldFault| FieldFault { field: place(fault.field, form), ..fault };
    // A role that was deleted is no fault of the form: its line says that it goes with the next save.
    let goes = |fault: &FieldFault| fault.refusal == Refusal::NoSuchRole && fault.field != ADD_ROLE;
    all.into_iter().map(place).filter(|fault| !goes(fault)).collect()
}

/// The line that is about to be added has no row yet.
pub fn place(field: String, form: &Form) -> String {
    let last = format!("{ROLES}.{}.role", form.rows(ROLES));
    if field == last { ADD_ROLE.to_owned() } else { field }
}

fn joined(mut faults: Vec<FieldFault>, more: Vec<FieldFault>) -> Vec<FieldFault> {
    let known: Vec<String> = faults.iter().map(|fault| fault.field.clone()).collect();
    faults.extend(more.into_iter().filter(|fault| !known.contains(&fault.field)));
    faults
}

/// `add` puts the chosen role last, `remove.N` takes a line away, `up.N` and `down.N` move it.
pub fn step(mut form: Form, word: &str) -> (Form, Option<String>) {
    let rows = form.rows(ROLES);
    let at = |verb: &str| word.strip_prefix(verb).and_then(|at| at.parse::<usize>().ok()).filter(|at| *at < rows);
    if word == "add" {
        if let Some(rule) = added(&form) {
            form = line(form, rows, rule.role, if rule.allow { YES } else { NO });
            form.set(ADD_ROLE, "");
        }
    } else if let Some(at) = at("remove.") {
        form.remove_row(ROLES, at);
    } else if let Some(at) = at("up.").filter(|at| *at > 0) {
        form.swap_rows(ROLES, at - 1, at);
        return (form, Some(format!("{ROLES}.{}.role", at - 1)));
    } else if let Some(at) = at("down.").filter(|at| at + 1 < rows) {
        form.swap_rows(ROLES, at, at + 1);
        return (form, Some(format!("{ROLES}.{}.role", at + 1)));
    }
    (form, Some(ADD_ROLE.to_owned()))
}

#[cfg(any(feature = "ssr", test))]
pub fn write_guild(rules: &GuildRules) -> Form {
    let form = Form::default()
        .with("limit_in_all", rules.limit_per_member)
        .with("throttle_opens", rules.throttle_opens)
        .with("throttle_minutes", rules.throttle_minutes)
        .with("categories", rules.categories.join("\n"));
    let form = rules.risky.iter().fold(form, |form, status| form.with(format!("{RISKY}{status}"), ON));
    rules.logs.iter().fold(form, |form, (kind, channel)| form.with(log_field(*kind, *channel), ON))
}

pub fn read_guild(form: &Form) -> (GuildRules, Vec<FieldFault>) {
    let mut unread = Unread::default();
    let mut number = |field: &str, bounds| unread.number(form, field, bounds);
    let rules = GuildRules {
        limit_per_member: number("limit_in_all", limit::OPEN_IN_TOTAL),
        throttle_opens: number("throttle_opens", limit::THROTTLE_OPENS),
        throttle_minutes: number("throttle_minutes", limit::THROTTLE_MINUTES),
        categories: form.get("categories").lines().map(str::to_owned).collect(),
        risky: OrderStatus::ALL.iter().copied().filter(|status| form.is_ticked(&risky_field(*status))).collect(),
        logs: logs(form).chain(added_log(form)).collect(),
    };
    (rules.tidy(), unread.faults)
}

pub fn risky_field(status: OrderStatus) -> String {
    format!("{RISKY}{status}")
}

pub fn log_field(kind: LogKind, channel: ChannelId) -> String {
    format!("{LOG}{kind}.{channel}")
}

/// The log channels that stand in the form.
pub fn logs(form: &Form) -> impl Iterator<Item = (LogKind, ChannelId)> + '_ {
    form.below(LOG).filter(|(_, value)| !value.is_empty()).filter_map(|(name, _)| log(name))
}

fn log(name: &str) -> Option<(LogKind, ChannelId)> {
    let (kind, channel) = name.split_once('.')?;
    Some((kind.parse().ok()?, channel.parse().ok()?))
}

fn added_log(form: &Form) -> Option<(LogKind, ChannelId)> {
    let channel = form.get(ADD_CHANNEL).parse().ok()?;
    Some((form.get(ADD_KIND).parse().unwrap_or(LogKind::Opened), channel))
}

pub fn check_guild(form: &Form, choices: &Choices) -> Vec<FieldFault> {
    let (rules, faults) = read_guild(form);
    let all = joined(faults, rules.check(choices));
    let place = |fault: FieldFault| FieldFault { field: place_guild(fault.field, &rules, form), ..fault };
    // A channel that was deleted stands there as such.
    let stands = |fault: &FieldFault| fault.refusal == Refusal::NoSuchChannel && fault.field.starts_with(LOG);
    all.into_iter().map(place).filter(|fault| !stands(fault)).collect()
}

/// A fault of the third log is told at its own row, or where it is added.
pub fn place_guild(field: String, rules: &GuildRules, form: &Form) -> String {
    let at: Option<usize> = field.strip_prefix("logs.").and_then(|at| at.parse().ok());
    let Some((kind, channel)) = at.and_then(|at| rules.logs.get(at)) else { return field };
    let own = log_field(*kind, *channel);
    if form.is_ticked(&own) { own } else { ADD_CHANNEL.to_owned() }
}

pub fn step_guild(mut form: Form, word: &str) -> (Form, Option<String>) {
    if word == "add" {
        if let Some((kind, channel)) = added_log(&form) {
            form.set(log_field(kind, channel), ON);
            form.set(ADD_CHANNEL, "");
        }
    } else if let Some((kind, channel)) = word.strip_prefix("remove.").and_then(log) {
        form.remove(&log_field(kind, channel));
    }
    (form, Some(ADD_CHANNEL.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::setting::{ChannelChoice, RoleChoice, rule_label};

    fn draft() -> TypeRulesDraft {
        let line = |role, allow| RoleRule { role: RoleId(role), allow };
        TypeRulesDraft {
            opening: OpeningRules {
                roles: vec![line(5, false), line(11, true)],
                account_days: 3,
                waiting_list: true,
                ..OpeningRules::default()
            },
            conduct: Conduct { close_on_leave: false, claim: ClaimMode::Exclusive, ..Conduct::default() },
        }
    }

    fn rules() -> GuildRules {
        GuildRules {
            logs: vec![(LogKind::Opened, ChannelId(4)), (LogKind::Rated, ChannelId(4))],
            ..GuildRules::default()
        }
    }

    #[test]
    fn what_is_written_reads_alike() {
        assert_eq!(read(&write(&draft())), (draft(), vec![]));
        assert_eq!(read_guild(&write_guild(&rules())), (rules().tidy(), vec![]));
    }

    #[test]
    fn every_field_is_called_something() {
        let forms = [
            write(&draft()).with(ADD_ROLE, "").with(ADD_ALLOW, ""),
            write_guild(&rules()).with(ADD_KIND, "").with(ADD_CHANNEL, ""),
        ];
        for form in &forms {
            for (field, _) in form.below("") {
                assert_ne!(rule_label(field), "", "{field}");
            }
        }
    }

    #[test]
    fn lines_are_added_moved_and_removed() {
        let form = write(&draft()).with(ADD_ROLE, 7).with(ADD_ALLOW, NO);
        let roles = |form: &Form| read(form).0.opening.roles.iter().map(|line| line.role.0).collect::<Vec<_>>();
        assert_eq!(roles(&form), [5, 11, 7], "also before the button is pressed");
        let form = step(form, "add").0;
        assert_eq!(roles(&form), [5, 11, 7]);
        let form = step(step(form, "up.2").0, "down.0").0;
        assert_eq!(roles(&form), [7, 5, 11]);
        assert_eq!(step(form.clone(), "up.0").0, form);
        assert_eq!(step(form.clone(), "down.2").0, form);
        assert_eq!(roles(&step(form, "remove.1").0), [7, 11]);
    }

    #[test]
    fn logs_are_added_and_removed() {
        let form = write_guild(&rules()).with(ADD_CHANNEL, 9).with(ADD_KIND, "closed");
        let form = step_guild(step_guild(form, "add").0, "remove.rated.4").0;
        assert_eq!(read_guild(&form).0.logs, [(LogKind::Opened, ChannelId(4)), (LogKind::Closed, ChannelId(9))]);
    }

    #[test]
    fn what_is_wrong_is_told_where_it_stands() {
        let role = RoleChoice { id: RoleId(5), name: "r".into(), colour: 0, position: 1, above_bot: true };
        let channel = ChannelChoice { id: ChannelId(4), name: "c".into(), kind: 0, parent: None };
        let choices = Choices { roles: vec![role], channels: vec![channel], ..Choices::default() };
        let fields = |faults: Vec<FieldFault>| faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>();
        let form = write(&draft()).with(ADD_ROLE, 5).with("limit_total", "many").with("silence_hours", 5);
        assert_eq!(fields(check(&form, &choices)), ["limit_total", ADD_ROLE, "silence_warning_hours"]);
        let gone = GuildRules { logs: vec![(LogKind::Opened, ChannelId(8))], ..GuildRules::default() };
        let form = write_guild(&gone).with(ADD_CHANNEL, 9).with("throttle_minutes", 0);
        assert_eq!(fields(check_guild(&form, &choices)), ["throttle_minutes", ADD_CHANNEL]);
    }
}
