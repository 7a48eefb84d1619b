//! Knows what one person may hear of one guild: their rights there, asked again whenever they may have changed.

use super::frame::Topic;
use crate::clock;
use domain::{Access, GuildId, Refusal, Standing, TicketId, UserId};
use std::collections::{HashMap, HashSet};
use store::{Error, Store};

/// One guild that a socket watches.
pub struct Room {
    access: Access,
    /// The guild's list is watched.
    pub whole: bool,
    pub tickets: HashSet<TicketId>,
    /// Which tickets' bells may be passed on, as far as they were asked for.
    readable: HashMap<TicketId, bool>,
}

/// What asking again brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Nothing that was had is gone.
    Kept,
    Lost,
}

impl Room {
    /// `None` for whoever has nothing to do with the guild, as if there were none.
    pub async fn enter(store: &Store, guild: GuildId, user: UserId) -> Result<Option<Self>, Error> {
        let Some(access) = ask(store, guild, user).await? else { return Ok(None) };
        Ok(Some(Self { access, whole: false, tickets: HashSet::new(), readable: HashMap::new() }))
    }

    /// Asks for the rights again.
    pub async fn ask_again(&mut self, store: &Store) -> Result<Rights, Error> {
        let Some(fresh) = ask(store, self.access.guild(), self.access.user()).await? else { return Ok(Rights::Lost) };
        let rights = if loses(&self.access, &fresh) { Rights::Lost } else { Rights::Kept };
        self.access = fresh;
        self.readable.clear();
        Ok(rights)
    }

    /// Asked for the first time, and again whenever the ticket itself changed.
    pub async fn may_hear(&mut self, store: &Store, ticket: TicketId, changed: bool) -> Result<bool, Error> {
        if let Some(known) = self.readable.get(&ticket).filter(|_| !changed) {
            return Ok(*known);
        }
        let may = store.may_watch(&self.access, ticket).await?;
        self.readable.insert(ticket, may);
        Ok(may)
    }

    /// Hears of what members do not see: who waits.
    pub fn is_of_staff(&self) -> bool {
        matches!(self.access.standing(), Standing::Admin | Standing::Staff)
    }

    /// The topics that lie in this room.
    pub fn topics(&self) -> impl Iterator<Item = Topic> + '_ {
        let guild = self.access.guild();
        let whole = self.whole.then_some(Topic { guild, ticket: None });
        whole.into_iter().chain(self.tickets.iter().map(move |ticket| Topic { guild, ticket: Some(*ticket) }))
    }
}

async fn ask(store: &Store, guild: GuildId, user: UserId) -> Result<Option<Access>, Error> {
    let now = clock::now();
    let access = match store.access(guild, user, now).await {
        Ok(access) => access,
        Err(Error::Refused(Refusal::GuildUnknown)) => return Ok(None),
        Err(error) => return Err(error),
    };
    if access.standing() != Standing::Member {
        return Ok(Some(access));
    }
    // To the rules everyone is at least a member; whether they have to do with this guild is asked here.
    let knows_it = store.guilds_of(user, now).await?.iter().any(|(known, _)| known.id == guild);
    Ok(knows_it.then_some(access))
}

/// Whether something that could be read can no longer be.
fn loses(old: &Access, new: &Access) -> bool {
    match (old.reads(), new.reads()) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => old.iter().any(|department| !new.contains(department)),
    }
}
