//! What the palette offers: the guild's places, a ticket by its number, the other guilds, the theme, the way out.

use super::super::FrameShown;
use super::super::account::THEMES;
use super::super::places::places;
use super::Palette;
use crate::page::link;
use crate::ui::{Sign, dialog};
use crate::words::{Word as W, folded, w};
#[cfg(feature = "hydrate")]
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
    /// Something of the page, by its id.
    Press(String),
    /// It only says something.
    Nothing,
}

/// What fits, what was found, and the way to all that may be found. `deeds` are those of the page.
pub fn all(frame: &FrameShown, typed: &str, deeds: Vec<Deed>, found: &[Row]) -> Vec<Row> {
    let mut rows = fitting(frame, typed, deeds);
    let new: Vec<Row> = found.iter().filter(|row| rows.iter().all(|known| known.does != row.does)).cloned().collect();
    rows.extend(new);
    if !typed.is_empty() {
        let to = link::inbox(frame.guild, &format!("q={}", link::encoded(typed)));
        let words = w(W::SearchInbox).to_owned();
        rows.push(Row { sign: Sign::Search, words, note: typed.to_owned(), does: Does::Go(to) });
    }
    rows
}

/// Rows whose words hold every word that is typed; a number is a ticket's.
fn fitting(frame: &FrameShown, typed: &str, deeds: Vec<Deed>) -> Vec<Row> {
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
    let known = deeds.into_iter().map(deed).chain(known(frame));
    ticket.into_iter().chain(known.filter(fits)).collect()
}

/// What can be done on the page: id, words, key.
pub type Deed = (String, String, String);

fn deed((id, words, key): Deed) -> Row {
    let note = if key.is_empty() { w(W::ThisTicket).to_owned() } else { format!("{} ({key})", w(W::ThisTicket)) };
    Row { sign: Sign::Pencil, words, note, does: Does::Press(id) }
}

fn known(frame: &FrameShown) -> Vec<Row> {
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

/// Does what a row says. What was typed to find it is not searched for any more.
pub fn taker(palette: Palette) -> Arc<dyn Fn(&Row) + Send + Sync> {
    #[cfg(feature = "hydrate")]
    {
        let navigate = leptos_router::hooks::use_navigate();
        Arc::new(move |row: &Row| {
            if row.does != Does::Nothing {
                palette.forget_asked();
                dialog::close(palette.node);
            }
            match &row.does {
                Does::Go(to) => navigate(to, leptos_router::NavigateOptions::default()),
                Does::Theme(theme) => super::super::account::choose_theme(palette.worn, theme),
                Does::LogOut => log_out(),
                Does::Press(id) => palette.page.reach(id),
                Does::Nothing => {}
            }
        })
    }
    #[cfg(not(feature = "hydrate"))]
    {
        Arc::new(move |_| dialog::close(palette.node))
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
        fitting(&frame(standing), typed, Vec::new()).into_iter().map(|row| row.words).collect()
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
    fn what_was_found_stands_once_and_the_inbox_has_the_rest() {
        let found = |to: &str| Row {
            sign: Sign::Search,
            words: "#0201 Buy gold".into(),
            note: "Mia: gold, please".into(),
            does: Does::Go(to.into()),
        };
        let rows = all(
            &frame(Standing::Staff),
            "201",
            Vec::new(),
            &[found("/g/7/tickets/201"), found("/g/7/tickets/9?at=3#m-3")],
        );
        let to: Vec<_> = rows.into_iter().map(|row| row.does).collect();
        let go = |to: &str| Does::Go(to.into());
        assert_eq!(to, [go("/g/7/tickets/201"), go("/g/7/tickets/9?at=3#m-3"), go("/g/7/inbox?q=201")]);
        assert!(all(&frame(Standing::Staff), "", Vec::new(), &[]).iter().all(|row| row.words != w(W::SearchInbox)));
    }

    #[test]
    fn what_the_page_can_do_is_offered_with_its_key() {
        let deeds = vec![("do-claim".to_owned(), "Claim".to_owned(), "c".to_owned())];
        let rows = fitting(&frame(Standing::Staff), "claim", deeds);
        assert_eq!((rows[0].note.as_str(), &rows[0].does), ("This ticket (c)", &Does::Press("do-claim".into())));
    }

    #[test]
    fn a_number_is_a_ticket() {
        for typed in ["201", "#201", "#0201"] {
            let rows = fitting(&frame(Standing::Member), typed, Vec::new());
            assert_eq!(rows[0].does, Does::Go("/g/7/tickets/201".into()), "{typed}");
        }
        assert!(words(Standing::Member, "-3").is_empty());
    }
}
