//! Who waits for a place of a type that is full: in which order they come in, and what takes them out of the line.

use super::stranger;
use crate::both;
use crate::common::*;
use domain::setting::{BlockDraft, Blocked};
use domain::{DueAction, GuildRules, OpeningRules, Refusal, Status, TypeState, UserId, Via};
use std::collections::BTreeSet;
use store::{Closing, Opening, Transfer};

both! {
    /// 200 submits at once for five places: nobody is lost, everybody knows their place, and all come in in their order.
    async fn a_full_type_is_waited_for(world: World) {
        world.rule_guild(GuildRules { throttle_opens: 0, ..GuildRules::default() }).await;
        world.rule(OpeningRules { limit_total: 5, waiting_list: true, ..OpeningRules::default() }).await;
        let kind = world.type_of(ACME, "buy-gold").await;
        let opening = world.buying(MIA, "Mia").await;
        let store = world.store.clone();
        let told = world.at_once(GUILD_ROW, 200, move |n| {
            let opening = submitted(Opening { customer: person(stranger(n), &format!("W{n}")), ..opening.clone() }, 1_000 + n);
            let store = store.clone();
            async move { (n, store.open_ticket(&opening, at(1)).await) }
        }).await;
        let mut places: Vec<(i64, i64)> = Vec::new();
        let mut open = Vec::new();
        for (n, told) in told {
            match told {
                Ok(opened) => open.push(opened.ticket),
                told => {
                    let Refusal::InLine { position } = refusal(told) else { panic!("neither open nor in line") };
                    places.push((position, n));
                }
            }
        }
        assert_eq!(open.iter().map(|ticket| ticket.number).collect::<BTreeSet<_>>(), (1..=5).collect());
        places.sort_unstable();
        assert_eq!(places.iter().map(|(place, _)| *place).collect::<Vec<_>>(), (1..=195).collect::<Vec<_>>());
        let line = world.store.line(ACME, kind).await.unwrap();
        let order: Vec<UserId> = places.iter().map(|(_, n)| stranger(*n)).collect();
        assert_eq!(line.iter().map(|one| one.customer).collect::<Vec<_>>(), order);
        // The same submit again, and the same member again, stand where they stood.
        let (place, n) = places[6];
        let again = Opening { customer: person(stranger(n), "W"), ..world.buying(MIA, "Mia").await };
        assert_eq!(world.refused(&again, 2).await, Refusal::InLine { position: place });
        assert_eq!(world.store.waits_since(domain::InteractionId(1_000 + n)).await.unwrap(), Some((kind, place)));
        // Each end lets in the next, as the row says that it writes.
        let mut came = Vec::new();
        let mut second = 10;
        while let Some(ticket) = open.pop() {
            world.close(&ticket, second).await;
            for due in world.due_now(DueAction::AdmitWaiting, second).await {
                let came_now = world.store.admit_waiting(ACME, kind, at(second)).await.unwrap();
                world.store.due_done(due.id, None, at(second)).await.unwrap();
                came.extend(came_now.iter().map(|ticket| ticket.customer));
                open.extend(came_now);
            }
            let busy = world.count("select count(*) from ticket where status = 'open'").await;
            assert!(busy <= 5, "{busy} are open");
            second += 1;
        }
        assert_eq!(came, order);
        let numbers = world.count("select count(distinct number) from ticket where number between 1 and 200").await;
        assert_eq!((numbers, world.count("select count(*) from ticket").await), (200, 200));
        assert_eq!(world.store.lines(ACME).await.unwrap(), []);
        assert_eq!(world.count("select next_number from guild where id = 1000").await, 201);
    }

    /// Taken out of the line and let in at the same moment: one of the two.
    async fn nobody_is_let_in_and_sent_away(world: World) {
        world.rule(OpeningRules { limit_total: 1, waiting_list: true, ..OpeningRules::default() }).await;
        let kind = world.type_of(ACME, "buy-gold").await;
        let first = world.ticket().await;
        assert!(matches!(world.refused(&world.buying(NOAH, "Noah").await, 1).await, Refusal::InLine { .. }));
        world.close(&first, 2).await;
        let (anna, line) = (world.who(ANNA).await, world.store.line(ACME, kind).await.unwrap());
        let (store, waiting) = (world.store.clone(), line[0].id);
        world.at_once("update waiting set at = at", 2, move |n| {
            let (store, anna) = (store.clone(), anna.clone());
            async move {
                match n {
                    0 => drop(store.admit_waiting(ACME, kind, at(3)).await.unwrap()),
                    _ => drop(store.remove_waiting(&anna, waiting, at(3)).await),
                }
            }
        }).await;
        let opened = world.count("select count(*) from ticket where customer = 7").await;
        assert_eq!(opened + world.count("select count(*) from due where action = 'line_notice'").await, 1);
    }

    /// Ends and joins at the same moment: nobody waits beside a free place without a row that lets them in.
    async fn nobody_waits_beside_a_free_place(world: World) {
        world.rule(OpeningRules { limit_total: 1, waiting_list: true, ..OpeningRules::default() }).await;
        let kind = world.type_of(ACME, "buy-gold").await;
        let mut ticket = world.store.open_ticket(&world.buying(stranger(0), "W0").await, START).await.unwrap().ticket;
        for round in 1..30 {
            let (store, owner) = (world.store.clone(), world.who(OWNER).await);
            let opening = world.buying(stranger(round), &format!("W{round}")).await;
            let closing = Closing::Close { reason: None, confirmed: false };
            let now = at(100 * u64::try_from(round).unwrap());
            let (closed, told) = tokio::join!(
                store.close_ticket(&owner, ticket.id, &closing, Via::Web, now),
                store.open_ticket(&opening, now),
            );
            closed.unwrap();
            ticket = match told {
                Ok(opened) => opened.ticket,
                told => {
                    assert_eq!(refusal(told), Refusal::InLine { position: 1 });
                    let rows = world.count("select count(*) from due where action = 'admit_waiting' and done_at is null").await;
                    assert_eq!(rows, 1, "round {round}");
                    store.admit_waiting(ACME, kind, now).await.unwrap().remove(0)
                }
            };
            world.run("update due set done_at = 1 where done_at is null").await;
        }
    }

    async fn who_may_no_longer_is_skipped_and_told(world: World) {
        let store = &world.store;
        world.rule(OpeningRules { limit_total: 1, waiting_list: true, ..OpeningRules::default() }).await;
        let kind = world.type_of(ACME, "buy-gold").await;
        let first = world.ticket().await;
        for (n, name) in [(1, "blocked"), (2, "gone"), (3, "next"), (4, "left")] {
            let told = world.refused(&world.buying(stranger(n), name).await, 1).await;
            assert_eq!(told, Refusal::InLine { position: n });
        }
        assert!(store.leave_line(ACME, kind, stranger(4)).await.unwrap());
        assert!(!store.leave_line(ACME, kind, stranger(4)).await.unwrap());
        let block = BlockDraft { whom: Blocked::Person(stranger(1)), reason: None, until: None };
        store.block(&world.who(ANNA).await, &block, Via::Web, at(2)).await.unwrap();
        store.member_left(ACME, stranger(2), at(2)).await.unwrap();
        let owner = world.owner(ACME).await;
        store.set_type_state(&owner, kind, TypeState::Paused, None, Via::Web, at(3)).await.unwrap();
        world.close(&first, 4).await;
        assert_eq!(store.admit_waiting(ACME, kind, at(5)).await.unwrap(), [], "nobody comes in while it is paused");
        assert_eq!(store.line(ACME, kind).await.unwrap().len(), 3);
        store.set_type_state(&owner, kind, TypeState::Active, None, Via::Web, at(6)).await.unwrap();
        assert!(!world.due_now(DueAction::AdmitWaiting, 6).await.is_empty());
        let came = store.admit_waiting(ACME, kind, at(7)).await.unwrap();
        assert_eq!(came.iter().map(|ticket| (ticket.customer, ticket.number)).collect::<Vec<_>>(), [(stranger(3), 2)]);
        let told = world.due_now(DueAction::LineNotice, 8).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].payload["person"], stranger(1).to_string());
        assert!(told[0].payload["refusal"]["Blocked"].is_object(), "{}", told[0].payload);
        // The type is taken away: nobody waits for it any longer.
        assert_eq!(world.refused(&world.buying(stranger(5), "late").await, 9).await, Refusal::InLine { position: 1 });
        world.run("update due set done_at = 1 where done_at is null").await;
        store.delete_type(&owner, kind, Via::Web, at(10)).await.unwrap();
        assert_eq!(world.due_now(DueAction::AdmitWaiting, 10).await.len(), 1);
        assert_eq!(store.admit_waiting(ACME, kind, at(11)).await.unwrap(), []);
        assert_eq!(world.due_now(DueAction::LineNotice, 11).await.last().unwrap().payload["refusal"], "TypeGone");
        assert_eq!(world.count("select count(*) from waiting").await, 0);
    }

    async fn every_way_out_of_a_place_lets_in_the_next(world: World) {
        let store = &world.store;
        world.rule(OpeningRules { limit_total: 1, waiting_list: true, ..OpeningRules::default() }).await;
        let kind = world.type_of(ACME, "buy-gold").await;
        let owner = world.who(OWNER).await;
        let mut ticket = world.ticket().await;
        for way in 0..4 {
            let n = i64::from(way) + 1;
            assert_eq!(world.refused(&world.buying(stranger(n), "next").await, 1).await, Refusal::InLine { position: 1 });
            match way {
                0 => {
                    store.solve(&owner, ticket.id, Via::Web, at(2)).await.unwrap();
                    let done = store.complete(&owner, ticket.id, Via::Web, at(2)).await.unwrap();
                    assert_eq!(done.status, Status::Completed);
                }
                1 => {
                    let to = Transfer::Type(world.type_of(ACME, "sell-gold").await);
                    store.transfer(&owner, ticket.id, &to, Via::Web, at(2)).await.unwrap();
                }
                2 => store.opening_failed(ticket.id, "no room", at(2)).await.unwrap(),
                _ => drop(store.cancel(&owner, ticket.id, None, Via::Web, at(2)).await.unwrap()),
            }
            let due = world.due_now(DueAction::AdmitWaiting, 3).await;
            assert_eq!(due.len(), 1, "way {way}");
            world.run("update due set done_at = 1 where done_at is null").await;
            ticket = store.admit_waiting(ACME, kind, at(3)).await.unwrap().remove(0);
        }
        // More places, or no limit at all.
        for n in 10..13 {
            world.refused(&world.buying(stranger(n), "more").await, 4).await;
        }
        world.rule(OpeningRules { limit_total: 2, waiting_list: true, ..OpeningRules::default() }).await;
        assert_eq!(world.due_now(DueAction::AdmitWaiting, 5).await.len(), 1);
        assert_eq!(store.admit_waiting(ACME, kind, at(5)).await.unwrap().len(), 1);
        world.rule(OpeningRules::default()).await;
        assert_eq!(store.admit_waiting(ACME, kind, at(6)).await.unwrap().len(), 2);
    }

    async fn staff_let_in_and_send_away(world: World) {
        let store = &world.store;
        world.rule(OpeningRules { limit_total: 1, waiting_list: true, ..OpeningRules::default() }).await;
        let kind = world.type_of(ACME, "buy-gold").await;
        world.ticket().await;
        for n in 1..4 {
            world.refused(&world.buying(stranger(n), "w").await, 1).await;
        }
        let line = store.line(ACME, kind).await.unwrap();
        let anna = world.who(ANNA).await;
        assert_eq!(refusal(store.open_waiting(&world.who(TOM).await, line[1].id, at(2)).await), Refusal::StaffOnly);
        assert_eq!(refusal(store.open_waiting(&world.who(OLGA).await, line[1].id, at(2)).await), Refusal::NotFound);
        let ticket = store.open_waiting(&anna, line[1].id, at(2)).await.unwrap();
        assert_eq!((ticket.customer, ticket.number), (stranger(2), 2));
        store.remove_waiting(&anna, line[0].id, at(3)).await.unwrap();
        assert_eq!(refusal(store.remove_waiting(&anna, line[0].id, at(3)).await), Refusal::NotFound);
        assert_eq!(world.due_now(DueAction::LineNotice, 3).await[0].payload["refusal"], serde_json::Value::Null);
        let left = store.line(ACME, kind).await.unwrap();
        assert_eq!(left.iter().map(|one| (one.customer, one.position)).collect::<Vec<_>>(), [(stranger(3), 1)]);
        assert_eq!(world.count("select next_number from guild where id = 1000").await, 3);
    }
}
