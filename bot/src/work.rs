//! Knows what is to be brought into agreement with Discord, and when: each subject by one worker at a time, changes
//! merged, a subject that failed left alone for a while. What is done to it is the subjects' own.

use crate::bot::Bot;
use crate::task::caught;
use crate::trouble::Trouble;
use crate::{compare, panel, ticket};
use domain::{GuildId, PanelId, TicketId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A ticket's place in Discord: made, or brought to its revision.
    Ticket(GuildId, TicketId),
    Panel(GuildId, PanelId),
    /// A ticket's channel against its transcript.
    Compare(GuildId, TicketId),
}

impl Subject {
    pub fn guild(self) -> GuildId {
        match self {
            Self::Ticket(guild, _) | Self::Panel(guild, _) | Self::Compare(guild, _) => guild,
        }
    }

    /// As it stands in the list of problems.
    fn name(self) -> String {
        match self {
            Self::Ticket(_, ticket) => format!("ticket:{ticket}"),
            Self::Panel(_, panel) => format!("panel:{panel}"),
            Self::Compare(_, ticket) => format!("transcript:{ticket}"),
        }
    }
}

/// Between two wakings of a guild.
const WAKES: Duration = Duration::from_secs(5);

#[derive(Debug)]
enum State {
    Running { again: bool, tries: u32 },
    Resting { until: Instant, tries: u32 },
}

pub struct Work {
    states: Mutex<HashMap<Subject, State>>,
    woken: Mutex<HashMap<GuildId, Instant>>,
    makers: Semaphore,
    readers: Semaphore,
}

impl Default for Work {
    fn default() -> Self {
        Self {
            states: Mutex::default(),
            woken: Mutex::default(),
            makers: Semaphore::new(16),
            readers: Semaphore::new(4),
        }
    }
}

impl Work {
    /// Has it looked at soon. Many asks while one runs are one more run.
    pub fn ask(&self, bot: &Arc<Bot>, subject: Subject) {
        let tries = {
            let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
            let tries = match states.get_mut(&subject) {
                Some(State::Running { again, .. }) => {
                    *again = true;
                    return;
                }
                // It is woken when its rest is over.
                Some(State::Resting { until, .. }) if *until > Instant::now() => return,
                Some(State::Resting { tries, .. }) => *tries,
                None => 0,
            };
            states.insert(subject, State::Running { again: false, tries });
            tries
        };
        let bot = Arc::clone(bot);
        bot.tasks.clone().spawn("reconciler", async move { run(&bot, subject, tries).await });
    }

    /// An admin changed something: what rests in the guild may be right now, and is tried at once.
    pub fn rouse(&self, bot: &Arc<Bot>, guild: GuildId) {
        for subject in self.rested(guild) {
            self.ask(bot, subject);
        }
    }

    /// Something changed in a guild: what rests there is tried at once. Our own changes ring here too, so not oftener
    /// than every so often: what is forbidden is not hammered.
    pub fn wake(&self, bot: &Arc<Bot>, guild: GuildId) {
        {
            let mut woken = self.woken.lock().unwrap_or_else(PoisonError::into_inner);
            let now = Instant::now();
            if woken.get(&guild).is_some_and(|last| now.saturating_duration_since(*last) < WAKES) {
                return;
            }
            woken.insert(guild, now);
        }
        self.rouse(bot, guild);
    }

    /// Ends the rest of all that rests in a guild.
    fn rested(&self, guild: GuildId) -> Vec<Subject> {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        let mut resting = Vec::new();
        for (subject, state) in states.iter_mut() {
            if let State::Resting { until, .. } = state
                && subject.guild() == guild
            {
                *until = Instant::now();
                resting.push(*subject);
            }
        }
        resting
    }

    fn rest(&self, subject: Subject, tries: u32, wait: Duration) {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        states.insert(subject, State::Resting { until: Instant::now() + wait, tries });
    }

    /// Whether it is to be run again at once; forgotten otherwise.
    fn finished(&self, subject: Subject) -> bool {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(State::Running { again, tries }) = states.get_mut(&subject)
            && *again
        {
            *again = false;
            *tries = 0;
            return true;
        }
        states.remove(&subject);
        false
    }
}

async fn run(bot: &Arc<Bot>, subject: Subject, tries: u32) {
    loop {
        let lane = if matches!(subject, Subject::Compare(..)) { &bot.work.readers } else { &bot.work.makers };
        let Ok(permit) = lane.acquire().await else { return };
        let done = caught("reconciler", tend(bot, subject)).await;
        drop(permit);
        let trouble = match done {
            Ok(Ok(())) => {
                bot.solved(subject.guild(), &subject.name()).await;
                if bot.work.finished(subject) {
                    continue;
                }
                return;
            }
            Ok(Err(trouble)) => Some(trouble),
            Err(_) => None,
        };
        let wait = trouble.as_ref().map_or(Duration::from_mins(5), |trouble| trouble.rest_for(tries));
        if let Some(trouble) = trouble {
            tell(bot, subject, &trouble, tries, wait).await;
        }
        bot.work.rest(subject, tries + 1, wait);
        sleep(wait + Duration::from_millis(1)).await;
        bot.work.ask(bot, subject);
        return;
    }
}

async fn tend(bot: &Arc<Bot>, subject: Subject) -> Result<(), Trouble> {
    match subject {
        Subject::Ticket(guild, ticket) => ticket::tend(bot, guild, ticket).await,
        Subject::Panel(_, panel) => panel::tend(bot, panel).await,
        Subject::Compare(guild, ticket) => compare::compare(bot, guild, ticket).await,
    }
}

async fn tell(bot: &Bot, subject: Subject, trouble: &Trouble, tries: u32, wait: Duration) {
    if matches!(trouble, Trouble::NotYet { .. }) {
        return;
    }
    tracing::warn!(subject = subject.name(), tries, retry_s = wait.as_secs(), error = %trouble, "not done in Discord");
    if let Some(mend) = trouble.mend() {
        bot.problem(subject.guild(), &subject.name(), &trouble.to_string(), mend).await;
    }
}
