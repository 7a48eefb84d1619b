//! Knows what of Discord's embeds, components and stickers a reader is shown, as lean values. The server reads
//! Discord's JSON into them; the browser gets no more than these.

#[cfg(feature = "ssr")]
mod read;

use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
pub use read::{components, embeds, stickers};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Embed {
    /// `0xRRGGBB`
    pub colour: Option<i32>,
    pub author: Option<String>,
    pub title: Option<String>,
    /// Begins with `https://`.
    pub url: Option<String>,
    pub text: Option<String>,
    pub fields: Vec<EmbedField>,
    /// Where its pictures lie; not shown inside the page, since nothing is loaded from elsewhere.
    pub pictures: Vec<String>,
    pub footer: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmbedField {
    pub name: String,
    pub value: String,
    pub inline: bool,
}

/// A piece of a message's components, in the order in which they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Component {
    Row(Vec<Control>),
    Text(String),
    Rule,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Control {
    Button {
        label: String,
        style: ButtonLook,
        /// Of a link button; begins with `https://`.
        url: Option<String>,
    },
    /// A menu's placeholder.
    Select(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ButtonLook {
    Primary,
    Secondary,
    Success,
    Danger,
    Link,
}
