//! Knows messages as Discord sends them, and puts them into our words.

use super::guild::User;
use domain::{AttachmentFacts, AttachmentId, ChannelId, MessageId, Said, Timestamp, UserId};
use serde::Deserialize;
use serde_json::Value;

#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    pub id: MessageId,
    pub channel_id: ChannelId,
    pub author: User,
    #[serde(default)]
    pub content: String,
    #[serde(default)]
    pub embeds: Vec<Value>,
    #[serde(default)]
    pub components: Vec<Value>,
    #[serde(default)]
    pub sticker_items: Vec<Value>,
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    #[serde(default)]
    pub edited_timestamp: Option<String>,
    #[serde(rename = "message_reference", default)]
    pub reference: Option<Reference>,
    #[serde(rename = "type", default)]
    pub kind: u8,
    /// Seen by one person alone: not part of the conversation.
    #[serde(default)]
    pub flags: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Reference {
    #[serde(default)]
    pub message_id: Option<MessageId>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    pub filename: String,
    #[serde(default)]
    pub content_type: Option<String>,
    #[serde(default)]
    pub size: i64,
    #[serde(default)]
    pub width: Option<i64>,
    #[serde(default)]
    pub height: Option<i64>,
    pub url: String,
}

/// MESSAGE_DELETE and, with `ids`, MESSAGE_DELETE_BULK.
#[derive(Clone, Debug, Deserialize)]
pub struct Deleted {
    #[serde(default)]
    pub id: Option<MessageId>,
    #[serde(default)]
    pub ids: Vec<MessageId>,
    pub channel_id: ChannelId,
}

/// The kinds that a person or a bot said: plain, reply, slash command, context menu command
/// (<https://discord.com/developers/docs/resources/message#message-object-message-types>).
const SAID: [u8; 4] = [0, 19, 20, 23];
const EPHEMERAL: i64 = 1 << 6;
/// "Thinking…": nothing is said yet.
const LOADING: i64 = 1 << 7;

impl Message {
    pub fn is_private(&self) -> bool {
        self.flags & (EPHEMERAL | LOADING) != 0
    }

    pub fn said(self, me: UserId) -> Said {
        let reply = if self.kind == 19 { self.reference.and_then(|to| to.message_id) } else { None };
        Said {
            id: self.id,
            channel: self.channel_id,
            author: self.author.person(),
            by_us: self.author.id == me,
            content: self.content,
            embeds: self.embeds,
            components: self.components,
            stickers: self.sticker_items,
            reply_to: reply,
            edited_at: self.edited_timestamp.as_deref().and_then(moment),
            attachments: self.attachments.into_iter().map(Attachment::facts).collect(),
            is_notice: !SAID.contains(&self.kind),
        }
    }
}

impl Attachment {
    pub fn facts(self) -> AttachmentFacts {
        AttachmentFacts {
            id: self.id,
            filename: self.filename,
            content_type: self.content_type,
            size: self.size,
            width: self.width,
            height: self.height,
            url: self.url,
        }
    }
}

/// `2026-11-21T09:30:00.123000+00:00`
pub fn moment(text: &str) -> Option<Timestamp> {
    let moment = serenity::model::Timestamp::parse(text).ok()?;
    i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok().map(Timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_message_keeps_what_our_libraries_do_not_know() {
        let raw = json!({"id": "5", "channel_id": "6", "author": {"id": "7", "username": "mia"}, "type": 19,
            "content": "hi", "edited_timestamp": "2026-11-21T09:30:00.123000+00:00", "pinned": false,
            "message_reference": {"message_id": "4"}, "components": [{"type": 17, "new": true}]});
        let said = serde_json::from_value::<Message>(raw).unwrap().said(UserId(7));
        assert_eq!(said.edited_at.unwrap().rfc3339(), "2026-11-21T09:30:00.123Z");
        assert_eq!(said.components[0]["new"], true);
        assert_eq!((said.reply_to, said.by_us, said.is_notice), (Some(MessageId(4)), true, false));
    }
}
