//! Knows what the sandbox must hold after all that: the channels that are still there, with what was said in them.

use super::link::Link;
use super::settle::Home;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bot::look;
use domain::{Said, Ticket, naming};
use serde_json::{Value, json};
use store::Store;

/// A message that is still in its channel.
pub struct Kept {
    pub said: Said,
    /// Of its file, if it has one.
    pub bytes: Option<Vec<u8>>,
}

/// A ticket that was lived through.
pub struct Told {
    pub ticket: Ticket,
    /// Its channel was deleted.
    pub is_gone: bool,
    pub said: Vec<Kept>,
}

pub struct Past<'a> {
    store: &'a Store,
    link: &'a Link,
    home: &'a Home,
    /// Still in Discord, or said and gone with their channel.
    pub messages: usize,
    channels: Vec<Value>,
    said: Vec<Value>,
}

/// So many messages at a time.
const CHUNK: usize = 400;

impl<'a> Past<'a> {
    pub fn new(store: &'a Store, link: &'a Link, home: &'a Home) -> Self {
        Self { store, link, home, messages: 0, channels: Vec::new(), said: Vec::new() }
    }

    pub async fn take(&mut self, told: Told) -> anyhow::Result<()> {
        self.messages += told.said.len();
        if told.is_gone {
            return Ok(());
        }
        let ticket = &told.ticket;
        let (Some(channel), home) = (ticket.channel, self.home) else { return Ok(()) };
        let archived = ticket.status.is_over();
        let kind = home.catalog.types.iter().find(|kind| kind.id == ticket.ticket_type);
        let name = if archived { naming::closed_name(&ticket.channel_name) } else { ticket.channel_name.clone() };
        let parent = if archived { home.closed } else { home.tickets };
        let roles = home.ground.role_ids();
        let ground = look::Ground { guild: home.id(), me: home.ground.bot.id, held: home.ground.held(), roles: &roles };
        self.channels.push(json!({
            "id": channel,
            "guild_id": home.id(),
            "type": 0,
            "name": name,
            "topic": look::topic(ticket, kind.map_or("Ticket", |kind| &kind.name)),
            "parent_id": parent,
            "position": 20 + self.channels.len(),
            "permission_overwrites": ground.of_ticket(&home.catalog, ticket, archived),
            "last_message_id": told.said.iter().map(|kept| kept.said.id).max(),
        }));
        let facts = domain::ChannelFacts { id: channel, name, kind: 0, parent: Some(parent) };
        self.store.channel_changed(home.id(), &facts).await?;
        let first = self.said.len();
        self.said.extend(told.said.iter().map(message));
        // Docket pins its first message.
        self.said[first]["pinned"] = json!(true);
        Ok(())
    }

    pub async fn hand_over(&mut self) -> anyhow::Result<()> {
        self.link.import(&json!({ "channels": self.channels })).await?;
        for chunk in self.said.chunks(CHUNK) {
            self.link.import(&json!({ "messages": chunk })).await?;
        }
        Ok(())
    }
}

/// In Discord's shape.
fn message(kept: &Kept) -> Value {
    let said = &kept.said;
    let file = |file: &domain::AttachmentFacts| {
        json!({
            "id": file.id,
            "filename": file.filename,
            "content_type": file.content_type,
            "data_base64": BASE64_STANDARD.encode(kept.bytes.as_deref().unwrap_or_default()),
        })
    };
    json!({
        "id": said.id,
        "channel_id": said.channel,
        "author": { "id": said.author.id },
        "content": said.content,
        "timestamp": said.id.time().rfc3339(),
        "edited_timestamp": said.edited_at.map(domain::Timestamp::rfc3339),
        "embeds": said.embeds,
        "components": said.components,
        "type": if said.reply_to.is_some() { 19 } else { 0 },
        "message_reference": said.reply_to.map(|message| json!({ "message_id": message })),
        "attachments": said.attachments.iter().map(file).collect::<Vec<_>>(),
    })
}
