//! The parts that pages are made of, a folder each. They know tokens and elements, and nothing of tickets but the
//! words whose look must be the same everywhere (status, priority).

pub mod avatar;
pub mod awaited;
pub mod badge;
pub mod banner;
pub mod button;
pub mod code;
pub mod dialog;
pub mod empty_state;
pub mod field;
pub mod icon;
pub mod menu;
pub mod segmented;
pub mod select;
pub mod skeleton;
pub mod time;
pub mod toast;

pub use avatar::Avatar;
pub use awaited::awaited;
pub use badge::{PriorityMark, StatusBadge, WaitingMark};
pub use banner::{Banner, Tone};
pub use button::{Button, ButtonKind, LinkButton};
pub use code::Code;
pub use dialog::Dialog;
pub use empty_state::EmptyState;
pub use field::Field;
pub use icon::{Icon, Sign};
pub use segmented::Segmented;
pub use select::Select;
pub use skeleton::Skeleton;
pub use time::{Age, Moment};
pub use toast::{Toaster, Toasts};
