//! Knows what staff write down beside a sample ticket: what it is about, tags, a note, the order that belongs to it.

use super::plan::{Ending, Planned};
use super::script::Step;
use domain::{OrderDraft, OrderStatus, Status};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

/// Of a type: what its tickets are about, and the tags that they get.
const ABOUT: &[(&str, &str, &[&str])] = &[
    ("buy-gold", "order", &["eu-server", "us-server", "first-order", "fast-lane"]),
    ("sell-gold", "payment", &["eu-server", "us-server", "payout", "verified"]),
    ("purchase-services", "product", &["boosting", "coaching", "bundle", "weekend"]),
    ("swap-crypto", "payment", &["btc", "usdt", "network-fee", "verified"]),
    ("general", "account", &["login", "question", "feedback", "vip"]),
];

const NOTES: &[&str] = &[
    "Checked the account: regular customer, never a dispute.",
    "Second time this week that the delivery window was missed. If it happens again, offer a refund.",
    "Asked Ben to keep stock aside until tonight.",
    "Name on the payment differs from the account. Confirmed by mail, fine.",
    "Prefers to be answered in the evening.",
    "Gave 5% off for the wait; don't do it twice.",
    "Waits for the bank, nothing to do before Monday.",
    "Please read the whole conversation before you answer: the amount was changed twice.",
];

/// Drawn apart, so that what is said stays what it was.
pub fn beside(plan: &Planned) -> Vec<Step> {
    let rng = &mut StdRng::seed_from_u64(plan.index as u64);
    let mut steps = Vec::new();
    let Some((_, about, tags)) = ABOUT.iter().find(|(key, ..)| *key == plan.type_key) else { return steps };
    if rng.random_bool(0.8) {
        steps.push(Step::Categorise(about));
    }
    let count = rng.random_range(0..=2);
    steps.extend(tags.choose_multiple(rng, count).map(|tag| Step::Tag(tag)));
    if rng.random_bool(0.3) {
        steps.push(Step::Note(NOTES.choose(rng).copied().unwrap_or_default()));
    }
    // A member can't close what was ordered.
    if plan.type_key != "general" && plan.ending != Ending::ClosedByMember && rng.random_bool(0.55) {
        steps.push(Step::Order(order(rng, plan)));
    }
    steps
}

fn order(rng: &mut StdRng, plan: &Planned) -> OrderDraft {
    let status = match plan.ending {
        Ending::Still(Status::Open) => OrderStatus::Pending,
        Ending::Still(_) => OrderStatus::InProgress,
        Ending::CancelledByMember | Ending::CancelledByStaff => OrderStatus::Cancelled,
        _ => OrderStatus::Paid,
    };
    OrderDraft {
        number: format!("A-{}", 10_240 + plan.index),
        status,
        risky: rng.random_bool(0.06),
        price: Some(rng.random_range(9..400) * 50),
        currency: Some(if rng.random_bool(0.7) { "EUR" } else { "USD" }.to_owned()),
    }
}

const PRAISE: &[&str] = &["Quick and friendly, thank you!", "Solved in minutes.", "Ben knew at once what was wrong."];
const BLAME: &[&str] = &["It took far too long until somebody came.", "I had to explain it three times."];

/// How it went, from most of those who are asked: stars, and a few words from some.
pub fn rating(plan: &Planned) -> Option<(i64, Option<&'static str>)> {
    // Drawn apart as well, with another seed than what staff write.
    let rng = &mut StdRng::seed_from_u64(!(plan.index as u64));
    let asked = !matches!(plan.ending, Ending::Still(_) | Ending::CancelledByMember | Ending::CancelledByStaff);
    if !asked || plan.type_key == "swap-crypto" || rng.random_bool(0.35) {
        return None;
    }
    let stars = match rng.random_range(0..100) {
        0..58 => 5,
        58..82 => 4,
        82..92 => 3,
        92..97 => 2,
        _ => 1,
    };
    let words = if stars >= 4 { PRAISE } else { BLAME };
    Some((stars, if rng.random_bool(0.3) && stars != 3 { words.choose(rng).copied() } else { None }))
}
