//! Knows what people do to a guild by hand that a ticket does not expect.

use super::role;
use crate::kill::{Lived, ON_CALL, World};
use crate::people::{all_channels, until};
use anyhow::{Context, Result};
use domain::permission::{MANAGE_CHANNELS, MANAGE_ROLES};
use sandbox::{Id, Refused};
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
    /// The bot may not say who sees a channel for a while, when one is worked on.
    OverwritesWithin,
    /// Moderators need two-factor authentication for a while, and the bot's owner has none, when a ticket is opened.
    TwoFactorsBefore,
    /// The same, while one is worked on.
    TwoFactorsWithin,
    /// The bot may not see the category for a while.
    HiddenCategory,
    /// The role of those who work on the ticket; it is made anew and given to them.
    SupportRole,
    /// The role that is called when somebody needs help; it stays away.
    OnCallRole,
    /// Somebody's own name and place for a channel.
    Rename,
}

impl Deed {
    pub const ALL: [Self; 14] = [
        Self::TicketsCategory,
        Self::ClosedCategory,
        Self::PanelChannel,
        Self::PanelMessage,
        Self::TicketChannel,
        Self::PermissionBefore,
        Self::PermissionWithin,
        Self::OverwritesWithin,
        Self::TwoFactorsBefore,
        Self::TwoFactorsWithin,
        Self::HiddenCategory,
        Self::SupportRole,
        Self::OnCallRole,
        Self::Rename,
    ];

    pub fn is_before_the_opening(self) -> bool {
        matches!(
            self,
            Self::TicketsCategory
                | Self::PanelChannel
                | Self::PanelMessage
                | Self::PermissionBefore
                | Self::TwoFactorsBefore
                | Self::HiddenCategory
        )
    }

    /// Whether it shows only in who is called for help.
    pub fn wants_help(self) -> bool {
        self == Self::OnCallRole
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
            Self::PermissionBefore | Self::PermissionWithin => lacking(world, MANAGE_CHANNELS).await,
            Self::OverwritesWithin => lacking(world, MANAGE_ROLES).await,
            Self::TwoFactorsBefore | Self::TwoFactorsWithin => {
                control.has_mfa(world.owner().await?, false).await?;
                control.want_mfa(guild, true).await?;
                let control = control.clone();
                later(world, async move { control.want_mfa(guild, false).await.map(drop) });
                Ok(())
            }
            Self::SupportRole => role::make_anew(world, lived.context("a ticket of theirs")?, "Gold Team").await,
            Self::OnCallRole => role::delete(world, ON_CALL).await,
            Self::HiddenCategory => {
                let Some(category) = called(world, "Tickets").await? else { return Ok(()) };
                let before = category["permission_overwrites"].clone();
                let closed = json!([{ "id": guild, "type": 0, "allow": "0", "deny": "1024" }]);
                let id = Id::of(&category["id"]);
                control.patch_channel(guild, id, &json!({ "permission_overwrites": closed })).await?;
                let control = control.clone();
                let as_before = json!({ "permission_overwrites": before });
                later(world, async move { control.patch_channel(guild, id, &as_before).await.map(drop) });
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

/// Without this right for a while.
async fn lacking(world: &World, right: i64) -> Result<()> {
    let (control, guild) = (world.cast.control.clone(), world.cast.guild);
    let all = bot::needed_bits();
    control.bot_permissions(guild, (all & !right).cast_unsigned()).await?;
    later(world, async move { control.bot_permissions(guild, all.cast_unsigned()).await.map(drop) });
    Ok(())
}

/// What was taken is given back while people go on.
fn later(world: &World, given_back: impl Future<Output = Result<(), Refused>> + Send + 'static) {
    let grants = world.ledger.grants();
    crate::beside(async move {
        sleep(AWAY).await;
        grants.note();
        let _ = given_back.await;
        grants.note();
    });
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
