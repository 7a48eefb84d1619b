//! Knows how a guild gets its first departments, types, forms and panels.

use crate::db::{Tx, execute, fetch_optional};
use crate::{Result, Store};
use domain::preset::{DEPARTMENTS, TypePreset, types};
use domain::{Bell, DepartmentId, FormId, GuildId, PanelId, PanelState, Priority, TicketTypeId, Timestamp, TypeState};
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
    pub async fn set_up(&self, guild: GuildId, now: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        for (index, preset) in DEPARTMENTS.iter().enumerate() {
            execute!(
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
            self.put_type(&mut tx, guild, preset, position(index), now).await?;
        }
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }]);
        Ok(())
    }

    async fn put_type(
        &self,
        tx: &mut Tx,
        guild: GuildId,
        preset: &TypePreset,
        position: i64,
        now: Timestamp,
    ) -> Result<()> {
        let known = fetch_optional!(
            tx,
            (TicketTypeId,),
            "select id from ticket_type where guild = $1 and key = $2",
            guild,
            preset.key
        )?;
        if known.is_some() {
            return Ok(());
        }
        let department = fetch_optional!(
            tx,
            (DepartmentId,),
            "select id from department where guild = $1 and key = $2",
            guild,
            preset.department
        )?;
        let Some((department,)) = department else { return Ok(()) };
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
        Ok(())
    }

    /// Marks panels of this guild as to be published. Rings Panel for each.
    pub async fn publish_panels(&self, guild: GuildId, panels: &[PanelId]) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        for panel in panels {
            execute!(
                &mut tx,
                "update panel set state = 'published', revision = revision + 1 where id = $1 and guild = $2",
                *panel,
                guild,
            )?;
        }
        tx.commit().await?;
        self.ring(panels.iter().map(|panel| Bell::Panel { guild, panel: *panel }).chain([Bell::Catalog { guild }]));
        Ok(())
    }
}
