//! What is due: leased to one, in order, done once.

use crate::both;
use crate::common::*;
use domain::{Bell, Due, MessageId, Ticket, Timestamp, Via};
use std::time::Duration;
use store::Closing;

const LEASE: Duration = Duration::from_secs(30);

async fn closed(world: &World, ticket: &Ticket) {
    let owner = world.who(OWNER).await;
    world
        .store
        .close_ticket(&owner, ticket.id, &Closing::Close { reason: None, confirmed: false }, Via::Web, at(5))
        .await
        .unwrap();
}

async fn take(world: &World, now: Timestamp) -> Vec<Due> {
    world.store.due_claim(now, LEASE, 10).await.unwrap()
}

fn actions(rows: &[Due]) -> Vec<&'static str> {
    rows.iter().map(|row| row.action.as_str()).collect()
}

both! {
    async fn rows_of_a_ticket_keep_their_order(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        closed(&world, &ticket).await;
        assert!(take(&world, at(4)).await.is_empty(), "nothing is due yet");
        let first = take(&world, at(5)).await;
        assert_eq!(actions(&first), ["close_notice"]);
        assert!(take(&world, at(6)).await.is_empty(), "leased, and the others wait for it");
        assert_eq!(store.due_next(at(6)).await.unwrap(), Some(at(35)), "the end of the lease");
        // Put off: it still stands in front.
        let mut bell = store.subscribe();
        store.due_later(first[0].id, at(20), "Discord is slow").await.unwrap();
        assert_eq!(bell.try_recv(), Ok(Bell::Due { due: first[0].id }));
        assert_eq!(store.due_next(at(7)).await.unwrap(), Some(at(20)));
        assert!(take(&world, at(19)).await.is_empty());
        let again = take(&world, at(20)).await;
        assert_eq!((actions(&again), again[0].attempts, again[0].failure.as_deref()), (vec!["close_notice"], 1, Some("Discord is slow")));
        store.due_done(again[0].id, Some(MessageId(900)), at(21)).await.unwrap();
        assert_eq!(store.due_of_message(MessageId(900)).await.unwrap(), Some(again[0].id));
        assert_eq!(store.due_of_message(MessageId(901)).await.unwrap(), None);
        // Done is done.
        store.due_later(again[0].id, at(22), "no").await.unwrap();
        store.due_done(again[0].id, Some(MessageId(901)), at(22)).await.unwrap();
        assert_eq!(store.due_of_message(MessageId(901)).await.unwrap(), None);
        let link = take(&world, at(22)).await;
        assert_eq!(actions(&link), ["transcript_link"]);
        store.due_done(link[0].id, None, at(23)).await.unwrap();
        let rename = take(&world, at(23)).await;
        assert_eq!(actions(&rename), ["rename_closed"]);
        store.due_done(rename[0].id, None, at(24)).await.unwrap();
        let deletion = at(5).plus(Duration::from_hours(14 * 24));
        assert_eq!(store.due_next(at(24)).await.unwrap(), Some(deletion));
        assert_eq!(actions(&take(&world, deletion).await), ["delete_channel"]);
    }

    async fn a_crash_gives_the_row_back(world: World) {
        let ticket = world.ticket().await;
        closed(&world, &ticket).await;
        let first = take(&world, at(5)).await;
        assert!(take(&world, at(34)).await.is_empty());
        assert_eq!(world.store.due_next(at(34)).await.unwrap(), Some(at(35)));
        let again = take(&world, at(35)).await;
        // Somebody was at it, and may have done it.
        assert_eq!(again, [Due { claims: 2, ..first[0].clone() }]);
    }

    async fn however_many_leases_stand_the_next_row_is_seen(world: World) {
        for n in 0..20 {
            let ticket = world.placed(&world.buying(domain::UserId(500 + n), "Somebody").await).await;
            closed(&world, &ticket).await;
        }
        assert_eq!(world.store.due_claim(at(5), LEASE, 19).await.unwrap().len(), 19);
        assert_eq!(world.store.due_next(at(6)).await.unwrap(), Some(at(5)));
        assert_eq!(world.store.due_claim(at(6), LEASE, 19).await.unwrap().len(), 1);
        assert_eq!(world.store.due_next(at(7)).await.unwrap(), Some(at(35)));
    }

    async fn what_is_put_off_for_later_waits_only_for_the_untried(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        closed(&world, &ticket).await;
        let deletion = at(5).plus(Duration::from_hours(14 * 24));
        // All is due, nothing was tried: in order.
        assert_eq!(actions(&take(&world, deletion).await), ["close_notice"]);
        for action in ["close_notice", "transcript_link"] {
            world.run(&format!("update due set done_at = 1 where action = '{action}'")).await;
        }
        // A rename that Discord puts off again and again keeps no channel for ever.
        let rename = store.due_of(ticket.id).await.unwrap()[0].id;
        store.due_later(rename, deletion.plus(LEASE), "twice in ten minutes").await.unwrap();
        assert_eq!(store.due_next(deletion).await.unwrap(), Some(deletion));
        assert_eq!(actions(&take(&world, deletion).await), ["delete_channel"]);
    }

    async fn tickets_do_not_wait_for_each_other(world: World) {
        let one = world.ticket().await;
        let two = world.placed(&world.asking(NOAH, "Noah").await).await;
        closed(&world, &one).await;
        closed(&world, &two).await;
        let rows = take(&world, at(5)).await;
        assert_eq!(actions(&rows), ["close_notice", "close_notice"]);
        assert_eq!(rows.iter().map(|row| row.ticket).collect::<Vec<_>>(), [Some(one.id), Some(two.id)]);
        assert_eq!(world.store.due_claim(at(35), LEASE, 1).await.unwrap().len(), 1, "no more than asked for");
    }

    async fn of_many_claimers_one_gets_a_row(world: World) {
        for n in 0..6 {
            let ticket = world.placed(&world.buying(domain::UserId(500 + n), "Somebody").await).await;
            closed(&world, &ticket).await;
        }
        let claims = world
            .at_once(DUE_ROWS, 12, |_| {
                let store = world.store.clone();
                async move { store.due_claim(at(5), LEASE, 3).await.unwrap() }
            })
            .await;
        let mut rows: Vec<_> = claims.into_iter().flatten().map(|row| row.id).collect();
        let given = rows.len();
        rows.sort_unstable();
        rows.dedup();
        assert_eq!(given, rows.len(), "no row twice");
        rows.extend(world.store.due_claim(at(5), LEASE, 99).await.unwrap().iter().map(|row| row.id));
        assert_eq!(rows.len(), 6, "and none lost");
    }

    async fn nothing_is_due_at_first(world: World) {
        assert_eq!(world.store.due_next(at(5)).await.unwrap(), None);
        assert!(take(&world, at(5)).await.is_empty());
    }
}
