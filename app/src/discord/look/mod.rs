//! Knows how Discord draws what an admin sets: a panel's button, a form, a welcome message, a channel. To look at: none
//! of it can be pressed.

mod button;
mod channel;
mod embed;
mod modal;

pub use button::look_button;
pub use channel::look_channel;
pub use embed::{Shown, look_embed};
pub use modal::look_modal;
