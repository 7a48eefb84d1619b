//! Random deeds by several actors against a model: what the rule says of the model's facts is what the store does, and
//! after each deed the rows agree with each other. A failure names its seed; `DOCKET_SEED` plays that one again.

mod check;

use crate::both;
use crate::common::*;
use crate::dice::Dice;
use domain::{
    Access, Act, ActFacts, Claim, ClaimMode, OrderDraft, OrderStatus, Ordered, Part, Priority, Refusal, RoleId,
    RoleKind, Status, Ticket, Timestamp, UserId, Via, decide,
};
use store::{Closing, MemberSeen, Transfer};

const SEQUENCES: u64 = 120;
const STEPS: u64 = 40;
/// A viewer of billing, beside those of every story; Vera supervises it.
const VIC: UserId = UserId(20);

/// What is believed of the ticket.
#[derive(Debug)]
struct Model {
    status: Status,
    assignee: Option<UserId>,
    mode: ClaimMode,
    answered: bool,
    helped_at: Option<Timestamp>,
    ordered: Ordered,
    snoozed: bool,
    lives: i64,
    rating: Option<(i64, bool)>,
    events: usize,
}

struct Play<'w> {
    world: &'w World,
    dice: Dice,
    ticket: Ticket,
    model: Model,
    second: u64,
    people: &'w [Access],
    trail: Vec<String>,
}

async fn settled(world: &World) -> Vec<Access> {
    world.run("update guild set rules = '{\"throttle_opens\": 0}'").await;
    world.run("update ticket_type set limit_per_member = 100000").await;
    world.give(world.department("billing").await, RoleId(104), RoleKind::Supervisor).await;
    world.run("update guild_role set permissions = 0").await;
    let seen = |id, name, role| MemberSeen { person: person(id, name), nick: None, roles: vec![role] };
    let both = [seen(VERA, "Vera", RoleId(104)), seen(VIC, "Vic", BILLING_VIEWER)];
    world.store.members_seen(ACME, &both, at(1)).await.unwrap();
    let mut people = Vec::new();
    for user in [MIA, MIA, ANNA, ANNA, BEN, VERA, OWNER, VIC, NOAH, TOM] {
        people.push(world.who(user).await);
    }
    people
}

impl Play<'_> {
    fn now(&self) -> Timestamp {
        at(self.second)
    }

    fn facts(&self, who: &Access, confirmed: bool) -> ActFacts {
        let model = &self.model;
        ActFacts {
            status: model.status,
            part: who.part_in(self.ticket.department),
            is_customer: who.user() == MIA,
            claim: match model.assignee {
                None => Claim::Nobodys,
                Some(user) if user == who.user() => Claim::Mine,
                Some(_) => Claim::Anothers,
            },
            mode: model.mode,
            answered: model.answered,
            helped_at: model.helped_at,
            ordered: model.ordered,
            confirmed,
        }
    }

    /// One deed of one person: the store does what the rule says, and writes one line or none.
    async fn deed(&mut self) {
        let people = self.people;
        let who = &people[usize::try_from(self.dice.roll(people.len() as u64)).unwrap()];
        let acts: Vec<Act> = Act::ALL
            .iter()
            .copied()
            .filter(|act| !matches!(act, Act::RequestExpires | Act::SilenceEnds | Act::CustomerLeaves))
            .collect();
        let act = self.dice.of(&acts);
        let confirmed = self.dice.roll(2) == 0;
        let kind = self.dice.roll(8);
        self.trail.push(format!("{act} by {} ({confirmed}, {kind}) at {}", who.user(), self.second));
        if matches!(act, Act::StaffMessage | Act::CustomerMessage) {
            return self.message(who).await;
        }
        let facts = self.facts(who, confirmed);
        let expected = decide(act, &facts);
        let before = self.ticket.clone();
        let done = self.call(who, act, confirmed, kind).await;
        let now = self.now();
        match (&expected, done) {
            (Ok(decision), Ok(lines)) => {
                self.model.events += lines;
                if lines == 0 {
                    // Nothing to change, and so nothing moved.
                    assert_eq!(self.world.again(&self.ticket).await, before, "{:#?}", self.trail);
                    return;
                }
                self.model.status = decision.moves.last().copied().unwrap_or(self.model.status);
                match act {
                    Act::Claim => self.model.assignee = Some(who.user()),
                    Act::Unclaim => self.model.assignee = None,
                    Act::NeedHelp => self.model.helped_at = Some(now),
                    Act::Reopen => {
                        self.model.helped_at = None;
                        self.model.lives += 1;
                    }
                    _ => {}
                }
                if self.model.status.is_over() {
                    self.model.snoozed = false;
                }
            }
            (Err(wanted), Err(store::Error::Refused(refused))) => {
                let same = *wanted == refused
                    || matches!((wanted, &refused), (Refusal::ClaimedByAnother, Refusal::ClaimedBy { .. }));
                assert!(same, "{wanted:?} and {refused:?}: {:#?}", self.trail);
                assert_eq!(self.world.again(&self.ticket).await, before, "{:#?}", self.trail);
            }
            (expected, done) => panic!("{expected:?}, but {done:?}: {:#?}", self.trail),
        }
    }

    /// Gives how many lines the timeline has more.
    async fn call(&mut self, who: &Access, act: Act, confirmed: bool, kind: u64) -> store::Result<usize> {
        let (store, id, now, via) = (&self.world.store, self.ticket.id, self.now(), Via::Web);
        let close = Closing::Close { reason: None, confirmed };
        match act {
            Act::Claim => store.claim(who, id, via, now).await?,
            Act::Unclaim => {
                store.unclaim(who, id, via, now).await?;
                return Ok(usize::from(self.model.assignee.is_some()));
            }
            Act::Assign => {
                let to = [None, Some(ANNA), Some(BEN), Some(OWNER)][usize::try_from(kind % 4).unwrap()];
                let changes = to != self.model.assignee;
                // After a transfer not all of them are staff of its department.
                let is_staff = match to {
                    Some(user) => self.world.who(user).await.acts_in(self.ticket.department),
                    None => true,
                };
                let allowed = decide(act, &self.facts(who, false)).is_ok();
                match store.assign(who, id, to, via, now).await {
                    Err(store::Error::Refused(Refusal::NotStaff { .. })) if allowed && !is_staff => return Ok(0),
                    assigned => drop(assigned?),
                }
                self.model.assignee = to;
                return Ok(usize::from(changes));
            }
            Act::Solve => store.solve(who, id, via, now).await?,
            Act::Unsolve => store.unsolve(who, id, via, now).await?,
            Act::Accept => store.close_ticket(who, id, &Closing::Accept, via, now).await?,
            Act::Refuse => store.refuse_solved(who, id, via, now).await?,
            Act::ItWorks => store.close_ticket(who, id, &Closing::ItWorks, via, now).await?,
            Act::NeedHelp => store.need_help(who, id, via, now).await?,
            Act::Complete => store.complete(who, id, via, now).await?,
            Act::Close => store.close_ticket(who, id, &close, via, now).await?,
            Act::Cancel => store.cancel(who, id, None, via, now).await?,
            Act::Reopen => store.reopen(who, id, None, via, now).await?,
            Act::Amend => return self.amend(who, kind).await,
            Act::Annotate => return self.annotate(who, kind).await,
            Act::Rate => return self.rate(who, kind).await,
            _ => unreachable!(),
        };
        Ok(1)
    }

    async fn amend(&mut self, who: &Access, kind: u64) -> store::Result<usize> {
        let (store, id, now, via) = (&self.world.store, self.ticket.id, self.now(), Via::Web);
        let before = self.ticket.clone();
        let after = match kind {
            0 => store.set_priority(who, id, Priority::High, via, now).await?,
            1 => store.rename_ticket(who, id, &format!("name {}", self.second), via, now).await?,
            2 | 3 => {
                let after = store.snooze(who, id, at(self.second + 50_000), via, now).await?;
                self.model.snoozed = true;
                after
            }
            4 => {
                let after = store.wake(who, id, via, now).await?;
                self.model.snoozed = false;
                after
            }
            5 => store.pause_silence(who, id, !before.silence_paused, via, now).await?,
            6 => store.add_member(who, id, NOAH, via, now).await?,
            _ => {
                let key = if self.second.is_multiple_of(2) { "general" } else { "buy-gold" };
                let to = Transfer::Type(self.world.type_of(ACME, key).await);
                let after = store.transfer(who, id, &to, via, now).await?;
                let keeps = match self.model.assignee {
                    Some(user) => self.world.who(user).await.acts_in(after.department),
                    None => true,
                };
                if !keeps {
                    self.model.assignee = None;
                }
                after
            }
        };
        Ok(usize::from(after != before))
    }

    async fn annotate(&mut self, who: &Access, kind: u64) -> store::Result<usize> {
        let (store, id, now, via) = (&self.world.store, self.ticket.id, self.now(), Via::Web);
        match kind {
            0 => drop(store.add_note(who, id, "Between us.", via, now).await?),
            1 => drop(store.tag(who, id, &format!("t{}", self.second), via, now).await?),
            2 => drop(store.set_subject(who, id, Some(&format!("About {}", self.second)), via, now).await?),
            3 | 4 => {
                store.unlink_order(who, id, via, now).await?;
                let had = self.model.ordered != Ordered::Nothing;
                self.model.ordered = Ordered::Nothing;
                return Ok(usize::from(had));
            }
            _ => {
                let risky = kind == 5;
                let status = if risky { OrderStatus::InProgress } else { OrderStatus::Paid };
                let number = format!("A-{}", self.ticket.number);
                let draft = OrderDraft { number, status, risky: false, price: None, currency: None };
                store.put_order(who, id, &draft, via, now).await?;
                self.model.ordered = if risky { Ordered::Risky } else { Ordered::Harmless };
            }
        }
        Ok(1)
    }

    async fn rate(&mut self, who: &Access, kind: u64) -> store::Result<usize> {
        let stars = i64::try_from(kind % 2).unwrap() + 4;
        let comment = (kind > 3).then_some("Fine.");
        let allowed = decide(Act::Rate, &self.facts(who, false)).is_ok();
        let expected = match self.model.rating {
            None => true,
            Some((given, worded)) => given == stars && !worded && comment.is_some(),
        };
        match self.world.store.rate(who, self.ticket.id, stars, comment, Via::Web, self.now()).await {
            Err(store::Error::Refused(Refusal::NoRating)) if allowed && !expected => Ok(0),
            Err(error) => Err(error),
            Ok(_) => {
                assert!(expected, "{:#?}", self.trail);
                self.model.rating = Some((stars, comment.is_some()));
                Ok(1)
            }
        }
    }

    async fn message(&mut self, who: &Access) {
        if self.ticket.channel.is_none() || self.ticket.channel_gone_at.is_some() {
            return;
        }
        self.world.store.record_message(&said(&self.ticket, self.second, who.user(), "Hm."), self.now()).await.unwrap();
        if self.model.status.is_over() {
            return;
        }
        let is_customer = who.user() == MIA;
        let part = who.part_in(self.ticket.department);
        if is_customer {
            if self.model.status == Status::AwaitingConfirmation {
                self.model.status = Status::InProgress;
                self.model.events += 1;
            }
            if std::mem::take(&mut self.model.snoozed) {
                self.model.events += 1;
            }
        } else if matches!(part, Part::Staff | Part::Supervisor | Part::Admin) && !self.model.answered {
            self.model.answered = true;
            self.model.events += 1;
            if self.model.status == Status::Open {
                self.model.status = Status::InProgress;
            }
        }
    }
}

async fn sequence(world: &World, people: &[Access], seed: u64) {
    let mut dice = Dice(seed);
    let mode = dice.of(ClaimMode::ALL);
    world
        .run(&format!(
            "update ticket_type set conduct = '{{\"claim\": \"{mode}\", \"ratings\": \"channel\", \"silence_hours\": 60}}'"
        ))
        .await;
    let ticket = world.ticket().await;
    // Each begins where the clock of the one before can't have come.
    let mut play = Play {
        world,
        dice,
        model: Model {
            status: Status::Open,
            assignee: None,
            mode,
            answered: false,
            helped_at: None,
            ordered: Ordered::Nothing,
            snoozed: false,
            lives: 1,
            rating: None,
            events: 1,
        },
        second: u64::try_from(ticket.number).unwrap() * 10_000_000,
        people,
        trail: vec![format!("seed {seed}, claims {mode}")],
        ticket,
    };
    for _ in 0..STEPS {
        play.second += 1 + play.dice.roll(100);
        if play.dice.roll(8) == 0 {
            play.time().await;
        } else {
            play.deed().await;
        }
        play.agree().await;
        play.place_again().await;
    }
}

both! {
    async fn random_deeds_agree_with_the_rule(world: World) {
        let people = settled(&world).await;
        let seeds = match std::env::var("DOCKET_SEED").ok().and_then(|seed| seed.parse().ok()) {
            Some(seed) => seed..seed + 1,
            None => 1..SEQUENCES + 1,
        };
        let count = i64::try_from(seeds.end - seeds.start).unwrap();
        for seed in seeds {
            sequence(&world, &people, seed).await;
        }
        let odd = "select count(*) from ticket where number not between 1 and (select count(*) from ticket)";
        assert_eq!(world.count(odd).await, 0);
        assert_eq!(world.count("select count(*) from ticket").await, count);
        if count > 100 {
            // The dice came to nearly every deed and every end.
            assert!(world.count("select count(distinct deed) from event").await >= 28);
            assert!(world.count("select count(distinct closed_path) from ticket").await >= 6);
        }
    }
}
