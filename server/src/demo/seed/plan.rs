//! Knows when which ticket was opened, by whom, and how it ended. Nobody had two of one type open at once, and Mia has
//! none open now, so that every type can be tried as her.

use super::phrase::Language;
use super::{DAYS, TICKETS};
use domain::{Priority, Status, Timestamp};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use std::collections::HashMap;
use std::time::Duration;

pub const TYPES: &[&str] = &["buy-gold", "general", "sell-gold", "purchase-services", "swap-crypto"];
const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
/// The last so many lie after the time for long ones; some of them still go on.
const LAST: usize = 32;
/// Tickets that still go on: who, what, and how far they are. Every second one of the last.
const LIVE: &[(Who, &str, Status)] = &[
    (Who::Linh, "swap-crypto", Status::AwaitingConfirmation),
    (Who::Mia, "sell-gold", Status::Completed),
    (Who::Noah, "purchase-services", Status::InProgress),
    (Who::Noah, "sell-gold", Status::AwaitingConfirmation),
    (Who::Linh, "buy-gold", Status::InProgress),
    (Who::Linh, "general", Status::InProgress),
    (Who::Noah, "buy-gold", Status::Open),
    (Who::Linh, "purchase-services", Status::Open),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    Mia,
    Noah,
    Linh,
}

/// How a ticket came to its end, or how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Confirmed by the member; `asked` first by staff or not.
    ItWorks {
        asked: bool,
    },
    ClosedByStaff,
    ClosedByMember,
    /// Completed by hand and closed later.
    Delivered,
    CancelledByMember,
    CancelledByStaff,
    Still(Status),
}

#[derive(Clone, Copy, Debug)]
pub struct Planned {
    pub index: usize,
    pub who: Who,
    pub type_key: &'static str,
    pub language: Language,
    pub opened_at: Timestamp,
    /// When the last word was said.
    pub ends_at: Timestamp,
    pub ending: Ending,
    pub priority: Priority,
    /// Said by people.
    pub lines: usize,
    pub needs_help: bool,
    pub is_claimed: bool,
}

pub fn draw(rng: &mut StdRng, now: Timestamp) -> Vec<Planned> {
    let span = DAYS * 24 * HOUR;
    let begin = now.minus(Duration::from_millis(span));
    let step = span / (TICKETS as u64);
    let mut free: HashMap<(Who, &str), Timestamp> = HashMap::new();
    let mut plan: Vec<Planned> = Vec::with_capacity(TICKETS);
    let mut last = begin;
    for index in 0..TICKETS {
        let drawn = begin.plus(Duration::from_millis(step * index as u64 + rng.random_range(0..step / 2)));
        let at = drawn.max(last.plus(Duration::from_mins(3)));
        let live = live(index);
        let (who, type_key) = match live {
            Some((who, type_key, _)) => (who, type_key),
            None => pick(rng, &free, at, index),
        };
        let opened_at = at.max(free.get(&(who, type_key)).copied().unwrap_or(at));
        let ends_at = match live {
            Some(_) => now.minus(Duration::from_millis(rng.random_range(4 * MINUTE..90 * MINUTE))),
            None => opened_at.plus(duration(rng, index)).min(now.minus(Duration::from_mins(95))),
        };
        let ending = live.map_or_else(|| ending(rng), |(_, _, status)| Ending::Still(status));
        free.insert((who, type_key), ends_at.plus(Duration::from_mins(30)));
        last = opened_at;
        plan.push(Planned {
            index,
            who,
            type_key,
            language: language(rng, who),
            opened_at,
            ends_at,
            ending,
            priority: priority(rng),
            lines: lines(rng, ending),
            needs_help: !is_brief(ending) && rng.random_bool(0.14),
            is_claimed: !is_brief(ending) && rng.random_bool(0.85),
        });
    }
    plan
}

/// Cancelled by the member, or just opened: staff has not spoken.
pub fn is_brief(ending: Ending) -> bool {
    matches!(ending, Ending::CancelledByMember | Ending::Still(Status::Open))
}

fn live(index: usize) -> Option<(Who, &'static str, Status)> {
    let back = TICKETS - 1 - index;
    if back % 2 == 1 || back / 2 >= LIVE.len() {
        return None;
    }
    Some(LIVE[LIVE.len() - 1 - back / 2])
}

/// Someone and something of which none is open.
fn pick(
    rng: &mut StdRng,
    free: &HashMap<(Who, &'static str), Timestamp>,
    at: Timestamp,
    index: usize,
) -> (Who, &'static str) {
    let is_kept = |who, key| index + LAST >= TICKETS && LIVE.iter().any(|live| (live.0, live.1) == (who, key));
    let mut pairs: Vec<(Who, &'static str)> = Vec::new();
    for who in [Who::Mia, Who::Noah, Who::Linh] {
        pairs.extend(TYPES.iter().map(|key| (who, *key)).filter(|(who, key)| !is_kept(*who, key)));
    }
    let ready: Vec<_> = pairs.iter().filter(|pair| free.get(*pair).is_none_or(|since| *since <= at)).collect();
    // Questions and gold are what most people come for.
    let weight = |pair: &&&(Who, &str)| if matches!(pair.1, "general" | "buy-gold") { 5 } else { 2 };
    if let Ok(pair) = ready.choose_weighted(rng, |pair| weight(&pair)) {
        return **pair;
    }
    let soonest = pairs.iter().min_by_key(|pair| free.get(*pair).copied().unwrap_or_default());
    soonest.copied().unwrap_or((Who::Mia, "general"))
}

/// Most take an hour or two, some days.
fn duration(rng: &mut StdRng, index: usize) -> Duration {
    let most = if index + LAST >= TICKETS { 14 * HOUR } else { 80 * HOUR };
    let share = (0..4).map(|_| rng.random_range(0..1000)).min().unwrap_or(0);
    let rest = share * (most / 1000);
    Duration::from_millis(40 * MINUTE + rest)
}

fn ending(rng: &mut StdRng) -> Ending {
    match rng.random_range(0..100) {
        0..30 => Ending::ItWorks { asked: true },
        30..46 => Ending::ItWorks { asked: false },
        46..72 => Ending::ClosedByStaff,
        72..80 => Ending::ClosedByMember,
        80..90 => Ending::Delivered,
        90..95 => Ending::CancelledByMember,
        _ => Ending::CancelledByStaff,
    }
}

fn priority(rng: &mut StdRng) -> Priority {
    match rng.random_range(0..100) {
        0..14 => Priority::Low,
        14..62 => Priority::Medium,
        62..88 => Priority::High,
        _ => Priority::Urgent,
    }
}

fn language(rng: &mut StdRng, who: Who) -> Language {
    match (who, rng.random_range(0..10)) {
        (Who::Linh, 0..8) => Language::Vietnamese,
        (Who::Noah, 0..5) => Language::Spanish,
        (Who::Noah, 5..8) | (Who::Mia, 0..3) => Language::Chinese,
        _ => Language::English,
    }
}

/// What is said in the channel is 8 to 40 messages with Docket's own.
fn lines(rng: &mut StdRng, ending: Ending) -> usize {
    if is_brief(ending) { rng.random_range(7..=8) } else { rng.random_range(7..=36) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    #[test]
    fn nobody_has_two_of_one_type_open_at_once() {
        for seed in 0..40 {
            let plan = draw(&mut StdRng::seed_from_u64(seed), NOW);
            assert_eq!(plan.len(), TICKETS);
            let mut open: HashMap<(Who, &str), Timestamp> = HashMap::new();
            for (index, ticket) in plan.iter().enumerate() {
                let pair = (ticket.who, ticket.type_key);
                assert!(
                    open.get(&pair).is_none_or(|end| *end < ticket.opened_at),
                    "seed {seed}, ticket {index}: {ticket:?}"
                );
                assert!(
                    ticket.opened_at < ticket.ends_at && ticket.ends_at < NOW,
                    "seed {seed}, ticket {index}: {ticket:?}"
                );
                assert!(index == 0 || plan[index - 1].opened_at < ticket.opened_at, "seed {seed}, ticket {index}");
                open.insert(pair, ticket.ends_at);
            }
            for (who, key, status) in LIVE {
                let mut of_pair = plan.iter().filter(|t| (t.who, t.type_key) == (*who, key)).rev();
                assert_eq!(of_pair.next().map(|t| t.ending), Some(Ending::Still(*status)), "seed {seed}: {key}");
            }
        }
    }

    #[test]
    fn every_priority_and_every_language_is_there() {
        let plan = draw(&mut StdRng::seed_from_u64(1), NOW);
        for priority in Priority::ALL {
            assert!(plan.iter().any(|ticket| ticket.priority == *priority));
        }
        for language in Language::ALL {
            assert!(plan.iter().filter(|ticket| ticket.language == *language).count() > 20, "{language:?}");
        }
    }
}
