//! Knows how the guild's Docket admin roles are replaced.

use super::audit::{Seen, conflict, is_changed};
use super::choice::choices;
use super::{Entry, right, take_guild};
use crate::db::execute;
use crate::{Result, Store, catalog};
use domain::setting::{AuditDeed, AuditSubject, Saved, admin_role_changes, check_admin_roles};
use domain::{Admin, Bell, RoleId, Timestamp, Via};

impl Store {
    /// Replaces the guild's Docket admin roles; overwrites of tickets follow. Roles that Discord has deleted go
    /// with it. Refuses: Invalid (`admin_roles.N`). Rings Catalog and Access.
    pub async fn set_admin_roles(
        &self,
        admin: &Admin,
        seen: i64,
        roles: &[RoleId],
        via: Via,
        now: Timestamp,
    ) -> Result<Saved> {
        let guild = admin.guild();
        let mut tx = self.inner.db.begin().await?;
        let revision = take_guild(&mut tx, guild).await?;
        let before = catalog::admin_roles(&mut tx, guild).await?;
        let mut after = roles.to_vec();
        after.sort_unstable();
        after.dedup();
        if before == after {
            return Ok(Saved::Unchanged);
        }
        let choices = choices(&mut tx, guild).await?;
        let seen = Seen { guild, subject: AuditSubject::Access, subject_id: guild.0, last: seen, revision };
        if is_changed(&mut tx, &seen).await? {
            let differences = |old: &Vec<RoleId>| admin_role_changes(old, &before, &choices);
            return Ok(Saved::Conflict(conflict(&mut tx, &seen, differences).await?));
        }
        right(check_admin_roles(roles, &before, &choices))?;
        let named = after.len();
        after.retain(|role| !choices.is_gone(*role));
        let roles_gone = named - after.len();
        execute!(&mut tx, "delete from guild_admin_role where guild = $1", guild)?;
        for role in &after {
            execute!(&mut tx, "insert into guild_admin_role (guild, role) values ($1, $2)", guild, *role)?;
        }
        execute!(&mut tx, "update guild set settings_revision = settings_revision + 1 where id = $1", guild)?;
        execute!(
            &mut tx,
            "update ticket set revision = revision + 1 where guild = $1 and channel_gone_at is null",
            guild
        )?;
        let revision = revision + 1;
        let entry = Entry::new(AuditSubject::Access, Some(guild.0), "", AuditDeed::Saved).revision(revision);
        let entry = entry.before(&before).after(&after).changes(admin_role_changes(&before, &after, &choices));
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }, Bell::Access { guild, user: None }]);
        Ok(Saved::Done { revision, roles_gone })
    }
}
