//! The places of a guild: what each page is called, its sign, its address and who goes there. A line each, for the rail
//! and for the palette.

use crate::ui::Sign;
use crate::words::Word as W;
use domain::{GuildId, Standing};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub word: W,
    pub sign: Sign,
    /// Below the guild's address.
    path: &'static str,
    who: Who,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Everyone,
    Staff,
    Admins,
}

const PLACES: [Place; 7] = [
    Place { word: W::Inbox, sign: Sign::Inbox, path: "inbox", who: Who::Everyone },
    Place { word: W::Types, sign: Sign::Types, path: "settings/types", who: Who::Admins },
    Place { word: W::Departments, sign: Sign::People, path: "settings/departments", who: Who::Admins },
    Place { word: W::ServerRules, sign: Sign::Filter, path: "settings/rules", who: Who::Admins },
    Place { word: W::Blocked, sign: Sign::Lock, path: "settings/blocked", who: Who::Staff },
    Place { word: W::Audit, sign: Sign::History, path: "settings/audit", who: Who::Admins },
    Place { word: W::Health, sign: Sign::Health, path: "health", who: Who::Admins },
];

/// The places of whoever stands so in the guild.
pub fn places(standing: Standing) -> impl Iterator<Item = Place> {
    let goes = move |who: Who| match who {
        Who::Everyone => true,
        Who::Staff => matches!(standing, Standing::Admin | Standing::Staff),
        Who::Admins => standing == Standing::Admin,
    };
    PLACES.into_iter().filter(move |place| goes(place.who))
}

impl Place {
    pub fn href(self, guild: GuildId) -> String {
        format!("/g/{guild}/{}", self.path)
    }

    /// What it is called to whoever stands so.
    pub fn word(self, standing: Standing) -> W {
        if self.word == W::Inbox && standing == Standing::Member { W::YourTickets } else { self.word }
    }

    /// Whether the page at this path is of this place.
    pub fn has(self, path: &str) -> bool {
        let below = path.trim_start_matches('/').splitn(3, '/').nth(2).unwrap_or_default();
        let is_below =
            |place: &str| below.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        is_below(self.path) || (self.path == "inbox" && is_below("tickets"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_is_of_one_place() {
        let here =
            |path: &str| places(Standing::Admin).filter(|place| place.has(path)).map(|p| p.word).collect::<Vec<_>>();
        for (path, word) in [
            ("/g/1/inbox", W::Inbox),
            ("/g/1/tickets/7", W::Inbox),
            ("/g/1/settings/types/buy-gold", W::Types),
            ("/g/1/settings/audit/", W::Audit),
            ("/g/1/health", W::Health),
        ] {
            assert_eq!(here(path), [word], "{path}");
        }
        assert!(here("/g/1/settings/typeset").is_empty() && here("/").is_empty());
        assert_eq!(places(Standing::Staff).count(), 2);
        assert_eq!(places(Standing::Member).count(), 1);
    }
}
