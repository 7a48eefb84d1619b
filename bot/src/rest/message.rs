//! Knows the calls about messages. Mentions are off unless a message asks for them.

use super::{Call, Rest, Result};
use domain::{ChannelId, MessageId};
use serde_json::{Value, json};

/// As many as Discord gives at once.
pub const PAGE: usize = 100;

/// No message leaves without this: what it may mention, nobody unless it says so.
pub(super) fn guarded(mut body: Value) -> Value {
    if body.get("allowed_mentions").is_none() {
        body["allowed_mentions"] = json!({"parse": []});
    }
    body
}

impl Rest {
    /// With a `nonce` Discord gives back the message that was made with it some minutes ago instead of a second one.
    pub async fn post_message(&self, channel: ChannelId, body: Value, nonce: Option<&str>) -> Result<Value> {
        let mut body = guarded(body);
        let path = format!("channels/{channel}/messages");
        let Some(nonce) = nonce else { return self.send(Call::post(path, body)).await };
        body["nonce"] = json!(nonce);
        body["enforce_nonce"] = json!(true);
        self.send(Call::post(path, body).repeatable()).await
    }

    pub async fn edit_message(&self, channel: ChannelId, message: MessageId, body: Value) -> Result<Value> {
        self.send(Call::patch(format!("channels/{channel}/messages/{message}"), guarded(body))).await
    }

    pub async fn message(&self, channel: ChannelId, message: MessageId) -> Result<Value> {
        self.send(Call::get(format!("channels/{channel}/messages/{message}"))).await
    }

    pub async fn delete_message(&self, channel: ChannelId, message: MessageId) -> Result<()> {
        self.send(Call::delete(format!("channels/{channel}/messages/{message}"))).await.map(drop)
    }

    /// The first hundred after a message or moment, oldest first.
    pub async fn messages_after(&self, channel: ChannelId, after: i64) -> Result<Vec<Value>> {
        let call =
            Call::get(format!("channels/{channel}/messages")).query("after", &after.max(0)).query("limit", &PAGE);
        let mut page = match self.send(call).await? {
            Value::Array(page) => page,
            _ => Vec::new(),
        };
        page.sort_by_key(id_of);
        Ok(page)
    }

    /// Everything after a message or moment, oldest first.
    pub async fn all_messages_after(&self, channel: ChannelId, mut after: i64) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        loop {
            let page = self.messages_after(channel, after).await?;
            let full = page.len() >= PAGE;
            if let Some(last) = page.last() {
                after = id_of(last);
            }
            all.extend(page);
            if !full {
                return Ok(all);
            }
        }
    }
}

/// The id of any of Discord's objects; 0 if it has none.
pub(crate) fn id_of(value: &Value) -> i64 {
    value["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or(0)
}
