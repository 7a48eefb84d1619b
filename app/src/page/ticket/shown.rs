//! Knows what of a ticket is shown, as it travels from the loader to the page, and how fresh pieces join what is there.

use crate::discord::rich::{Component, Embed};
use crate::ui::time::{age, whole};
use domain::{
    AttachmentId, AttachmentState, ChannelId, MessageId, MessageKind, Priority, RoleId, Status, TicketId, Timestamp,
    UserId,
};
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

/// Which page of the conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum At {
    #[default]
    Newest,
    Before(MessageId),
    After(MessageId),
    Around(MessageId),
}

impl At {
    /// `at=ID` is the page around a message, `older=ID` and `newer=ID` those beside it.
    pub fn read(map: &ParamsMap) -> Self {
        let id = |name| map.get_str(name).and_then(|text| text.parse().ok());
        id("at")
            .map(Self::Around)
            .or_else(|| id("older").map(Self::Before))
            .or_else(|| id("newer").map(Self::After))
            .unwrap_or_default()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketShown {
    pub at: At,
    pub head: HeadShown,
    pub page: PageShown,
}

/// What comes when a bell has rung.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fresh {
    pub head: HeadShown,
    pub page: PageShown,
}

/// What stands above the conversation, and everything around it as the server drew it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadShown {
    pub id: TicketId,
    pub number: i64,
    /// The subject, else the type's name.
    pub title: String,
    pub type_emoji: Option<String>,
    pub status: Status,
    pub priority: Priority,
    pub failure: Option<String>,
    pub incomplete_from: Option<Timestamp>,
    /// Those that the page does not have yet.
    pub pieces: Vec<PieceShown>,
}

/// A part of the page that the server draws.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PieceShown {
    pub name: String,
    /// Changes with what is drawn.
    pub mark: u32,
    pub html: String,
}

/// How a moment that the server drew is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentLook {
    Age,
    Whole,
    /// `in 3 h`
    Ahead,
}

impl MomentLook {
    #[cfg(any(feature = "hydrate", test))]
    const ALL: [Self; 3] = [Self::Age, Self::Whole, Self::Ahead];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::Whole => "whole",
            Self::Ahead => "ahead",
        }
    }

    #[cfg(any(feature = "hydrate", test))]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.as_str() == name)
    }

    /// In words, by a clock so many minutes from UTC.
    pub fn words(self, at: Timestamp, now: Timestamp, offset: Option<i64>) -> String {
        match self {
            Self::Age => age(at, now, offset),
            Self::Whole => whole(at, offset),
            Self::Ahead => ahead(at, now, offset),
        }
    }
}

/// How far ahead, and when.
fn ahead(at: Timestamp, now: Timestamp, offset: Option<i64>) -> String {
    let minutes = at.since(now).as_secs().div_ceil(60);
    let far = match minutes {
        0..=1 => "in a minute".to_owned(),
        2..=59 => format!("in {minutes} minutes"),
        60..=119 => "in 1 hour".to_owned(),
        120..=2_879 => format!("in {} hours", minutes / 60),
        _ => format!("in {} days", minutes / 1_440),
    };
    format!("{far} · {}", whole(at, offset))
}

/// Part of a conversation, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageShown {
    pub messages: Vec<MessageShown>,
    pub names: Names,
    /// There are older ones before this.
    pub older: Option<MessageId>,
    /// There are newer ones after this.
    pub newer: Option<MessageId>,
}

/// What mentions are called. Lists: a page has few.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    pub people: Vec<(UserId, String)>,
    pub roles: Vec<(RoleId, String, i32)>,
    pub channels: Vec<(ChannelId, String)>,
}

impl Names {
    fn join(&mut self, other: Self) {
        for (id, name) in other.people {
            match self.people.iter_mut().find(|(known, _)| *known == id) {
                Some(entry) => entry.1 = name,
                None => self.people.push((id, name)),
            }
        }
        for (id, name, colour) in other.roles {
            match self.roles.iter_mut().find(|(known, ..)| *known == id) {
                Some(entry) => (entry.1, entry.2) = (name, colour),
                None => self.roles.push((id, name, colour)),
            }
        }
        for (id, name) in other.channels {
            match self.channels.iter_mut().find(|(known, _)| *known == id) {
                Some(entry) => entry.1 = name,
                None => self.channels.push((id, name)),
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageShown {
    pub id: MessageId,
    /// Changes with whatever is shown of it.
    pub mark: u32,
    pub author: UserId,
    pub author_name: String,
    pub author_colour: Option<i32>,
    pub bot: bool,
    pub kind: MessageKind,
    pub at: Timestamp,
    pub content: String,
    pub embeds: Vec<Embed>,
    pub components: Vec<Component>,
    pub stickers: Vec<String>,
    pub reply: Option<ReplyShown>,
    pub edited_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    pub deleted_while_away: bool,
    pub versions: Vec<VersionShown>,
    pub files: Vec<FileShown>,
}

/// What a message answers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyShown {
    pub id: MessageId,
    /// Nothing is known of it but its id.
    pub known: Option<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionShown {
    pub content: String,
    pub embeds: Vec<Embed>,
    pub until: Timestamp,
    pub while_away: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileShown {
    pub id: AttachmentId,
    pub name: String,
    pub size: i64,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub state: AttachmentState,
    pub failure: Option<String>,
    pub look: FileLook,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileLook {
    Image,
    Card,
}

impl PageShown {
    /// Pieces read anew: known ones are replaced, new ones join in their order, but only where no gap would be hidden.
    pub fn take(&mut self, fresh: Self) {
        let at_end = self.newer.is_none();
        for message in fresh.messages {
            match self.messages.binary_search_by_key(&message.id, |known| known.id) {
                Ok(at) => self.messages[at] = message,
                Err(at) if at == self.messages.len() && !at_end => {}
                Err(0) if self.older.is_some() => {}
                Err(at) => self.messages.insert(at, message),
            }
        }
        self.names.join(fresh.names);
    }

    /// The page above is put on top.
    pub fn put_before(&mut self, older: Self) {
        let first = self.messages.first().map(|message| message.id);
        let mut messages = older.messages;
        messages.retain(|message| first.is_none_or(|first| message.id < first));
        messages.append(&mut self.messages);
        self.messages = messages;
        self.older = older.older;
        self.names.join(older.names);
    }

    /// The page below is put at the end.
    pub fn put_after(&mut self, newer: Self) {
        let last = self.messages.last().map(|message| message.id);
        self.messages.extend(newer.messages.into_iter().filter(|message| last.is_none_or(|last| message.id > last)));
        self.newer = newer.newer;
        self.names.join(newer.names);
    }

    /// After a break. If the newest page touches what is there it joins it, else it takes its place.
    pub fn replace_newest(&mut self, newest: Self) {
        if self.newer.is_some() {
            // An older part is being read: it stays, its known messages as they are now.
            return self.take(newest);
        }
        let touches = match (self.messages.last(), newest.messages.first()) {
            (Some(last), Some(first)) => first.id <= last.id || newest.older.is_none(),
            _ => false,
        };
        if !touches {
            *self = newest;
            return;
        }
        let first = newest.messages.first().map(|message| message.id);
        self.messages.retain(|message| first.is_some_and(|first| message.id < first));
        self.messages.extend(newest.messages);
        self.names.join(newest.names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: i64, mark: u32) -> MessageShown {
        MessageShown {
            id: MessageId(id),
            mark,
            author: UserId(1),
            author_name: String::new(),
            author_colour: None,
            bot: false,
            kind: MessageKind::Said,
            at: Timestamp(0),
            content: String::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            stickers: Vec::new(),
            reply: None,
            edited_at: None,
            deleted_at: None,
            deleted_while_away: false,
            versions: Vec::new(),
            files: Vec::new(),
        }
    }

    fn page(ids: &[i64], older: Option<i64>, newer: Option<i64>) -> PageShown {
        PageShown {
            messages: ids.iter().map(|id| message(*id, 0)).collect(),
            older: older.map(MessageId),
            newer: newer.map(MessageId),
            ..PageShown::default()
        }
    }

    fn ids(page: &PageShown) -> Vec<i64> {
        page.messages.iter().map(|message| message.id.0).collect()
    }

    #[test]
    fn what_comes_is_told_by_how_far_it_is() {
        let noon = Timestamp(1_795_262_400_000);
        for (minutes, want) in [(0, "in a minute"), (30, "in 30 minutes"), (61, "in 1 hour"), (19_000, "in 13 days")] {
            let words = MomentLook::Ahead.words(Timestamp(noon.0 + minutes * 60_000), noon, None);
            assert!(words.starts_with(want), "{words}");
        }
        for look in MomentLook::ALL {
            assert_eq!(MomentLook::named(look.as_str()), Some(look));
        }
    }

    #[test]
    fn what_is_new_joins_and_what_is_known_is_replaced() {
        let mut shown = page(&[5, 7], None, None);
        shown.take(PageShown { messages: vec![message(7, 9), message(6, 0), message(8, 0)], ..PageShown::default() });
        assert_eq!(ids(&shown), [5, 6, 7, 8]);
        assert_eq!(shown.messages[2].mark, 9);
    }

    #[test]
    fn no_gap_is_hidden() {
        let mut shown = page(&[5, 7], Some(5), Some(7));
        shown.take(page(&[1, 6, 9], None, None));
        assert_eq!(ids(&shown), [5, 6, 7]);
    }

    #[test]
    fn pages_join_without_doubles() {
        let mut shown = page(&[5, 6], Some(5), Some(6));
        shown.put_before(page(&[3, 4, 5], None, Some(5)));
        shown.put_after(page(&[6, 7], Some(6), None));
        assert_eq!(ids(&shown), [3, 4, 5, 6, 7]);
        assert_eq!((shown.older, shown.newer), (None, None));
    }

    #[test]
    fn after_a_break_the_newest_page_joins_or_takes_the_place() {
        let mut shown = page(&[1, 2, 3], None, None);
        shown.replace_newest(page(&[3, 4], Some(3), None));
        assert_eq!(ids(&shown), [1, 2, 3, 4]);
        shown.replace_newest(page(&[8, 9], Some(8), None));
        assert_eq!(ids(&shown), [8, 9], "between 4 and 8 there may be more");
        assert_eq!(shown.older, Some(MessageId(8)));
        // One that vanished altogether is not kept alive.
        shown.replace_newest(page(&[8, 10], Some(8), None));
        assert_eq!(ids(&shown), [8, 10]);
    }
}
