//! Knows who may see and do what: pure rules over a person's roles. Where the roles come from is not known here.

use crate::{Department, DepartmentId, GuildId, Part, Refusal, RoleId, RoleKind, UserId};
use serde::{Deserialize, Serialize};

/// Discord's permission bits that make an admin here
/// (<https://discord.com/developers/docs/topics/permissions>).
pub const ADMINISTRATOR: i64 = 1 << 3;
pub const MANAGE_GUILD: i64 = 1 << 5;

/// What a person is in one guild, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Admin,
    Staff,
    /// May read the tickets of a department, not act in them.
    Viewer,
    Member,
}

/// What decides a person's standing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberFacts {
    pub is_owner: bool,
    /// The union of the guild-wide permissions of their roles, `@everyone` included.
    pub permissions: i64,
    pub roles: Vec<RoleId>,
    /// Known to be gone from the guild.
    pub has_left: bool,
}

/// A person's rights in one guild. Only [`Access::decide`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    guild: GuildId,
    user: UserId,
    admin: bool,
    acts: Vec<DepartmentId>,
    supervises: Vec<DepartmentId>,
    reads: Vec<DepartmentId>,
    has_left: bool,
}

/// The right to change what is configured in one guild. Only [`Access::admin`] makes one; every verb that changes a
/// setting demands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admin {
    guild: GuildId,
    user: UserId,
}

impl Admin {
    pub fn guild(&self) -> GuildId {
        self.guild
    }

    pub fn user(&self) -> UserId {
        self.user
    }
}

impl Access {
    pub fn decide(
        guild: GuildId,
        user: UserId,
        member: &MemberFacts,
        admin_roles: &[RoleId],
        departments: &[Department],
    ) -> Self {
        let admin = member.is_owner
            || member.permissions & (ADMINISTRATOR | MANAGE_GUILD) != 0
            || admin_roles.iter().any(|role| member.roles.contains(role));
        let with = |wanted: fn(RoleKind) -> bool| {
            departments
                .iter()
                .filter(|d| d.roles.iter().any(|(role, kind)| wanted(*kind) && member.roles.contains(role)))
                .map(|d| d.id)
                .collect()
        };
        Self {
            guild,
            user,
            admin,
            acts: with(|kind| kind != RoleKind::Viewer),
            supervises: with(|kind| kind == RoleKind::Supervisor),
            reads: with(|_| true),
            has_left: member.has_left,
        }
    }

    pub fn guild(&self) -> GuildId {
        self.guild
    }

    pub fn user(&self) -> UserId {
        self.user
    }

    pub fn is_admin(&self) -> bool {
        self.admin
    }

    /// Refuses whoever is no admin of the guild.
    pub fn admin(&self) -> Result<Admin, Refusal> {
        if self.admin { Ok(Admin { guild: self.guild, user: self.user }) } else { Err(Refusal::AdminOnly) }
    }

    pub fn standing(&self) -> Standing {
        if self.admin {
            Standing::Admin
        } else if !self.acts.is_empty() {
            Standing::Staff
        } else if !self.reads.is_empty() {
            Standing::Viewer
        } else {
            Standing::Member
        }
    }

    /// Departments whose tickets this person reads; `None` means all of the guild's.
    pub fn reads(&self) -> Option<&[DepartmentId]> {
        if self.admin { None } else { Some(&self.reads) }
    }

    /// May act as staff in this department.
    pub fn acts_in(&self, department: DepartmentId) -> bool {
        self.admin || self.acts.contains(&department)
    }

    /// What this person is to tickets of a department, beside being the customer of one.
    pub fn part_in(&self, department: DepartmentId) -> Part {
        if self.admin {
            Part::Admin
        } else if self.supervises.contains(&department) {
            Part::Supervisor
        } else if self.acts.contains(&department) {
            Part::Staff
        } else if self.reads.contains(&department) {
            Part::Viewer
        } else {
            Part::Member
        }
    }

    /// As whom this person may be let into others' tickets; `None` for whoever has left: as in Discord, that ends there.
    pub fn let_in_as(&self) -> Option<UserId> {
        (!self.has_left).then_some(self.user)
    }

    /// May read a ticket of this department that this customer opened, or that staff let this person into.
    pub fn may_read(&self, department: DepartmentId, customer: UserId, is_let_in: bool) -> bool {
        self.admin
            || self.reads.contains(&department)
            || self.user == customer
            || is_let_in && self.let_in_as().is_some()
    }

    /// May see internal notes of this department's tickets: whoever reads it as more than a member.
    pub fn sees_notes(&self, department: DepartmentId) -> bool {
        self.admin || self.reads.contains(&department)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_read_by_its_customer_and_whom_staff_let_in() {
        let decide = |user, has_left| {
            Access::decide(GuildId(1), UserId(user), &MemberFacts { has_left, ..MemberFacts::default() }, &[], &[])
        };
        let reads = |user, has_left, is_let_in| decide(user, has_left).may_read(DepartmentId(3), UserId(2), is_let_in);
        assert!(reads(2, false, false) && reads(2, true, false), "their own, also after they left");
        assert!(reads(9, false, true));
        assert!(!reads(9, false, false) && !reads(9, true, true));
        assert!(!decide(9, false).sees_notes(DepartmentId(3)));
    }

    #[test]
    fn only_an_admin_may_change_settings() {
        let (guild, user) = (GuildId(1), UserId(2));
        let decide = |facts: &MemberFacts| Access::decide(guild, user, facts, &[RoleId(5)], &[]).admin();
        let with = |roles: &[i64]| MemberFacts {
            roles: roles.iter().map(|id| RoleId(*id)).collect(),
            ..MemberFacts::default()
        };
        assert_eq!(decide(&with(&[])), Err(Refusal::AdminOnly));
        assert_eq!(decide(&with(&[4])), Err(Refusal::AdminOnly));
        let admin = decide(&with(&[4, 5])).unwrap();
        assert_eq!((admin.guild(), admin.user()), (guild, user));
        assert!(decide(&MemberFacts { is_owner: true, ..MemberFacts::default() }).is_ok());
    }
}
