//! Knows which guild has which slot; hands out the next one to a guild that has none.

use crate::Result;
use crate::db::{Tx, execute, fetch_optional};
use domain::GuildId;
use domain::search::Slot;

/// The guild's slot, if anything of it was ever indexed.
pub(super) async fn known(tx: &mut Tx, guild: GuildId) -> Result<Option<Slot>> {
    let row = fetch_optional!(tx, (i64,), "select slot from search_slot where guild = $1", guild)?;
    Ok(row.map(|(number,)| slot(number)))
}

/// The guild's slot, a new one if need be. Two guilds that reach for the same one: the later looks again.
pub(super) async fn of(tx: &mut Tx, guild: GuildId) -> Result<Slot> {
    loop {
        if let Some(slot) = known(tx, guild).await? {
            return Ok(slot);
        }
        execute!(
            tx,
            "insert into search_slot (guild, slot) select $1, coalesce(max(slot), 0) + 1 from search_slot
             where true on conflict do nothing",
            guild,
        )?;
    }
}

fn slot(number: i64) -> Slot {
    Slot::of(u32::try_from(number).unwrap_or_default())
}
