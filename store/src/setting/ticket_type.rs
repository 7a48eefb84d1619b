//! Knows how ticket types are made, changed, ordered and taken away.

use super::audit::{Seen, conflict, is_changed, last_of};
use super::choice::choices;
use super::{Entry, Named, name_fault, right, take_guild};
use crate::db::{Tx, execute, fetch_all, fetch_optional, fetch_scalar};
use crate::text::{clean_value, without_nul};
use crate::ticket::look_at_line;
use crate::{Error, Result, Store, catalog};
use domain::setting::{
    AuditDeed, AuditSubject, Conflict, FieldChange, FieldFault, Saved, TypeDraft, check_key, field_name, limit,
};
use domain::{Admin, Bell, FormId, GuildId, PanelId, Refusal, TicketType, TicketTypeId, Timestamp, TypeState, Via};
use sqlx::types::Json;

impl Store {
    /// Saves what an admin edited, who saw this revision. A form that changed gets a new revision, and the old one stays
    /// for those who have it open; panels follow where their buttons changed. Refuses: NotFound, Invalid. Rings Catalog,
    /// and Panel for each that follows.
    pub async fn save_type(
        &self,
        admin: &Admin,
        ticket_type: TicketTypeId,
        seen: i64,
        draft: &TypeDraft,
        via: Via,
        now: Timestamp,
    ) -> Result<Saved> {
        let draft = clean_value(draft)?.tidy();
        self.change_type(admin, ticket_type, Some(seen), |_| draft, via, now).await
    }

    /// Pauses a type or takes it up again, whatever else is edited meanwhile. Without a message members are told what they
    /// were told last time.
    pub async fn set_type_state(
        &self,
        admin: &Admin,
        ticket_type: TicketTypeId,
        state: TypeState,
        message: Option<&str>,
        via: Via,
        now: Timestamp,
    ) -> Result<Saved> {
        let message = message.map(|message| without_nul(message).into_owned());
        let length = message.as_deref().map_or(0, |message| message.chars().count());
        if length > limit::PAUSED_MESSAGE {
            let field = field_name("paused_message");
            return Err(Refusal::TooLong { field, length, max: limit::PAUSED_MESSAGE }.into());
        }
        let edit = |draft: TypeDraft| {
            let paused_message = message.or(draft.paused_message);
            TypeDraft { state, paused_message, ..draft }.tidy()
        };
        self.change_type(admin, ticket_type, None, edit, via, now).await
    }

    /// Refuses: Invalid; a key that is taken, also by a type that was deleted, is told at `key`. It stands last. Rings
    /// Catalog.
    pub async fn add_type(
        &self,
        admin: &Admin,
        key: &str,
        draft: &TypeDraft,
        via: Via,
        now: Timestamp,
    ) -> Result<TicketTypeId> {
        let guild = admin.guild();
        let draft = clean_value(draft)?.tidy();
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        let choices = choices(&mut tx, guild).await?;
        let mut faults = draft.check(&choices);
        faults.extend(key_fault(&mut tx, guild, key).await?);
        faults.extend(name_fault(&mut tx, guild, Named::Type, &draft.name, None).await?);
        right(faults)?;
        let (form, id) = (FormId(self.inner.ids.next(now)), TicketTypeId(self.inner.ids.next(now)));
        execute!(&mut tx, "insert into form (id, guild, revision) values ($1, $2, 0)", form, guild)?;
        execute!(
            &mut tx,
            "insert into ticket_type (id, guild, department, form, key, name, label, style, state, welcome, naming,
               default_priority, limit_per_member, when_closed, archive_days, position, revision)
             values ($1, $2, $3, $4, $5, '', '', $6, $7, $8, '', $9, 1, $10, 1,
               (select coalesce(max(position), -1) + 1 from ticket_type where guild = $2), 0)",
            id,
            guild,
            draft.department,
            form,
            key,
            draft.style,
            draft.state,
            Json(&draft.welcome),
            draft.default_priority,
            draft.when_closed,
        )?;
        write(&mut tx, id, &draft).await?;
        write_form(&mut tx, form, &draft, now).await?;
        let entry = Entry::new(AuditSubject::TicketType, Some(id.0), &draft.name, AuditDeed::Added).revision(1);
        let nothing = TypeDraft { department: draft.department, naming: String::new(), ..TypeDraft::default() };
        let entry = entry.after(&draft).changes(nothing.changes(&draft, &choices));
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }]);
        Ok(id)
    }

    /// Takes a type away: nothing new is opened, its tickets stay. Refuses: NotFound. Rings Catalog and Panel.
    pub async fn delete_type(&self, admin: &Admin, ticket_type: TicketTypeId, via: Via, now: Timestamp) -> Result<()> {
        let guild = admin.guild();
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        let known = find(&mut tx, guild, ticket_type).await?;
        execute!(&mut tx, "update ticket_type set deleted_at = $2 where id = $1", ticket_type, now)?;
        // Nobody waits for it any longer.
        let due = look_at_line(&mut tx, &self.inner.ids, guild, ticket_type, now).await?;
        let panels = panels_follow(&mut tx, ticket_type).await?;
        let entry = Entry::new(AuditSubject::TicketType, Some(ticket_type.0), &known.name, AuditDeed::Deleted)
            .revision(known.revision)
            .before(&TypeDraft::from(&known));
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring_for(guild, panels);
        self.ring(due.map(|due| Bell::Due { due }));
        Ok(())
    }

    /// Undoes a deletion: the type is offered again, where it was. Refuses: NotFound (also if it is there),
    /// NoSuchDepartment if its department is gone meanwhile. Rings Catalog and Panel.
    pub async fn restore_type(&self, admin: &Admin, ticket_type: TicketTypeId, via: Via, now: Timestamp) -> Result<()> {
        let guild = admin.guild();
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        let back = execute!(
            &mut tx,
            "update ticket_type set deleted_at = null where id = $1 and guild = $2 and deleted_at is not null",
            ticket_type,
            guild,
        )?;
        if back == 0 {
            return Err(Refusal::NotFound.into());
        }
        let known = find(&mut tx, guild, ticket_type).await?;
        if !catalog::departments(&mut tx, guild).await?.iter().any(|found| found.id == known.department) {
            return Err(Refusal::NoSuchDepartment.into());
        }
        let panels = panels_follow(&mut tx, ticket_type).await?;
        let entry = Entry::new(AuditSubject::TicketType, Some(ticket_type.0), &known.name, AuditDeed::Restored)
            .revision(known.revision)
            .after(&TypeDraft::from(&known));
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring_for(guild, panels);
        Ok(())
    }

    /// Puts types into this order, in lists and on panels; those that are not named follow as they stood. `seen` is the
    /// order that it was made from: if types stand otherwise by now, nothing is moved. Refuses: NotFound. Rings Catalog,
    /// and Panel for those with several buttons.
    pub async fn order_types(
        &self,
        admin: &Admin,
        seen: &[TicketTypeId],
        order: &[TicketTypeId],
        via: Via,
        now: Timestamp,
    ) -> Result<Saved> {
        let guild = admin.guild();
        let mut tx = self.inner.db.begin().await?;
        let revision = take_guild(&mut tx, guild).await?;
        let before = catalog::types(&mut tx, guild).await?;
        let stand = |ids: &[TicketTypeId]| before.iter().map(|kind| kind.id).eq(ids.iter().copied());
        if stand(order) {
            return Ok(Saved::Unchanged);
        }
        if !stand(seen) {
            return Ok(Saved::Conflict(order_conflict(&mut tx, guild, seen, &before, revision).await?));
        }
        let find = |id: &TicketTypeId| before.iter().find(|kind| kind.id == *id).ok_or(Refusal::NotFound);
        let mut after: Vec<&TicketType> = order.iter().map(find).collect::<std::result::Result<_, _>>()?;
        after.extend(before.iter().filter(|kind| !order.contains(&kind.id)));
        if after.iter().map(|kind| kind.id).eq(before.iter().map(|kind| kind.id)) {
            return Ok(Saved::Unchanged);
        }
        for (kind, position) in after.iter().zip(0_i64..) {
            execute!(&mut tx, "update ticket_type set position = $2 where id = $1", kind.id, position)?;
        }
        execute!(
            &mut tx,
            "update panel_type set position = (select position from ticket_type where id = panel_type.ticket_type)
             where panel in (select id from panel where guild = $1)",
            guild,
        )?;
        let panels = fetch_all!(
            &mut tx,
            (PanelId,),
            "update panel set revision = revision + 1 where guild = $1
               and (select count(*) from panel_type of where of.panel = panel.id) > 1 returning id",
            guild,
        )?;
        let change = FieldChange {
            field: "order".to_owned(),
            before: names(before.iter().map(|kind| kind.name.as_str())),
            after: names(after.iter().map(|kind| kind.name.as_str())),
        };
        let entry = Entry::new(AuditSubject::TicketType, None, "", AuditDeed::Ordered).changes(vec![change]);
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring_for(guild, panels.into_iter().map(|(panel,)| panel).collect());
        Ok(Saved::Done { revision, roles_gone: 0 })
    }

    /// The one way in which a type changes. Without `seen` the edit is applied to what stands.
    async fn change_type(
        &self,
        admin: &Admin,
        ticket_type: TicketTypeId,
        seen: Option<i64>,
        edit: impl FnOnce(TypeDraft) -> TypeDraft,
        via: Via,
        now: Timestamp,
    ) -> Result<Saved> {
        let guild = admin.guild();
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        let known = find(&mut tx, guild, ticket_type).await?;
        let before = TypeDraft::from(&known);
        let after = edit(before.clone());
        if after == before {
            return Ok(Saved::Unchanged);
        }
        let choices = choices(&mut tx, guild).await?;
        let (revision, id) = (known.revision, ticket_type.0);
        let seen = seen.unwrap_or(revision);
        let seen = Seen { guild, subject: AuditSubject::TicketType, subject_id: id, last: seen, revision };
        if is_changed(&mut tx, &seen).await? {
            let differences = |old: &TypeDraft| old.changes(&before, &choices);
            return Ok(Saved::Conflict(conflict(&mut tx, &seen, differences).await?));
        }
        // Not refused for what was right when it was saved.
        let mut faults = before.new_faults(&after, &choices);
        if after.name != before.name {
            faults.extend(name_fault(&mut tx, guild, Named::Type, &after.name, Some(id)).await?);
        }
        right(faults)?;
        write(&mut tx, ticket_type, &after).await?;
        if after.form_title != before.form_title || after.questions != before.questions {
            write_form(&mut tx, known.form.id, &after, now).await?;
        }
        let due = if after.state == before.state {
            None
        } else {
            look_at_line(&mut tx, &self.inner.ids, guild, ticket_type, now).await?
        };
        let looks = |draft: &TypeDraft| (draft.label.clone(), draft.emoji.clone(), draft.style);
        let panels =
            if looks(&after) == looks(&before) { Vec::new() } else { panels_follow(&mut tx, ticket_type).await? };
        let revision = revision + 1;
        let changes = before.changes(&after, &choices);
        let entry = Entry::new(AuditSubject::TicketType, Some(id), &after.name, deed(&changes, &after));
        let entry = entry.revision(revision).before(&before).after(&after).changes(changes);
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring_for(guild, panels);
        self.ring(due.map(|due| Bell::Due { due }));
        Ok(Saved::Done { revision, roles_gone: 0 })
    }

    fn ring_for(&self, guild: GuildId, panels: Vec<PanelId>) {
        let panels = panels.into_iter().map(|panel| Bell::Panel { guild, panel });
        self.ring([Bell::Catalog { guild }].into_iter().chain(panels));
    }
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    all.collect::<Vec<_>>().join(", ")
}

/// Whoever moved, added or took away a type last, and how types stood and stand.
async fn order_conflict(
    tx: &mut Tx,
    guild: GuildId,
    seen: &[TicketTypeId],
    stand: &[TicketType],
    revision: i64,
) -> Result<Conflict> {
    // One that is gone is among those that were seen.
    let known =
        fetch_all!(tx, (TicketTypeId, String), "select id, name from ticket_type where guild = $1 order by id", guild)?;
    let name = |id: &TicketTypeId| known.iter().find(|(known, _)| known == id).map(|(_, name)| name.as_str());
    let change = FieldChange {
        field: "order".to_owned(),
        before: names(seen.iter().filter_map(name)),
        after: names(stand.iter().map(|kind| kind.name.as_str())),
    };
    let deeds = [AuditDeed::Ordered, AuditDeed::Added, AuditDeed::Deleted, AuditDeed::Restored];
    let (by, at) = last_of(tx, guild, AuditSubject::TicketType, &deeds).await?;
    Ok(Conflict { by, at, revision, changes: vec![change] })
}

/// A save that did nothing but pause is called so.
fn deed(changes: &[FieldChange], after: &TypeDraft) -> AuditDeed {
    let only_state = changes.iter().all(|change| matches!(change.field.as_str(), "state" | "paused_message"));
    match after.state {
        TypeState::Paused if only_state && changes.iter().any(|change| change.field == "state") => AuditDeed::Paused,
        TypeState::Active if only_state && changes.iter().any(|change| change.field == "state") => AuditDeed::Resumed,
        _ => AuditDeed::Saved,
    }
}

async fn find(tx: &mut Tx, guild: GuildId, ticket_type: TicketTypeId) -> Result<TicketType> {
    let all = catalog::types(tx, guild).await?;
    all.into_iter().find(|known| known.id == ticket_type).ok_or(Error::Refused(Refusal::NotFound))
}

async fn write(tx: &mut Tx, ticket_type: TicketTypeId, draft: &TypeDraft) -> Result<()> {
    execute!(
        tx,
        "update ticket_type set department = $2, name = $3, label = $4, emoji = $5, style = $6, state = $7,
           paused_message = $8, welcome = $9, naming = $10, default_priority = $11, limit_per_member = $12,
           category = $13, closed_category = $14, when_closed = $15, archive_days = $16, revision = revision + 1
         where id = $1",
        ticket_type,
        draft.department,
        &draft.name,
        &draft.label,
        draft.emoji.as_deref(),
        draft.style,
        draft.state,
        draft.paused_message.as_deref(),
        Json(&draft.welcome),
        &draft.naming,
        draft.default_priority,
        draft.limit_per_member,
        draft.category,
        draft.closed_category,
        draft.when_closed,
        draft.archive_days,
    )?;
    Ok(())
}

/// The form's next revision. Those before it stay: they are open on somebody's screen.
async fn write_form(tx: &mut Tx, form: FormId, draft: &TypeDraft, now: Timestamp) -> Result<()> {
    let next =
        fetch_optional!(tx, (i64,), "update form set revision = revision + 1 where id = $1 returning revision", form)?;
    let Some((revision,)) = next else { return Err(Refusal::NotFound.into()) };
    execute!(
        tx,
        "insert into form_revision (form, revision, title, questions, created_at) values ($1, $2, $3, $4, $5)",
        form,
        revision,
        &draft.form_title,
        Json(&draft.questions),
        now,
    )?;
    Ok(())
}

/// Panels that show a button of this type are to be shown anew.
async fn panels_follow(tx: &mut Tx, ticket_type: TicketTypeId) -> Result<Vec<PanelId>> {
    let panels = fetch_all!(
        tx,
        (PanelId,),
        "update panel set revision = revision + 1
         where id in (select panel from panel_type where ticket_type = $1) returning id",
        ticket_type,
    )?;
    Ok(panels.into_iter().map(|(panel,)| panel).collect())
}

async fn key_fault(tx: &mut Tx, guild: GuildId, key: &str) -> Result<Option<FieldFault>> {
    let at_key = |refusal| Some(FieldFault { field: "key".to_owned(), refusal });
    if let Err(refusal) = check_key(key) {
        return Ok(at_key(refusal));
    }
    let taken = fetch_scalar!(
        tx,
        bool,
        "select exists (select 1 from ticket_type where guild = $1 and key = $2)",
        guild,
        key,
    )?;
    Ok(if taken { at_key(Refusal::KeyTaken { key: key.to_owned() }) } else { None })
}
