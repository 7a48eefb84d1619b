//! Closing: by whom, along which path, and what is due afterwards.

use crate::both;
use crate::common::*;
use domain::{ClosedPath, Refusal, Status, Ticket, Timestamp, Via};
use std::time::Duration;
use store::Closing;

fn because(reason: &str) -> Closing {
    Closing::Close { reason: Some(reason.to_owned()), confirmed: false }
}

async fn due(world: &World, ticket: &Ticket) -> Vec<(&'static str, Timestamp)> {
    let rows = world.store.due_of(ticket.id).await.unwrap();
    rows.iter().map(|row| (row.action.as_str(), row.at)).collect()
}

both! {
    async fn staff_close_with_a_reason(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let anna = world.who(ANNA).await;
        let mut bell = store.subscribe();
        let closed = store.close_ticket(&anna, ticket.id, &because("  Delivered.\0 "), Via::Discord, at(5)).await.unwrap();
        assert_eq!((closed.status, closed.closed_at, closed.closed_by), (Status::Closed, Some(at(5)), Some(ANNA)));
        assert_eq!((closed.closed_path, closed.close_reason.as_deref()), (Some(ClosedPath::Staff), Some("Delivered.\u{FFFD}")));
        assert_eq!((closed.revision, closed.resolved_at), (ticket.revision + 1, None));
        let in_14_days = at(5).plus(Duration::from_hours(14 * 24));
        assert_eq!(
            due(&world, &ticket).await,
            [("close_notice", at(5)), ("transcript_link", at(5)), ("rename_closed", at(5)), ("delete_channel", in_14_days)]
        );
        let mut rung = 0;
        while bell.try_recv().is_ok() {
            rung += 1;
        }
        assert_eq!(rung, 5, "the ticket and four due rows");
        assert_eq!(refusal(store.close_ticket(&anna, ticket.id, &because("x"), Via::Web, at(6)).await), Refusal::AlreadyClosed);
        let mia = world.who(MIA).await;
        assert_eq!(refusal(store.close_ticket(&mia, ticket.id, &Closing::ItWorks, Via::Web, at(6)).await), Refusal::AlreadyClosed);
        assert_eq!(world.again(&ticket).await, closed);
        assert_eq!(world.deeds(&ticket).await, ["created", "closed"]);
    }

    async fn the_type_says_what_becomes_of_the_channel(world: World) {
        let store = &world.store;
        let owner = world.who(OWNER).await;
        let close = Closing::Close { reason: None, confirmed: false };
        let general = world.placed(&world.asking(MIA, "Mia").await).await;
        store.close_ticket(&owner, general.id, &close, Via::Web, at(5)).await.unwrap();
        assert_eq!(
            due(&world, &general).await,
            [("close_notice", at(5)), ("transcript_link", at(5)), ("delete_channel", at(10))]
        );
        world.run("update ticket_type set when_closed = 'keep'").await;
        let kept = world.ticket().await;
        store.close_ticket(&owner, kept.id, &close, Via::Web, at(5)).await.unwrap();
        assert_eq!(due(&world, &kept).await, [("close_notice", at(5)), ("transcript_link", at(5)), ("rename_closed", at(5))]);
    }

    async fn it_works_says_the_member(world: World) {
        let store = &world.store;
        let (mia, anna) = (world.who(MIA).await, world.who(ANNA).await);
        let ticket = world.ticket().await;
        assert_eq!(refusal(store.close_ticket(&anna, ticket.id, &Closing::ItWorks, Via::Discord, at(5)).await), Refusal::CustomerOnly);
        world.force_status(&ticket, "awaiting_confirmation").await;
        let closed = store.close_ticket(&mia, ticket.id, &Closing::ItWorks, Via::Discord, at(5)).await.unwrap();
        assert_eq!((closed.status, closed.closed_path), (Status::Closed, Some(ClosedPath::ItWorks)));
        assert_eq!((closed.resolved_at, closed.closed_by), (Some(at(5)), Some(MIA)));
        assert_eq!(world.deeds(&ticket).await, ["created", "confirmed"]);
        let view = store.ticket_view(&mia, ticket.number).await.unwrap();
        let confirmed = &view.timeline[1];
        assert_eq!((confirmed.from_value.as_deref(), confirmed.to_value.as_deref()), (Some("awaiting_confirmation"), Some("closed")));

        let helped = world.ticket().await;
        store.need_help(&mia, helped.id, Via::Discord, at(6)).await.unwrap();
        let closed = store.close_ticket(&mia, helped.id, &Closing::ItWorks, Via::Discord, at(7)).await.unwrap();
        assert_eq!(closed.closed_path, Some(ClosedPath::AfterHelp));

        let own = world.ticket().await;
        let closed = store.close_ticket(&mia, own.id, &because("Never mind"), Via::Web, at(8)).await.unwrap();
        assert_eq!((closed.closed_path, closed.resolved_at), (Some(ClosedPath::Member), None));
    }

    async fn a_completed_ticket_is_closed_too(world: World) {
        let ticket = world.ticket().await;
        world.force_status(&ticket, "completed").await;
        let anna = world.who(ANNA).await;
        let closed = world.store.close_ticket(&anna, ticket.id, &because(" "), Via::Web, at(5)).await.unwrap();
        assert_eq!((closed.status, closed.close_reason), (Status::Closed, None));
    }

    async fn others_are_refused(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        for user in [NOAH, TOM, VERA] {
            let who = world.who(user).await;
            let close = because("mine now");
            assert_eq!(refusal(store.close_ticket(&who, ticket.id, &close, Via::Web, at(5)).await), Refusal::StaffOnly);
        }
        let olga = world.who(OLGA).await;
        assert_eq!(refusal(store.close_ticket(&olga, ticket.id, &because("x"), Via::Web, at(5)).await), Refusal::NoSuchTicket);
        let anna = world.who(ANNA).await;
        let long = because(&"é".repeat(1_001));
        assert!(matches!(
            refusal(store.close_ticket(&anna, ticket.id, &long, Via::Web, at(5)).await),
            Refusal::TooLong { length: 1_001, max: 1_000, .. }
        ));
        assert_eq!(world.again(&ticket).await, ticket);
        world.force_status(&ticket, "cancelled").await;
        assert_eq!(refusal(store.close_ticket(&anna, ticket.id, &because("x"), Via::Web, at(5)).await), Refusal::AlreadyCancelled);
        assert!(store.due_of(ticket.id).await.unwrap().is_empty());
    }

    async fn of_many_closes_one_counts(world: World) {
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        let closed = world
            .at_once(TICKET_ROWS, 20, |n| {
                let (store, who) = (world.store.clone(), if n % 2 == 0 { anna.clone() } else { mia.clone() });
                async move { store.close_ticket(&who, ticket.id, &because("x"), Via::Discord, at(5)).await }
            })
            .await;
        assert_eq!(closed.iter().filter(|result| result.is_ok()).count(), 1);
        for late in closed.into_iter().filter(Result::is_err) {
            assert_eq!(refusal(late), Refusal::AlreadyClosed);
        }
        assert_eq!(world.deeds(&ticket).await, ["created", "closed"]);
        assert_eq!(world.store.due_of(ticket.id).await.unwrap().len(), 4);
    }
}
