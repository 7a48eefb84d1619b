//! Knows what an admin edits of a type's rules: who may open its tickets, how they are worked on and how they end. They
//! have a form of their own and change without the rest of the type.

use super::fault::Faults;
use super::{Choices, FieldFault, limit};
use crate::{Conduct, OpeningRules, Refusal, RoleId, TicketType};
use serde::{Deserialize, Serialize};

/// Fields are called as their parts are: `roles.0.role`, `account_days`, `silence_hours`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypeRulesDraft {
    pub opening: OpeningRules,
    pub conduct: Conduct,
}

impl From<&TicketType> for TypeRulesDraft {
    fn from(kind: &TicketType) -> Self {
        Self { opening: kind.opening.clone(), conduct: kind.conduct.clone() }
    }
}

impl TypeRulesDraft {
    /// All that is wrong with it, at its fields.
    pub fn check(&self, choices: &Choices) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        let (opening, conduct) = (&self.opening, &self.conduct);
        let count = opening.roles.len();
        if count > limit::ROLE_RULES {
            faults.add("roles", Refusal::TooMany { count, max: limit::ROLE_RULES });
        }
        for (index, line) in opening.roles.iter().enumerate() {
            let field = format!("roles.{index}.role");
            match choices.role(line.role) {
                None => faults.add(field, Refusal::NoSuchRole),
                // The first line decides, so a second one of the same role would never be read.
                Some(role) if opening.roles[..index].iter().any(|earlier| earlier.role == line.role) => {
                    faults.add(field, Refusal::KeyTaken { key: role.name.clone() });
                }
                Some(_) => {}
            }
        }
        faults.within("account_days", opening.account_days, limit::AGE_DAYS);
        faults.within("member_days", opening.member_days, limit::AGE_DAYS);
        faults.within("limit_total", opening.limit_total, limit::OPEN_IN_TOTAL);
        faults.within("cooldown_minutes", opening.cooldown_minutes, limit::COOLDOWN_MINUTES);
        faults.within("request_hours", conduct.request_hours, limit::HOURS);
        faults.within("silence_hours", conduct.silence_hours, limit::HOURS);
        let (least, most) = limit::HOURS;
        // A warning comes before what it warns of.
        let most = if conduct.silence_hours > 0 { most.min(conduct.silence_hours - 1) } else { most };
        faults.within("silence_warning_hours", conduct.silence_warning_hours, (least, most));
        faults.0
    }

    /// What is wrong with `after` and was chosen by it: a role that was deleted since is nobody's mistake now.
    pub fn new_faults(&self, after: &Self, choices: &Choices) -> Vec<FieldFault> {
        let had = |role: RoleId| self.opening.roles.iter().any(|line| line.role == role);
        let stayed = |fault: &FieldFault| {
            let at = fault.field.strip_prefix("roles.").and_then(|rest| rest.strip_suffix(".role"));
            let line = at.and_then(|at| after.opening.roles.get(at.parse::<usize>().ok()?));
            fault.refusal == Refusal::NoSuchRole && line.is_some_and(|line| had(line.role))
        };
        after.check(choices).into_iter().filter(|fault| !stayed(fault)).collect()
    }

    /// Without the lines of `before` whose roles the guild has no more, and how many they were.
    #[must_use]
    pub fn without_gone(mut self, before: &Self, choices: &Choices) -> (Self, usize) {
        let had = |role: RoleId| before.opening.roles.iter().any(|line| line.role == role);
        let count = self.opening.roles.len();
        self.opening.roles.retain(|line| !(had(line.role) && choices.is_gone(line.role)));
        let gone = count - self.opening.roles.len();
        (self, gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RoleRule;
    use crate::setting::RoleChoice;

    fn choices() -> Choices {
        let role = |id: i64| RoleChoice {
            id: RoleId(id),
            name: format!("r{id}"),
            colour: 0,
            position: id,
            // What the bot may touch does not matter for who opens.
            above_bot: id > 1,
        };
        Choices { roles: vec![role(1), role(2)], ..Choices::default() }
    }

    fn with(roles: &[(i64, bool)]) -> TypeRulesDraft {
        let roles = roles.iter().map(|(role, allow)| RoleRule { role: RoleId(*role), allow: *allow }).collect();
        TypeRulesDraft { opening: OpeningRules { roles, ..OpeningRules::default() }, ..TypeRulesDraft::default() }
    }

    fn faults(draft: &TypeRulesDraft) -> Vec<(String, Refusal)> {
        draft.check(&choices()).into_iter().map(|fault| (fault.field, fault.refusal)).collect()
    }

    #[test]
    fn the_defaults_are_right() {
        assert!(faults(&TypeRulesDraft::default()).is_empty());
        assert!(faults(&with(&[(2, true), (1, false)])).is_empty());
    }

    #[test]
    fn each_bound_is_held_at_its_field() {
        let mut draft = with(&[(1, true), (1, false), (9, true)]);
        draft.opening.account_days = -1;
        draft.opening.member_days = 3_651;
        draft.opening.limit_total = 501;
        draft.opening.cooldown_minutes = 43_201;
        draft.conduct.request_hours = 8_761;
        draft.conduct.silence_hours = 24;
        let found = faults(&draft);
        let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "roles.1.role",
                "roles.2.role",
                "account_days",
                "member_days",
                "limit_total",
                "cooldown_minutes",
                "request_hours",
                "silence_warning_hours"
            ]
        );
        assert_eq!(found[0].1, Refusal::KeyTaken { key: "r1".into() });
        assert_eq!(found[7].1, Refusal::OutOfRange { min: 0, max: 23 });
        draft.conduct.silence_warning_hours = 23;
        assert!(faults(&draft).iter().all(|(field, _)| field != "silence_warning_hours"));
    }

    #[test]
    fn a_role_that_was_deleted_since_goes_quietly() {
        let (before, after) = (with(&[(9, true), (1, true)]), with(&[(9, true), (2, false), (8, true)]));
        let told: Vec<_> = before.new_faults(&after, &choices()).into_iter().map(|fault| fault.field).collect();
        assert_eq!(told, ["roles.2.role"]);
        let (kept, gone) = after.without_gone(&before, &choices());
        assert_eq!((kept, gone), (with(&[(2, false), (8, true)]), 1));
    }
}
