//! Races: what many do at the same moment happens once, and leaves a history that the table of moves allows.

use super::dice::Dice;
use crate::both;
use crate::common::*;
use domain::{Access, MemberFacts, Refusal, Ticket, UserId, Via};
use std::collections::BTreeSet;
use std::time::Duration;
use store::{Closing, Opening};

/// Product's table, and the one move beside it.
const MOVES: &[(&str, &str)] = &[
    ("open", "in_progress"),
    ("open", "closed"),
    ("open", "cancelled"),
    ("in_progress", "awaiting_confirmation"),
    ("in_progress", "closed"),
    ("in_progress", "cancelled"),
    ("awaiting_confirmation", "completed"),
    ("awaiting_confirmation", "in_progress"),
    ("awaiting_confirmation", "closed"),
    ("awaiting_confirmation", "cancelled"),
    ("completed", "closed"),
    ("closed", "in_progress"),
];
/// What one deed may pass through.
const THROUGH: &[(&str, &str)] = &[("open", "awaiting_confirmation"), ("awaiting_confirmation", "closed")];

/// One of many staff of billing.
async fn staff(world: &World, n: i64) -> Access {
    let facts = MemberFacts { roles: vec![BILLING_STAFF], ..MemberFacts::default() };
    world.store.access_with(ACME, UserId(5_000 + n), &facts).await.unwrap()
}

/// No throttle stands before a crowd.
async fn let_crowds_in(world: &World) {
    world.run("update guild set rules = '{\"throttle_opens\":0}'").await;
}

/// Deed, actor, from and to of each row of a ticket's timeline, in order.
async fn history(world: &World, ticket: &Ticket) -> Vec<[String; 4]> {
    let sql = format!(
        "select deed || '|' || coalesce(cast(actor as text), '') || '|' || coalesce(from_value, '') || '|' ||
           coalesce(to_value, '') from event where ticket = {} order by id",
        ticket.id
    );
    let lines = world.lines(&sql, &sql).await;
    let parts = |line: &String| {
        let mut parts = line.split('|').map(str::to_owned);
        std::array::from_fn(|_| parts.next().unwrap_or_default())
    };
    lines.iter().map(parts).collect()
}

/// Walks a timeline: every row begins where the one before ended, and goes where the table leads.
async fn walk(world: &World, ticket: &Ticket) {
    let rows = history(world, ticket).await;
    let (mut status, mut assignee) = ("open".to_owned(), String::new());
    for [deed, actor, from, to] in &rows[1..] {
        let seen = format!("{deed} by {actor}: {from} → {to}, in {rows:?}");
        match deed.as_str() {
            "claimed" | "unclaimed" => {
                assert_eq!(*from, assignee, "{seen}");
                assert_ne!(from, to, "{seen}");
                assert!(!matches!(status.as_str(), "closed" | "cancelled"), "{seen}");
                assignee.clone_from(to);
                if deed == "claimed" && status == "open" {
                    "in_progress".clone_into(&mut status);
                }
            }
            _ => {
                assert_eq!(*from, status, "{seen}");
                let step = (from.as_str(), to.as_str());
                let stays = deed == "needed_help" && from == to;
                assert!(stays || MOVES.contains(&step) || THROUGH.contains(&step), "{seen}");
                status.clone_from(to);
            }
        }
    }
    let now = world.again(ticket).await;
    assert_eq!(now.status.as_str(), status, "{rows:?}");
    assert_eq!(now.assignee.map(|user| user.to_string()).unwrap_or_default(), assignee, "{rows:?}");
    assert_eq!(now.closed_at.is_some(), now.status.is_over());
    assert_eq!(now.lives, 1 + i64::try_from(rows.iter().filter(|row| row[0] == "reopened").count()).unwrap());
    let endings = notices_of_the_end(world, ticket).await;
    assert_eq!(endings, i64::from(now.status.is_over()), "one notice of the end stands, or none: {rows:?}");
}

async fn notices_of_the_end(world: &World, ticket: &Ticket) -> i64 {
    let undone = "action = 'close_notice' and done_at is null";
    world.count(&format!("select count(*) from due where ticket = {} and {undone}", ticket.id)).await
}

#[derive(Clone, Copy, Debug)]
enum Thrown {
    Close,
    Cancel,
    Reopen,
    Claim,
    Unclaim,
    Solve,
    Accept,
    ItWorks,
    NeedHelp,
}

/// Whether it was done; anything but a refusal is a failure.
async fn throw(store: store::Store, who: Access, ticket: Ticket, what: Thrown) -> bool {
    let (id, via, now) = (ticket.id, Via::Discord, at(5));
    let done = match what {
        Thrown::Close => {
            store.close_ticket(&who, id, &Closing::Close { reason: None, confirmed: false }, via, now).await
        }
        Thrown::Accept => store.close_ticket(&who, id, &Closing::Accept, via, now).await,
        Thrown::ItWorks => store.close_ticket(&who, id, &Closing::ItWorks, via, now).await,
        Thrown::Cancel => store.cancel(&who, id, None, via, now).await,
        Thrown::Reopen => store.reopen(&who, id, None, via, now).await,
        Thrown::Claim => store.claim(&who, id, via, now).await,
        Thrown::Unclaim => store.unclaim(&who, id, via, now).await,
        Thrown::Solve => store.solve(&who, id, via, now).await,
        Thrown::NeedHelp => store.need_help(&who, id, via, now).await,
    };
    match done {
        Ok(_) => true,
        Err(store::Error::Refused(_)) => false,
        Err(error) => panic!("{what:?} by {} failed: {error}", who.user()),
    }
}

both! {
    async fn two_hundred_submits_of_one_member_open_one(world: World) {
        let_crowds_in(&world).await;
        let opening = world.buying(MIA, "Mia").await;
        // Each submit is delivered twice.
        let opened = world
            .at_once(GUILD_ROW, 200, |n| {
                let (store, opening) = (world.store.clone(), submitted(opening.clone(), 100 + n / 2));
                async move { store.open_ticket(&opening, at(1)).await }
            })
            .await;
        let fresh = opened.iter().flatten().filter(|opened| opened.fresh).count();
        assert_eq!((fresh, opened.iter().flatten().count()), (1, 2), "one ticket, and its own submit once more");
        for refused in opened.into_iter().filter(Result::is_err) {
            assert!(matches!(refusal(refused), Refusal::OneIsOpen { .. }));
        }
        assert_eq!(world.count("select count(*) from ticket").await, 1);
        assert_eq!(world.count("select count(*) from event where deed = 'created'").await, 1);
        assert_eq!(world.count("select next_number from guild where id = 1000").await, 2);
    }

    async fn fifty_of_the_staff_claim_and_one_has_it(world: World) {
        let ticket = world.ticket().await;
        let mut all = Vec::new();
        for n in 0..50 {
            all.push(staff(&world, n).await);
        }
        let claimed = world
            .at_once(TICKET_ROWS, 50, |n| {
                let (store, who) = (world.store.clone(), all[usize::try_from(n).unwrap()].clone());
                async move { (who.user(), store.claim(&who, ticket.id, Via::Discord, at(5)).await) }
            })
            .await;
        let mut winners = Vec::new();
        for (user, result) in claimed {
            match result {
                Ok(row) => winners.push((user, row.assignee)),
                other => assert!(matches!(refusal(other), Refusal::ClaimedBy { .. })),
            }
        }
        assert_eq!(winners.len(), 1);
        assert_eq!(winners[0].1, Some(winners[0].0));
        let now = world.again(&ticket).await;
        assert_eq!((now.assignee, now.revision), (winners[0].1, ticket.revision + 1));
        walk(&world, &ticket).await;
        assert_eq!(world.deeds(&ticket).await, ["created", "claimed"]);
    }

    async fn deeds_thrown_at_one_ticket_leave_a_history_that_the_table_allows(world: World) {
        let_crowds_in(&world).await;
        let mut dice = Dice::new(17);
        let mut outcomes = BTreeSet::new();
        for round in 0..12 {
            let customer = UserId(700 + round);
            let ticket = world.placed(&world.buying(customer, "Somebody").await).await;
            let member = world.store.access_with(ACME, customer, &MemberFacts::default()).await.unwrap();
            let people = [member, world.who(ANNA).await, world.who(BEN).await, world.who(OWNER).await];
            let thrown: Vec<_> = (0..40)
                .map(|_| {
                    let what = dice.weighted(&[
                        (4, Thrown::Claim),
                        (2, Thrown::Unclaim),
                        (4, Thrown::Solve),
                        (3, Thrown::Accept),
                        (1, Thrown::ItWorks),
                        (2, Thrown::NeedHelp),
                        (3, Thrown::Close),
                        (4, Thrown::Reopen),
                        (1, Thrown::Cancel),
                    ]);
                    let who = match what {
                        Thrown::Accept | Thrown::ItWorks | Thrown::NeedHelp => 0,
                        Thrown::Close | Thrown::Cancel => dice.below(4),
                        _ => 1 + dice.below(3),
                    };
                    (people[usize::try_from(who).unwrap()].clone(), what)
                })
                .collect();
            let done = world
                .at_once(TICKET_ROWS, 40, |n| {
                    let (who, what) = thrown[usize::try_from(n).unwrap()].clone();
                    throw(world.store.clone(), who, ticket.clone(), what)
                })
                .await;
            assert!(done.contains(&true));
            walk(&world, &ticket).await;
            let rows = history(&world, &ticket).await.len();
            // Whoever gives back what nobody has is told so by nothing, and leaves no row.
            assert!(rows - 1 <= done.iter().filter(|done| **done).count());
            outcomes.insert(world.again(&ticket).await.status.to_string());
        }
        assert!(outcomes.len() > 1, "all went the same way: {outcomes:?}");
    }

    async fn of_many_ends_one_counts_and_of_many_reopens_one_life_begins(world: World) {
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        world.store.solve(&anna, ticket.id, Via::Discord, at(4)).await.unwrap();
        let until = at(4).plus(Duration::from_hours(48));
        let ended = world
            .at_once(TICKET_ROWS, 40, |n| {
                let (store, anna, mia) = (world.store.clone(), anna.clone(), mia.clone());
                async move {
                    let close = Closing::Close { reason: None, confirmed: true };
                    match n % 4 {
                        0 => store.close_ticket(&anna, ticket.id, &close, Via::Web, until).await.is_ok(),
                        1 => store.close_ticket(&mia, ticket.id, &Closing::Accept, Via::Web, until).await.is_ok(),
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

    async fn a_thousand_members_open_without_gap_or_double(world: World) {
        let_crowds_in(&world).await;
        let opening = world.buying(MIA, "Somebody").await;
        let opened = world
            .at_once(GUILD_ROW, 1_000, |n| {
                let customer = person(UserId(10_000 + n), "Somebody");
                let opening = submitted(Opening { customer, ..opening.clone() }, 50_000 + n);
                let store = world.store.clone();
                async move { store.open_ticket(&opening, at(1)).await }
            })
            .await;
        let mut numbers: Vec<i64> = opened.into_iter().map(|opened| opened.unwrap().ticket.number).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=1_000).collect::<Vec<_>>());
        let names = world.count("select count(distinct channel_name) from ticket").await;
        assert_eq!((names, world.count("select count(distinct customer) from ticket").await), (1_000, 1_000));
        assert_eq!(world.count("select count(*) from event where deed = 'created'").await, 1_000);
        assert_eq!(world.count("select next_number from guild where id = 1000").await, 1_001);
    }
}
