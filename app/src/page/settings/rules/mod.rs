//! The rules: of one type, of the whole server, and who is blocked in it. Forms beside the editor of a type, so that
//! whoever changes a rule carries no form of questions along.

mod blocked;
#[cfg(feature = "ssr")]
pub mod deed;
mod draft;
mod guild;
mod line;
#[cfg(feature = "ssr")]
mod load;
mod roles;
mod ticket_type;

pub use blocked::BlockedPage;
pub use guild::GuildRulesPage;
pub use ticket_type::TypeRulesPage;

use super::answer::{Kept, Opened};
use crate::fault::Fault;
use crate::wire::{Packed, Parcel};
use domain::setting::Choices;
use domain::{BlockId, GuildId, TicketTypeId, Timestamp, UserId, WaitingId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeRulesShown {
    pub guild: GuildId,
    pub id: TicketTypeId,
    pub key: String,
    pub name: String,
    pub opened: Opened,
    pub choices: Choices,
    pub line: Vec<WaitingShown>,
}

/// One who waits for a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingShown {
    pub id: WaitingId,
    pub customer: UserId,
    pub name: String,
    pub since: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuildRulesShown {
    pub guild: GuildId,
    pub opened: Opened,
    pub choices: Choices,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockedShown {
    pub guild: GuildId,
    pub rows: Vec<BlockShown>,
    /// What an admin may block by; nothing for staff.
    pub roles: Vec<(String, String)>,
    pub kept: Option<Kept>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockShown {
    pub id: BlockId,
    pub name: String,
    /// Everybody with this role.
    pub is_role: bool,
    pub reason: Option<String>,
    pub until: Option<Timestamp>,
    pub by_name: String,
    pub at: Timestamp,
}

/// `seen`: the revision that the asker knows, if any.
#[server(prefix = "/fn", endpoint = "type-rules", input = Json, output = Packed)]
pub async fn load_type_rules(guild: GuildId, key: String, seen: Option<i64>) -> Result<Parcel<TypeRulesShown>, Fault> {
    Parcel::pack(&load::type_rules(guild, key, seen).await?)
}

/// `seen`: the revision that the asker knows, if any.
#[server(prefix = "/fn", endpoint = "guild-rules", input = Json, output = Packed)]
pub async fn load_guild_rules(guild: GuildId, seen: Option<i64>) -> Result<Parcel<GuildRulesShown>, Fault> {
    Parcel::pack(&load::guild_rules(guild, seen).await?)
}

#[server(prefix = "/fn", endpoint = "blocked", input = Json, output = Packed)]
pub async fn load_blocked(guild: GuildId) -> Result<Parcel<BlockedShown>, Fault> {
    Parcel::pack(&load::blocked(guild).await?)
}
