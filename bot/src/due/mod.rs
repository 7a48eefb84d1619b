//! Knows what is due: sleeps until the next row's time, takes it under a lease, does it once.

mod again;
mod ask;
mod delete;
mod line;
mod log;
mod notice;
mod rename;
mod say;
mod timer;

use crate::bot::Bot;
use crate::clock;
use crate::rest;
use crate::task::caught;
use crate::trouble::{Result, Trouble};
use crate::work::Subject;
use domain::{Due, DueAction, DueId, MessageId, Ticket, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::sleep;

/// Rows that are being done at the same time.
const AT_ONCE: usize = 16;
/// Those of them that tell a log channel, and those that rename: each waits long for its turn in Discord's limits, and
/// what takes somebody's access must not wait for them.
const OF_A_SLOW_KIND: usize = 4;
/// How long the others of its kind are put off.
const SLOW_TURN: Duration = Duration::from_secs(3);
/// However wrong a time is read, rows are looked at this often.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);
const SHORTEST_SLEEP: Duration = Duration::from_millis(10);

/// The bot may not speak where it should.
const SILENCE: &str = "silence";

/// What became of a row.
pub enum Done {
    /// With the message that came of it.
    Yes(Option<MessageId>),
    Later(Duration, &'static str),
    /// It turned out that its time is another one. That is no attempt.
    NotBefore(Timestamp),
}

/// Rows that this process is at: a lease that runs out meanwhile does not start them again.
#[derive(Default)]
struct Running(Mutex<HashMap<DueId, DueAction>>);

impl Running {
    fn held(&self) -> MutexGuard<'_, HashMap<DueId, DueAction>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, row: &Due) -> Taking {
        let mut held = self.held();
        if held.contains_key(&row.id) {
            return Taking::Running;
        }
        let same = || held.values().filter(|action| **action == row.action).count();
        if matches!(row.action, DueAction::Log | DueAction::RenameClosed) && same() >= OF_A_SLOW_KIND {
            return Taking::NoTurn;
        }
        held.insert(row.id, row.action);
        Taking::Mine
    }
}

/// Whether a row that was claimed is begun.
enum Taking {
    Mine,
    Running,
    NoTurn,
}

pub async fn keep(bot: Arc<Bot>) {
    let running = Arc::new(Running::default());
    // Nothing can be done before the first guild is there.
    bot.due_bell.notified().await;
    loop {
        let wait = match round(&bot, &running).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::error!(%error, "what is due can't be read");
                Duration::from_secs(2)
            }
        };
        tokio::select! {
            () = sleep(wait) => {}
            () = bot.due_bell.notified() => {}
        }
    }
}

/// Starts all that is due now; gives how long to sleep.
async fn round(bot: &Arc<Bot>, running: &Arc<Running>) -> std::result::Result<Duration, store::Error> {
    let room = AT_ONCE.saturating_sub(running.held().len());
    if room == 0 {
        return Ok(Duration::from_millis(100));
    }
    // Read first: most bells ring for nothing that is due, and whoever writes keeps others from it.
    let now = clock::now();
    let Some(next) = bot.store.due_next(now).await? else { return Ok(LONGEST_SLEEP) };
    if next > now {
        return Ok(next.since(now).clamp(SHORTEST_SLEEP, LONGEST_SLEEP));
    }
    let limit = i64::try_from(room).unwrap_or(1);
    let rows = bot.store.due_claim(now, bot.lease, limit).await?;
    if rows.is_empty() {
        return Ok(SHORTEST_SLEEP);
    }
    for row in rows {
        match running.take(&row) {
            Taking::Mine => {}
            Taking::Running => continue,
            Taking::NoTurn => {
                bot.store.due_not_yet(row.id, clock::now().plus(SLOW_TURN)).await?;
                continue;
            }
        }
        let (bot, running) = (Arc::clone(bot), Arc::clone(running));
        bot.tasks.clone().spawn("due", async move {
            one(&bot, &row).await;
            running.held().remove(&row.id);
            bot.due_bell.notify_one();
        });
    }
    Ok(Duration::ZERO)
}

async fn one(bot: &Arc<Bot>, row: &Due) {
    let outcome = renewed(bot, row, Box::pin(caught("due row", attempt(bot, row)))).await;
    let now = clock::now();
    let written = match outcome {
        Ok(Ok(Done::Yes(result))) => {
            let written = bot.store.due_done(row.id, result, now).await;
            recorded(row.action);
            bot.solved(row.guild, &subject(row)).await;
            tried(bot, row);
            written
        }
        Ok(Ok(Done::NotBefore(at))) => bot.store.due_not_yet(row.id, at).await,
        Ok(Ok(Done::Later(wait, why))) => {
            let written = bot.store.due_later(row.id, now.plus(wait), why).await;
            tried(bot, row);
            written
        }
        Ok(Err(trouble)) => {
            let wait = trouble.rest_for(u32::try_from(row.attempts).unwrap_or(u32::MAX));
            let (id, action) = (row.id, row.action.as_str());
            tracing::warn!(due.id = %id, due.action = action, retry_s = wait.as_secs(), error = %trouble, "due, but not done");
            if trouble.is_of_the_guild() {
                bot.work.ask(bot, Subject::Health(row.guild));
            }
            if let Some(mend) = trouble.mend() {
                bot.problem(row.guild, &subject(row), &trouble.to_string(), mend).await;
            }
            let written = bot.store.due_later(row.id, now.plus(wait), &trouble.to_string()).await;
            tried(bot, row);
            written
        }
        Err(reference) => {
            bot.store
                .due_later(row.id, now.plus(Duration::from_mins(5)), &format!("panic, reference {reference}"))
                .await
        }
    };
    if let Err(error) = written {
        tracing::error!(due.id = %row.id, %error, "a due row's outcome could not be written; its lease brings it back");
    }
}

/// What waited for this row, or for its first try, may go on.
fn tried(bot: &Arc<Bot>, row: &Due) {
    if let Some(ticket) = row.ticket.filter(|_| holds_access(row.action)) {
        bot.work.ask(bot, Subject::Ticket(row.guild, ticket));
    }
}

/// What takes longer than its lease keeps the row: no other process is to begin with it.
async fn renewed<T>(bot: &Bot, row: &Due, mut work: impl Future<Output = T> + Unpin) -> T {
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = sleep(bot.lease / 2) => {
                if let Err(error) = bot.store.due_renew(row.id, clock::now(), bot.lease).await {
                    tracing::warn!(due.id = %row.id, %error, "a lease could not be renewed");
                }
            }
        }
    }
}

fn recorded(action: DueAction) {
    use crate::drill::kill_point;
    match action {
        DueAction::HelpPing => kill_point("after-help-recorded"),
        DueAction::CloseNotice => kill_point("after-close-notice-recorded"),
        DueAction::TranscriptLink => kill_point("after-link-recorded"),
        DueAction::RenameClosed => kill_point("after-rename-recorded"),
        DueAction::DeleteChannel => kill_point("after-deletion-done"),
        DueAction::AskSolved => kill_point("after-question-recorded"),
        DueAction::ReopenNotice => kill_point("after-reopen-notice-recorded"),
        DueAction::EscalationPing => kill_point("after-escalation-recorded"),
        DueAction::RequestExpires => kill_point("after-expiry-recorded"),
        DueAction::SilenceWarning => kill_point("after-warning-recorded"),
        DueAction::SilenceEnds => kill_point("after-silence-recorded"),
        DueAction::Wake => kill_point("after-wake-recorded"),
        DueAction::AskRating | DueAction::Log | DueAction::LineNotice | DueAction::AdmitWaiting => {}
    }
}

fn subject(row: &Due) -> String {
    format!("{}:{}", row.action, row.ticket.unwrap_or_default())
}

async fn attempt(bot: &Arc<Bot>, row: &Due) -> Result<Done> {
    if !bot.memory.is_here(row.guild) {
        let tries = u32::try_from(row.attempts).unwrap_or(u32::MAX).min(6);
        let wait = Duration::from_secs(1 << tries);
        return Ok(Done::Later(wait, "the bot is not in this server at the moment"));
    }
    let Some(id) = row.ticket else { return apart(bot, row).await };
    let _alone = bot.locks.lock(("ticket", id)).await;
    let Some(ticket) = bot.store.ticket(row.guild, id).await? else { return Ok(Done::Yes(None)) };
    if ticket.provisioning == domain::Provisioning::Wanted {
        return Ok(Done::Later(Duration::from_secs(1), "its channel is still being made"));
    }
    let done = act(bot, row, &ticket).await;
    match done {
        // The channel went away meanwhile: nothing is left to be done in it.
        Err(Trouble::Rest(error)) if error.code() == Some(rest::code::UNKNOWN_CHANNEL) => {
            if let Some(channel) = ticket.channel {
                bot.gone(row.guild, channel).await?;
            }
            Ok(Done::Yes(None))
        }
        other => other,
    }
}

/// What is of no ticket, and holds up none.
async fn apart(bot: &Arc<Bot>, row: &Due) -> Result<Done> {
    match row.action {
        DueAction::Log => log::tell(bot, row).await,
        DueAction::AdmitWaiting => line::admit(bot, row).await,
        DueAction::LineNotice => line::notice(bot, row).await,
        _ => Ok(Done::Yes(None)),
    }
}

/// What comes before a member's access goes: the ticket is published when it is done.
fn holds_access(action: DueAction) -> bool {
    matches!(action, DueAction::CloseNotice | DueAction::TranscriptLink | DueAction::AskRating)
}

/// What is said in the ticket's channel. A direct message says nothing of the channel.
fn is_said(action: DueAction) -> bool {
    matches!(
        action,
        DueAction::HelpPing
            | DueAction::CloseNotice
            | DueAction::AskSolved
            | DueAction::SilenceWarning
            | DueAction::Wake
            | DueAction::ReopenNotice
            | DueAction::EscalationPing
    )
}

async fn act(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<Done> {
    let said = is_said(row.action) || matches!(row.action, DueAction::TranscriptLink | DueAction::AskRating);
    match attempt_action(bot, row, ticket).await {
        // Where the bot may not speak it is silent, and goes on with what follows: access must not outlive a ticket.
        Err(trouble) if said && trouble.is_forbidden() => {
            if let Some(mend) = trouble.mend() {
                bot.problem(row.guild, SILENCE, &trouble.to_string(), mend).await;
            }
            Ok(Done::Yes(None))
        }
        Ok(Done::Yes(Some(spoken))) if is_said(row.action) => {
            bot.solved(row.guild, SILENCE).await;
            Ok(Done::Yes(Some(spoken)))
        }
        other => other,
    }
}

async fn attempt_action(bot: &Arc<Bot>, row: &Due, ticket: &Ticket) -> Result<Done> {
    match row.action {
        DueAction::HelpPing => notice::help(bot, row, ticket).await,
        DueAction::CloseNotice => notice::closed(bot, row, ticket).await,
        DueAction::TranscriptLink => notice::link(bot, row, ticket).await,
        DueAction::RenameClosed => rename::rename(bot, ticket).await,
        DueAction::DeleteChannel => delete::delete(bot, row, ticket).await,
        DueAction::AskSolved => ask::solved(bot, row, ticket).await,
        DueAction::AskRating => ask::rating(bot, row, ticket).await,
        DueAction::SilenceWarning => timer::warn(bot, row, ticket).await,
        DueAction::SilenceEnds => timer::silence(bot, ticket).await,
        DueAction::RequestExpires => timer::request(bot, ticket).await,
        DueAction::Wake => timer::wake(bot, row, ticket).await,
        DueAction::ReopenNotice => again::reopened(bot, row, ticket).await,
        DueAction::EscalationPing => again::escalated(bot, row, ticket).await,
        DueAction::Log | DueAction::AdmitWaiting | DueAction::LineNotice => Ok(Done::Yes(None)),
    }
}
