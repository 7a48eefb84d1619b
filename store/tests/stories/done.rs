//! Staff say that the work is done, how pressing it is, or that it is off.

use crate::both;
use crate::common::*;
use domain::{ClosedPath, DueAction, Priority, Refusal, Status, Via, WaitingOn};
use store::Closing;

both! {
    async fn the_member_is_asked_and_the_work_is_completed(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        let move_refused = Refusal::NoSuchMove { from: Status::Open, to: Status::Completed };
        assert_eq!(refusal(store.complete(&anna, ticket.id, Via::Web, at(4)).await), move_refused);
        assert_eq!(refusal(store.solve(&mia, ticket.id, Via::Web, at(4)).await), Refusal::StaffOnly);
        assert_eq!(refusal(store.complete(&mia, ticket.id, Via::Web, at(4)).await), Refusal::StaffOnly);
        let asked = store.solve(&anna, ticket.id, Via::Discord, at(5)).await.unwrap();
        assert_eq!((asked.status, asked.waiting_on), (Status::AwaitingConfirmation, WaitingOn::Customer));
        assert_eq!((asked.revision, asked.resolved_at), (ticket.revision + 1, None));
        assert!(store.solve(&anna, ticket.id, Via::Discord, at(6)).await.is_err());
        let done = store.complete(&anna, ticket.id, Via::Web, at(7)).await.unwrap();
        assert_eq!((done.status, done.resolved_at, done.closed_at), (Status::Completed, Some(at(7)), None));
        let closed = store.close_ticket(&anna, ticket.id, &Closing::Close { reason: None, confirmed: false }, Via::Web, at(8)).await.unwrap();
        assert_eq!((closed.status, closed.resolved_at), (Status::Closed, Some(at(7))));
        assert_eq!(refusal(store.solve(&anna, ticket.id, Via::Web, at(9)).await), Refusal::AlreadyClosed);
        assert_eq!(world.deeds(&ticket).await, ["created", "solved", "completed", "closed"]);
    }

    async fn a_priority_is_set_by_staff(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        assert_eq!(refusal(store.set_priority(&mia, ticket.id, Priority::High, Via::Web, at(5)).await), Refusal::StaffOnly);
        let olga = world.who(OLGA).await;
        let strange = store.set_priority(&olga, ticket.id, Priority::High, Via::Web, at(5)).await;
        assert_eq!(refusal(strange), Refusal::NoSuchTicket);
        let urgent = store.set_priority(&anna, ticket.id, Priority::Urgent, Via::Web, at(5)).await.unwrap();
        assert_eq!((urgent.priority, urgent.revision), (Priority::Urgent, ticket.revision));
        assert_eq!(store.set_priority(&anna, ticket.id, Priority::Urgent, Via::Web, at(6)).await.unwrap(), urgent);
        assert_eq!(world.deeds(&ticket).await, ["created", "prioritised"]);
        store.cancel(&anna, ticket.id, None, Via::Web, at(7)).await.unwrap();
        let late = store.set_priority(&anna, ticket.id, Priority::Low, Via::Web, at(8)).await;
        assert_eq!(refusal(late), Refusal::AlreadyCancelled);
    }

    async fn a_ticket_is_called_off(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia, noah) = (world.who(ANNA).await, world.who(MIA).await, world.who(NOAH).await);
        assert_eq!(refusal(store.cancel(&noah, ticket.id, None, Via::Web, at(4)).await), Refusal::StaffOnly);
        let off = store.cancel(&mia, ticket.id, Some("  found it myself "), Via::Discord, at(5)).await.unwrap();
        assert_eq!((off.status, off.closed_by, off.closed_path), (Status::Cancelled, Some(MIA), Some(ClosedPath::Cancelled)));
        assert_eq!((off.close_reason.as_deref(), off.closed_at, off.resolved_at), (Some("found it myself"), Some(at(5)), None));
        let due: Vec<_> = store.due_of(ticket.id).await.unwrap().into_iter().map(|due| due.action).collect();
        let all = [DueAction::CloseNotice, DueAction::TranscriptLink, DueAction::RenameClosed, DueAction::DeleteChannel];
        assert_eq!(due, all);
        assert_eq!(refusal(store.cancel(&mia, ticket.id, None, Via::Web, at(6)).await), Refusal::AlreadyCancelled);
        // Once staff has answered, only staff calls it off.
        let answered = world.placed(&world.buying(NOAH, "Noah").await).await;
        store.record_message(&said(&answered, 10, ANNA, "On it."), at(10)).await.unwrap();
        assert_eq!(refusal(store.cancel(&noah, answered.id, None, Via::Web, at(11)).await), Refusal::CancelAnswered);
        assert_eq!(store.cancel(&anna, answered.id, None, Via::Web, at(12)).await.unwrap().status, Status::Cancelled);
        let long = "x".repeat(1_001);
        let third = world.placed(&world.asking(NOAH, "Noah").await).await;
        assert!(matches!(refusal(store.cancel(&noah, third.id, Some(&long), Via::Web, at(13)).await), Refusal::TooLong { .. }));
    }
}
