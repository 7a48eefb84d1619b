//! Knows the world in which tickets live at random, and how each deed is done in it: by the verbs of the store.

use super::deed::Deed;
use super::kind::KINDS;
use super::look::Seen;
use super::model::{Model, Order, Outcome};
use crate::common::*;
use domain::{
    Access, ChannelFacts, ChannelId, DepartmentId, Due, DueAction, DueId, MemberFacts, MessageId, OrderDraft,
    OrderStatus, Priority, RoleKind, Said, Status, Ticket, TicketTypeId, Timestamp, UserId, Via, first_snowflake,
};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Closing, Recorded, Timed, Transfer};

const SHARED_ORDER: &str = "R-1";

/// The world that all lives share.
pub struct Stage {
    pub world: World,
    pub rights: HashMap<UserId, Access>,
    types: Vec<TicketTypeId>,
    billing: DepartmentId,
    tech: DepartmentId,
    /// What no two lives may have the same of: messages, channels, customers.
    next: AtomicI64,
}

pub fn place(n: usize) -> ChannelId {
    ChannelId(900 + i64::try_from(n).unwrap())
}

impl Stage {
    pub async fn set(world: World) -> Self {
        let mut types = Vec::new();
        for kind in &KINDS {
            let id = world.type_of(ACME, kind.key).await;
            let conduct = format!(
                r#"{{"claim":"{}","request_hours":{},"silence_hours":{},"silence_warning_hours":{},"close_on_leave":{},"ratings":"{}"}}"#,
                kind.mode, kind.request, kind.silence, kind.warning, kind.closes_on_leave, kind.ratings
            );
            world
                .run(&format!(
                    "update ticket_type set conduct = '{conduct}', when_closed = '{}', archive_days = {},
                       limit_per_member = 1000000 where id = {id}",
                    kind.when_closed, kind.archive_days
                ))
                .await;
            types.push(id);
        }
        world.run("update guild set rules = '{\"throttle_opens\":0}'").await;
        let (billing, tech) = (world.department("billing").await, world.department("tech-support").await);
        world.give(billing, TECH_STAFF, RoleKind::Supervisor).await;
        for n in 0..2 {
            let facts = ChannelFacts { id: place(n), name: format!("Place {n}"), kind: 4, parent: None };
            world.store.channel_changed(ACME, &facts).await.unwrap();
        }
        let mut rights = HashMap::new();
        for user in [OWNER, ANNA, BEN, TOM, VERA, NOAH, OLGA] {
            rights.insert(user, world.who(user).await);
        }
        let first = world.ticket().await;
        let order = OrderDraft {
            number: SHARED_ORDER.to_owned(),
            status: OrderStatus::Paid,
            risky: true,
            price: Some(1_000),
            currency: Some("EUR".to_owned()),
        };
        world.store.put_order(&rights[&OWNER], first.id, &order, Via::Web, START).await.unwrap();
        Self { world, rights, types, billing, tech, next: AtomicI64::new(1) }
    }

    pub fn fresh(&self) -> i64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn department(&self, tech: bool) -> DepartmentId {
        if tech { self.tech } else { self.billing }
    }

    /// A ticket of this kind, and what the model makes of it.
    pub async fn open(&self, kind: usize, customer: UserId, now: Timestamp) -> (Ticket, Model, Access) {
        let store = &self.world.store;
        let opening = self.world.buying(customer, "Somebody").await;
        let ticket = store.open_ticket(&opening, now).await.unwrap().ticket;
        self.give_channel(&ticket).await;
        store
            .transfer(&self.rights[&OWNER], ticket.id, &Transfer::Type(self.types[kind]), Via::Web, now)
            .await
            .unwrap();
        let model = Model {
            customer,
            kind,
            tech: KINDS[kind].tech,
            status: Status::Open,
            assignee: None,
            waits_for_staff: true,
            answered: false,
            helped: false,
            asked: None,
            resolved: false,
            ended: None,
            priority: Priority::Medium,
            category: None,
            subject: None,
            description: None,
            name: None,
            place: None,
            guests: BTreeSet::new(),
            tags: BTreeSet::new(),
            order: Order::Nothing,
            drafted: None,
            snoozed: None,
            paused: false,
            lives: 1,
            rating: None,
            escalated: None,
            last_at: now,
            reopened_at: None,
            warned: None,
            completed_at: None,
            looks_at: now,
            channel_is_gone: false,
            expires: None,
            deletes: None,
        };
        let member = store.access_with(ACME, customer, &MemberFacts::default()).await.unwrap();
        (ticket, model, member)
    }

    pub async fn give_channel(&self, ticket: &Ticket) {
        let channel = ChannelId(1_000_000 + self.fresh());
        assert!(self.world.store.channel_made(ticket.id, channel).await.unwrap());
        self.world.store.ticket_placed(ticket.id, ticket.revision).await.unwrap();
    }

    pub async fn step(
        &self,
        deed: Deed,
        who: &Access,
        seen: &Seen,
        model: &mut Model,
        now: Timestamp,
    ) -> Result<(Outcome, Option<UserId>), String> {
        let ticket = &seen.ticket;
        let store = &self.world.store;
        let mut actor = Some(who.user());
        let wanted = match deed {
            Deed::Fire { times } => {
                let Some(row) = seen.due.iter().find(|row| row.at <= now) else { return Ok((Outcome::Nothing, None)) };
                actor = None;
                let mut wanted = model.fires(row, now);
                if wanted == Outcome::Nothing {
                    wanted = Outcome::Quiet;
                }
                self.fire(row, ticket, now, times).await.map_err(|error| error.to_string())?;
                return Ok((wanted, actor));
            }
            Deed::Stop => {
                let row = seen.due.iter().find(|row| is_stoppable(row, now));
                let wanted = match (model.does(who.user(), deed, now), row) {
                    (Outcome::No, _) | (_, None) => Outcome::No,
                    (wanted, Some(row)) => {
                        model.is_stopped(row.action);
                        wanted
                    }
                };
                let id = row.map_or(DueId(1), |row| row.id);
                let done = store.stop_timer(who, ticket.id, id, Via::Web, now).await;
                return agreed(wanted, done.map(drop)).map(|()| (wanted, actor));
            }
            Deed::Leave => {
                actor = None;
                let wanted = model.does(who.user(), deed, now);
                let closed = store.customer_left(ACME, model.customer, now).await.map_err(|error| error.to_string())?;
                if closed != Vec::from_iter((wanted != Outcome::Nothing).then_some(ticket.id)) {
                    return Err(format!("leaving closed {closed:?}"));
                }
                return Ok((wanted, actor));
            }
            Deed::ChannelGoes => {
                actor = None;
                let wanted = model.does(who.user(), deed, now);
                store.channel_deleted(ACME, ticket.channel.unwrap(), now).await.map_err(|error| error.to_string())?;
                return Ok((wanted, actor));
            }
            _ => model.does(who.user(), deed, now),
        };
        agreed(wanted, self.does(deed, who, ticket, now).await).map(|()| (wanted, actor))
    }

    async fn does(&self, deed: Deed, who: &Access, ticket: &Ticket, now: Timestamp) -> store::Result<()> {
        let (store, id, via) = (&self.world.store, ticket.id, Via::Web);
        let done = match deed {
            Deed::Claim => store.claim(who, id, via, now).await,
            Deed::Unclaim => store.unclaim(who, id, via, now).await,
            Deed::Assign(to) => store.assign(who, id, to, via, now).await,
            Deed::Solve => store.solve(who, id, via, now).await,
            Deed::Unsolve => store.unsolve(who, id, via, now).await,
            Deed::Refuse => store.refuse_solved(who, id, via, now).await,
            Deed::Accept => store.close_ticket(who, id, &Closing::Accept, via, now).await,
            Deed::ItWorks => store.close_ticket(who, id, &Closing::ItWorks, via, now).await,
            Deed::NeedHelp => store.need_help(who, id, via, now).await,
            Deed::Complete => store.complete(who, id, via, now).await,
            Deed::Close { confirmed } => {
                let closing = Closing::Close { reason: Some("Done.".to_owned()), confirmed };
                store.close_ticket(who, id, &closing, via, now).await
            }
            Deed::Cancel => store.cancel(who, id, Some("No more."), via, now).await,
            Deed::Reopen => store.reopen(who, id, Some("Again."), via, now).await,
            Deed::Department { tech } => {
                store.transfer(who, id, &Transfer::Department(self.department(tech)), via, now).await
            }
            Deed::Kind(kind) => store.transfer(who, id, &Transfer::Type(self.types[kind]), via, now).await,
            Deed::Escalate => store.escalate(who, id, None, via, now).await,
            Deed::Add(guest) => store.add_member(who, id, guest, via, now).await,
            Deed::Remove(guest) => store.remove_member(who, id, guest, via, now).await,
            Deed::Rename(name) => store.rename_ticket(who, id, name, via, now).await,
            Deed::Move(to) => store.move_ticket(who, id, place(to), via, now).await,
            Deed::Priority(priority) => store.set_priority(who, id, priority, via, now).await,
            Deed::Category(category) => store.set_ticket_category(who, id, category, via, now).await,
            Deed::Subject(subject) => store.set_subject(who, id, subject, via, now).await,
            Deed::Describe(text) => store.set_description(who, id, text, via, now).await,
            Deed::Tag(tag) => store.tag(who, id, tag, via, now).await,
            Deed::Untag(tag) => store.untag(who, id, tag, via, now).await,
            Deed::Note => return store.add_note(who, id, "Mind the gap.", via, now).await.map(drop),
            Deed::Snooze(hours) => {
                let until = Timestamp(now.0 + hours * 3_600_000);
                store.snooze(who, id, until, via, now).await
            }
            Deed::Wake => store.wake(who, id, via, now).await,
            Deed::Pause(paused) => store.pause_silence(who, id, paused, via, now).await,
            Deed::Rate { stars, words } => store.rate(who, id, stars, words.then_some("Thank you."), via, now).await,
            Deed::Order { status, risky } => {
                let number = format!("T-{}", ticket.number);
                let order = OrderDraft { number, status, risky, price: None, currency: None };
                return store.put_order(who, id, &order, via, now).await.map(drop);
            }
            Deed::Link { known } => {
                store.link_order(who, id, if known { SHARED_ORDER } else { "X-404" }, via, now).await
            }
            Deed::Unlink => store.unlink_order(who, id, via, now).await,
            Deed::Say => return self.say(who.user(), ticket, now).await,
            Deed::Stop | Deed::Fire { .. } | Deed::Leave | Deed::ChannelGoes => return Ok(()),
        };
        done.map(drop)
    }

    async fn say(&self, author: UserId, ticket: &Ticket, now: Timestamp) -> store::Result<()> {
        let said = Said {
            id: MessageId(first_snowflake(now) | self.fresh()),
            channel: ticket.channel.unwrap(),
            author: person(author, "Somebody"),
            content: "Hello.".to_owned(),
            ..Said::default()
        };
        let recorded = self.world.store.record_message(&said, now).await?;
        assert_eq!(recorded, Recorded::New(ticket.id));
        Ok(())
    }

    /// The deed of a row, as the bot does it.
    pub async fn perform(&self, row: &Due, ticket: &Ticket, now: Timestamp) -> store::Result<Timed> {
        let store = &self.world.store;
        match row.action {
            DueAction::RequestExpires => store.request_expires(ticket.id, now).await?,
            DueAction::SilenceWarning => return store.silence_warns(ticket.id, now).await,
            DueAction::SilenceEnds => return store.silence_ends(ticket.id, now).await,
            DueAction::Wake => store.wakes(ticket.id, now).await?,
            DueAction::DeleteChannel => {
                if let Some(channel) = self.world.again(ticket).await.channel {
                    store.channel_removed(ticket.id, channel, now).await?;
                }
            }
            _ => {}
        }
        Ok(Timed::Done)
    }

    /// And what it writes down of it then.
    pub async fn finish(&self, row: &Due, timed: Timed, now: Timestamp) -> store::Result<()> {
        match timed {
            Timed::NotYet(at) => self.world.store.due_not_yet(row.id, at).await,
            Timed::Done | Timed::Over => self.world.store.due_done(row.id, None, now).await,
        }
    }

    /// Does it so often before it is marked as done.
    async fn fire(&self, row: &Due, ticket: &Ticket, now: Timestamp, times: u8) -> store::Result<()> {
        let mut timed = Timed::Done;
        for _ in 0..times {
            timed = self.perform(row, ticket, now).await?;
        }
        self.finish(row, timed, now).await
    }
}

fn is_stoppable(row: &Due, now: Timestamp) -> bool {
    let kind = matches!(
        row.action,
        DueAction::DeleteChannel | DueAction::RequestExpires | DueAction::SilenceWarning | DueAction::SilenceEnds
    );
    kind && row.at > now && row.at > row.created_at
}

/// Both do it, or both refuse.
fn agreed(wanted: Outcome, done: store::Result<()>) -> Result<(), String> {
    match done {
        Ok(()) if wanted != Outcome::No => Ok(()),
        Err(store::Error::Refused(_)) if wanted == Outcome::No => Ok(()),
        Ok(()) => Err("it was done, and the model refuses it".to_owned()),
        Err(error) => Err(format!("{error} (the model: {wanted:?})")),
    }
}
