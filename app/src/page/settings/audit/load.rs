//! What the audit shows.

use super::{AuditShown, PAGE};
use crate::fault::Fault;
use crate::guard;
use domain::{AuditId, GuildId};

pub async fn audit(guild: GuildId, before: Option<AuditId>) -> Result<AuditShown, Fault> {
    let (admin, store) = guard::admin(guild).await?;
    let page = store.audit(&admin, before, PAGE).await?;
    Ok(AuditShown { guild, rows: page.rows, next: page.next })
}
