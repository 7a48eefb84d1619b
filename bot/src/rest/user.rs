//! Knows the calls about the bot itself, its commands, and direct messages.

use super::{Call, Rest, Result};
use domain::{ChannelId, GuildId, UserId};
use serde_json::{Value, json};

impl Rest {
    pub async fn me(&self) -> Result<Value> {
        self.send(Call::get("users/@me")).await
    }

    /// With `flags` (which intents are granted).
    pub async fn application(&self) -> Result<Value> {
        self.send(Call::get("applications/@me")).await
    }

    /// The guilds that the bot is in, 200 at most, after this one
    /// (<https://discord.com/developers/docs/resources/user#get-current-user-guilds>).
    pub async fn my_guilds(&self, after: GuildId) -> Result<Value> {
        self.send(Call::get("users/@me/guilds").query("after", &after).query("limit", &200)).await
    }

    /// Where the gateway is, and how many shards it wants.
    pub async fn gateway(&self) -> Result<Value> {
        self.send(Call::get("gateway/bot")).await
    }

    /// The same channel every time it is asked for.
    pub async fn direct_channel(&self, user: UserId) -> Result<ChannelId> {
        let call = Call::post("users/@me/channels", json!({"recipient_id": user})).repeatable();
        let channel = self.send(call).await?;
        Ok(ChannelId(super::message::id_of(&channel)))
    }

    pub async fn commands(&self, application: UserId) -> Result<Value> {
        self.send(Call::get(format!("applications/{application}/commands"))).await
    }

    pub async fn set_commands(&self, application: UserId, commands: Value) -> Result<Value> {
        self.send(Call::put(format!("applications/{application}/commands"), commands)).await
    }
}
