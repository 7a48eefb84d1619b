//! Knows what people, Discord and timers may try with a ticket, and how a life of such deeds is thrown.

use super::dice::Dice;
use crate::common::*;
use domain::{OrderStatus, Priority, UserId};
use std::time::Duration;

/// Who tries it. Tom supervises billing and is staff of tech support; in tech support Anna and Ben are members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Customer,
    User(UserId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Claim,
    Unclaim,
    Assign(Option<UserId>),
    Solve,
    Unsolve,
    Refuse,
    Accept,
    ItWorks,
    NeedHelp,
    Complete,
    Close {
        confirmed: bool,
    },
    Cancel,
    Reopen,
    /// To tech support or to billing.
    Department {
        tech: bool,
    },
    /// One of `KINDS`.
    Kind(usize),
    Escalate,
    Add(UserId),
    Remove(UserId),
    Rename(&'static str),
    /// One of the two categories, or none that there is.
    Move(usize),
    Priority(Priority),
    Category(Option<&'static str>),
    Subject(Option<&'static str>),
    Describe(Option<&'static str>),
    Tag(&'static str),
    Untag(&'static str),
    Note,
    /// For so many hours.
    Snooze(i64),
    Wake,
    Pause(bool),
    /// The first of its timers that can be stopped.
    Stop,
    Rate {
        stars: i64,
        words: bool,
    },
    Order {
        status: OrderStatus,
        risky: bool,
    },
    Link {
        known: bool,
    },
    Unlink,
    Say,
    /// The first row that is due, so often before it is marked as done.
    Fire {
        times: u8,
    },
    /// The customer leaves the guild.
    Leave,
    /// Somebody deletes the channel in Discord.
    ChannelGoes,
}

#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub wait: Duration,
    pub who: Who,
    pub deed: Deed,
}

const EVERYBODY: &[Who] = &[
    Who::Customer,
    Who::User(NOAH),
    Who::User(ANNA),
    Who::User(BEN),
    Who::User(TOM),
    Who::User(OWNER),
    Who::User(VERA),
    Who::User(OLGA),
];
const TEAM: &[Who] = &[Who::User(ANNA), Who::User(BEN), Who::User(TOM), Who::User(OWNER)];
const SUBJECTS: &[Option<&str>] = &[None, Some("Gold"), Some("A sword")];
/// The last is no category of the guild's.
const CATEGORIES: &[Option<&str>] = &[None, Some("order"), Some("payment"), Some("weather")];
const TAGS: &[&str] = &["vip", "fraud", "later"];
const GUESTS: &[UserId] = &[NOAH, VERA, BEN];

/// A life of so many deeds.
pub fn life(dice: &mut Dice, deeds: usize) -> Vec<Step> {
    (0..deeds)
        .map(|_| {
            let deed = deed(dice);
            Step { wait: pause(dice), who: who(dice, deed), deed }
        })
        .collect()
}

/// From nothing to days: most follow closely, and now and then everything is late.
fn pause(dice: &mut Dice) -> Duration {
    let longest = dice.weighted(&[(2, 1_u64), (6, 600), (5, 4 * 3_600), (4, 30 * 3_600), (1, 20 * 86_400)]);
    Duration::from_millis(dice.below(longest * 1_000))
}

/// Mostly those whose deed it is.
fn who(dice: &mut Dice, deed: Deed) -> Who {
    let stranger = dice.once_in(4);
    match deed {
        _ if stranger => dice.one_of(EVERYBODY),
        Deed::Refuse | Deed::Accept | Deed::ItWorks | Deed::NeedHelp | Deed::Rate { .. } => Who::Customer,
        Deed::Say | Deed::Close { .. } | Deed::Cancel if dice.once_in(2) => Who::Customer,
        _ => dice.one_of(TEAM),
    }
}

fn deed(dice: &mut Dice) -> Deed {
    let flip = dice.once_in(2);
    let any = dice.weighted(&[
        (6, Deed::Claim),
        (3, Deed::Unclaim),
        (9, Deed::Solve),
        (2, Deed::Unsolve),
        (2, Deed::Refuse),
        (2, Deed::Accept),
        (1, Deed::ItWorks),
        (3, Deed::NeedHelp),
        (2, Deed::Complete),
        (3, Deed::Close { confirmed: flip }),
        (1, Deed::Cancel),
        (9, Deed::Reopen),
        (2, Deed::Escalate),
        (2, Deed::Note),
        (2, Deed::Wake),
        (2, Deed::Pause(flip)),
        (3, Deed::Stop),
        (2, Deed::Unlink),
        (12, Deed::Say),
        (18, Deed::Fire { times: if flip { 1 } else { 2 } }),
        (1, Deed::Leave),
        (1, Deed::ChannelGoes),
    ]);
    // Two of five are beside the way from status to status.
    if dice.below(5) >= 2 { any } else { beside(dice) }
}

fn beside(dice: &mut Dice) -> Deed {
    match dice.below(17) {
        0 => Deed::Assign(dice.one_of(&[None, Some(ANNA), Some(BEN), Some(TOM), Some(VERA), Some(MIA)])),
        1 => Deed::Department { tech: dice.once_in(3) },
        2 => Deed::Kind(usize::try_from(dice.below(5)).unwrap()),
        3 => Deed::Add(dice.one_of(GUESTS)),
        4 => Deed::Remove(dice.one_of(GUESTS)),
        5 => Deed::Rename(dice.one_of(&["gold", "Sword of Mia", "???"])),
        6 => Deed::Move(usize::try_from(dice.below(3)).unwrap()),
        7 => Deed::Priority(dice.one_of(&[Priority::Low, Priority::Medium, Priority::High, Priority::Urgent])),
        8 => Deed::Category(dice.one_of(CATEGORIES)),
        9 => Deed::Subject(dice.one_of(SUBJECTS)),
        10 => Deed::Describe(dice.one_of(SUBJECTS)),
        11 => Deed::Tag(dice.one_of(TAGS)),
        12 => Deed::Untag(dice.one_of(TAGS)),
        13 => Deed::Snooze(dice.one_of(&[-1, 0, 1, 20, 100])),
        14 => Deed::Rate { stars: dice.one_of(&[0, 1, 5, 5, 5, 6]), words: dice.once_in(2) },
        15 => {
            let status = dice.one_of(&[OrderStatus::Paid, OrderStatus::InProgress, OrderStatus::Refunded]);
            Deed::Order { status, risky: dice.once_in(3) }
        }
        _ => Deed::Link { known: !dice.once_in(3) },
    }
}
