//! Knows the calls about guilds and their members.

use super::{Call, Error, Rest, Result};
use domain::{GuildId, UserId};
use serde_json::Value;

impl Rest {
    /// With its roles; without channels and members.
    pub async fn guild(&self, guild: GuildId) -> Result<Value> {
        self.send(Call::get(format!("guilds/{guild}"))).await
    }

    /// All channels that are no threads, with topics and overwrites.
    pub async fn guild_channels(&self, guild: GuildId) -> Result<Vec<Value>> {
        match self.send(Call::get(format!("guilds/{guild}/channels"))).await? {
            Value::Array(channels) => Ok(channels),
            _ => Err(Error::Unclear { route: "guild channels".into(), why: "not a list".into() }),
        }
    }

    /// `None`: not in the guild.
    pub async fn member(&self, guild: GuildId, user: UserId) -> Result<Option<Value>> {
        match self.send(Call::get(format!("guilds/{guild}/members/{user}"))).await {
            Ok(member) => Ok(Some(member)),
            Err(error) if error.is_gone() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
