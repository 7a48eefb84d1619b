//! Knows how the rules are changed: those of a type, and those of the whole guild.

use super::audit::{Seen, conflict, is_changed};
use super::choice::choices;
use super::{Entry, right, take_guild};
use crate::db::{Tx, execute};
use crate::text::clean_value;
use crate::ticket::{arm_silences, look_at_line};
use crate::{Error, Result, Store, catalog};
use domain::setting::{AuditDeed, AuditSubject, Conflict, Saved, TypeRulesDraft};
use domain::{Admin, Bell, GuildId, GuildRules, Refusal, TicketType, TicketTypeId, Timestamp, Via};
use sqlx::types::Json;

impl Store {
    /// Saves the rules of a type, seen in this revision of it. Lines of roles that Discord has deleted go with it. Who
    /// waits for a place is let in if there is one by now; claimed tickets get other overwrites where claiming means
    /// something else. Refuses: NotFound, Invalid. Rings Catalog, and Due where somebody waits.
    pub async fn save_type_rules(
        &self,
        admin: &Admin,
        ticket_type: TicketTypeId,
        seen: i64,
        draft: &TypeRulesDraft,
        via: Via,
        now: Timestamp,
    ) -> Result<Saved> {
        let guild = admin.guild();
        let after = clean_value(draft)?;
        let mut tx = self.inner.db.begin().await?;
        take_guild(&mut tx, guild).await?;
        let known = find(&mut tx, guild, ticket_type).await?;
        let before = TypeRulesDraft::from(&known);
        if after == before {
            return Ok(Saved::Unchanged);
        }
        let choices = choices(&mut tx, guild).await?;
        let seen = type_seen(&known, seen);
        if is_changed(&mut tx, &seen).await? {
            let differences = |old: &TypeRulesDraft| old.changes(&before, &choices);
            return Ok(Saved::Conflict(conflict(&mut tx, &seen, differences).await?));
        }
        right(before.new_faults(&after, &choices))?;
        let (after, roles_gone) = after.without_gone(&before, &choices);
        execute!(
            &mut tx,
            "update ticket_type set opening = $2, conduct = $3, revision = revision + 1 where id = $1",
            ticket_type,
            Json(&after.opening),
            Json(&after.conduct),
        )?;
        if after.conduct.claim != before.conduct.claim {
            execute!(
                &mut tx,
                "update ticket set revision = revision + 1 where guild = $1 and ticket_type = $2
                   and assignee is not null and channel_gone_at is null",
                guild,
                ticket_type,
            )?;
        }
        let mut due = Vec::from_iter(look_at_line(&mut tx, &self.inner.ids, guild, ticket_type, now).await?);
        due.extend(arm_silences(&mut tx, &self.inner.ids, (guild, ticket_type), &after.conduct, now).await?);
        let revision = known.revision + 1;
        let entry = Entry::new(AuditSubject::TypeRules, Some(ticket_type.0), &known.name, AuditDeed::Saved);
        let entry = entry.revision(revision).before(&before).after(&after).changes(before.changes(&after, &choices));
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }].into_iter().chain(due.into_iter().map(|due| Bell::Due { due })));
        Ok(Saved::Done { revision, roles_gone })
    }

    /// Saves what holds in the whole guild, seen in this revision of its settings. Refuses: NotFound, Invalid. Rings
    /// Catalog.
    pub async fn save_guild_rules(
        &self,
        admin: &Admin,
        seen: i64,
        rules: &GuildRules,
        via: Via,
        now: Timestamp,
    ) -> Result<Saved> {
        let guild = admin.guild();
        let after = clean_value(rules)?.tidy();
        let mut tx = self.inner.db.begin().await?;
        let revision = take_guild(&mut tx, guild).await?;
        let before = catalog::rules(&mut tx, guild).await?.tidy();
        if after == before {
            return Ok(Saved::Unchanged);
        }
        let choices = choices(&mut tx, guild).await?;
        let seen = guild_seen(guild, seen, revision);
        if is_changed(&mut tx, &seen).await? {
            let differences = |old: &GuildRules| old.changes(&before, &choices);
            return Ok(Saved::Conflict(conflict(&mut tx, &seen, differences).await?));
        }
        right(before.new_faults(&after, &choices))?;
        execute!(
            &mut tx,
            "update guild set rules = $2, settings_revision = settings_revision + 1 where id = $1",
            guild,
            Json(&after),
        )?;
        let revision = revision + 1;
        let entry = Entry::new(AuditSubject::Rules, Some(guild.0), "", AuditDeed::Saved).revision(revision);
        let entry = entry.before(&before).after(&after).changes(before.changes(&after, &choices));
        entry.write(&mut tx, &self.inner.ids, admin, via, now).await?;
        tx.commit().await?;
        self.ring([Bell::Catalog { guild }]);
        Ok(Saved::Done { revision, roles_gone: 0 })
    }

    /// What others changed of a type's rules; `None` where they stand as they were seen.
    pub async fn type_rules_changes(
        &self,
        admin: &Admin,
        ticket_type: TicketTypeId,
        seen: i64,
    ) -> Result<Option<Conflict>> {
        let guild = admin.guild();
        let mut tx = self.inner.db.snapshot().await?;
        let known = find(&mut tx, guild, ticket_type).await?;
        let seen = type_seen(&known, seen);
        if !is_changed(&mut tx, &seen).await? {
            return Ok(None);
        }
        let (now, choices) = (TypeRulesDraft::from(&known), choices(&mut tx, guild).await?);
        Ok(Some(conflict(&mut tx, &seen, |old: &TypeRulesDraft| old.changes(&now, &choices)).await?))
    }

    /// What others changed of the guild's rules; `None` where they stand as they were seen.
    pub async fn guild_rules_changes(&self, admin: &Admin, seen: i64) -> Result<Option<Conflict>> {
        let guild = admin.guild();
        let mut tx = self.inner.db.snapshot().await?;
        let revision = catalog::settings_revision(&mut tx, guild).await?;
        let seen = guild_seen(guild, seen, revision);
        if !is_changed(&mut tx, &seen).await? {
            return Ok(None);
        }
        let (now, choices) = (catalog::rules(&mut tx, guild).await?, choices(&mut tx, guild).await?);
        Ok(Some(conflict(&mut tx, &seen, |old: &GuildRules| old.changes(&now, &choices)).await?))
    }
}

fn type_seen(known: &TicketType, last: i64) -> Seen {
    let subject = AuditSubject::TypeRules;
    Seen { guild: known.guild, subject, subject_id: known.id.0, last, revision: known.revision }
}

fn guild_seen(guild: GuildId, last: i64, revision: i64) -> Seen {
    Seen { guild, subject: AuditSubject::Rules, subject_id: guild.0, last, revision }
}

async fn find(tx: &mut Tx, guild: GuildId, ticket_type: TicketTypeId) -> Result<TicketType> {
    let all = catalog::types(tx, guild).await?;
    all.into_iter().find(|known| known.id == ticket_type).ok_or(Error::Refused(Refusal::NotFound))
}
