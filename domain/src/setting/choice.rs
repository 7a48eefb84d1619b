//! Knows what an admin can choose from: what Discord really has in the guild, and the departments.

use crate::{ChannelId, Colour, DepartmentId, EmojiId, RoleId};
use serde::{Deserialize, Serialize};

/// Discord's channel type of a category.
const CATEGORY: i32 = 4;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// From the highest down; `@everyone` is not among them.
    pub roles: Vec<RoleChoice>,
    /// Text channels and categories.
    pub channels: Vec<ChannelChoice>,
    /// The guild's own emoji that can be used now.
    pub emoji: Vec<EmojiChoice>,
    pub departments: Vec<DepartmentChoice>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChoice {
    pub id: RoleId,
    pub name: String,
    pub colour: Colour,
    pub position: i64,
    /// Discord lets the bot do nothing with it.
    pub above_bot: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelChoice {
    pub id: ChannelId,
    pub name: String,
    /// Discord's channel type: 0 text, 4 category.
    pub kind: i32,
    pub parent: Option<ChannelId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmojiChoice {
    pub id: EmojiId,
    pub name: String,
    pub animated: bool,
}

impl EmojiChoice {
    /// As a draft holds it and Discord reads it: `<:gold:123>`.
    pub fn text(&self) -> String {
        format!("<{}:{}:{}>", if self.animated { "a" } else { "" }, self.name, self.id)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentChoice {
    pub id: DepartmentId,
    pub name: String,
}

impl Choices {
    pub fn role(&self, id: RoleId) -> Option<&RoleChoice> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// Discord has deleted it. A guild of which no role is known has not been heard of yet.
    pub fn is_gone(&self, id: RoleId) -> bool {
        !self.roles.is_empty() && self.role(id).is_none()
    }

    pub fn category(&self, id: ChannelId) -> Option<&ChannelChoice> {
        self.channels.iter().find(|channel| channel.id == id && channel.kind == CATEGORY)
    }

    pub fn categories(&self) -> impl Iterator<Item = &ChannelChoice> {
        self.channels.iter().filter(|channel| channel.kind == CATEGORY)
    }

    pub fn department(&self, id: DepartmentId) -> Option<&DepartmentChoice> {
        self.departments.iter().find(|department| department.id == id)
    }
}
