//! What the palette offers: the guild's places, a ticket by its number, the other guilds, the theme, the way out.

use super::super::FrameShown;
use super::super::account::{THEMES, Worn};
use super::super::places::places;
use crate::page::link;
use crate::ui::{Sign, dialog};
use crate::words::{Word as W, folded, w};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub sign: Sign,
    pub words: String,
    pub note: String,
    pub does: Does,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    Go(String),
    Theme(&'static str),
    LogOut,
}

/// Rows whose words hold every word that is typed; a number is a ticket's.
pub fn fitting(frame: &FrameShown, typed: &str) -> Vec<Row> {
    let wanted = folded(typed);
    let fits = |row: &Row| {
        let known = folded(&format!("{} {}", row.words, row.note));
        wanted.split_whitespace().all(|word| known.contains(word))
    };
    let number = typed.trim_start_matches('#').parse::<i64>().ok().filter(|number| *number > 0);
    let ticket = number.map(|number| Row {
        sign: Sign::Hash,
        words: domain::ticket_ref(number),
        note: w(W::OpenTicket).to_owned(),
        does: Does::Go(link::ticket(frame.guild, number, "")),
    });
    ticket.into_iter().chain(all(frame).into_iter().filter(fits)).collect()
}

fn all(frame: &FrameShown) -> Vec<Row> {
    let row = |sign, words: String, note: W, does| Row { sign, words, note: w(note).to_owned(), does };
    let mut rows: Vec<Row> = places(frame.standing)
        .map(|place| {
            let words = w(place.word(frame.standing)).to_owned();
            row(place.sign, words, W::Page, Does::Go(place.href(frame.guild)))
        })
        .collect();
    rows.extend(
        frame
            .guilds
            .iter()
            .map(|(guild, name)| row(Sign::Docket, name.clone(), W::SwitchServer, Does::Go(link::inbox(*guild, "")))),
    );
    rows.push(row(Sign::Docket, w(W::AllServers).to_owned(), W::Page, Does::Go("/".to_owned())));
    for (sign, word, theme) in THEMES {
        rows.push(row(sign, w(word).to_owned(), W::Theme, Does::Theme(theme)));
    }
    rows.push(row(Sign::Logout, w(W::LogOut).to_owned(), W::Account, Does::LogOut));
    rows
}

/// Does what a row says.
pub fn taker(node: NodeRef<html::Dialog>, worn: Worn) -> Arc<dyn Fn(&Row) + Send + Sync> {
    #[cfg(feature = "hydrate")]
    {
        let navigate = leptos_router::hooks::use_navigate();
        Arc::new(move |row: &Row| {
            dialog::close(node);
            match &row.does {
                Does::Go(to) => navigate(to, leptos_router::NavigateOptions::default()),
                Does::Theme(theme) => super::super::account::choose_theme(worn, theme),
                Does::LogOut => log_out(),
            }
        })
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = worn;
        Arc::new(move |_| dialog::close(node))
    }
}

/// The form that stands in one's own menu.
#[cfg(feature = "hydrate")]
fn log_out() {
    use leptos::wasm_bindgen::JsCast;
    let form = document().query_selector("form[action='/logout']").ok().flatten();
    if let Some(form) = form.and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok()) {
        let _ = form.request_submit();
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::page::frame::BotShown;
    use domain::{GuildId, Standing, UserId};

    fn frame(standing: Standing) -> FrameShown {
        FrameShown {
            person: UserId(1),
            name: "Mia".into(),
            username: "mia".into(),
            guild: GuildId(7),
            guild_name: "Acme".into(),
            guilds: vec![(GuildId(8), "Đồng Tháp".into())],
            standing,
            theme: String::new(),
            bot: BotShown::Fine,
            problems: Vec::new(),
        }
    }

    fn words(standing: Standing, typed: &str) -> Vec<String> {
        fitting(&frame(standing), typed).into_iter().map(|row| row.words).collect()
    }

    #[test]
    fn rows_hold_every_word_that_is_typed() {
        assert_eq!(words(Standing::Admin, "DEPART"), ["Departments"]);
        assert_eq!(words(Standing::Admin, "theme dark"), ["Dark"]);
        assert_eq!(words(Standing::Admin, "đồng"), ["Đồng Tháp"]);
        assert!(words(Standing::Admin, "nothing of the kind").is_empty());
        assert!(words(Standing::Admin, "").len() > 8);
        assert!(words(Standing::Staff, "types").is_empty(), "what is not theirs is not offered");
    }

    #[test]
    fn a_number_is_a_ticket() {
        for typed in ["201", "#201", "#0201"] {
            let rows = fitting(&frame(Standing::Member), typed);
            assert_eq!(rows[0].does, Does::Go("/g/7/tickets/201".into()), "{typed}");
        }
        assert!(words(Standing::Member, "-3").is_empty());
    }
}
