//! Knows what is said and done in one sample ticket, and when. Whether it may be, the store decides.

use super::desk;
use super::phrase::{Filling, OfType, Phrases, one};
use super::plan::{Ending, Planned, is_brief};
use anyhow::Context;
use domain::{OrderDraft, Status, Timestamp};
use rand::Rng;
use rand::rngs::StdRng;
use std::time::Duration;

/// More than this nobody says in one ticket.
const MOST: usize = 36;
const PICTURES: u32 = 48;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    Customer,
    Staff,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    Picture(u32),
    Text(u32),
}

/// Something said.
#[derive(Clone, Debug)]
pub struct Line {
    pub by: Speaker,
    pub text: String,
    /// What it is edited to, and when.
    pub edit: Option<(Timestamp, String)>,
    pub deleted_at: Option<Timestamp>,
    pub file: Option<Sample>,
    /// Answers the line before it.
    pub is_reply: bool,
}

#[derive(Clone, Debug)]
pub enum Step {
    Say(Line),
    Claim,
    Prioritise,
    AskForHelp,
    Solve,
    Complete,
    /// One of the guild's categories.
    Categorise(&'static str),
    Tag(&'static str),
    Note(&'static str),
    Order(OrderDraft),
}

/// In the order of time. The ending itself is not among them.
pub fn write(rng: &mut StdRng, plan: &Planned, filling: &Filling<'_>) -> anyhow::Result<Vec<(Timestamp, Step)>> {
    let phrases = plan.language.phrases()?;
    let of_type = phrases.types.get(plan.type_key).context("nothing is said of this type")?;
    let lines =
        if is_brief(plan.ending) { alone(phrases, of_type, plan.lines) } else { together(rng, phrases, of_type, plan) };
    let mut steps = dress(rng, phrases, lines);
    for step in &mut steps {
        if let Step::Say(line) = step {
            line.text = filling.fill(&line.text);
            line.edit = line.edit.take().map(|(at, text)| (at, filling.fill(&text)));
        }
    }
    if !is_brief(plan.ending) {
        add_deeds(rng, plan, &mut steps);
    }
    Ok(at_their_times(rng, plan, steps))
}

type Spoken = (Speaker, String);

/// The member alone: staff has not come yet.
fn alone(phrases: &Phrases, of_type: &OfType, count: usize) -> Vec<Spoken> {
    [&of_type.ask, &phrases.alone]
        .into_iter()
        .flatten()
        .take(count)
        .map(|text| (Speaker::Customer, text.clone()))
        .collect()
}

fn together(rng: &mut StdRng, phrases: &Phrases, of_type: &OfType, plan: &Planned) -> Vec<Spoken> {
    let mut lines: Vec<Spoken> = of_type.ask.iter().map(|text| (Speaker::Customer, text.clone())).collect();
    lines.push((Speaker::Staff, one(rng, &phrases.hello).to_owned()));
    let end = closing_words(rng, phrases, of_type, plan.ending);
    let wanted = plan.lines.saturating_sub(lines.len() + end.len()) / 2;
    // The type's own questions in their order, small talk between them.
    let own = of_type.pairs.len().min(wanted.max(1));
    let mut talk: Vec<&(String, String)> = phrases.pairs.iter().collect();
    let mut pairs: Vec<&(String, String)> = of_type.pairs.iter().take(own).collect();
    while pairs.len() < wanted && !talk.is_empty() {
        let pair = talk.swap_remove(rng.random_range(0..talk.len()));
        pairs.insert(rng.random_range(0..=pairs.len()), pair);
    }
    for (staff, customer) in pairs {
        lines.push((Speaker::Staff, staff.clone()));
        lines.push((Speaker::Customer, customer.clone()));
    }
    lines.extend(end);
    lines
}

/// A word of the member after they were asked would mean that it is not solved: then they only press the button.
fn closing_words(rng: &mut StdRng, phrases: &Phrases, of_type: &OfType, ending: Ending) -> Vec<Spoken> {
    let done = (Speaker::Staff, one(rng, &of_type.done).to_owned());
    let thanks = (Speaker::Customer, one(rng, &phrases.thanks).to_owned());
    let bye = (Speaker::Staff, one(rng, &phrases.bye).to_owned());
    match ending {
        Ending::ItWorks { asked: true } | Ending::Still(Status::AwaitingConfirmation | Status::Completed) => vec![done],
        Ending::Delivered => vec![done, bye],
        Ending::ItWorks { asked: false } | Ending::ClosedByStaff | Ending::ClosedByMember => vec![done, thanks, bye],
        Ending::Still(_) | Ending::CancelledByMember | Ending::CancelledByStaff => Vec::new(),
    }
}

/// Edits, deletions, pictures and files, as people make them.
fn dress(rng: &mut StdRng, phrases: &Phrases, lines: Vec<Spoken>) -> Vec<Step> {
    let mut steps = Vec::with_capacity(lines.len() + 6);
    let mut spare = MOST.saturating_sub(lines.len());
    let last = lines.len().saturating_sub(1);
    for (index, (by, text)) in lines.into_iter().enumerate() {
        let mut line =
            Line { by, text, edit: None, deleted_at: None, file: None, is_reply: rng.random_bool(0.08) && index > 0 };
        if rng.random_bool(0.07) {
            let fixed = format!("{} {}", line.text, one(rng, &phrases.fixed));
            line.edit = Some((Timestamp::default(), fixed));
        }
        steps.push(Step::Say(line));
        if spare == 0 || index == last {
            continue;
        }
        let extra =
            |text: &str, file| Line { by, text: text.to_owned(), edit: None, deleted_at: None, file, is_reply: false };
        let extra = match rng.random_range(0..100) {
            0..9 => extra(one(rng, &phrases.picture), Some(Sample::Picture(rng.random_range(1..=PICTURES)))),
            9..12 => extra(one(rng, &phrases.file), Some(Sample::Text(rng.random_range(1..=20)))),
            12..16 => Line { deleted_at: Some(Timestamp::default()), ..extra(one(rng, &phrases.slips), None) },
            _ => continue,
        };
        spare -= 1;
        steps.push(Step::Say(extra));
    }
    steps
}

fn add_deeds(rng: &mut StdRng, plan: &Planned, steps: &mut Vec<Step>) {
    let hello = steps.iter().position(|step| matches!(step, Step::Say(line) if line.by == Speaker::Staff));
    let hello = hello.unwrap_or(steps.len() - 1);
    if plan.needs_help {
        let middle = rng.random_range(hello + 1..=steps.len().max(hello + 2) - 1);
        steps.insert(middle.min(steps.len()), Step::AskForHelp);
    }
    steps.insert(hello + 1, Step::Prioritise);
    for step in desk::beside(plan) {
        let middle = hello + 1 + steps.len().saturating_sub(hello) / 3;
        steps.insert(middle.min(steps.len()), step);
    }
    if plan.is_claimed {
        steps.insert(hello + 1, Step::Claim);
    }
    let (solves, completes) = match plan.ending {
        Ending::ItWorks { asked: true } | Ending::Still(Status::AwaitingConfirmation) => (true, false),
        Ending::Delivered | Ending::Still(Status::Completed) => (true, true),
        _ => (false, false),
    };
    if solves {
        steps.push(Step::Solve);
    }
    if completes {
        steps.push(Step::Complete);
    }
}

/// Spread over the ticket's life, a few near each other and then a pause, each later than the one before.
fn at_their_times(rng: &mut StdRng, plan: &Planned, steps: Vec<Step>) -> Vec<(Timestamp, Step)> {
    let begin = plan.opened_at.plus(Duration::from_secs(20));
    let span = plan.ends_at.since(begin).as_millis();
    let gaps: Vec<u128> = steps.iter().map(|_| 40 + u128::from(rng.random_range(0..10_u32).pow(4))).collect();
    let whole: u128 = gaps.iter().sum::<u128>().max(1);
    let mut passed = 0;
    let mut timed = Vec::with_capacity(steps.len());
    for (step, gap) in steps.into_iter().zip(gaps) {
        let at = begin.plus(Duration::from_millis(u64::try_from(span * passed / whole).unwrap_or(0)));
        passed += gap;
        let until = begin.plus(Duration::from_millis(u64::try_from(span * passed / whole).unwrap_or(0)));
        timed.push((at, when_changed(step, at, until)));
    }
    timed
}

/// An edit or a deletion comes soon, and before the next word.
fn when_changed(step: Step, at: Timestamp, until: Timestamp) -> Step {
    let Step::Say(mut line) = step else { return step };
    let soon = at.plus((until.since(at) / 2).min(Duration::from_secs(40)));
    line.edit = line.edit.map(|(_, text)| (soon, text));
    line.deleted_at = line.deleted_at.map(|_| soon);
    Step::Say(line)
}
