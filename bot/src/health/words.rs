//! What an admin reads of a guild's health: what is ill, and what mends it.

use domain::RoleKind;
use store::Ill;

pub const SERVER: &str = "The bot's permissions in the server";
pub const GONE: &str = "A deleted role";
pub const CATEGORY_GONE: &str = "A deleted category";
pub const LOG_GONE: &str = "A deleted log channel";
pub const ROOM: &str = "Room for tickets' channels";
pub const MFA: &str = "Two-factor authentication";

/// What a role is for.
#[derive(Clone, Copy)]
pub enum Use<'a> {
    Of(RoleKind, &'a str),
    OnCall(&'a str),
    Admin,
}

impl Use<'_> {
    fn words(self) -> String {
        match self {
            Self::Of(RoleKind::Staff, department) => format!("staff of {department}"),
            Self::Of(RoleKind::Supervisor, department) => format!("supervisors of {department}"),
            Self::Of(RoleKind::Viewer, department) => format!("viewers of {department}"),
            Self::OnCall(department) => format!("whoever is on call for {department}"),
            Self::Admin => "Docket's admins".to_owned(),
        }
    }
}

/// `a`, `a and b`, `a, b and c`.
fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

pub fn server(lacking: &[&str]) -> Ill {
    Ill {
        what: format!("The bot lacks {}.", list(lacking)),
        mend: "In Discord open Server Settings, then Roles, choose the bot's role, and grant it there.".into(),
    }
}

pub fn category(name: &str, lacking: &[&str]) -> Ill {
    Ill {
        what: format!("In the category “{name}” the bot lacks {}.", list(lacking)),
        mend: "In Discord edit that category, open Permissions, and allow it for the bot's role.".into(),
    }
}

pub fn category_gone(of: &str) -> Ill {
    Ill {
        what: format!("The category that {of} names was deleted in Discord."),
        mend: "Choose another one in its settings, or none: its tickets then go where the others go.".into(),
    }
}

pub fn full() -> Ill {
    Ill {
        what: "The server has as many channels as Discord allows (500), so no ticket can be opened.".into(),
        mend:
            "Delete channels that are no longer needed, closed tickets' first; or let the types delete theirs sooner. \
               Their transcripts stay."
                .into(),
    }
}

pub fn without_mfa() -> Ill {
    Ill {
        what: "The server demands two-factor authentication of its moderators, and the bot's owner has none.".into(),
        mend:
            "Switch it on for the Discord account that owns the bot's application, or off in Server Settings, Safety \
               Setup."
                .into(),
    }
}

pub fn panel_empty(name: &str) -> Ill {
    Ill {
        what: format!("The panel in {name} has no button any more: its ticket types were deleted."),
        mend: "Put another type on it, or take it down.".into(),
    }
}

pub fn log_gone() -> Ill {
    Ill {
        what: "A channel that is to be told of deeds was deleted in Discord.".into(),
        mend: "Choose another one in the settings, or none.".into(),
    }
}

pub fn emoji_name(of: &str) -> String {
    format!("The emoji on the button of {of}")
}

pub fn emoji_gone(of: &str) -> Ill {
    Ill {
        what: format!("The emoji on the button of {of} is no longer in the server."),
        mend: "Choose another one in its settings. Until then the button shows none.".into(),
    }
}

pub fn channel(name: &str, lacking: &[&str]) -> Ill {
    Ill {
        what: format!("In {name} the bot lacks {}.", list(lacking)),
        mend: "In Discord edit that channel, open Permissions, and allow it for the bot's role.".into(),
    }
}

pub fn tickets_name(count: usize) -> String {
    match count {
        1 => "The channel of the one open ticket".to_owned(),
        _ => format!("The channels of {count} open tickets"),
    }
}

/// So many are named.
const NAMED: usize = 3;

pub fn tickets(names: &[&str], lacking: &[&str]) -> Ill {
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("#{name}")).collect();
    let more = names.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Ill {
        what: format!("In tickets' channels ({}{more}) the bot lacks {}.", shown.join(", "), list(lacking)),
        mend: "In Discord edit those channels, open Permissions, and allow it for the bot.".into(),
    }
}

pub fn role_gone(of: Use<'_>) -> Ill {
    Ill {
        what: format!("The role for {} was deleted in Discord.", of.words()),
        mend: "Choose another one for them; until then they have no access by it.".into(),
    }
}

pub fn role_silent(name: &str, of: Use<'_>) -> Ill {
    Ill {
        what: format!("The bot can't ping @{name}, the role for {}, when a member needs help.", of.words()),
        mend: "In Discord open Server Settings, then Roles, choose that role, and switch on “Allow anyone to @mention \
               this role”."
            .into(),
    }
}
