//! Op 8: the members of a guild, by name or by id, a thousand at a time.

use serde_json::{Value, json};

use super::{Connection, End};
use crate::event::intent;
use crate::id::Id;
use crate::show;
use crate::world::Member;

const CHUNK: usize = 1000;

impl Connection {
    pub(super) fn members(&mut self, data: &Value) -> Result<(), End> {
        let Some(session) = self.session.clone() else { return Ok(()) };
        let hub = self.hub.clone();
        hub.deed(|d| {
            let Some(listener) = d.wires.sessions.get(&session).map(|s| s.listener) else { return Ok(()) };
            let all = data["user_ids"].is_null() && data["query"].as_str() == Some("");
            if all && !listener.has(intent::MEMBERS) {
                return Err(End::Close(4014, "Disallowed intent(s)."));
            }
            let house = Id::maybe(&data["guild_id"]).and_then(|g| d.world.guilds.get(&g));
            let Some(house) = house.filter(|h| h.members.contains_key(&listener.bot)) else { return Ok(()) };
            let wished = ids(&data["user_ids"]);
            let query = data["query"].as_str().unwrap_or_default().to_lowercase();
            let limit = data["limit"].as_u64().and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0).unwrap_or(usize::MAX);
            let named = |m: &&Member| {
                let user = d.world.users.get(&m.user);
                let names = [m.nick.as_deref(), user.map(|u| u.username.as_str()), user.and_then(|u| u.global_name.as_deref())];
                names.into_iter().flatten().any(|n| n.to_lowercase().starts_with(&query))
            };
            let fits = |m: &&Member| if wished.is_empty() { named(m) } else { wished.contains(&m.user) };
            let found: Vec<Value> = house.members.values().filter(fits).take(limit).map(|m| show::member(d.world, m)).collect();
            let lost: Vec<Id> = wished.iter().copied().filter(|u| !house.members.contains_key(u)).collect();
            let guild = house.guild.id;
            let count = found.len().div_ceil(CHUNK).max(1);
            let Some(to) = d.wires.sessions.get_mut(&session) else { return Ok(()) };
            for index in 0..count {
                let part: Vec<&Value> = found.iter().skip(index * CHUNK).take(CHUNK).collect();
                let mut chunk = json!({ "guild_id": guild, "members": part, "chunk_index": index, "chunk_count": count, "not_found": lost });
                if !data["nonce"].is_null() {
                    chunk["nonce"] = data["nonce"].clone();
                }
                to.push("GUILD_MEMBERS_CHUNK", &chunk.to_string());
            }
            Ok(())
        })
    }
}

fn ids(value: &Value) -> Vec<Id> {
    if value.is_array() { Id::list(value) } else { Id::maybe(value).into_iter().collect() }
}
