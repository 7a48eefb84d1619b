//! Knows the calls about channels and who may see them.

use super::{Call, Rest, Result};
use domain::permission::Overwrite;
use domain::{ChannelId, GuildId, MessageId};
use serde_json::{Value, json};
use std::time::Duration;

/// An overwrite as Discord takes it.
pub fn overwrite_json(overwrite: Overwrite) -> Value {
    json!({
        "id": overwrite.id.to_string(),
        "type": i32::from(overwrite.is_member),
        "allow": overwrite.allow.to_string(),
        "deny": overwrite.deny.to_string(),
    })
}

/// As Discord sends it.
pub fn read_overwrite(value: &Value) -> Option<Overwrite> {
    let number = |key: &str| value[key].as_str().map_or_else(|| value[key].as_i64(), |text| text.parse().ok());
    Some(Overwrite {
        id: number("id")?,
        is_member: value["type"].as_i64() == Some(1),
        allow: number("allow")?,
        deny: number("deny")?,
    })
}

/// A channel to be made.
#[derive(Clone, Debug)]
pub struct NewChannel<'a> {
    pub name: &'a str,
    /// Discord's channel type: 0 text, 4 category.
    pub kind: i32,
    pub topic: Option<String>,
    pub parent: Option<ChannelId>,
    /// Among its neighbours, from 0; at the end if left out.
    pub position: Option<usize>,
    pub overwrites: &'a [Overwrite],
    pub reason: &'a str,
}

impl Rest {
    pub async fn channel(&self, channel: ChannelId) -> Result<Value> {
        self.send(Call::get(format!("channels/{channel}"))).await
    }

    /// Never repeated by itself: an unclear answer is to be followed by a look.
    pub async fn create_channel(&self, guild: GuildId, new: &NewChannel<'_>) -> Result<Value> {
        let overwrites: Vec<Value> = new.overwrites.iter().copied().map(overwrite_json).collect();
        let mut body = json!({"name": new.name, "type": new.kind, "permission_overwrites": overwrites});
        if let Some(topic) = &new.topic {
            body["topic"] = json!(topic);
        }
        if let Some(parent) = new.parent {
            body["parent_id"] = json!(parent);
        }
        if let Some(position) = new.position {
            body["position"] = json!(position);
        }
        self.send(Call::post(format!("guilds/{guild}/channels"), body).reason(new.reason)).await
    }

    /// Everything but name and topic, which have a limit of their own.
    pub async fn edit_channel(&self, channel: ChannelId, changes: Value, reason: &str) -> Result<Value> {
        self.send(Call::patch(format!("channels/{channel}"), changes).reason(reason)).await
    }

    /// Name and topic: two changes in ten minutes for one channel, which no header announces. Never waits for them.
    pub async fn rename_channel(&self, channel: ChannelId, changes: Value, reason: &str) -> Result<Value> {
        let call = Call::patch(format!("channels/{channel}"), changes);
        self.send(call.reason(reason).part("rename").patience(Duration::ZERO)).await
    }

    /// A second one changes nothing.
    pub async fn pin_message(&self, channel: ChannelId, message: MessageId) -> Result<()> {
        let call = Call::put(format!("channels/{channel}/messages/pins/{message}"), Value::Null);
        self.send(call).await.map(drop)
    }

    pub async fn delete_channel(&self, channel: ChannelId, reason: &str) -> Result<()> {
        self.send(Call::delete(format!("channels/{channel}")).reason(reason)).await.map(drop)
    }
}
