//! Knows how the bot's own work can fail, how long to leave it alone then, and what an admin is told to mend.

use crate::rest::{self, code};
use std::time::Duration;

#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Rest(#[from] rest::Error),
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Nothing is wrong; it is just not time yet.
    #[error("not before {} s have passed: {why}", wait.as_secs_f32())]
    NotYet { wait: Duration, why: &'static str },
}

pub type Result<T> = std::result::Result<T, Trouble>;

/// A refusal by Discord is left alone this long, unless something changes in the guild.
const FORBIDDEN: Duration = Duration::from_mins(5);

impl Trouble {
    /// How long until it is worth another try, after so many that failed.
    pub fn rest_for(&self, tries: u32) -> Duration {
        match self {
            Self::NotYet { wait, .. } => *wait,
            Self::Rest(rest::Error::RateLimited { retry_after, .. }) => *retry_after,
            Self::Rest(rest::Error::Refused { .. }) => FORBIDDEN,
            Self::Rest(rest::Error::Unclear { .. }) | Self::Store(_) => {
                Duration::from_secs(1 << tries.min(6)).min(Duration::from_mins(1))
            }
        }
    }

    pub fn rest(&self) -> Option<&rest::Error> {
        match self {
            Self::Rest(error) => Some(error),
            _ => None,
        }
    }

    /// Discord said no, for whatever reason.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Rest(rest::Error::Refused { .. }))
    }

    pub fn is_forbidden(&self) -> bool {
        self.rest().is_some_and(rest::Error::is_forbidden)
    }

    /// It is the whole guild that is so: Health says it.
    pub fn is_of_the_guild(&self) -> bool {
        self.is_full() || self.rest().and_then(rest::Error::code) == Some(code::MFA_REQUIRED)
    }

    /// The guild takes not one channel more.
    pub fn is_full(&self) -> bool {
        self.rest().and_then(rest::Error::code) == Some(code::TOO_MANY_CHANNELS)
    }

    /// The bot does not even see what it is about.
    pub fn is_blind(&self) -> bool {
        self.rest().and_then(rest::Error::code) == Some(code::MISSING_ACCESS)
    }

    /// What an admin can do about it; `None` where waiting is all.
    pub fn mend(&self) -> Option<&'static str> {
        let rest::Error::Refused { status, code, .. } = self.rest()? else { return None };
        if *status == 401 {
            return None;
        }
        Some(match *code {
            code::MISSING_PERMISSIONS | code::MISSING_ACCESS => {
                "Give the bot's role View Channels, Manage Channels, Manage Roles, Send Messages, Embed Links, \
                 Attach Files and Read Message History, and let no channel or category take them away from it."
            }
            code::MFA_REQUIRED => {
                "Switch on two-factor authentication for the Discord account that owns the bot's application: this \
                 server demands it of its moderators."
            }
            code::TOO_MANY_CHANNELS => "Delete channels that are no longer needed: a server has at most 500.",
            _ if *status == 403 => "Look at what the bot may do in this server.",
            _ => "Look at the settings of this type and its panel: Discord does not accept what they make.",
        })
    }
}
