//! Knows what an admin configures for one kind of ticket, and the departments that the kinds lie in.

use crate::word::words;
use crate::{ChannelId, Conduct, DepartmentId, Form, GuildId, OpeningRules, Priority, RoleId, TicketTypeId, UserId};
use serde::{Deserialize, Serialize};

words! { TypeState { Active = "active", Paused = "paused" } }
words! {
    /// Discord's button styles that a panel may use.
    ButtonStyle { Blurple = "blurple", Grey = "grey", Green = "green", Red = "red" }
}
words! {
    /// What becomes of the channel when a ticket is closed.
    WhenClosed {
        /// Moved to "Closed Tickets", deleted after `archive_days`.
        Archive = "archive",
        /// Deleted after 5 seconds.
        Delete = "delete",
        /// Moved and kept.
        Keep = "keep",
    }
}
words! { RoleKind { Staff = "staff", Supervisor = "supervisor", Viewer = "viewer" } }

/// `0xRRGGBB`
pub type Colour = i32;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    pub id: DepartmentId,
    pub guild: GuildId,
    /// `billing`: fixed once made, unique in its guild.
    pub key: String,
    pub name: String,
    pub emoji: Option<String>,
    pub colour: Colour,
    pub position: i64,
    /// Where tickets of its types go that have no category of their own.
    pub category: Option<ChannelId>,
    pub oncall_role: Option<RoleId>,
    pub roles: Vec<(RoleId, RoleKind)>,
    /// Grows with each change of its settings.
    pub revision: i64,
}

impl Department {
    pub fn staff_roles(&self) -> impl Iterator<Item = RoleId> + '_ {
        self.roles.iter().filter(|(_, kind)| *kind != RoleKind::Viewer).map(|(role, _)| *role)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketType {
    pub id: TicketTypeId,
    pub guild: GuildId,
    pub department: DepartmentId,
    /// `buy-gold`: fixed once made, unique in its guild; `{type}` in channel names.
    pub key: String,
    pub name: String,
    /// The button's label, at most 80 characters.
    pub label: String,
    pub emoji: Option<String>,
    pub style: ButtonStyle,
    pub state: TypeState,
    pub paused_message: Option<String>,
    pub welcome: Welcome,
    pub naming: String,
    pub default_priority: Priority,
    /// Open tickets of this type that one member may have.
    pub limit_per_member: i64,
    /// Where its tickets go, if not where its department's do.
    pub category: Option<ChannelId>,
    /// Where its closed tickets go, if not under "Closed Tickets".
    pub closed_category: Option<ChannelId>,
    pub when_closed: WhenClosed,
    pub archive_days: i64,
    pub opening: OpeningRules,
    pub conduct: Conduct,
    pub position: i64,
    pub revision: i64,
    /// The current form.
    pub form: Form,
}

/// The first message in a ticket's channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    pub title: String,
    pub text: String,
    #[serde(default)]
    pub instructions: Option<String>,
    #[serde(default)]
    pub response_time: Option<String>,
    #[serde(default)]
    pub colour: Option<Colour>,
    #[serde(default)]
    pub banner: Option<String>,
    #[serde(default)]
    pub thumbnail: Option<String>,
    #[serde(default)]
    pub footer: Option<String>,
}

/// Who acts, and as whom the rules see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    pub user: UserId,
    pub via: crate::Via,
}
