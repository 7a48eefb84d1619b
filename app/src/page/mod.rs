//! The pages, a folder each: its load function on top, its view below. Pages compose the parts of `ui`.

pub mod frame;
pub mod health;
pub mod home;
pub mod inbox;
pub mod link;
mod missing;
pub mod settings;
#[cfg(all(feature = "ssr", debug_assertions))]
pub mod styleguide;
pub mod ticket;

pub use frame::{Frame, GoToInbox, GoToSettings};
pub use health::HealthPage;
pub use home::HomePage;
pub use inbox::{Desk, NoTicket};
pub use missing::NotFoundPage;
pub use settings::{
    AuditPage, BlockedPage, DepartmentPage, DepartmentsPage, GuildRulesPage, TypePage, TypeRulesPage, TypesPage,
};
pub use ticket::TicketPage;

use domain::GuildId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The guild in the path; 0, which is nobody's, if it is no id.
pub fn guild_in_path() -> Memo<GuildId> {
    let params = use_params_map();
    Memo::new(move |_| GuildId(params.with(|map| map.get_str("guild").and_then(|id| id.parse().ok())).unwrap_or(0)))
}

/// A short mark of what is shown: two that differ are drawn anew.
#[cfg(feature = "ssr")]
pub fn mark_of(shown: &impl serde::Serialize) -> u32 {
    let text = serde_json::to_vec(shown).unwrap_or_default();
    text.iter().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
