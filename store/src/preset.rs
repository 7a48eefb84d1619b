//! Knows how a guild gets its first departments, types, forms and panels.

use crate::db::{Tx, execute, fetch_optional};
use crate::setting::{Entry, take_guild};
use crate::{Result, Store};
use domain::preset::{DEPARTMENTS, TypePreset, types};
use domain::setting::{AuditDeed, AuditSubject};
use domain::{
    Admin, Bell, DepartmentId, FormId, GuildId, PanelId, PanelState, Priority, TicketTypeId, Timestamp, TypeState, Via,
};
use sqlx::types::Json;

/// Days for which a closed ticket's channel stays under "Closed Tickets".
const ARCHIVE_DAYS: i64 = 14;

/// A position that is counted, never near the end of `i64`.
fn position(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

impl Store {
    /// Makes the preset departments, types, forms and draft panels that the guild does not have yet (by key).
    /// Run again, it changes nothing. Rings Catalog.
    pub async fn set_up(&self, admin: &Admin, via: Via, now: Timestamp) -> Result<()> {
        let guild = admin.guild();
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        let mut made = 0;
        for (index, preset) in DEPARTMENTS.iter().enumerate() {
            made += execute!(
                &mut tx,
                "insert into department (id, guild, key, name, emoji, colour, position) values ($1, $2, $3, $4, $5, $6, $7)
                 on conflict (guild, key) do nothing",
                self.inner.ids.next(now),
                guild,
                preset.key,
                preset.name,
                preset.emoji,
                preset.colour,
                position(index),
            )?;
        }
        for (index, preset) in types().iter().enumerate() {
            made += u64::from(self.put_type(&mut tx, guild, preset, position(index), now).await?);
        }
        if made == 0 {
            return Ok(());
        }
        let entry = Entry::new(AuditSubject::Guild, None, "", AuditDeed::SetUp);
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }]);
        Ok(())
    }

    /// Whether it was made.
    async fn put_type(
        &self,
        tx: &mut Tx,
        guild: GuildId,
        preset: &TypePreset,
        position: i64,
        now: Timestamp,
    ) -> Result<bool> {
        let known = fetch_optional!(
            tx,
            (TicketTypeId,),
            "select id from ticket_type where guild = $1 and key = $2",
            guild,
            preset.key
        )?;
        if known.is_some() {
            return Ok(false);
        }
        let department = fetch_optional!(
            tx,
            (DepartmentId,),
            "select id from department where guild = $1 and key = $2 and deleted_at is null",
            guild,
            preset.department
        )?;
        let Some((department,)) = department else { return Ok(false) };
        let form = FormId(self.inner.ids.next(now));
        execute!(tx, "insert into form (id, guild, revision) values ($1, $2, 1)", form, guild)?;
        execute!(
            tx,
            "insert into form_revision (form, revision, title, questions, created_at) values ($1, 1, $2, $3, $4)",
            form,
            preset.form_title,
            Json(&preset.questions),
            now,
        )?;
        let ticket_type = TicketTypeId(self.inner.ids.next(now));
        execute!(
            tx,
            "insert into ticket_type (id, guild, department, form, key, name, label, emoji, style, state, welcome, naming,
               default_priority, limit_per_member, when_closed, archive_days, position, revision)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $15, $16, 1)",
            ticket_type,
            guild,
            department,
            form,
            preset.key,
            preset.name,
            preset.label,
            preset.emoji,
            preset.style,
            TypeState::Active,
            Json(&preset.welcome),
            domain::template::DEFAULT_NAMING,
            Priority::Medium,
            preset.when_closed,
            ARCHIVE_DAYS,
            position,
        )?;
        let colour = DEPARTMENTS.iter().find(|found| found.key == preset.department).map_or(0, |found| found.colour);
        let panel = PanelId(self.inner.ids.next(now));
        execute!(
            tx,
            "insert into panel (id, guild, key, channel_name, title, text, colour, state, revision, published_revision)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1, 0)",
            panel,
            guild,
            preset.key,
            preset.channel,
            preset.name,
            preset.panel_text,
            colour,
            PanelState::Draft,
        )?;
        execute!(tx, "insert into panel_type (panel, ticket_type, position) values ($1, $2, 0)", panel, ticket_type)?;
        Ok(true)
    }
}
