//! Knows how messages stand together, as in Discord: one head for what one author says within a few minutes, a line
//! where a day begins.

use super::shown::MessageShown;
use domain::{MessageId, MessageKind, Timestamp};
use std::sync::Arc;

/// Discord begins a new group after seven minutes.
const TOGETHER_MS: i64 = 7 * 60_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub message: Arc<MessageShown>,
    /// The first of its author's group: with avatar, name and time.
    pub first: bool,
    pub new_day: bool,
}

impl Row {
    /// What differs in one of these is drawn anew.
    pub fn key(&self) -> (MessageId, u32, bool, bool) {
        (self.message.id, self.message.mark, self.first, self.new_day)
    }
}

pub fn rows(messages: &[MessageShown], offset: impl Fn(Timestamp) -> Option<i64>) -> Vec<Row> {
    let day = |at: Timestamp| crate::ui::time::day_number(at, offset(at));
    let mut rows = Vec::with_capacity(messages.len());
    let mut above: Option<&MessageShown> = None;
    for message in messages {
        let new_day = above.is_none_or(|above| day(above.at) != day(message.at));
        let first = new_day || above.is_none_or(|above| !together(above, message));
        rows.push(Row { message: Arc::new(message.clone()), first, new_day });
        above = Some(message);
    }
    rows
}

fn together(above: &MessageShown, message: &MessageShown) -> bool {
    above.author == message.author
        && above.author_name == message.author_name
        && above.kind == message.kind
        && message.kind != MessageKind::System
        && message.reply.is_none()
        && message.at.0 - above.at.0 < TOGETHER_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::UserId;

    fn said(id: i64, author: i64, minutes: i64) -> MessageShown {
        MessageShown {
            id: MessageId(id),
            mark: 0,
            author: UserId(author),
            author_name: String::new(),
            author_colour: None,
            bot: false,
            kind: MessageKind::Said,
            at: Timestamp(minutes * 60_000),
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

    fn shape(messages: &[MessageShown], offset: i64) -> String {
        let sign = |row: &Row| match (row.new_day, row.first) {
            (true, _) => 'D',
            (false, true) => 'A',
            (false, false) => '.',
        };
        rows(messages, |_| Some(offset)).iter().map(sign).collect()
    }

    #[test]
    fn authors_and_days_part_the_rows() {
        let day = 24 * 60;
        let messages =
            [said(1, 1, 720), said(2, 1, 726), said(3, 1, 733), said(4, 2, 734), said(5, 2, day), said(6, 2, day + 1)];
        assert_eq!(shape(&messages, 0), "D.AAD.");
        // An hour to the west midnight comes later.
        assert_eq!(shape(&messages, -60), "D.AAA.");
    }

    #[test]
    fn a_reply_has_a_head_of_its_own() {
        let mut reply = said(2, 1, 1);
        reply.reply = Some(super::super::shown::ReplyShown { id: MessageId(9), known: None });
        assert_eq!(shape(&[said(1, 1, 0), reply], 0), "DA");
    }
}
