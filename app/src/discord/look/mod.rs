//! Knows how Discord draws what an admin sets: a panel's button, a form, a welcome message, a channel. To look at: none
//! of it can be pressed.

mod button;
mod channel;
mod embed;
mod modal;

pub use button::{LookButton, LookEmoji};
pub use channel::LookChannel;
pub use embed::{LookEmbed, Shown};
pub use modal::LookModal;
