//! Knows what others changed since somebody looked: what a save from that revision would be told, without saving.

use super::audit::{Seen, conflict, is_changed};
use super::choice::choices;
use crate::{Result, Store, catalog};
use domain::setting::{AuditSubject, Conflict, DepartmentDraft, TypeDraft, admin_role_changes};
use domain::{Admin, DepartmentId, RoleId, TicketTypeId};

impl Store {
    /// `None` where it stands as it was seen, or no longer stands at all.
    pub async fn type_changes(&self, admin: &Admin, ticket_type: TicketTypeId, seen: i64) -> Result<Option<Conflict>> {
        let guild = admin.guild();
        let mut tx = self.inner.db.snapshot().await?;
        let known = catalog::types(&mut tx, guild).await?.into_iter().find(|known| known.id == ticket_type);
        let Some(known) = known.filter(|known| known.revision > seen) else { return Ok(None) };
        let (now, choices) = (TypeDraft::from(&known), choices(&mut tx, guild).await?);
        let (subject, subject_id) = (AuditSubject::TicketType, ticket_type.0);
        let seen = Seen { guild, subject, subject_id, last: seen, revision: known.revision };
        if !is_changed(&mut tx, &seen).await? {
            return Ok(None);
        }
        Ok(Some(conflict(&mut tx, &seen, |old: &TypeDraft| old.changes(&now, &choices)).await?))
    }

    /// `None` where it stands as it was seen, or no longer stands at all.
    pub async fn department_changes(
        &self,
        admin: &Admin,
        department: DepartmentId,
        seen: i64,
    ) -> Result<Option<Conflict>> {
        let guild = admin.guild();
        let mut tx = self.inner.db.snapshot().await?;
        let known = catalog::departments(&mut tx, guild).await?.into_iter().find(|known| known.id == department);
        let Some(known) = known.filter(|known| known.revision > seen) else { return Ok(None) };
        let (now, choices) = (DepartmentDraft::from(&known), choices(&mut tx, guild).await?);
        let (subject, subject_id) = (AuditSubject::Department, department.0);
        let seen = Seen { guild, subject, subject_id, last: seen, revision: known.revision };
        Ok(Some(conflict(&mut tx, &seen, |old: &DepartmentDraft| old.changes(&now, &choices)).await?))
    }

    /// Of the guild's Docket admin roles; `None` where they stand as they were seen.
    pub async fn admin_role_changes(&self, admin: &Admin, seen: i64) -> Result<Option<Conflict>> {
        let guild = admin.guild();
        let mut tx = self.inner.db.snapshot().await?;
        let revision = catalog::settings_revision(&mut tx, guild).await?;
        let seen = Seen { guild, subject: AuditSubject::Access, subject_id: guild.0, last: seen, revision };
        if !is_changed(&mut tx, &seen).await? {
            return Ok(None);
        }
        let (now, choices) = (catalog::admin_roles(&mut tx, guild).await?, choices(&mut tx, guild).await?);
        let differences = |old: &Vec<RoleId>| admin_role_changes(old, &now, &choices);
        Ok(Some(conflict(&mut tx, &seen, differences).await?))
    }
}
