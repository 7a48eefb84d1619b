//! Knows what every part of the bot needs at hand: the store, the REST room, memory, locks, and who it is itself.

use crate::base::Base;
use crate::gateway::Unknown;
use crate::memory::{Known, Memory};
use crate::permission::{Place, lacking};
use crate::rest::{Error, Rest, code};
use crate::secret::Secret;
use crate::spots::Spots;
use crate::ticket::{Fresh, Shown};
use crate::trouble::{Result, Trouble};
use crate::work::Work;
use crate::{clock, task::Tasks};
use domain::{ChannelId, GuildId, RoleId, Ticket, Timestamp, UserId};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use store::{Catalog, Store};
use tokio::sync::{Notify, OwnedMutexGuard};

/// One running bot.
pub struct Bot {
    pub store: Store,
    pub rest: Rest,
    pub base: Base,
    pub me: UserId,
    pub application: UserId,
    pub public_url: String,
    pub attachment_cap: u64,
    pub lease: Duration,
    /// When it began: of what is older, a process before it may have done more than was written down.
    pub since: Timestamp,
    pub memory: Memory,
    pub spots: Spots,
    pub fresh: Fresh,
    pub shown: Shown,
    pub locks: Locks,
    pub work: Work,
    pub tasks: Tasks,
    /// Fetches files from where Discord keeps them; never with the token.
    pub files: reqwest::Client,
    /// Rung when there may be files to fetch.
    pub files_bell: Notify,
    /// Rung when something may be due.
    pub due_bell: Notify,
    pub token: Secret,
    /// Events that can't be read.
    pub unknown: Unknown,
}

/// One thing at a time, by key.
#[derive(Default)]
pub struct Locks {
    hasher: RandomState,
    held: Mutex<HashMap<u64, Weak<tokio::sync::Mutex<()>>>>,
}

impl Locks {
    pub async fn lock(&self, key: impl Hash) -> OwnedMutexGuard<()> {
        let key = self.hasher.hash_one(key);
        let lock = {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            if held.len() > 1_024 {
                held.retain(|_, lock| lock.strong_count() > 0);
            }
            held.get(&key).and_then(Weak::upgrade).unwrap_or_else(|| {
                let lock = Arc::new(tokio::sync::Mutex::new(()));
                held.insert(key, Arc::downgrade(&lock));
                lock
            })
        };
        lock.lock_owned().await
    }
}

impl Bot {
    /// The guild's catalogue, from memory where it is there.
    pub async fn catalog(&self, guild: GuildId) -> Result<Arc<Catalog>> {
        match self.memory.catalog(guild) {
            Some(catalog) => Ok(catalog),
            None => self.read_catalog(guild).await,
        }
    }

    /// Reads it anew and puts it into memory.
    pub async fn read_catalog(&self, guild: GuildId) -> Result<Arc<Catalog>> {
        let catalog = Arc::new(self.store.catalog(guild).await?);
        self.memory.put_catalog(guild, Arc::clone(&catalog));
        Ok(catalog)
    }

    /// Which roles a guild has in Discord; all of them as long as that is not known.
    pub fn roles_there(&self, guild: GuildId) -> impl Fn(RoleId) -> bool {
        let known = self.memory.guild(guild);
        move |role| known.as_ref().is_none_or(|known| known.roles.contains_key(&role))
    }

    /// Gives the overwrites' rules what they must know of a guild.
    pub async fn in_place<T>(&self, guild: GuildId, decide: impl FnOnce(&Place<'_>) -> T) -> Result<T> {
        let known = if let Some(known) = self.memory.guild(guild) {
            known
        } else {
            // Not met in this run yet: what we hold is not known, Discord will say if it was too much.
            let roles = self.store.roles(guild).await?;
            let mut roles: HashMap<RoleId, i64> = roles.into_iter().map(|r| (r.id, r.permissions)).collect();
            roles.insert(RoleId(guild.0), -1);
            Known { roles, ..Known::default() }
        };
        let held = known.permissions(guild, &known.my_roles);
        let exists = |role: RoleId| known.roles.contains_key(&role);
        Ok(decide(&Place { guild, me: self.me, held, roles: &exists }))
    }

    /// Whether one of these permissions is lacking in a channel, or in a category for what is made there. Of one that is
    /// not known Discord is to say.
    pub fn lacks_in(&self, guild: GuildId, channel: ChannelId, wanted: i64) -> bool {
        self.memory.held_in(guild, self.me, channel).is_some_and(|held| held & wanted != wanted)
    }

    /// Refuses what Discord would refuse, as far as that is known: it need not be asked.
    pub fn need(&self, guild: GuildId, place: Option<ChannelId>, wanted: i64) -> Result<()> {
        let held = match place {
            Some(channel) => self.memory.held_in(guild, self.me, channel),
            None => self.memory.held(guild, self.me),
        };
        let lacking = lacking(held.unwrap_or(-1), wanted);
        if lacking.is_empty() {
            return Ok(());
        }
        let message = format!("Missing Permissions ({})", lacking.join(", "));
        let route = "what the bot may not".to_owned();
        Err(Trouble::Rest(Error::Refused { route, status: 403, code: code::MISSING_PERMISSIONS, message }))
    }

    /// Where a person reads this ticket in the browser.
    pub fn link(&self, ticket: &Ticket) -> String {
        format!("{}/g/{}/tickets/{}", self.public_url.trim_end_matches('/'), ticket.guild, ticket.number)
    }

    /// Writes down what must be mended by a person.
    pub async fn problem(&self, guild: GuildId, subject: &str, what: &str, mend: &str) {
        // Said once, however often it is met.
        if self.memory.note_problem(guild, subject) {
            tracing::warn!(guild.id = %guild, subject, what, mend, "something in Discord is to be mended");
        }
        if let Err(error) = self.store.problem(guild, subject, what, mend, clock::now()).await {
            tracing::error!(%error, subject, "a problem could not be written down");
        }
    }

    /// Something was granted in a guild: what rests there, and what failed when it was due, is tried again.
    pub async fn roused(self: &Arc<Self>, guild: GuildId) {
        self.work.rouse(self, guild);
        if let Err(error) = self.store.due_again(guild, clock::now()).await {
            tracing::error!(guild.id = %guild, %error, "what failed when it was due could not be brought back");
        }
    }

    pub async fn solved(&self, guild: GuildId, subject: &str) {
        if !self.memory.forget_problem(guild, subject) {
            return;
        }
        if let Err(error) = self.store.problem_solved(guild, subject).await {
            tracing::error!(%error, subject, "a solved problem could not be taken off the list");
        }
    }

    /// A channel that Discord does not know any more: the store is told, which is the end of it.
    pub async fn gone(&self, guild: GuildId, channel: ChannelId) -> Result<()> {
        tracing::info!(guild.id = %guild, channel.id = %channel, "a channel is gone from Discord");
        self.spots.removed(guild, channel);
        self.store.channel_deleted(guild, channel, clock::now()).await?;
        Ok(())
    }

    /// What is asked about a channel, or `None` after telling the store that there is no such channel.
    pub async fn unless_gone<T>(
        &self,
        guild: GuildId,
        channel: ChannelId,
        answer: std::result::Result<T, Error>,
    ) -> Result<Option<T>> {
        match answer {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.code() == Some(code::UNKNOWN_CHANNEL) => {
                self.gone(guild, channel).await?;
                Ok(None)
            }
            Err(error) => Err(Trouble::Rest(error)),
        }
    }
}
