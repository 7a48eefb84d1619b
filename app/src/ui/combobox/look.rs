//! Knows how one row of a combobox looks: what stands before its words, and what is said beside them.

use crate::ui::icon::{Icon, Sign};
use leptos::prelude::*;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub words: String,
    /// Said beside it, quieter: the channel's category, say.
    pub note: Option<String>,
    pub look: Look,
    /// Why it can't be chosen.
    pub refused: Option<String>,
}

/// What stands before the words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Plain,
    /// A dot in a colour of CSS: a role, a department.
    Colour(String),
    Sign(Sign),
    /// An emoji itself.
    Text(String),
    /// The address of a picture of ours.
    Picture(String),
}

#[component]
pub fn Mark(look: Look) -> impl IntoView {
    match look {
        Look::Plain => ().into_any(),
        Look::Colour(colour) => {
            let style = format!("background:{colour}");
            view! { <span class="size-2.5 flex-none rounded-full" style=style aria-hidden="true"></span> }.into_any()
        }
        Look::Sign(sign) => view! { <span class="text-faint"><Icon sign /></span> }.into_any(),
        Look::Text(text) => view! { <span class="flex-none" aria-hidden="true">{text}</span> }.into_any(),
        Look::Picture(href) => view! { <img src=href alt="" class="size-4 flex-none" /> }.into_any(),
    }
}
