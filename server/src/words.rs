//! Knows every word that the front door itself says to people; the pages have their own.

/// What a page of ours is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    OtherSite,
    Broken,
    NotFound,
    LoginCancelled,
    LoginForeign,
    LoginLate,
    LoginRefused,
    LoginMisconfigured,
    DiscordAway,
}

impl Words {
    pub fn title(self) -> &'static str {
        match self {
            Self::OtherSite => "That did not come from Docket",
            Self::Broken => "Something went wrong on our side",
            Self::NotFound => "There is nothing here",
            Self::LoginCancelled => "You were not logged in",
            Self::LoginForeign => "This login was not begun here",
            Self::LoginLate => "This login took too long",
            Self::LoginRefused => "Discord did not accept this login",
            Self::LoginMisconfigured => "Docket can't log anyone in at the moment",
            Self::DiscordAway => "Discord can't be reached",
        }
    }

    pub fn text(self) -> &'static str {
        match self {
            Self::OtherSite => {
                "The request was sent by another site, or by a browser that does not say where it comes from, so \
                 nothing was done. Open Docket itself and try it there."
            }
            Self::Broken => {
                "Nothing was changed by halves. Try again; if it stays, tell an operator the reference below."
            }
            Self::NotFound => "There is nothing here by that name, or it isn't yours to see.",
            Self::LoginCancelled => {
                "You pressed Cancel at Discord, so Docket learned nothing about you. You can log in whenever you like."
            }
            Self::LoginForeign => {
                "The answer from Discord does not belong to a login that was begun in this browser within the last ten \
                 minutes. If cookies are switched off for this site, allow them; then begin again."
            }
            Self::LoginLate => "More than ten minutes passed between the beginning and the end. Please begin again.",
            Self::LoginRefused => {
                "What Discord sent along was no longer valid, or was used before. Please begin again."
            }
            Self::LoginMisconfigured => {
                "Discord does not know Docket by the client id and secret that it was given. An operator must compare \
                 them, and the redirect address, with the OAuth2 page of the application at Discord."
            }
            Self::DiscordAway => {
                "Discord did not answer in time. Your login was not finished; nothing else is wrong. Try again."
            }
        }
    }
}
