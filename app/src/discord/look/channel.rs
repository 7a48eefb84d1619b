//! A channel under its category.

use crate::ui::{plain_all, words};
use leptos::prelude::*;

pub fn look_channel(category: String, name: String) -> AnyView {
    let row = plain_all("p", "dc-channel", vec![words("span", "dc-hash", "#"), words("span", "truncate", name)]);
    plain_all("div", "dc-sidebar", vec![words("p", "dc-category truncate", category), row])
}
