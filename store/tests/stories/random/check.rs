//! What time does to the ticket, and how its rows are held against the model after each step.

use super::Play;
use crate::common::*;
use domain::{ChannelId, ClosedPath, DueAction, Provisioning, Status, Timestamp, WaitingOn, first_snowflake};
use std::time::Duration;
use store::Timed;

const LEASE: Duration = Duration::from_secs(30);

impl Play<'_> {
    /// Time passes, and what is due is done, as a performer does it.
    pub async fn time(&mut self) {
        self.second += self.dice.roll(40) * 3_600;
        self.trail.push(format!("time until {}", self.second));
        let store = &self.world.store;
        loop {
            let rows = store.due_claim(self.now(), LEASE, 50).await.unwrap();
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let Some(ticket) = row.ticket else { continue };
                let not_yet = match row.action {
                    DueAction::RequestExpires => {
                        store.request_expires(ticket, self.now()).await.map(|()| None).unwrap()
                    }
                    DueAction::SilenceWarning => not_yet(store.silence_warns(ticket, self.now()).await.unwrap()),
                    DueAction::SilenceEnds => not_yet(store.silence_ends(ticket, self.now()).await.unwrap()),
                    DueAction::Wake => store.wakes(ticket, self.now()).await.map(|()| None).unwrap(),
                    DueAction::DeleteChannel => store.channel_removed(ticket, self.now()).await.map(|()| None).unwrap(),
                    _ => None,
                };
                match not_yet {
                    Some(later) => {
                        assert!(later > self.now());
                        store.due_not_yet(row.id, later).await.unwrap();
                    }
                    None => store.due_done(row.id, None, self.now()).await.unwrap(),
                }
            }
        }
        if self.dice.roll(40) == 0 {
            store.customer_left(ACME, MIA, self.now()).await.unwrap();
        }
        self.follow_time().await;
    }

    /// What timers may have done, and nothing else.
    async fn follow_time(&mut self) {
        let row = self.world.again(&self.ticket).await;
        if row.status != self.model.status {
            let path = row.closed_path.unwrap();
            assert_eq!(row.status, Status::Closed, "{:#?}", self.trail);
            let from = self.model.status;
            assert!(from.may_become(Status::Closed), "{:#?}", self.trail);
            match path {
                ClosedPath::Timer => assert_eq!(from, Status::AwaitingConfirmation, "{:#?}", self.trail),
                ClosedPath::Silence => assert_eq!(self.ticket.waiting_on, WaitingOn::Customer),
                ClosedPath::Left => {}
                other => panic!("no timer closes by {other}: {:#?}", self.trail),
            }
            self.model.status = row.status;
        }
        self.model.snoozed = row.snoozed_until.is_some();
        self.model.events = self.world.deeds(&self.ticket).await.len();
    }

    /// Where a ticket that goes on has lost its channel it gets another one, as the bot gives it.
    pub async fn place_again(&mut self) {
        if self.ticket.provisioning == Provisioning::Wanted {
            let channel = ChannelId(first_snowflake(self.now()) + self.ticket.number);
            assert!(self.world.store.channel_made(self.ticket.id, channel).await.unwrap());
            self.world.store.ticket_placed(self.ticket.id, self.ticket.revision).await.unwrap();
            self.ticket = self.world.again(&self.ticket).await;
        }
    }

    /// The rows agree with the model and with each other.
    pub async fn agree(&mut self) {
        let (store, trail) = (&self.world.store, &self.trail);
        let row = self.world.again(&self.ticket).await;
        let model = &self.model;
        assert_eq!(row.status, model.status, "{trail:#?}");
        assert_eq!((row.assignee, row.claimed_at.is_some()), (model.assignee, model.assignee.is_some()), "{trail:#?}");
        assert_eq!(self.world.deeds(&row).await.len(), model.events, "{trail:#?}");
        assert_eq!(row.first_staff_at.is_some(), model.answered, "{trail:#?}");
        assert_eq!((row.lives, row.needed_help_at), (model.lives, model.helped_at), "{trail:#?}");
        let over = row.status.is_over();
        assert_eq!((row.closed_at.is_some(), row.closed_path.is_some()), (over, over), "{trail:#?}");
        assert_eq!(row.closed_path == Some(ClosedPath::Cancelled), row.status == Status::Cancelled, "{trail:#?}");
        let itself = matches!(row.closed_path, Some(ClosedPath::Timer | ClosedPath::Silence | ClosedPath::Left));
        assert_eq!(row.closed_by.is_some(), over && !itself, "{trail:#?}");
        assert_eq!(row.asked_at.is_some(), row.status == Status::AwaitingConfirmation, "{trail:#?}");
        assert_eq!(row.snoozed_until.is_some(), model.snoozed, "{trail:#?}");
        let due = store.due_of(row.id).await.unwrap();
        let count = |actions: &[DueAction]| due.iter().filter(|row| actions.contains(&row.action)).count();
        let silence = count(&[DueAction::SilenceWarning, DueAction::SilenceEnds]);
        let of_the_end = count(&[DueAction::CloseNotice, DueAction::DeleteChannel, DueAction::RenameClosed]);
        assert!(silence <= usize::from(!over), "{trail:#?}");
        assert!(over || of_the_end == 0, "{trail:#?}");
        assert_eq!(count(&[DueAction::Wake]), usize::from(model.snoozed), "{trail:#?}");
        let asked = row.asked_at.is_some();
        assert_eq!(count(&[DueAction::RequestExpires]), usize::from(asked), "{trail:#?}");
        if row.waiting_on == WaitingOn::Customer && !over && !row.silence_paused {
            assert_eq!(silence, 1, "{trail:#?}");
        }
        self.ticket = row;
    }
}

fn not_yet(timed: Timed) -> Option<Timestamp> {
    if let Timed::NotYet(at) = timed { Some(at) } else { None }
}
