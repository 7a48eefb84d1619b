//! What the palette finds by words: tickets, and what was said in them, a moment after typing. Answers that come late
//! count for nothing.

use super::Palette;
use super::row::{Does, Row};
use crate::page::inbox::{LineShown, LinesShown, load_search};
use crate::page::link;
use crate::ui::Sign;
use domain::{GuildId, ticket_ref};
use leptos::prelude::*;
use std::time::Duration;

/// Typing goes on for less.
const PAUSE: Duration = Duration::from_millis(140);

pub fn find(palette: Palette) {
    let typed = palette.typed.get_untracked().trim().to_owned();
    palette.found.set(Vec::new());
    palette.forget_asked();
    let asked = palette.asked.get_value();
    let guild = palette.frame.with_untracked(|frame| frame.as_ref().map(|frame| frame.guild));
    let Some(guild) = guild.filter(|_| typed.chars().nth(1).is_some()) else { return };
    let is_late = move || palette.asked.try_get_value() != Some(asked);
    set_timeout(
        move || {
            if is_late() {
                return;
            }
            leptos::task::spawn_local(async move {
                let found = load_search(guild, typed).await.and_then(|lines| lines.open());
                if is_late() {
                    return;
                }
                palette.found.try_set(match found {
                    Ok(LinesShown { fault: Some(fault), .. }) => vec![told(fault.words)],
                    Ok(lines) => lines.lines.into_iter().map(|line| row(guild, line)).collect(),
                    Err(fault) => vec![told(fault.words())],
                });
            });
        },
        PAUSE,
    );
}

/// Why nothing was found: the question can't be read, or there was no answer.
fn told(words: String) -> Row {
    Row { sign: Sign::Warning, words, note: String::new(), does: Does::Nothing }
}

/// The ticket, or the very message in which the words stand.
fn row(guild: GuildId, line: LineShown) -> Row {
    let words = format!("{} {}", ticket_ref(line.number), line.title);
    let Some(hit) = line.hit else {
        let to = link::ticket(guild, line.number, "");
        return Row { sign: Sign::Hash, words, note: line.customer_name, does: Does::Go(to) };
    };
    let passage: String = hit.parts.into_iter().map(|(part, _)| part).collect();
    let to = match hit.message {
        Some(message) => link::message(guild, line.number, message),
        None => link::ticket(guild, line.number, ""),
    };
    Row { sign: Sign::Search, words, note: format!("{}: {passage}", hit.author), does: Does::Go(to) }
}
