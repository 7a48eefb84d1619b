//! A month of timers: three hundred tickets whose people act at random, and one sleeper that dies now and then with rows
//! in its hands. What is due happens once, in order, and at most two seconds late.

use super::deed::{Deed, Who};
use super::dice::{Dice, set_or};
use super::kind::KINDS;
use super::look::{compare, glance, look};
use super::model::{Model, Outcome};
use super::stage::Stage;
use crate::both;
use crate::common::*;
use domain::{Access, Due, DueAction, DueId, Ticket, TicketId, Timestamp, UserId};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;
use store::Timed;

const SEED: u64 = 30;
const TICKETS: u64 = 300;
const DEEDS: u64 = 8;
const DAY: u64 = 86_400_000;
const LEASE: Duration = Duration::from_secs(30);
/// How late anything may be.
const LATE: Duration = Duration::from_secs(2);
/// Rows that are taken at a time.
const AT_ONCE: i64 = 16;

struct Life {
    ticket: Ticket,
    model: Model,
    customer: Access,
    /// What its timeline must hold in the end.
    told: Vec<String>,
    /// What is to be said in it was put off until then.
    put_off: Timestamp,
}

/// By time and a number that tells two of the same moment apart: whose ticket, and what is done; nothing: it is opened.
type Plan = BTreeMap<(Timestamp, u64), (u64, Option<(Who, Deed)>)>;

struct Month {
    stage: Stage,
    dice: Dice,
    now: Timestamp,
    /// When the sleeper is there again, and what it died with comes back.
    back_at: Timestamp,
    lives: Vec<Life>,
    of: HashMap<TicketId, usize>,
    /// Rows that a sleeper has in its hands, or died with.
    held: HashMap<DueId, bool>,
    finished: HashSet<DueId>,
    counts: BTreeMap<&'static str, u64>,
    latest: Duration,
}

impl Month {
    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    /// What people will do, and when.
    fn plan(&mut self) -> Plan {
        let mut plan = BTreeMap::new();
        for ticket in 0..TICKETS {
            let mut at = START.plus(Duration::from_millis(self.dice.below(20 * DAY)));
            plan.insert((at, ticket * 100), (ticket, None));
            for n in 1..=DEEDS {
                let hours = self.dice.weighted(&[(3, 1_u64), (4, 12), (4, 60), (1, 200)]);
                at = at.plus(Duration::from_millis(self.dice.below(hours * 3_600_000)));
                plan.insert((at, ticket * 100 + n), (ticket, Some(deed(&mut self.dice))));
            }
        }
        plan
    }

    async fn people(&mut self, n: u64, what: Option<(Who, Deed)>) {
        let index = usize::try_from(n).unwrap();
        let Some((who, deed)) = what else {
            let kind = usize::try_from(self.dice.below(KINDS.len() as u64)).unwrap();
            let (ticket, model, customer) =
                self.stage.open(kind, UserId(30_000 + i64::try_from(n).unwrap()), self.now).await;
            self.of.insert(ticket.id, index);
            let told = look(&self.stage.world, &ticket).await.timeline;
            self.lives.push(Life { ticket, model, customer, told, put_off: START });
            return;
        };
        let life = &mut self.lives[index];
        if deed == Deed::Say && life.model.channel_is_gone {
            return;
        }
        let who = if who == Who::Customer { &life.customer } else { &self.stage.rights[&OWNER] };
        let seen = glance(&self.stage.world, &life.ticket).await;
        let was_over = life.model.is_over();
        let (outcome, actor) = self.stage.step(deed, who, &seen, &mut life.model, self.now).await.unwrap();
        life.tell(outcome, actor, self.now);
        if was_over && !life.model.is_over() {
            self.counts.entry("reopened").and_modify(|n| *n += 1).or_insert(1);
            if life.model.channel_is_gone {
                life.model.channel_is_gone = false;
                self.stage.give_channel(&life.ticket).await;
            }
        }
    }

    /// Takes what is due and does it. False: there was nothing.
    async fn round(&mut self) -> bool {
        let rows = self.stage.world.store.due_claim(self.now, LEASE, AT_ONCE).await.unwrap();
        if rows.is_empty() {
            return false;
        }
        let dies = self.dice.once_in(60);
        for row in &rows {
            assert!(!self.finished.contains(&row.id), "{} is given again, and it was done", row.key);
            let died_with = self.held.insert(row.id, dies);
            assert_ne!(died_with, Some(false), "{} is given to two", row.key);
            if dies && self.dice.once_in(2) {
                continue;
            }
            self.row(row, dies).await;
        }
        if dies {
            self.count("restarts");
            let leased = self.now.plus(LEASE);
            let away = self.dice.weighted(&[(3, 20_000), (2, 600_000), (1, 9 * 3_600_000)]);
            self.now = self.now.plus(Duration::from_millis(self.dice.below(away)));
            self.back_at = self.now.max(leased);
        }
        true
    }

    async fn row(&mut self, row: &Due, dies: bool) {
        let index = self.of[&row.ticket.unwrap()];
        let life = &mut self.lives[index];
        let planned = is_timer(row.action);
        let late = self.now.since(row.at.max(self.back_at).max(life.put_off));
        assert!(late <= LATE, "{} is late by {late:?}", row.key);
        if !planned && !dies && self.dice.once_in(12) {
            let wait = self.dice.weighted(&[(3, 60_u64), (1, 4 * 3_600)]);
            life.put_off = life.put_off.max(self.now.plus(Duration::from_secs(wait)));
            self.stage
                .world
                .store
                .due_later(row.id, self.now.plus(Duration::from_secs(wait)), "Discord is slow")
                .await
                .unwrap();
            self.held.remove(&row.id);
            self.count("put off");
            return;
        }
        let outcome = life.model.fires(row, self.now);
        life.tell(outcome, None, self.now);
        let timed = self.stage.perform(row, &life.ticket, self.now).await.unwrap();
        if let Outcome::Row(deed) = outcome {
            self.count(deed);
        }
        if dies {
            return;
        }
        self.held.remove(&row.id);
        if !matches!(timed, Timed::NotYet(_)) {
            self.finished.insert(row.id);
        }
        self.stage.finish(row, timed, self.now).await.unwrap();
    }

    /// Nothing of what the tickets wait for is behind its time.
    fn nothing_is_late(&mut self) {
        for life in &self.lives {
            let m = &life.model;
            for (what, at) in [
                ("the request", m.expires),
                ("the snooze", m.snoozed),
                ("silence", m.silence_is_due()),
                // What is said of the end is said before.
                ("the deletion", m.deletes.map(|at| at.max(life.put_off))),
            ] {
                let Some(at) = at else { continue };
                let late = self.now.since(at.max(self.back_at));
                self.latest = self.latest.max(late);
                assert!(late <= LATE, "{what} of {} is late by {late:?}: {m:#?}", life.ticket.number);
            }
        }
    }

    async fn run(&mut self) {
        let end = START.plus(Duration::from_millis(30 * DAY));
        let mut plan = self.plan();
        // Tickets are numbered as they come.
        let mut index = HashMap::new();
        while self.now < end {
            let next = plan.first_key_value().map(|(key, _)| key.0);
            let wakes = self.stage.world.store.due_next(self.now).await.unwrap().map(|at| at.max(self.now));
            let wakes =
                wakes.map(|at| if at > self.now { at.plus(Duration::from_millis(self.dice.below(1_900))) } else { at });
            match (next, wakes) {
                (Some(at), wakes) if wakes.is_none_or(|wakes| at < wakes) => {
                    let (_, (ticket, what)) = plan.pop_first().unwrap();
                    self.now = self.now.max(at);
                    let n = index.len() as u64;
                    let n = *index.entry(ticket).or_insert(n);
                    self.people(n, what).await;
                }
                (_, Some(at)) => {
                    self.now = at;
                    while self.round().await {}
                    self.nothing_is_late();
                }
                _ => break,
            }
        }
    }

    /// Everything happened, once each, as the timelines tell; and what is said was said in its order.
    async fn account(&self) {
        for life in &self.lives {
            let seen = look(&self.stage.world, &life.ticket).await;
            let mut told = life.told.clone();
            told.sort_unstable();
            assert_eq!(seen.timeline, told, "ticket {}", life.ticket.number);
            compare(&life.model, &seen).unwrap_or_else(|wrong| panic!("ticket {}: {wrong}", life.ticket.number));
        }
        let until = self.now.minus(LATE).0;
        let world = &self.stage.world;
        if self.back_at < self.now.minus(LATE) {
            let left =
                format!("select key || ' ' || cast(attempts as text) from due where done_at is null and at < {until}");
            let left = world.lines(&left, &left).await;
            assert_eq!(left, Vec::<String>::new(), "was due and is not done");
        }
        let said = "('ask_solved', 'help_ping', 'escalation_ping', 'close_notice', 'transcript_link', 'ask_rating', 'rename_closed')";
        let passed = world
            .count(&format!(
                "select count(*) from due a join due b on a.ticket = b.ticket and a.id < b.id
                 where a.action in {said} and b.action in {said} and a.done_at > b.done_at"
            ))
            .await;
        assert_eq!(passed, 0, "something was said before what came before it");
    }
}

impl Life {
    fn tell(&mut self, outcome: Outcome, actor: Option<UserId>, now: Timestamp) {
        let actor = actor.map_or_else(|| "-".to_owned(), |user| user.to_string());
        let mut row = |deed: &str| self.told.push(format!("{deed} {actor} {}", now.0));
        match outcome {
            Outcome::No | Outcome::Nothing | Outcome::Quiet => {}
            Outcome::Row(one) => row(one),
            Outcome::Two(one, two) => {
                row(one);
                row(two);
            }
        }
    }
}

fn is_timer(action: DueAction) -> bool {
    matches!(
        action,
        DueAction::RequestExpires
            | DueAction::SilenceWarning
            | DueAction::SilenceEnds
            | DueAction::Wake
            | DueAction::DeleteChannel
    )
}

fn deed(dice: &mut Dice) -> (Who, Deed) {
    let (staff, customer) = (Who::User(OWNER), Who::Customer);
    let hours = dice.one_of(&[1, 5, 20, 100]);
    dice.weighted(&[
        (4, (customer, Deed::Say)),
        (7, (staff, Deed::Say)),
        (6, (staff, Deed::Solve)),
        (1, (staff, Deed::Unsolve)),
        (1, (customer, Deed::Refuse)),
        (2, (customer, Deed::NeedHelp)),
        (2, (staff, Deed::Escalate)),
        (4, (staff, Deed::Snooze(hours))),
        (1, (staff, Deed::Wake)),
        (1, (staff, Deed::Pause(true))),
        (1, (staff, Deed::Pause(false))),
        (3, (staff, Deed::Close { confirmed: true })),
        (1, (customer, Deed::Accept)),
        (3, (staff, Deed::Reopen)),
        (2, (staff, Deed::Stop)),
        (1, (staff, Deed::ChannelGoes)),
    ])
}

both! {
    async fn everything_due_happens_once_and_in_time(world: World) {
        let mut month = Month {
            stage: Stage::set(world.clone()).await,
            dice: Dice::new(set_or("DOCKET_TRIAL_SEED", SEED)),
            now: START,
            back_at: START,
            lives: Vec::new(),
            of: HashMap::new(),
            held: HashMap::new(),
            finished: HashSet::new(),
            counts: BTreeMap::new(),
            latest: Duration::ZERO,
        };
        month.run().await;
        month.account().await;
        println!("{:?}, late by {:?} at most", month.counts, month.latest);
        let often = |what| month.counts.get(what).copied().unwrap_or_default();
        for (what, least) in [
            ("expired", 30),
            ("silence_warned", 30),
            ("silenced", 20),
            ("woken", 30),
            ("channel_deleted", 20),
            ("reopened", 20),
            ("put off", 20),
            ("restarts", 5),
        ] {
            assert!(often(what) >= least, "{what} only {} times: the month proves little", often(what));
        }
    }
}
