//! Knows how settings are changed: by an admin's right, in one transaction with the row that says who changed what.
//! The rules are `domain`'s; what Discord makes of it is the bot's.

mod access;
mod audit;
mod choice;
mod department;
mod since;
mod ticket_type;

pub(crate) use audit::Entry;

use crate::db::{Tx, fetch_optional};
use crate::{Error, Result};
use domain::setting::FieldFault;
use domain::{GuildId, Refusal};

/// Takes the guild's settings: changes pass one after the other, each sees what the one before wrote. An update that
/// changes nothing, because both databases understand it as "mine until I commit". Gives the revision of the guild's own.
pub(crate) async fn take_guild(tx: &mut Tx, guild: GuildId) -> Result<i64> {
    let row = fetch_optional!(
        tx,
        (i64,),
        "update guild set settings_revision = settings_revision where id = $1 returning settings_revision",
        guild,
    )?;
    row.map(|(revision,)| revision).ok_or(Error::Refused(Refusal::NotFound))
}

/// Nothing is half-saved: whatever is wrong, all of it is told.
fn right(faults: Vec<FieldFault>) -> Result<()> {
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}
