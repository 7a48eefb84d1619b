//! Knows how the bot fares, and the one port through which the dashboard asks Discord.

use crate::{MemberSeen, Store};
use domain::{GuildId, Timestamp, UserId};
use std::sync::Arc;
use tokio::sync::watch;

/// How the bot's connection to Discord fares. In memory: it is about this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BotStatus {
    Starting,
    Connected,
    /// Was connected and tries again by itself.
    Reconnecting {
        why: String,
    },
    /// Can't connect until someone acts.
    Failed {
        why: String,
        mend: String,
    },
}

/// Discord did not answer.
#[derive(Debug, thiserror::Error)]
#[error("Discord can't be reached: {0}")]
pub struct Unreachable(pub String);

/// What the dashboard must ask Discord; the bot answers it.
pub trait Discord: Send + Sync {
    /// The member as Discord knows them now; `None`: not in the guild.
    fn member(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Option<MemberSeen>, Unreachable>> + Send + '_>>;
}

impl Store {
    pub fn bot_status(&self) -> BotStatus {
        self.inner.bot.borrow().clone()
    }

    pub fn watch_bot(&self) -> watch::Receiver<BotStatus> {
        self.inner.bot.subscribe()
    }

    /// Rings `Bell::Bot` when it changed. Whatever is not connected hears nothing of members.
    pub fn set_bot_status(&self, status: BotStatus) {
        if status != BotStatus::Connected {
            if let Ok(mut whole) = self.inner.whole.write() {
                whole.clear();
            }
            if let Ok(mut since) = self.inner.connected_since.write() {
                *since = None;
            }
        }
        let changed = self.inner.bot.send_if_modified(|old| {
            let changed = *old != status;
            *old = status;
            changed
        });
        if changed {
            self.ring([domain::Bell::Bot]);
        }
    }

    /// Since when the bot has been connected without a break.
    pub fn connected_since(&self) -> Option<Timestamp> {
        self.inner.connected_since.read().ok().and_then(|since| *since)
    }

    /// It is connected from now on, if it was not before.
    pub fn bot_connected(&self, now: Timestamp) {
        if let Ok(mut since) = self.inner.connected_since.write() {
            since.get_or_insert(now);
        }
        self.set_bot_status(BotStatus::Connected);
    }

    /// Whether the mirrored members of this guild are all there is to know.
    pub(crate) fn mirror_is_trusted(&self, guild: GuildId) -> bool {
        self.inner.whole.read().is_ok_and(|whole| whole.contains(&guild))
    }

    pub(crate) fn trust_mirror(&self, guild: GuildId, whole: bool) {
        if let Ok(mut known) = self.inner.whole.write() {
            if whole {
                known.insert(guild)
            } else {
                known.remove(&guild)
            };
        }
    }

    /// Puts the port in place.
    pub fn set_discord(&self, discord: Arc<dyn Discord>) {
        if let Ok(mut port) = self.inner.discord.write() {
            *port = Some(discord);
        }
    }
}
