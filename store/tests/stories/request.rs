//! The question whether it is solved: asked, answered, taken back, run out of time.

use crate::both;
use crate::common::*;
use domain::{ClosedPath, DueAction, Refusal, Status, Ticket, Timestamp, Via, WaitingOn};
use std::time::Duration;
use store::Closing;

const DAY: Duration = Duration::from_hours(24);

async fn due(world: &World, ticket: &Ticket) -> Vec<(DueAction, Timestamp)> {
    world.store.due_of(ticket.id).await.unwrap().iter().map(|row| (row.action, row.at)).collect()
}

both! {
    async fn it_is_asked_and_accepted(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia, noah) = (world.who(ANNA).await, world.who(MIA).await, world.who(NOAH).await);
        assert_eq!(refusal(store.close_ticket(&mia, ticket.id, &Closing::Accept, Via::Discord, at(4)).await), Refusal::NothingAsked);
        let asked = store.solve(&anna, ticket.id, Via::Discord, at(5)).await.unwrap();
        assert_eq!((asked.asked_at, asked.asked_by, asked.waiting_on), (Some(at(5)), Some(ANNA), WaitingOn::Customer));
        assert_eq!(due(&world, &ticket).await, [(DueAction::AskSolved, at(5)), (DueAction::RequestExpires, at(5).plus(2 * DAY))]);
        assert_eq!(refusal(store.close_ticket(&noah, ticket.id, &Closing::Accept, Via::Discord, at(6)).await), Refusal::CustomerOnly);
        let timers = store.timers(&mia, ticket.id).await.unwrap();
        assert_eq!(timers.iter().map(|row| row.action).collect::<Vec<_>>(), [DueAction::RequestExpires]);
        assert_eq!(refusal(store.timers(&noah, ticket.id).await), Refusal::NoSuchTicket);
        let closed = store.close_ticket(&mia, ticket.id, &Closing::Accept, Via::Web, at(7)).await.unwrap();
        assert_eq!((closed.status, closed.closed_path, closed.resolved_at), (Status::Closed, Some(ClosedPath::Accepted), Some(at(7))));
        assert_eq!((closed.asked_at, closed.asked_by), (None, None));
        let left = due(&world, &ticket).await;
        assert!(left.iter().all(|(action, _)| !matches!(action, DueAction::AskSolved | DueAction::RequestExpires)), "{left:?}");
        assert_eq!(world.deeds(&ticket).await, ["created", "solved", "accepted"]);
        store.request_expires(ticket.id, at(9).plus(2 * DAY)).await.unwrap();
        assert_eq!(world.again(&ticket).await, closed);
    }

    async fn it_is_refused_and_taken_back(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        for (second, refused) in [(10, true), (20, false)] {
            store.solve(&anna, ticket.id, Via::Discord, at(second)).await.unwrap();
            let back = if refused {
                assert_eq!(refusal(store.refuse_solved(&anna, ticket.id, Via::Web, at(second)).await), Refusal::CustomerOnly);
                store.refuse_solved(&mia, ticket.id, Via::Web, at(second + 1)).await
            } else {
                assert_eq!(refusal(store.unsolve(&mia, ticket.id, Via::Web, at(second)).await), Refusal::StaffOnly);
                store.unsolve(&anna, ticket.id, Via::Web, at(second + 1)).await
            };
            let back = back.unwrap();
            assert_eq!((back.status, back.waiting_on, back.asked_at), (Status::InProgress, WaitingOn::Staff, None));
            assert!(due(&world, &ticket).await.is_empty());
        }
        assert_eq!(refusal(store.unsolve(&anna, ticket.id, Via::Web, at(30)).await), Refusal::NothingAsked);
        assert_eq!(refusal(store.refuse_solved(&mia, ticket.id, Via::Web, at(30)).await), Refusal::NothingAsked);
        assert_eq!(world.deeds(&ticket).await, ["created", "solved", "refused", "solved", "unsolved"]);
    }

    async fn a_word_of_the_member_answers_it(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let anna = world.who(ANNA).await;
        let asked = store.solve(&anna, ticket.id, Via::Discord, at(5)).await.unwrap();
        store.record_message(&said(&ticket, 10, MIA, "Not quite."), at(10)).await.unwrap();
        let back = world.again(&ticket).await;
        assert_eq!((back.status, back.waiting_on, back.asked_at), (Status::InProgress, WaitingOn::Staff, None));
        assert_eq!(back.revision, asked.revision + 1, "its buttons are to go");
        assert!(due(&world, &ticket).await.is_empty());
        store.record_message(&said(&ticket, 11, MIA, "Really not."), at(11)).await.unwrap();
        let view = store.ticket_view(&anna, ticket.number).await.unwrap();
        let last = view.timeline.last().unwrap();
        assert_eq!((last.deed.as_str(), last.actor, last.at), ("refused", Some(MIA), at(10)));
        assert_eq!((last.from_value.as_deref(), last.to_value.as_deref()), (Some("awaiting_confirmation"), Some("in_progress")));
        assert_eq!(world.deeds(&ticket).await, ["created", "solved", "refused"]);
        // Asking for help answers it as well.
        store.solve(&anna, ticket.id, Via::Discord, at(20)).await.unwrap();
        let helped = store.need_help(&world.who(MIA).await, ticket.id, Via::Discord, at(21)).await.unwrap();
        assert_eq!((helped.status, helped.asked_at), (Status::InProgress, None));
        assert_eq!(due(&world, &ticket).await, [(DueAction::HelpPing, at(21))]);
    }

    async fn its_time_runs_out(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let anna = world.who(ANNA).await;
        store.solve(&anna, ticket.id, Via::Discord, at(5)).await.unwrap();
        let until = at(5).plus(2 * DAY);
        store.request_expires(ticket.id, until.minus(Duration::from_millis(1))).await.unwrap();
        assert_eq!(world.again(&ticket).await.status, Status::AwaitingConfirmation);
        // More time was given meanwhile: the rest is waited for, and said in a row.
        world.run("update ticket_type set conduct = '{\"request_hours\": 72}'").await;
        store.request_expires(ticket.id, until).await.unwrap();
        store.request_expires(ticket.id, until).await.unwrap();
        let later: Vec<_> = due(&world, &ticket).await.into_iter().filter(|(_, at)| *at > until).collect();
        assert_eq!(later, [(DueAction::RequestExpires, at(5).plus(3 * DAY))]);
        let end = at(5).plus(3 * DAY);
        store.request_expires(ticket.id, end).await.unwrap();
        let closed = world.again(&ticket).await;
        assert_eq!((closed.status, closed.closed_path, closed.closed_by), (Status::Closed, Some(ClosedPath::Timer), None));
        assert_eq!((closed.closed_at, closed.resolved_at), (Some(end), None));
        assert_eq!(world.deeds(&ticket).await, ["created", "solved", "expired"]);
    }

    async fn of_two_requests_the_last_counts(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let anna = world.who(ANNA).await;
        store.solve(&anna, ticket.id, Via::Discord, at(5)).await.unwrap();
        store.unsolve(&anna, ticket.id, Via::Discord, at(6)).await.unwrap();
        store.solve(&anna, ticket.id, Via::Discord, at(100)).await.unwrap();
        store.request_expires(ticket.id, at(5).plus(2 * DAY)).await.unwrap();
        assert_eq!(world.again(&ticket).await.status, Status::AwaitingConfirmation);
        let rows = store.due_of(ticket.id).await.unwrap();
        let planned = rows.iter().find(|row| row.action == DueAction::RequestExpires).unwrap();
        assert_eq!(planned.at, at(100).plus(2 * DAY));
        // Staff let it stand for ever.
        let stopped = store.stop_timer(&anna, ticket.id, planned.id, Via::Web, at(200)).await.unwrap();
        assert_eq!(stopped.status, Status::AwaitingConfirmation);
        assert!(store.timers(&anna, ticket.id).await.unwrap().is_empty());
        assert_eq!(refusal(store.stop_timer(&anna, ticket.id, planned.id, Via::Web, at(201)).await), Refusal::TooLateToStop);
        assert_eq!(world.deeds(&ticket).await, ["created", "solved", "unsolved", "solved", "timer_stopped"]);
    }
}
