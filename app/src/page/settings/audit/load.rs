//! What the audit shows.

use super::{AuditShown, PAGE, RowShown};
use crate::fault::Fault;
use crate::guard;
use crate::words::{audit_words, via_words};
use domain::setting::AuditRow;
use domain::{AuditId, GuildId};

pub async fn audit(guild: GuildId, before: Option<AuditId>) -> Result<AuditShown, Fault> {
    let (admin, store) = guard::admin(guild).await?;
    let page = store.audit(&admin, before, PAGE).await?;
    Ok(AuditShown { guild, rows: page.rows.into_iter().map(row).collect(), next: page.next })
}

fn row(row: AuditRow) -> RowShown {
    RowShown {
        words: audit_words(row.subject, row.deed, &row.subject_name),
        through: via_words(row.via).to_owned(),
        id: row.id,
        at: row.at,
        actor: row.actor,
        actor_name: row.actor_name,
        changes: row.changes,
    }
}
