//! Knows panels: messages with buttons from which tickets are opened.

use crate::word::words;
use crate::{ChannelId, Colour, GuildId, MessageId, PanelId, TicketTypeId};
use serde::{Deserialize, Serialize};

words! {
    PanelState {
        /// `Set up` was asked for: its channel is to exist, no message yet.
        Draft = "draft",
        /// Its message is to stand in its channel.
        Published = "published",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    pub id: PanelId,
    pub guild: GuildId,
    pub key: String,
    /// The name of the channel that is made for it under "Create Ticket".
    pub channel_name: String,
    pub channel: Option<ChannelId>,
    pub message: Option<MessageId>,
    pub title: String,
    pub text: String,
    pub colour: Colour,
    pub state: PanelState,
    pub types: Vec<TicketTypeId>,
    pub revision: i64,
    /// The revision that Discord shows.
    pub published_revision: i64,
}
