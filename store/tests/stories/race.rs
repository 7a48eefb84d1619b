//! Many at once: the row that is taken lets one pass after the other, and each judges what it finds.

use crate::both;
use crate::common::*;
use domain::{Refusal, UserId, Via};

/// How many pass is what these are about: nobody is held back for coming too fast.
async fn unthrottled(world: &World) {
    world.run("update guild set rules = '{\"throttle_opens\": 0}'").await;
}

both! {
    async fn of_200_submits_of_one_member_one_opens(world: World) {
        unthrottled(&world).await;
        world.run("update ticket_type set limit_per_member = 1").await;
        let opening = world.buying(MIA, "Mia").await;
        let opened = world
            .at_once(GUILD_ROW, 200, |n| {
                let (store, opening) = (world.store.clone(), submitted(opening.clone(), 1_000 + n));
                async move { store.open_ticket(&opening, START).await }
            })
            .await;
        assert_eq!(opened.iter().filter(|result| result.is_ok()).count(), 1);
        for late in opened.into_iter().filter(Result::is_err) {
            assert!(matches!(refusal(late), Refusal::OneIsOpen { .. }));
        }
        assert_eq!(world.count("select count(*) from ticket").await, 1);
        assert_eq!(world.count("select count(*) from event").await, 1);
        assert_eq!(world.count("select next_number from guild where id = 1000").await, 2, "refusals leave no gap");
    }

    async fn of_50_claims_one_holds(world: World) {
        let ticket = world.ticket().await;
        let (anna, ben) = (world.who(ANNA).await, world.who(BEN).await);
        let claimed = world
            .at_once(TICKET_ROWS, 50, |n| {
                let (store, who) = (world.store.clone(), if n % 2 == 0 { anna.clone() } else { ben.clone() });
                async move { store.claim(&who, ticket.id, Via::Discord, at(5)).await }
            })
            .await;
        assert_eq!(claimed.iter().filter(|result| result.is_ok()).count(), 1);
        for late in claimed.into_iter().filter(Result::is_err) {
            assert!(matches!(refusal(late), Refusal::ClaimedBy { .. } | Refusal::ClaimedByYou));
        }
        assert_eq!(world.deeds(&ticket).await, ["created", "claimed"]);
    }

    async fn a_thousand_opens_are_numbered_without_gap_or_double(world: World) {
        unthrottled(&world).await;
        let opening = world.buying(MIA, "Mia").await;
        let numbers = world
            .at_once(GUILD_ROW, 1_000, |n| {
                let store = world.store.clone();
                let customer = person(UserId(50_000 + n), &format!("Member {n}"));
                let opening = store::Opening { customer, ..submitted(opening.clone(), 5_000 + n) };
                async move { store.open_ticket(&opening, START).await.map(|opened| opened.ticket.number) }
            })
            .await;
        let mut numbers: Vec<i64> = numbers.into_iter().map(Result::unwrap).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=1_000).collect::<Vec<_>>());
        assert_eq!(world.count("select next_number from guild where id = 1000").await, 1_001);
    }

    async fn of_many_ends_one_counts_and_of_many_reopens_one_life_begins(world: World) {
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        world.store.solve(&anna, ticket.id, Via::Discord, at(4)).await.unwrap();
        let until = at(4).plus(std::time::Duration::from_hours(48));
        let ended = world
            .at_once(TICKET_ROWS, 40, |n| {
                let (store, anna, mia) = (world.store.clone(), anna.clone(), mia.clone());
                async move {
                    let close = store::Closing::Close { reason: None, confirmed: true };
                    match n % 4 {
                        0 => store.close_ticket(&anna, ticket.id, &close, Via::Web, until).await.is_ok(),
                        1 => store.close_ticket(&mia, ticket.id, &store::Closing::Accept, Via::Web, until).await.is_ok(),
                        2 => store.cancel(&anna, ticket.id, None, Via::Web, until).await.is_ok(),
                        _ => store.request_expires(ticket.id, until).await.is_err(),
                    }
                }
            })
            .await;
        // The timer may have been first: it says nothing.
        assert!(ended.into_iter().filter(|won| *won).count() <= 1);
        assert_eq!(world.deeds(&ticket).await.len(), 3);
        let keys = format!("select count(*) from due where ticket = {} and action = 'close_notice'", ticket.id);
        assert_eq!(world.count(&keys).await, 1);
        world.run("update ticket set closed_path = 'staff' where closed_path = 'cancelled'").await;
        world.force_status(&ticket, "closed").await;
        let reopened = world
            .at_once(TICKET_ROWS, 20, |_| {
                let (store, anna) = (world.store.clone(), anna.clone());
                async move { store.reopen(&anna, ticket.id, None, Via::Web, until).await.is_ok() }
            })
            .await;
        assert_eq!(reopened.into_iter().filter(|won| *won).count(), 1);
        assert_eq!(world.again(&ticket).await.lives, 2);
    }
}
