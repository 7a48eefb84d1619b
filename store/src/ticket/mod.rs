//! Knows tickets: one file a verb, and the reads that several verbs share.

mod about;
mod allowed;
mod cancel;
mod claim;
mod close;
mod escalate;
mod gone;
mod help;
mod left;
mod member;
mod name;
mod note;
mod open;
mod owed;
mod place;
mod rate;
mod reopen;
mod sign;
mod silence;
mod snooze;
mod solve;
mod status;
mod tag;
mod taken;
mod timeline;
mod timer;
mod transfer;
mod waiting;
mod words;

pub use close::Closing;
pub(crate) use gone::channel_gone;
pub(crate) use member::{may_read, members};
pub use open::{Opened, Opening};
pub use place::{Made, Placement};
pub use silence::Timed;
pub(crate) use silence::{arm as arm_silence, arm_all as arm_silences};
pub(crate) use status::{reopen_status, set_status};
pub(crate) use tag::{tags, tidy_tag};
pub(crate) use taken::{Press, Taken, conduct, facts};
pub(crate) use timeline::{Row, note, note_because};
pub(crate) use timer::timers;
pub use transfer::Transfer;
pub use waiting::Waiting;
pub(crate) use waiting::look_at_line;

use crate::db::{Tx, fetch_all, fetch_optional};
use crate::{Error, Result, Store};
use domain::{Access, Answer, ChannelId, GuildId, Refusal, Ticket, TicketId};

/// Every column of a ticket that `Ticket` shows; what only Discord's side needs (reply tokens) is not among them.
macro_rules! ticket_columns {
    () => {
        "id, guild, number, ticket_type, department, customer, customer_name, channel_name, channel, welcome_message, \
         provisioning, failure, subject, priority, status, waiting_on, assignee, claimed_at, needed_help_at, \
         first_staff_at, resolved_at, closed_at, closed_by, closed_path, close_reason, created_at, last_at, \
         form_revision, revision, published_revision, channel_gone_at, incomplete_from, category, description, \
         escalated_at, snoozed_until, asked_at, asked_by, silence_paused, reopened_at, lives, rating, rating_comment, \
         rated_at, order_id, given_name, parent, given_parent"
    };
}
/// `select … from ticket` with what follows.
macro_rules! ticket_where {
    ($rest:literal) => {
        concat!("select ", $crate::ticket::ticket_columns!(), " from ticket where ", $rest)
    };
}
/// `update ticket set …` that gives the row as it is afterwards.
macro_rules! ticket_update {
    ($rest:literal) => {
        concat!("update ticket set ", $rest, " returning ", $crate::ticket::ticket_columns!())
    };
}
pub(crate) use {ticket_columns, ticket_where};

/// Two selects, so that each walks its own partial index. Asked in their order SQLite would walk all tickets instead.
const BEHIND: &str = concat!(
    "select ",
    ticket_columns!(),
    " from ticket where provisioning = 'wanted' and channel_gone_at is null union all select ",
    ticket_columns!(),
    " from ticket where revision <> published_revision and provisioning = 'done' and channel_gone_at is null"
);

impl Store {
    pub async fn ticket(&self, guild: GuildId, ticket: TicketId) -> Result<Option<Ticket>> {
        let mut tx = self.inner.db.one_read().await?;
        find(&mut tx, guild, ticket).await
    }

    pub async fn ticket_by_number(&self, guild: GuildId, number: i64) -> Result<Option<Ticket>> {
        let mut tx = self.inner.db.one_read().await?;
        find_number(&mut tx, guild, number).await
    }

    pub async fn ticket_of_channel(&self, channel: ChannelId) -> Result<Option<Ticket>> {
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_optional!(&mut tx, Ticket, ticket_where!("channel = $1"), channel)?)
    }

    /// All tickets of a guild whose channel is not known to be gone, or is not made yet: what the bot watches. One whose
    /// opening failed before it had a channel is not among them.
    pub async fn tickets_in_discord(&self, guild: GuildId) -> Result<Vec<Ticket>> {
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_all!(
            &mut tx,
            Ticket,
            ticket_where!(
                "guild = $1 and channel_gone_at is null and (channel is not null or provisioning = 'wanted') order by id"
            ),
            guild,
        )?)
    }

    /// Tickets that Discord does not show as they are: provisioning wanted, or revision ≠ published_revision
    /// (channel not gone). Oldest first.
    pub async fn tickets_behind(&self) -> Result<Vec<Ticket>> {
        let mut tx = self.inner.db.one_read().await?;
        let mut behind = fetch_all!(&mut tx, Ticket, BEHIND)?;
        behind.sort_unstable_by_key(|ticket| ticket.id);
        Ok(behind)
    }

    /// What was answered at opening, in the form's order.
    pub async fn answers(&self, ticket: TicketId) -> Result<Vec<Answer>> {
        let mut tx = self.inner.db.one_read().await?;
        answers(&mut tx, ticket).await
    }
}

pub(crate) async fn find(tx: &mut Tx, guild: GuildId, ticket: TicketId) -> Result<Option<Ticket>> {
    Ok(fetch_optional!(tx, Ticket, ticket_where!("id = $1 and guild = $2"), ticket, guild)?)
}

pub(crate) async fn find_number(tx: &mut Tx, guild: GuildId, number: i64) -> Result<Option<Ticket>> {
    Ok(fetch_optional!(tx, Ticket, ticket_where!("guild = $1 and number = $2"), guild, number)?)
}

/// Takes the row: verbs of one ticket pass one after the other, each sees what the one before wrote. An update that
/// changes nothing, because both databases understand it as "mine until I commit".
pub(crate) async fn take(tx: &mut Tx, ticket: TicketId) -> Result<Option<Ticket>> {
    Ok(fetch_optional!(tx, Ticket, ticket_update!("revision = revision where id = $1"), ticket)?)
}

/// Takes a ticket for a deed of this person; of another guild there is none.
pub(crate) async fn take_for(tx: &mut Tx, who: &Access, ticket: TicketId) -> Result<Ticket> {
    let found = fetch_optional!(
        tx,
        Ticket,
        ticket_update!("revision = revision where id = $1 and guild = $2"),
        ticket,
        who.guild(),
    )?;
    found.ok_or(Error::Refused(Refusal::NoSuchTicket))
}

pub(crate) async fn answers(tx: &mut Tx, ticket: TicketId) -> Result<Vec<Answer>> {
    let rows = fetch_all!(
        tx,
        (String, String, String, String),
        "select key, label, value, shown from ticket_answer where ticket = $1 order by position",
        ticket,
    )?;
    Ok(rows.into_iter().map(|(key, label, value, shown)| Answer { key, label, value, shown }).collect())
}

#[cfg(test)]
mod tests {
    use super::BEHIND;
    use super::sign::{LET_IN_CHANGED, UNSIGNED};
    use crate::Store;
    use crate::db::filter::Where;
    use crate::db::plan::{on_postgres, plan};

    /// What is asked once a minute walks the few rows that it is about.
    async fn follows_indexes(store: &Store) {
        let behind = plan(store, &Where::new(BEHIND)).await;
        assert!(behind.contains("ticket_unprovisioned ") && behind.contains("ticket_unpublished "), "{behind}");
        let unsigned = plan(store, &Where::new(UNSIGNED)).await;
        assert!(unsigned.contains("ticket_unsigned "), "{unsigned}");
    }

    #[tokio::test]
    async fn what_is_asked_often_follows_indexes_on_sqlite() {
        let data = tempfile::tempdir().unwrap();
        let store = Store::sqlite(data.path()).await.unwrap();
        follows_indexes(&store).await;
        let changed = plan(&store, &Where::new(LET_IN_CHANGED)).await;
        assert!(changed.contains("ticket_of_member ") && changed.contains("ticket_list_by_customer "), "{changed}");
        assert!(changed.starts_with("SEARCH ticket USING INDEX sqlite_autoindex_ticket_1 (id=?)"), "{changed}");
    }

    #[tokio::test]
    async fn what_is_asked_often_follows_indexes_on_postgres() {
        on_postgres(async |store| follows_indexes(&store).await).await;
    }
}
