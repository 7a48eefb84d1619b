//! Knows the one set of icons: 24 by 24, stroke 1.5, drawn for Docket. Always beside words or with a label of its own.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Inbox,
    Docket,
    ChevronDown,
    ChevronLeft,
    Close,
    Filter,
    Keyboard,
    Link,
    Logout,
    Open,
    Progress,
    Awaiting,
    Completed,
    Closed,
    Cancelled,
    Reply,
    Trash,
    Pencil,
    File,
    Image,
    Warning,
    Offline,
    Lock,
    Details,
    Sun,
    Moon,
    Screen,
    Sticker,
    Pin,
    Search,
    Types,
    People,
    History,
    Health,
    More,
    Check,
    Plus,
    Hash,
}

impl Sign {
    /// For the style guide.
    pub const ALL: [Self; 38] = [
        Self::Inbox,
        Self::Docket,
        Self::ChevronDown,
        Self::ChevronLeft,
        Self::Close,
        Self::Filter,
        Self::Keyboard,
        Self::Link,
        Self::Logout,
        Self::Open,
        Self::Progress,
        Self::Awaiting,
        Self::Completed,
        Self::Closed,
        Self::Cancelled,
        Self::Reply,
        Self::Trash,
        Self::Pencil,
        Self::File,
        Self::Image,
        Self::Warning,
        Self::Offline,
        Self::Lock,
        Self::Details,
        Self::Sun,
        Self::Moon,
        Self::Screen,
        Self::Sticker,
        Self::Pin,
        Self::Search,
        Self::Types,
        Self::People,
        Self::History,
        Self::Health,
        Self::More,
        Self::Check,
        Self::Plus,
        Self::Hash,
    ];

    const fn path(self) -> &'static str {
        match self {
            Self::Inbox => "M4 13l2.5-8h11L20 13M4 13v6h16v-6M4 13h5l1.5 2.5h3L15 13h5",
            Self::Docket => "M5 6h14v13H5zM5 11h4.5l1 2h3l1-2H19",
            Self::ChevronDown => "M6 9l6 6 6-6",
            Self::ChevronLeft => "M15 5l-7 7 7 7",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Filter => "M4 6h16M7 12h10M10 18h4",
            Self::Keyboard => "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14.5h8",
            Self::Link => {
                "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"
            }
            Self::Logout => "M14 4H6v16h8M11 12h9M17 8.5l3.5 3.5-3.5 3.5",
            Self::Open => "M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z",
            Self::Progress => "M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM12 4.5v15M12 8h5.5M12 12h7.3M12 16h5.5",
            Self::Awaiting => "M7 4h10M7 20h10M8 4c0 5 8 5.5 8 8s-8 3-8 8M16 4c0 5-8 5.5-8 8s8 3 8 8",
            Self::Completed => "M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM8.5 12.2l2.5 2.5 4.5-5",
            Self::Closed => "M5 5h14v14H5zM9 12h6",
            Self::Cancelled => "M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM7 7l10 10",
            Self::Reply => "M5 18v-4a5 5 0 0 1 5-5h9M15 5l4 4-4 4",
            Self::Trash => "M5 7h14M9 7V4.5h6V7M7 7l1 12.5h8L17 7",
            Self::Pencil => "M5 19l1-4L16 5l3 3L9 18z",
            Self::File => "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
            Self::Image => "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9.5h.01",
            Self::Warning => "M12 4l9 16H3zM12 10v4.5M12 17h.01",
            Self::Offline => {
                "M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5.5 12a9 9 0 0 1 4-2.4M18.5 12a9 9 0 0 0-4-2.3M12 19h.01"
            }
            Self::Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            Self::Details => "M4 5h16v14H4zM14 5v14",
            Self::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5V5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3L7 7M17 17l1.7 1.7M18.7 5.3L17 7M7 17l-1.7 1.7"
            }
            Self::Moon => "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
            Self::Screen => "M3.5 5h17v11h-17zM9 20h6M12 16v4",
            Self::Sticker => "M5 5h14v9l-5 5H5zM14 19v-5h5M9 10h.01M14 10h.01",
            Self::Pin => "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20",
            Self::Types => "M5 4.5h14v6H5zM5 13.5h14v6H5zM8.5 7.5h4M8.5 16.5h4",
            Self::People => {
                "M9 5a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 9 5zM3 19a6 6 0 0 1 12 0M15.5 5.4a3.2 3.2 0 0 1 0 5.6M17.5 13.6A6 6 0 0 1 21 19"
            }
            Self::History => "M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4.5 9M4.5 4.5V9H9M12 8v4.5l3 2",
            Self::Health => "M3 12.5h4l2.5-6 4 12 2.5-6h5",
            Self::More => "M6 12h.01M12 12h.01M18 12h.01",
            Self::Check => "M5 12.5l4.5 4.5L19 7.5",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Hash => "M9 4L7 20M17 4l-2 16M4.5 9h16M3.5 15h16",
        }
    }
}

/// Decoration to assistive technology: the words stand beside it.
#[component]
pub fn Icon(sign: Sign, #[prop(optional)] large: bool) -> impl IntoView {
    let class = if large { "icon icon-lg" } else { "icon" };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true">
            <path d=sign.path()></path>
        </svg>
    }
}
