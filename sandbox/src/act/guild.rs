//! What concerns a guild as a whole: a bot getting to know it, and its bot's own role.

use serde_json::{Value, json};

use super::role;
use crate::error::{self, Failure};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::show;
use crate::world::{Emoji, Op, Role};

/// A bot that has just come in is shown all of the guild.
pub fn introduce(d: &mut Deed, guild: Id, bot: Id) {
    let Ok(house) = d.world.house(guild) else { return };
    let shown = show::guild_create(d.world, house, bot, d.now);
    d.tell("GUILD_CREATE", To::Bot(bot), shown);
}

/// Gives the guild another name.
pub fn rename(d: &mut Deed, guild: Id, name: &str) -> Result<Value, Failure> {
    let mut changed = d.world.house(guild)?.guild.clone();
    name.clone_into(&mut changed.name);
    d.put(Op::Guild(changed));
    let shown = show::guild(d.world.house(guild)?);
    d.tell("GUILD_UPDATE", To::Guild(guild), shown.clone());
    Ok(shown)
}

/// Whether those who moderate need two-factor authentication.
pub fn want_mfa(d: &mut Deed, guild: Id, wanted: bool) -> Result<Value, Failure> {
    let mut changed = d.world.house(guild)?.guild.clone();
    changed.wants_mfa = wanted;
    d.put(Op::Guild(changed));
    let shown = show::guild(d.world.house(guild)?);
    d.tell("GUILD_UPDATE", To::Guild(guild), shown.clone());
    Ok(shown)
}

/// Gives the guild these emoji of its own, and no others.
pub fn set_emojis(d: &mut Deed, guild: Id, emojis: Vec<Emoji>) -> Result<Vec<Value>, Failure> {
    let mut changed = d.world.house(guild)?.guild.clone();
    changed.emojis = emojis;
    d.put(Op::Guild(changed));
    let shown = show::emojis(d.world.house(guild)?);
    d.tell("GUILD_EMOJIS_UPDATE", To::Guild(guild), json!({ "guild_id": guild, "emojis": shown }));
    Ok(shown)
}

/// Changes what the bot's own role holds.
pub fn set_bot_permissions(d: &mut Deed, guild: Id, permissions: u64) -> Result<Role, Failure> {
    let house = d.world.house(guild)?;
    let found = house.roles.values().find(|r| r.managed && r.bot.is_some());
    let mut own = found.ok_or(error::UNKNOWN_ROLE)?.clone();
    own.permissions = permissions;
    role::update(d, guild, own.clone());
    Ok(own)
}
