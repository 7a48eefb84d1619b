//! Knows what silence means: while the customer is waited for, a ticket in which nothing is said closes by itself, after
//! a warning. One row at a time stands for it. Messages do not touch the row: it looks at the ticket when it fires.

use super::taken::Taken;
use super::ticket_where;
use crate::db::{Tx, execute, fetch_all, fetch_optional, fetch_scalar};
use crate::due::{self, Pending, Single};
use crate::ids::Ids;
use crate::{Result, Store};
use domain::{
    Access, Act, Conduct, Deed, DueAction, DueId, EventId, GuildId, Ticket, TicketId, TicketTypeId, Timestamp, Via,
    WaitingOn,
};
use std::time::Duration;

/// What a timer found when it fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timed {
    /// It is written down; what must be said of it can be said.
    Done,
    /// The row is to fire then.
    NotYet(Timestamp),
    /// There is nothing to wait for any more.
    Over,
}

/// When what happens, were nothing said any more.
struct Silence {
    /// None: nobody is warned.
    warns: Option<Timestamp>,
    ends: Timestamp,
    warning: Duration,
    /// Since when nothing was said.
    since: Timestamp,
}

impl Silence {
    /// `None`: the ticket does not close by itself as it is.
    fn of(ticket: &Ticket, conduct: &Conduct) -> Option<Self> {
        let hours = |hours: i64| u64::try_from(hours).ok().filter(|hours| *hours > 0).map(Duration::from_hours);
        let silence = hours(conduct.silence_hours)?;
        if ticket.silence_paused || ticket.waiting_on != WaitingOn::Customer || ticket.status.is_over() {
            return None;
        }
        // A question is something said, and so is that work is delivered or that the ticket goes on. Whoever set it aside
        // waits until then.
        let said = [ticket.asked_at, ticket.resolved_at, ticket.reopened_at]
            .into_iter()
            .flatten()
            .fold(ticket.last_at, Timestamp::max);
        let ends = said.plus(silence).max(ticket.snoozed_until.unwrap_or_default());
        let warning = hours(conduct.silence_warning_hours).filter(|warning| *warning < silence);
        let warns = warning.map(|warning| ends.minus(warning));
        Some(Self { warns, ends, warning: warning.unwrap_or_default(), since: said })
    }

    /// What comes first.
    fn next(&self, now: Timestamp) -> (DueAction, Timestamp) {
        match self.warns {
            Some(at) => (DueAction::SilenceWarning, at.max(now)),
            None => (DueAction::SilenceEnds, self.ends.max(now)),
        }
    }
}

impl Store {
    /// It does not close for silence while this holds. Refuses: NoSuchTicket, StaffOnly, ClaimedBy, AlreadyClosed,
    /// AlreadyCancelled. Timeline row. Rings Ticket and Due.
    pub async fn pause_silence(
        &self,
        who: &Access,
        ticket: TicketId,
        paused: bool,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Amend, via, now).await?;
        if taken.row.silence_paused == paused {
            return Ok(taken.row);
        }
        taken.row.silence_paused = paused;
        execute!(&mut taken.tx, "update ticket set silence_paused = $2 where id = $1", ticket, paused)?;
        if paused {
            taken.withdraw(Pending::Silence).await?;
            taken.note(Deed::SilencePaused, None, None, None).await?;
        } else {
            taken.note(Deed::SilenceResumed, None, None, None).await?;
            taken.arm_silence().await?;
        }
        taken.end().await
    }

    /// The row of the warning fires. `Done`: the customer is to be warned now, and the close is due; said again, it
    /// changes nothing. Timeline row.
    pub async fn silence_warns(&self, ticket: TicketId, now: Timestamp) -> Result<Timed> {
        let Some(mut taken) = self.take_itself(ticket, Via::Timer, now).await? else { return Ok(Timed::Over) };
        let Some(silence) = Silence::of(&taken.row, &taken.conduct) else { return over(taken).await };
        let Some(at) = silence.warns else {
            // Nobody is warned any more: the close alone is left.
            taken.withdraw(Pending::Silence).await?;
            taken.silence_due(DueAction::SilenceEnds, silence.ends.max(now)).await?;
            return Ok(Timed::Over);
        };
        if now < at {
            return Ok(Timed::NotYet(at));
        }
        if !is_due(&mut taken.tx, ticket, DueAction::SilenceEnds).await? {
            taken.note(Deed::SilenceWarned, None, None, None).await?;
            // Warned late, closed late.
            let ends = silence.ends.max(now.plus(silence.warning));
            taken.silence_due(DueAction::SilenceEnds, ends).await?;
        }
        Ok(Timed::Done)
    }

    /// The row of the close fires: → closed, unless something was said since, which begins the count anew.
    pub async fn silence_ends(&self, ticket: TicketId, now: Timestamp) -> Result<Timed> {
        let Some(mut taken) = self.take_itself(ticket, Via::Timer, now).await? else { return Ok(Timed::Over) };
        let Some(silence) = Silence::of(&taken.row, &taken.conduct) else { return over(taken).await };
        // The row may be an old one, of a silence that was broken since: nobody's ticket closes unwarned.
        if now < silence.ends || !silence.may_close(&mut taken.tx, ticket).await? {
            let (action, at) = silence.next(now);
            if action == DueAction::SilenceEnds {
                return Ok(Timed::NotYet(at));
            }
            taken.withdraw(Pending::Silence).await?;
            taken.silence_due(action, at).await?;
            return Ok(Timed::Over);
        }
        match taken.decided(Act::SilenceEnds).await? {
            Some(taken) => {
                taken.over(Deed::Silenced, None).await?;
                Ok(Timed::Done)
            }
            None => Ok(Timed::Over),
        }
    }
}

impl Taken<'_> {
    /// The one row that stands for the silence from now on. Commits.
    async fn silence_due(mut self, action: DueAction, at: Timestamp) -> Result<()> {
        let fresh = EventId(self.next_id());
        self.due(action, Single::Event(fresh), at).await?;
        self.end().await?;
        Ok(())
    }
}

/// Nothing is left to wait for. The rows are taken back here and now: were they still to be marked as done later, a
/// message in between would believe that one stands.
async fn over(mut taken: Taken<'_>) -> Result<Timed> {
    taken.withdraw(Pending::Silence).await?;
    taken.tx.commit().await?;
    Ok(Timed::Over)
}

/// From now on the customer is waited for, or something else changed of when it ends: writes the first row, unless one
/// stands that fires in time.
pub(crate) async fn arm(
    tx: &mut Tx,
    ids: &Ids,
    ticket: &Ticket,
    conduct: &Conduct,
    now: Timestamp,
) -> Result<Option<DueId>> {
    let Some(silence) = Silence::of(ticket, conduct) else { return Ok(None) };
    let (action, at) = silence.next(now);
    if let Some((stands, fires)) = standing(tx, ticket.id).await? {
        let is_warned = stands == DueAction::SilenceEnds && silence.warns.is_some();
        if fires <= at || is_warned && silence.may_close(tx, ticket.id).await? {
            return Ok(None);
        }
        due::withdraw(tx, ticket.id, Pending::Silence, now).await?;
    }
    let single = Single::Event(EventId(ids.next(now)));
    due::write(tx, DueId(ids.next(now)), ticket, action, single, at, now).await
}

/// The rules of a type changed: so does what is due in its tickets.
pub(crate) async fn arm_all(
    tx: &mut Tx,
    ids: &Ids,
    (guild, ticket_type): (GuildId, TicketTypeId),
    conduct: &Conduct,
    now: Timestamp,
) -> Result<Vec<DueId>> {
    let waiting = fetch_all!(
        tx,
        Ticket,
        ticket_where!(
            "guild = $1 and ticket_type = $2 and status in ('open', 'in_progress', 'awaiting_confirmation', 'completed')
               and waiting_on = 'customer'"
        ),
        guild,
        ticket_type,
    )?;
    let mut written = Vec::new();
    for ticket in &waiting {
        written.extend(arm(tx, ids, ticket, conduct, now).await?);
    }
    Ok(written)
}

impl Silence {
    /// Where the customer is to be warned, they were since something was last said.
    async fn may_close(&self, tx: &mut Tx, ticket: TicketId) -> Result<bool> {
        if self.warns.is_none() {
            return Ok(true);
        }
        Ok(fetch_scalar!(
            tx,
            bool,
            "select exists (select 1 from event where ticket = $1 and deed = $2 and at >= $3)",
            ticket,
            Deed::SilenceWarned,
            self.since,
        )?)
    }
}

/// The row that stands for a ticket's silence: what, and when.
async fn standing(tx: &mut Tx, ticket: TicketId) -> Result<Option<(DueAction, Timestamp)>> {
    Ok(fetch_optional!(
        tx,
        (DueAction, Timestamp),
        "select action, at from due where ticket = $1 and done_at is null
           and action in ('silence_warning', 'silence_ends') order by at limit 1",
        ticket,
    )?)
}

async fn is_due(tx: &mut Tx, ticket: TicketId, action: DueAction) -> Result<bool> {
    Ok(fetch_scalar!(
        tx,
        bool,
        "select exists (select 1 from due where ticket = $1 and done_at is null and action = $2)",
        ticket,
        action,
    )?)
}
