//! Knows what an admin edits of a department.

use super::fault::Faults;
use super::{Choices, FieldFault, limit};
use crate::{ChannelId, Colour, Department, Refusal, RoleId, RoleKind};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentDraft {
    pub name: String,
    pub emoji: Option<String>,
    pub colour: Colour,
    pub category: Option<ChannelId>,
    pub oncall_role: Option<RoleId>,
    pub roles: Vec<(RoleId, RoleKind)>,
}

impl From<&Department> for DepartmentDraft {
    fn from(department: &Department) -> Self {
        Self {
            name: department.name.clone(),
            emoji: department.emoji.clone(),
            colour: department.colour,
            category: department.category,
            oncall_role: department.oncall_role,
            roles: department.roles.clone(),
        }
        .tidy()
    }
}

impl DepartmentDraft {
    /// As it is kept and compared: without blanks around, what is blank left out.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.name = self.name.trim().to_owned();
        self.emoji = super::ticket_type::filled(self.emoji);
        self
    }

    /// The order in which roles stand means nothing.
    pub fn is_same(&self, other: &Self) -> bool {
        self.sorted() == other.sorted()
    }

    fn sorted(&self) -> Self {
        let mut sorted = self.clone();
        sorted.roles.sort_unstable();
        sorted
    }

    /// All that is wrong with it, at its fields; roles are `roles.N` in the draft's own order.
    pub fn check(&self, choices: &Choices) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        faults.says("name", &self.name, limit::CHANNEL_NAME);
        faults.emoji("emoji", self.emoji.as_deref(), choices);
        faults.colour("colour", self.colour);
        faults.category("category", self.category, choices);
        if let Some(role) = self.oncall_role {
            faults.role("oncall_role", role, choices);
        }
        for (index, (role, _)) in self.roles.iter().enumerate() {
            let field = format!("roles.{index}");
            if self.roles[..index].iter().any(|(earlier, _)| earlier == role) {
                let key = choices.role(*role).map_or_else(|| role.to_string(), |role| role.name.clone());
                faults.add(field, Refusal::KeyTaken { key });
            } else {
                faults.role(&field, *role, choices);
            }
        }
        faults.0
    }

    /// What is wrong with `after` and was chosen by it: what was wrong before and stayed is nobody's mistake now.
    pub fn new_faults(&self, after: &Self, choices: &Choices) -> Vec<FieldFault> {
        let old = self.check(choices);
        let had = |role: RoleId| self.roles.iter().any(|(known, _)| *known == role);
        let stayed = |fault: &FieldFault| match fault.field.split_once('.') {
            Some((_, at)) => at.parse().is_ok_and(|at: usize| after.roles.get(at).is_some_and(|(role, _)| had(*role))),
            None => match fault.field.as_str() {
                "category" => self.category == after.category,
                "oncall_role" => self.oncall_role == after.oncall_role,
                _ => true,
            },
        };
        let was = |fault: &FieldFault| {
            let list = |of: &FieldFault| of.field.split('.').next().map(str::to_owned);
            old.iter().any(|known| known.refusal == fault.refusal && list(known) == list(fault))
        };
        after.check(choices).into_iter().filter(|fault| !(stayed(fault) && was(fault))).collect()
    }

    /// Without the roles of `before` that the guild has no more, and how many they were. One that was chosen just now
    /// stays, to be told as a fault.
    #[must_use]
    pub fn without_gone(mut self, before: &Self, choices: &Choices) -> (Self, usize) {
        let had = |role: RoleId| before.roles.iter().any(|(known, _)| *known == role);
        let count = self.roles.len();
        self.roles.retain(|(role, _)| !(had(*role) && choices.is_gone(*role)));
        let mut gone = count - self.roles.len();
        if let Some(role) = self.oncall_role
            && before.oncall_role == Some(role)
            && choices.is_gone(role)
        {
            self.oncall_role = None;
            gone += usize::from(!had(role));
        }
        (self, gone)
    }

    /// Whether other people see the tickets' channels after this.
    pub fn lets_in_others(&self, before: &Self) -> bool {
        self.sorted().roles != before.sorted().roles || self.oncall_role != before.oncall_role
    }
}
