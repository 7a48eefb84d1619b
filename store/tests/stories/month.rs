//! A month of timers: requests, silence, snoozes and deletions of many tickets, between random deeds and crashes. What is
//! due is done on time, once, in its ticket's order; a row that a crash left behind comes back when its lease runs out.

use crate::both;
use crate::common::*;
use crate::dice::Dice;
use domain::{
    Access, ChannelId, Due, DueAction, Provisioning, Said, Ticket, TicketId, Timestamp, UserId, Via, first_snowflake,
};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;
use store::{Closing, Timed};

const TICKETS: u64 = 40;
const LEASE: Duration = Duration::from_secs(30);
const LATE: Duration = Duration::from_secs(2);
const HOUR: u64 = 3_600_000;
/// One row in so many is left behind by a crash.
const CRASHES: u64 = 12;

struct Month<'w> {
    world: &'w World,
    dice: Dice,
    now: Timestamp,
    staff: Access,
    customers: HashMap<TicketId, Access>,
    tickets: BTreeMap<TicketId, Ticket>,
    /// When each ticket is dealt with next.
    next: BTreeMap<TicketId, Timestamp>,
    done: Vec<Due>,
    seen: HashSet<domain::DueId>,
    /// A crash holds up its ticket until the lease runs out.
    excused: HashMap<TicketId, Timestamp>,
    crashes: u64,
}

impl Month<'_> {
    fn plus(&mut self, hours: u64) -> Timestamp {
        self.now.plus(Duration::from_millis(1 + self.dice.roll(hours * HOUR)))
    }

    /// Somebody does something; what the rule refuses is not done.
    async fn deed(&mut self, id: TicketId) {
        let store = &self.world.store;
        let ticket = self.world.again(&self.tickets[&id]).await;
        if ticket.provisioning == Provisioning::Wanted {
            let channel = ChannelId(first_snowflake(self.now) + ticket.number);
            assert!(store.channel_made(id, channel).await.unwrap());
            store.ticket_placed(id, ticket.revision).await.unwrap();
            return;
        }
        let (staff, customer, now, via) = (&self.staff, &self.customers[&id], self.now, Via::Web);
        let close = Closing::Close { reason: None, confirmed: true };
        let refused = match self.dice.roll(14) {
            0 | 1 => return self.say(&ticket, customer.user()).await,
            2..=5 => return self.say(&ticket, ANNA).await,
            6 | 7 => store.solve(staff, id, via, now).await.err(),
            8 => store.refuse_solved(customer, id, via, now).await.err(),
            9 => store.close_ticket(staff, id, &close, via, now).await.err(),
            10 => store.reopen(staff, id, None, via, now).await.err(),
            11 => store.pause_silence(staff, id, !ticket.silence_paused, via, now).await.err(),
            _ => {
                let until = now.plus(Duration::from_millis(1 + self.dice.roll(96 * HOUR)));
                store.snooze(staff, id, until, via, now).await.err()
            }
        };
        assert!(refused.is_none_or(|error| matches!(error, store::Error::Refused(_))));
    }

    async fn say(&self, ticket: &Ticket, author: UserId) {
        let id = domain::MessageId(first_snowflake(self.now) + ticket.number);
        if ticket.channel.is_some() {
            let said = Said { id, ..said(ticket, 0, author, "Hm.") };
            self.world.store.record_message(&said, self.now).await.unwrap();
        }
    }

    /// All that is due now.
    async fn round(&mut self) {
        loop {
            let rows = self.world.store.due_claim(self.now, LEASE, 16).await.unwrap();
            if rows.is_empty() {
                return;
            }
            for row in rows {
                self.one(row).await;
            }
        }
    }

    async fn one(&mut self, row: Due) {
        let store = &self.world.store;
        let ticket = row.ticket.unwrap();
        assert!(!self.seen.contains(&row.id), "{} again", row.key);
        let from = self.excused.get(&ticket).copied().unwrap_or_default().max(row.at);
        assert!(self.now.since(from) <= LATE, "{} is {:?} late", row.key, self.now.since(from));
        // Nothing that stood before it in its ticket is left.
        let left = store.due_of(ticket).await.unwrap();
        assert!(left.iter().all(|other| other.id >= row.id || other.at > row.at), "{} is out of order", row.key);
        let crash = self.dice.roll(CRASHES) == 0;
        // Half of the crashes come before anything was done.
        if !crash || self.dice.roll(2) == 0 {
            let timed = match row.action {
                DueAction::RequestExpires => store.request_expires(ticket, self.now).await.map(|()| Timed::Done),
                DueAction::SilenceWarning => store.silence_warns(ticket, self.now).await,
                DueAction::SilenceEnds => store.silence_ends(ticket, self.now).await,
                DueAction::Wake => store.wakes(ticket, self.now).await.map(|()| Timed::Done),
                DueAction::DeleteChannel => store.channel_removed(ticket, self.now).await.map(|()| Timed::Done),
                _ => Ok(Timed::Done),
            };
            if let Timed::NotYet(at) = timed.unwrap() {
                return store.due_not_yet(row.id, at).await.unwrap();
            }
        }
        if crash {
            self.crashes += 1;
            self.excused.insert(ticket, self.now.plus(LEASE));
            return;
        }
        store.due_done(row.id, None, self.now).await.unwrap();
        self.seen.insert(row.id);
        self.done.push(row);
    }

    async fn pass(&mut self, end: Timestamp) {
        loop {
            let due = self.world.store.due_next().await.unwrap();
            let (id, deed) = self.next.iter().min_by_key(|(_, at)| **at).map(|(id, at)| (*id, *at)).unwrap();
            let due = due.unwrap_or(end).max(self.now);
            if due.min(deed) >= end {
                return;
            }
            if due <= deed {
                self.now = due;
                self.round().await;
            } else {
                self.now = deed;
                self.deed(id).await;
                let next = self.plus(60);
                self.next.insert(id, next);
            }
        }
    }
}

both! {
    async fn a_month_of_timers(world: World) {
        world.run("update guild set rules = '{\"throttle_opens\": 0}'").await;
        world.run("update ticket_type set conduct = '{\"silence_hours\": 72, \"silence_warning_hours\": 24}'").await;
        let mut month = Month {
            world: &world,
            dice: Dice(0x0D0C_4E70),
            now: START,
            staff: world.who(OWNER).await,
            customers: HashMap::new(),
            tickets: BTreeMap::new(),
            next: BTreeMap::new(),
            done: Vec::new(),
            seen: HashSet::new(),
            excused: HashMap::new(),
            crashes: 0,
        };
        for n in 0..TICKETS {
            let user = UserId(60_000 + i64::try_from(n).unwrap());
            let opening = if n.is_multiple_of(3) { world.asking(user, "Max").await } else { world.buying(user, "Max").await };
            let ticket = world.placed(&opening).await;
            month.customers.insert(ticket.id, world.who(user).await);
            let first = month.plus(60);
            month.next.insert(ticket.id, first);
            month.tickets.insert(ticket.id, ticket);
        }
        let end = START.plus(Duration::from_hours(30 * 24));
        month.pass(end).await;
        let late = format!("select count(*) from due where done_at is null and at < {} and lease_until < {}", end.0, end.0);
        assert_eq!(world.count(&late).await, 0);
        // What each did is written once.
        for (action, deed) in [("silence_warning", "silence_warned"), ("silence_ends", "silenced"), ("request_expires", "expired")] {
            let twice = format!(
                "select count(*) from ticket where (select count(*) from event where event.ticket = ticket.id and deed = '{deed}')
                   > (select count(*) from due where due.ticket = ticket.id and action = '{action}')"
            );
            assert_eq!(world.count(&twice).await, 0, "{deed}");
            let some = format!("select count(*) from event where deed = '{deed}'");
            assert!(world.count(&some).await > 0, "a month without {deed}");
        }
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for row in &month.done {
            *counts.entry(row.action.as_str()).or_default() += 1;
        }
        println!("{counts:?}, {} crashes", month.crashes);
        assert!(counts.len() >= 9 && month.crashes > 10, "{counts:?}, {} crashes", month.crashes);
    }
}
