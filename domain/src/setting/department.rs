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

    /// Whether other people see the tickets' channels after this.
    pub fn lets_in_others(&self, before: &Self) -> bool {
        self.sorted().roles != before.sorted().roles || self.oncall_role != before.oncall_role
    }
}
