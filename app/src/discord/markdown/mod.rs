//! Knows Discord's markdown as a tree. Text in, values out: nothing here is HTML, so nothing said can become any.

mod block;
mod inline;
#[cfg(test)]
mod tests;

use domain::{ChannelId, RoleId, UserId};
#[cfg(feature = "ssr")]
pub(in crate::discord) use inline::is_safe;

/// How deep marks may lie in marks; what is deeper stays text.
const DEPTH: usize = 12;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Lines keep their breaks.
    Text(Vec<Inline>),
    /// Level 1 to 3.
    Heading(u8, Vec<Inline>),
    /// `-# small print`
    Small(Vec<Inline>),
    Quote(Vec<Block>),
    List(List),
    Code {
        language: Option<String>,
        text: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u32>,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub text: Vec<Inline>,
    pub inner: Option<List>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Bold(Vec<Inline>),
    Italic(Vec<Inline>),
    Underline(Vec<Inline>),
    Strike(Vec<Inline>),
    Spoiler(Vec<Inline>),
    Code(String),
    /// The target begins with `https://`.
    Link {
        href: String,
        text: Vec<Inline>,
    },
    User(UserId),
    Role(RoleId),
    Channel(ChannelId),
    /// `@everyone`, `@here`
    All(&'static str),
    /// Unix seconds and how to show them: `t T d D f F R`.
    Time(i64, char),
    /// A custom emoji's name.
    Emoji(String),
    /// A slash command's name.
    Command(String),
}

/// Reads a message's or an embed's text.
pub fn parse(text: &str) -> Vec<Block> {
    block::blocks(text, true)
}

/// Reads one line of text in which only inline marks mean something (an embed's title, a label).
pub fn parse_line(text: &str) -> Vec<Inline> {
    inline::inlines(text, DEPTH)
}

/// The words alone, for excerpts: marks gone, breaks as blanks.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    for block in parse(text) {
        block_words(&block, &mut out);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn block_words(block: &Block, out: &mut String) {
    match block {
        Block::Text(text) | Block::Heading(_, text) | Block::Small(text) => inline_words(text, out),
        Block::Quote(inner) => inner.iter().for_each(|block| block_words(block, out)),
        Block::List(list) => list_words(list, out),
        Block::Code { text, .. } => out.push_str(text),
    }
    out.push(' ');
}

fn list_words(list: &List, out: &mut String) {
    for item in &list.items {
        inline_words(&item.text, out);
        out.push(' ');
        if let Some(inner) = &item.inner {
            list_words(inner, out);
        }
    }
}

fn inline_words(text: &[Inline], out: &mut String) {
    for piece in text {
        match piece {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Bold(inner) | Inline::Italic(inner) | Inline::Underline(inner) | Inline::Strike(inner) => {
                inline_words(inner, out);
            }
            Inline::Link { text, .. } => inline_words(text, out),
            // What was hidden stays hidden.
            Inline::Spoiler(_) => out.push('…'),
            Inline::User(_) => out.push_str("@…"),
            Inline::Role(_) => out.push_str("@role"),
            Inline::Channel(_) => out.push_str("#channel"),
            Inline::All(word) => out.push_str(word),
            Inline::Time(..) => {}
            Inline::Emoji(name) => {
                out.push(':');
                out.push_str(name);
                out.push(':');
            }
            Inline::Command(name) => {
                out.push('/');
                out.push_str(name);
            }
        }
    }
}
