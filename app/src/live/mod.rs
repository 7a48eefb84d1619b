//! Knows how a page hears of changes: one WebSocket, ids only; whoever listens reads again. On the server all of it
//! is silent.

mod reader;
#[cfg(feature = "hydrate")]
mod socket;
#[cfg(any(feature = "hydrate", test))]
mod told;

use domain::{Bell, GuildId, TicketId};
use leptos::prelude::*;
pub use reader::Reader;
use serde::{Deserialize, Serialize};

/// What a part of the page wants to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    pub guild: GuildId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "told in the browser only"))]
pub enum News {
    Bell(Bell),
    /// The line was broken and stands again: what happened meanwhile is not told.
    Again,
}

/// How the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "a line breaks in the browser only"))]
pub enum Line {
    /// Not tried yet, or up.
    Fine,
    /// Broken; tried again by itself.
    Broken,
    /// The login ended.
    LoginEnded,
}

#[derive(Clone, Copy)]
pub struct Live {
    line: RwSignal<Line>,
    #[cfg(feature = "hydrate")]
    socket: socket::Socket,
}

impl Live {
    /// Made once, by the app.
    pub fn provide() {
        let line = RwSignal::new(Line::Fine);
        provide_context(Self {
            line,
            #[cfg(feature = "hydrate")]
            socket: socket::Socket::new(line),
        });
    }

    pub fn get() -> Option<Self> {
        use_context()
    }

    pub fn line(self) -> Signal<Line> {
        self.line.into()
    }

    /// Hears of a topic, and of another when that changes, until the component is gone. Call it while the component
    /// is made; it begins once the page is awake.
    pub fn listen(self, topic: impl Fn() -> Option<Topic> + 'static, hear: impl Fn(News) + 'static) {
        #[cfg(feature = "hydrate")]
        self.socket.listen(topic, hear);
        #[cfg(not(feature = "hydrate"))]
        let _ = (self, topic, hear);
    }
}
