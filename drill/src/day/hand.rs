//! Knows what people do to a guild by hand that a ticket does not expect.

use crate::kill::{Lived, World};
use crate::people::{all_channels, until};
use anyhow::{Context, Result};
use domain::permission::MANAGE_CHANNELS;
use sandbox::Id;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::sleep;

/// How long something stays taken away.
const AWAY: Duration = Duration::from_millis(2_500);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The category in which tickets are made.
    TicketsCategory,
    /// The category of the closed ones.
    ClosedCategory,
    PanelChannel,
    PanelMessage,
    /// The ticket's own channel.
    TicketChannel,
    /// The bot may make and change no channels for a while, when a ticket is opened.
    PermissionBefore,
    /// The same, while one is worked on.
    PermissionWithin,
    /// The bot may not see the category for a while.
    HiddenCategory,
    /// Somebody's own name and place for a channel.
    Rename,
}

impl Deed {
    pub const ALL: [Self; 9] = [
        Self::TicketsCategory,
        Self::ClosedCategory,
        Self::PanelChannel,
        Self::PanelMessage,
        Self::TicketChannel,
        Self::PermissionBefore,
        Self::PermissionWithin,
        Self::HiddenCategory,
        Self::Rename,
    ];

    pub fn is_before_the_opening(self) -> bool {
        matches!(
            self,
            Self::TicketsCategory
                | Self::PanelChannel
                | Self::PanelMessage
                | Self::PermissionBefore
                | Self::HiddenCategory
        )
    }

    pub fn ends_the_channel(self) -> bool {
        self == Self::TicketChannel
    }

    pub async fn done(self, world: &World, lived: Option<&Lived>) -> Result<()> {
        let (control, guild) = (&world.cast.control, world.cast.guild);
        match self {
            Self::TicketsCategory => delete(world, "Tickets").await,
            Self::ClosedCategory => delete(world, "Closed Tickets").await,
            Self::PanelChannel => delete(world, "purchase-gold").await,
            Self::PanelMessage => {
                let (channel, message) = until("the panel", || world.cast.panel("purchase-gold", "Buy gold")).await?;
                control.delete(world.owner().await?, channel, Id::of(&message["id"])).await?;
                Ok(())
            }
            Self::TicketChannel => {
                let lived = lived.context("a ticket to delete")?;
                // What was said in it is in the transcript by then.
                sleep(AWAY).await;
                control.delete_channel(guild, lived.channel).await?;
                Ok(())
            }
            Self::PermissionBefore | Self::PermissionWithin => {
                let all = bot::needed_bits().cast_unsigned();
                control.bot_permissions(guild, all & !MANAGE_CHANNELS.cast_unsigned()).await?;
                // What was taken is known, and given back while people go on.
                let (control, bits) = (control.clone(), all);
                crate::beside(async move {
                    sleep(AWAY).await;
                    let _ = control.bot_permissions(guild, bits).await;
                });
                Ok(())
            }
            Self::HiddenCategory => {
                let Some(category) = called(world, "Tickets").await? else { return Ok(()) };
                let before = category["permission_overwrites"].clone();
                let closed = json!([{ "id": guild, "type": 0, "allow": "0", "deny": "1024" }]);
                let id = Id::of(&category["id"]);
                control.patch_channel(guild, id, &json!({ "permission_overwrites": closed })).await?;
                let control = control.clone();
                crate::beside(async move {
                    sleep(AWAY).await;
                    let _ = control.patch_channel(guild, id, &json!({ "permission_overwrites": before })).await;
                });
                Ok(())
            }
            Self::Rename => {
                let lived = lived.context("a ticket to rename")?;
                let name = format!("by-hand-{}", lived.number);
                control.patch_channel(guild, lived.channel, &json!({ "name": name })).await?;
                world.ledger.named_by_hand(lived.channel);
                Ok(())
            }
        }
    }
}

async fn called(world: &World, name: &str) -> Result<Option<Value>> {
    let all = all_channels(&world.cast.control, world.cast.guild).await?;
    Ok(all.into_iter().find(|channel| channel["name"] == name))
}

async fn delete(world: &World, name: &str) -> Result<()> {
    if let Some(found) = called(world, name).await? {
        world.cast.control.delete_channel(world.cast.guild, Id::of(&found["id"])).await?;
    }
    Ok(())
}
