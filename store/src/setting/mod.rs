//! Knows how settings are changed: by an admin's right, in one transaction with the row that says who changed what.
//! The rules are `domain`'s; what Discord makes of it is the bot's.

mod access;
mod audit;
mod choice;
mod department;
mod rules;
mod since;
mod ticket_type;

pub(crate) use audit::Entry;
pub(crate) use choice::choices;

use crate::db::{Tx, fetch_all, fetch_optional};
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
pub(crate) fn right(faults: Vec<FieldFault>) -> Result<()> {
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// Two of a guild that people can't tell apart would both be called by this name.
pub(crate) enum Named {
    Type,
    Department,
}

/// A name that another one has already, whatever the case of its letters.
async fn name_fault(
    tx: &mut Tx,
    guild: GuildId,
    of: Named,
    name: &str,
    own: Option<i64>,
) -> Result<Option<FieldFault>> {
    let text = match of {
        Named::Type => "select id, name from ticket_type where guild = $1 and deleted_at is null",
        Named::Department => "select id, name from department where guild = $1 and deleted_at is null",
    };
    // Compared here: the databases fold letters differently.
    let all = fetch_all!(tx, (i64, String), text, guild)?;
    let is_taken = |(id, known): &(i64, String)| Some(*id) != own && known.to_lowercase() == name.to_lowercase();
    let fault = || FieldFault { field: "name".to_owned(), refusal: Refusal::KeyTaken { key: name.to_owned() } };
    Ok(all.iter().any(is_taken).then(fault))
}
