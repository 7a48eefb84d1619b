//! Knows what is to be brought into agreement with Discord, and when: each subject by one worker at a time, changes
//! merged, a subject that failed left alone for a while. What is done to it is the subjects' own.

use crate::bot::Bot;
use crate::task::caught;
use crate::trouble::Trouble;
use crate::{compare, health, panel, ticket};
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
    /// The name, topic and pin of its channel: what Discord lets be changed seldom, and nothing waits for.
    Sign(GuildId, TicketId),
    Panel(GuildId, PanelId),
    /// A ticket's channel against its transcript.
    Compare(GuildId, TicketId),
    /// What the bot may in the guild, and whether what is configured exists there.
    Health(GuildId),
}

impl Subject {
    pub fn guild(self) -> GuildId {
        match self {
            Self::Ticket(guild, _)
            | Self::Sign(guild, _)
            | Self::Panel(guild, _)
            | Self::Compare(guild, _)
            | Self::Health(guild) => guild,
        }
    }

    /// As it stands in the list of problems.
    fn name(self) -> String {
        match self {
            Self::Ticket(_, ticket) => format!("ticket:{ticket}"),
            Self::Sign(_, ticket) => format!("sign:{ticket}"),
            Self::Panel(_, panel) => format!("panel:{panel}"),
            Self::Compare(_, ticket) => format!("transcript:{ticket}"),
            Self::Health(_) => "health".to_owned(),
        }
    }
}

/// Between two wakings of a guild, and between two tries of what Discord refused.
const WAKES: Duration = Duration::from_secs(5);

/// Between two looks at one guild.
const LOOKS: Duration = Duration::from_millis(300);

/// What is done if a try that is under way fails: something changed while it ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Haste {
    #[default]
    No,
    /// Something happened in the guild: a short rest.
    Soon,
    /// An admin changed something: none.
    Now,
}

/// So that a rest is really over.
const A_MOMENT: Duration = Duration::from_millis(1);

#[derive(Debug)]
enum State {
    Running {
        again: bool,
        haste: Haste,
        tries: u32,
    },
    Resting {
        until: Instant,
        /// What was refused is tried from here on if the subject itself changes.
        soonest: Instant,
        tries: u32,
    },
}

/// When a guild may be woken next, and whether somebody waits to do it.
struct Waking {
    next: Instant,
    is_due: bool,
}

pub struct Work {
    states: Mutex<HashMap<Subject, State>>,
    wakings: Mutex<HashMap<GuildId, Waking>>,
    makers: Semaphore,
    readers: Semaphore,
    signers: Semaphore,
}

impl Default for Work {
    fn default() -> Self {
        Self {
            states: Mutex::default(),
            wakings: Mutex::default(),
            makers: Semaphore::new(16),
            readers: Semaphore::new(4),
            signers: Semaphore::new(4),
        }
    }
}

impl Work {
    /// Has it looked at soon. Many asks while one runs are one more run; what rests is left to its rest.
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
            states.insert(subject, State::Running { again: false, haste: Haste::No, tries });
            tries
        };
        let bot = Arc::clone(bot);
        bot.tasks.clone().spawn("reconciler", async move { run(&bot, subject, tries).await });
    }

    /// Somebody changed this very thing: it does not rest as long as what nobody touched.
    pub fn changed(&self, bot: &Arc<Bot>, subject: Subject) {
        if let Some(wait) = self.shorten(subject).filter(|wait| !wait.is_zero()) {
            let bot = Arc::clone(bot);
            bot.tasks.clone().spawn("reconciler", async move {
                sleep(wait + A_MOMENT).await;
                bot.work.ask(&bot, subject);
            });
            return;
        }
        self.ask(bot, subject);
    }

    /// An admin changed something: what rests in the guild may be right now, and is tried at once.
    pub fn rouse(&self, bot: &Arc<Bot>, guild: GuildId) {
        self.stir(bot, guild, Haste::Now);
    }

    /// Something changed in a guild: what rests there is tried at once. Our own changes ring here too, so not oftener
    /// than every so often: what is forbidden is not hammered. What changed meanwhile is seen when the time is over.
    pub fn wake(&self, bot: &Arc<Bot>, guild: GuildId) {
        match self.waking(guild, Instant::now()) {
            Some(wait) if wait.is_zero() => self.stir(bot, guild, Haste::Soon),
            Some(wait) => {
                let bot = Arc::clone(bot);
                bot.tasks.clone().spawn("waking", async move {
                    sleep(wait + A_MOMENT).await;
                    bot.work.wakings.lock().unwrap_or_else(PoisonError::into_inner).remove(&guild);
                    bot.work.wake(&bot, guild);
                });
            }
            None => {}
        }
    }

    /// How long a waking has to wait; `None`: another one waits already.
    fn waking(&self, guild: GuildId, now: Instant) -> Option<Duration> {
        let mut wakings = self.wakings.lock().unwrap_or_else(PoisonError::into_inner);
        match wakings.get_mut(&guild).filter(|waking| waking.next > now) {
            Some(waking) if waking.is_due => None,
            Some(waking) => {
                waking.is_due = true;
                Some(waking.next - now)
            }
            None => {
                wakings.insert(guild, Waking { next: now + WAKES, is_due: false });
                Some(Duration::ZERO)
            }
        }
    }

    /// Ends the rest of all that rests in a guild; what runs there right now rests less if it fails.
    fn stir(&self, bot: &Arc<Bot>, guild: GuildId, more: Haste) {
        let mut resting = Vec::new();
        {
            let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
            for (subject, state) in states.iter_mut().filter(|(subject, _)| subject.guild() == guild) {
                match state {
                    State::Running { haste, .. } => *haste = more.max(*haste),
                    State::Resting { until, .. } => {
                        *until = Instant::now();
                        resting.push(*subject);
                    }
                }
            }
        }
        for subject in resting {
            self.ask(bot, subject);
        }
    }

    /// How long it still rests; `None`: not at all.
    fn shorten(&self, subject: Subject) -> Option<Duration> {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(State::Resting { until, soonest, .. }) = states.get_mut(&subject) else { return None };
        *until = (*until).min(*soonest);
        Some(until.saturating_duration_since(Instant::now()))
    }

    /// It failed. Gives how long it rests: less than it would if something changed while it was tried.
    fn rest(&self, subject: Subject, tries: u32, wait: Duration, shortest: Duration) -> Duration {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = match states.get(&subject) {
            Some(State::Running { haste: Haste::Now, .. }) => Duration::ZERO,
            Some(State::Running { again: true, .. } | State::Running { haste: Haste::Soon, .. }) => shortest,
            _ => wait,
        };
        let now = Instant::now();
        states.insert(subject, State::Resting { until: now + wait, soonest: now + shortest, tries });
        wait
    }

    /// Whether it is to be run again at once; forgotten otherwise.
    fn finished(&self, subject: Subject) -> bool {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(State::Running { again, haste, tries }) = states.get_mut(&subject)
            && *again
        {
            (*again, *haste, *tries) = (false, Haste::No, 0);
            return true;
        }
        states.remove(&subject);
        false
    }
}

/// A refusal may be over as soon as something changes, but each that follows is left alone longer. Other rests are as
/// long as they have to be.
fn shortest(trouble: &Trouble, tries: u32, wait: Duration) -> Duration {
    if trouble.is_refusal() { wait.min(WAKES * (1 << tries.min(6))) } else { wait }
}

async fn run(bot: &Arc<Bot>, subject: Subject, tries: u32) {
    loop {
        let lane = match subject {
            Subject::Compare(..) => &bot.work.readers,
            Subject::Sign(..) => &bot.work.signers,
            Subject::Ticket(..) | Subject::Panel(..) | Subject::Health(_) => &bot.work.makers,
        };
        let Ok(permit) = lane.acquire().await else { return };
        let done = caught("reconciler", tend(bot, subject)).await;
        drop(permit);
        let trouble = match done {
            Ok(Ok(())) => {
                bot.solved(subject.guild(), &subject.name()).await;
                if !bot.work.finished(subject) {
                    return;
                }
                // A look goes over the whole guild, and each channel that changes asks for one.
                if let Subject::Health(_) = subject {
                    sleep(LOOKS).await;
                }
                continue;
            }
            Ok(Err(trouble)) => Some(trouble),
            Err(_) => None,
        };
        let wait = trouble.as_ref().map_or(Duration::from_mins(5), |trouble| trouble.rest_for(tries));
        let shortest = trouble.as_ref().map_or(wait, |trouble| shortest(trouble, tries, wait));
        if let Some(trouble) = trouble {
            tell(bot, subject, &trouble, tries, wait).await;
        }
        let wait = bot.work.rest(subject, tries + 1, wait, shortest);
        sleep(wait + A_MOMENT).await;
        bot.work.ask(bot, subject);
        return;
    }
}

async fn tend(bot: &Arc<Bot>, subject: Subject) -> Result<(), Trouble> {
    match subject {
        Subject::Ticket(guild, ticket) => ticket::tend(bot, guild, ticket).await,
        Subject::Sign(guild, ticket) => ticket::sign::tend(bot, guild, ticket).await,
        Subject::Panel(_, panel) => panel::tend(bot, panel).await,
        Subject::Compare(guild, ticket) => compare::compare(bot, guild, ticket).await,
        Subject::Health(guild) => health::look_over(bot, guild).await,
    }
}

async fn tell(bot: &Arc<Bot>, subject: Subject, trouble: &Trouble, tries: u32, wait: Duration) {
    if matches!(trouble, Trouble::NotYet { .. }) {
        return;
    }
    tracing::warn!(subject = subject.name(), tries, retry_s = wait.as_secs(), error = %trouble, "not done in Discord");
    if trouble.is_of_the_guild() {
        bot.work.ask(bot, Subject::Health(subject.guild()));
    }
    if let Some(mend) = trouble.mend() {
        bot.problem(subject.guild(), &subject.name(), &trouble.to_string(), mend).await;
    }
}

#[cfg(test)]
mod tests;
