//! Knows how departments are made, changed and taken away.

use super::audit::{Seen, conflict, is_changed};
use super::choice::choices;
use super::{Entry, Named, name_fault, right, take_guild};
use crate::db::{Tx, execute, fetch_scalar};
use crate::text::clean_value;
use crate::{Error, Result, Store, catalog};
use domain::setting::{AuditDeed, AuditSubject, DepartmentDraft, FieldFault, Saved, check_key};
use domain::{Admin, Bell, ChannelId, Department, DepartmentId, GuildId, Refusal, RoleId, RoleKind, Timestamp, Via};

impl Store {
    /// Saves what an admin edited, who saw this revision. Roles that Discord has deleted go with it; what was wrong before
    /// and is left as it was stops nothing. Overwrites of its tickets follow where roles changed.
    /// Refuses: NotFound, Invalid. Rings Catalog, and Access where roles changed.
    pub async fn save_department(
        &self,
        admin: &Admin,
        department: DepartmentId,
        seen: i64,
        draft: &DepartmentDraft,
        via: Via,
        now: Timestamp,
    ) -> Result<Saved> {
        let draft = clean_value(draft)?.tidy();
        self.change_department(admin, department, Some(seen), |_| draft, via, now).await
    }

    /// Gives a department a role of this kind, whatever else is edited meanwhile.
    pub async fn give_role(
        &self,
        admin: &Admin,
        department: DepartmentId,
        role: RoleId,
        kind: RoleKind,
        via: Via,
        now: Timestamp,
    ) -> Result<Saved> {
        let edit = |mut draft: DepartmentDraft| {
            draft.roles.retain(|(known, _)| *known != role);
            draft.roles.push((role, kind));
            draft
        };
        self.change_department(admin, department, None, edit, via, now).await
    }

    /// Says where the department's tickets go, whatever else is edited meanwhile.
    pub async fn set_department_category(
        &self,
        admin: &Admin,
        department: DepartmentId,
        category: Option<ChannelId>,
        via: Via,
        now: Timestamp,
    ) -> Result<Saved> {
        let edit = |draft| DepartmentDraft { category, ..draft };
        self.change_department(admin, department, None, edit, via, now).await
    }

    /// Refuses: Invalid; a key that is taken, also by a department that was deleted, is told at `key`.
    pub async fn add_department(
        &self,
        admin: &Admin,
        key: &str,
        draft: &DepartmentDraft,
        via: Via,
        now: Timestamp,
    ) -> Result<DepartmentId> {
        let guild = admin.guild();
        let draft = clean_value(draft)?.tidy();
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        let choices = choices(&mut tx, guild).await?;
        let mut faults = draft.check(&choices);
        faults.extend(key_fault(&mut tx, guild, key).await?);
        faults.extend(name_fault(&mut tx, guild, Named::Department, &draft.name, None).await?);
        right(faults)?;
        let id = DepartmentId(self.inner.ids.next(now));
        execute!(
            &mut tx,
            "insert into department (id, guild, key, name, emoji, colour, position, category, oncall_role, revision)
             values ($1, $2, $3, $4, $5, $6,
               (select coalesce(max(position), -1) + 1 from department where guild = $2), $7, $8, 1)",
            id,
            guild,
            key,
            &draft.name,
            draft.emoji.as_deref(),
            draft.colour,
            draft.category,
            draft.oncall_role,
        )?;
        put_roles(&mut tx, id, &draft).await?;
        let entry = Entry::new(AuditSubject::Department, Some(id.0), &draft.name, AuditDeed::Added).revision(1);
        let entry = entry.after(&draft).changes(DepartmentDraft::default().changes(&draft, &choices));
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }, Bell::Access { guild, user: None }]);
        Ok(id)
    }

    /// Takes a department away; its closed tickets stay. Refuses: NotFound, DepartmentInUse. Rings Catalog and Access.
    pub async fn delete_department(
        &self,
        admin: &Admin,
        department: DepartmentId,
        via: Via,
        now: Timestamp,
    ) -> Result<()> {
        let guild = admin.guild();
        let mut tx = self.inner.db.begin().await?;
        // Openings take the guild's row too: none slips in between.
        take_guild(&mut tx, guild).await?;
        let known = find(&mut tx, guild, department).await?;
        let types = fetch_scalar!(
            &mut tx,
            i64,
            "select count(*) from ticket_type where department = $1 and deleted_at is null",
            department,
        )?;
        let tickets = fetch_scalar!(
            &mut tx,
            i64,
            "select count(*) from ticket where guild = $1 and department = $2 and status not in ('closed', 'cancelled')",
            guild,
            department,
        )?;
        if types > 0 || tickets > 0 {
            return Err(Refusal::DepartmentInUse { types, tickets }.into());
        }
        execute!(&mut tx, "update department set deleted_at = $2 where id = $1", department, now)?;
        // Whoever was let into its tickets by a role is let out in Discord as well.
        tickets_follow(&mut tx, guild, department).await?;
        let entry = Entry::new(AuditSubject::Department, Some(department.0), &known.name, AuditDeed::Deleted)
            .revision(known.revision)
            .before(&DepartmentDraft::from(&known));
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }, Bell::Access { guild, user: None }]);
        Ok(())
    }

    /// Undoes a deletion: its roles see its tickets again. Refuses: NotFound (also if it is there). Rings Catalog and
    /// Access.
    pub async fn restore_department(
        &self,
        admin: &Admin,
        department: DepartmentId,
        via: Via,
        now: Timestamp,
    ) -> Result<()> {
        let guild = admin.guild();
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        let back = execute!(
            &mut tx,
            "update department set deleted_at = null where id = $1 and guild = $2 and deleted_at is not null",
            department,
            guild,
        )?;
        if back == 0 {
            return Err(Refusal::NotFound.into());
        }
        let known = find(&mut tx, guild, department).await?;
        tickets_follow(&mut tx, guild, department).await?;
        let entry = Entry::new(AuditSubject::Department, Some(department.0), &known.name, AuditDeed::Restored)
            .revision(known.revision)
            .after(&DepartmentDraft::from(&known));
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }, Bell::Access { guild, user: None }]);
        Ok(())
    }

    /// The one way in which a department changes. Without `seen` the edit is applied to what stands.
    async fn change_department(
        &self,
        admin: &Admin,
        department: DepartmentId,
        seen: Option<i64>,
        edit: impl FnOnce(DepartmentDraft) -> DepartmentDraft,
        via: Via,
        now: Timestamp,
    ) -> Result<Saved> {
        let guild = admin.guild();
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        let known = find(&mut tx, guild, department).await?;
        let before = DepartmentDraft::from(&known);
        let after = edit(before.clone());
        if after.is_same(&before) {
            return Ok(Saved::Unchanged);
        }
        let choices = choices(&mut tx, guild).await?;
        let (revision, id) = (known.revision, department.0);
        let seen = seen.unwrap_or(revision);
        let seen = Seen { guild, subject: AuditSubject::Department, subject_id: id, last: seen, revision };
        if is_changed(&mut tx, &seen).await? {
            let differences = |old: &DepartmentDraft| old.changes(&before, &choices);
            return Ok(Saved::Conflict(conflict(&mut tx, &seen, differences).await?));
        }
        let mut faults = before.new_faults(&after, &choices);
        if after.name != before.name {
            faults.extend(name_fault(&mut tx, guild, Named::Department, &after.name, Some(id)).await?);
        }
        right(faults)?;
        let (after, roles_gone) = after.without_gone(&before, &choices);
        write(&mut tx, guild, department, &before, &after).await?;
        let revision = revision + 1;
        let entry = Entry::new(AuditSubject::Department, Some(id), &after.name, AuditDeed::Saved).revision(revision);
        let entry = entry.before(&before).after(&after).changes(before.changes(&after, &choices));
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        let rights = after.lets_in_others(&before).then_some(Bell::Access { guild, user: None });
        self.ring([Bell::Catalog { guild }].into_iter().chain(rights));
        Ok(Saved::Done { revision, roles_gone })
    }
}

async fn find(tx: &mut Tx, guild: GuildId, department: DepartmentId) -> Result<Department> {
    let all = catalog::departments(tx, guild).await?;
    all.into_iter().find(|known| known.id == department).ok_or(Error::Refused(Refusal::NotFound))
}

async fn write(
    tx: &mut Tx,
    guild: GuildId,
    department: DepartmentId,
    before: &DepartmentDraft,
    after: &DepartmentDraft,
) -> Result<()> {
    execute!(
        tx,
        "update department set name = $2, emoji = $3, colour = $4, category = $5, oncall_role = $6,
           revision = revision + 1 where id = $1",
        department,
        &after.name,
        after.emoji.as_deref(),
        after.colour,
        after.category,
        after.oncall_role,
    )?;
    if !after.lets_in_others(before) {
        return Ok(());
    }
    execute!(tx, "delete from department_role where department = $1", department)?;
    put_roles(tx, department, after).await?;
    tickets_follow(tx, guild, department).await
}

/// The channels of its tickets are to get other overwrites.
async fn tickets_follow(tx: &mut Tx, guild: GuildId, department: DepartmentId) -> Result<()> {
    execute!(
        tx,
        "update ticket set revision = revision + 1 where guild = $1 and department = $2 and channel_gone_at is null",
        guild,
        department,
    )?;
    Ok(())
}

async fn put_roles(tx: &mut Tx, department: DepartmentId, draft: &DepartmentDraft) -> Result<()> {
    for (role, kind) in &draft.roles {
        execute!(
            tx,
            "insert into department_role (department, role, kind) values ($1, $2, $3)",
            department,
            *role,
            *kind,
        )?;
    }
    Ok(())
}

async fn key_fault(tx: &mut Tx, guild: GuildId, key: &str) -> Result<Option<FieldFault>> {
    let at_key = |refusal| Some(FieldFault { field: "key".to_owned(), refusal });
    if let Err(refusal) = check_key(key) {
        return Ok(at_key(refusal));
    }
    let taken =
        fetch_scalar!(tx, bool, "select exists (select 1 from department where guild = $1 and key = $2)", guild, key,)?;
    Ok(if taken { at_key(Refusal::KeyTaken { key: key.to_owned() }) } else { None })
}
