//! Stories of lists: what each reader is shown, by filter and page by page.

use super::common::*;
use crate::both;
use domain::{Status, Ticket, UserId};
use store::{Cursor, InboxFilter, InboxPage, Picked};

async fn list(world: &World, who: UserId, filter: InboxFilter) -> InboxPage {
    world.store.inbox(&world.who(who).await, &filter, None, 50).await.unwrap()
}

fn numbers(page: &InboxPage) -> Vec<i64> {
    page.rows.iter().map(|row| row.ticket.number).collect()
}

async fn four(world: &World) -> Vec<Ticket> {
    let mut made = Vec::new();
    for opening in [
        world.buying(MIA, "Mia").await,
        world.asking(MIA, "Mia").await,
        world.buying(NOAH, "Noah 100%").await,
        world.asking(NOAH, "Noah 100%").await,
    ] {
        made.push(world.placed(&opening).await);
    }
    for (seconds, ticket) in (10_u64..).step_by(10).zip(&made) {
        world.store.record_message(&said(ticket, seconds, ticket.customer, "Hello?"), at(seconds)).await.unwrap();
    }
    made
}

both! {
    async fn each_reader_sees_theirs_and_no_other(world: World) {
        four(&world).await;
        for (user, expected) in [(OWNER, vec![4, 3, 2, 1]), (ANNA, vec![3, 1]), (VERA, vec![3, 1]), (TOM, vec![4, 2]), (MIA, vec![2, 1]), (OLGA, vec![])] {
            let page = list(&world, user, InboxFilter::default()).await;
            assert_eq!(numbers(&page), expected, "{user}");
            assert_eq!(page.count, i64::try_from(expected.len()).unwrap());
        }
    }

    async fn pages_follow_each_other_without_gap(world: World) {
        four(&world).await;
        let who = world.who(OWNER).await;
        let (mut seen, mut after): (Vec<i64>, Option<Cursor>) = (Vec::new(), None);
        loop {
            let page = world.store.inbox(&who, &InboxFilter::default(), after, 1).await.unwrap();
            seen.extend(numbers(&page));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, [4, 3, 2, 1]);
    }

    async fn filters_narrow(world: World) {
        let tickets = four(&world).await;
        world.store.claim(&world.who(ANNA).await, tickets[0].id, domain::Via::Web, at(99)).await.unwrap();
        let by = |filter: InboxFilter| list(&world, OWNER, filter);
        assert_eq!(numbers(&by(InboxFilter { status: Picked::of([Status::InProgress]), ..InboxFilter::default() }).await), [1]);
        assert_eq!(numbers(&by(InboxFilter { number: Some(3), ..InboxFilter::default() }).await), [3]);
        assert_eq!(numbers(&by(InboxFilter { from: Picked::of([MIA]), ..InboxFilter::default() }).await), [2, 1]);
        assert_eq!(numbers(&by(InboxFilter { ticket_type: Picked::of([tickets[1].ticket_type]), ..InboxFilter::default() }).await), [4, 2]);
        let without = Picked { without: vec![Status::InProgress], ..Picked::default() };
        assert_eq!(numbers(&by(InboxFilter { status: without, ..InboxFilter::default() }).await), [4, 3, 2]);
        assert_eq!(numbers(&by(InboxFilter { assignee: Picked::of([Some(ANNA)]), ..InboxFilter::default() }).await), [1]);
        assert_eq!(numbers(&by(InboxFilter { assignee: Picked::of([None]), ..InboxFilter::default() }).await), [4, 3, 2]);
        assert_eq!(numbers(&by(InboxFilter { assignee: Picked::of([None, Some(ANNA)]), ..InboxFilter::default() }).await), [4, 3, 2, 1]);
        let not_anna = Picked { without: vec![Some(ANNA)], ..Picked::default() };
        assert_eq!(numbers(&by(InboxFilter { assignee: not_anna, ..InboxFilter::default() }).await), [4, 3, 2]);
        assert_eq!(numbers(&by(InboxFilter { department: Picked::of([tickets[0].department]), ..InboxFilter::default() }).await), [3, 1]);
        assert_eq!(numbers(&by(InboxFilter { after: Some(at(30)), before: Some(at(40)), ..InboxFilter::default() }).await), [3]);
        assert_eq!(numbers(&by(InboxFilter { from: Picked::of([]), ..InboxFilter::default() }).await), Vec::<i64>::new(), "nobody is not anybody");
        assert_eq!(numbers(&list(&world, MIA, InboxFilter { from: Picked::of([NOAH]), ..InboxFilter::default() }).await), Vec::<i64>::new());
        assert_eq!(numbers(&by(InboxFilter { mine: true, ..InboxFilter::default() }).await), Vec::<i64>::new());
    }

    async fn what_staff_say_after_the_close_is_not_the_members(world: World) {
        let tickets = four(&world).await;
        let reason = store::Closing::Close { reason: None, confirmed: false };
        world.store.close_ticket(&world.who(ANNA).await, tickets[0].id, &reason, domain::Via::Web, at(100)).await.unwrap();
        world.store.record_message(&said(&tickets[0], 200, ANNA, "Glad that is over."), at(200)).await.unwrap();
        let words = |page: InboxPage| page.rows.iter().find(|row| row.ticket.number == 1).and_then(|row| row.last_words.clone());
        assert_eq!(words(list(&world, ANNA, InboxFilter::default()).await).as_deref(), Some("Glad that is over."));
        assert_eq!(words(list(&world, MIA, InboxFilter::default()).await).as_deref(), Some("Hello?"));
        let page = world.store.transcript(&world.who(MIA).await, tickets[0].id, store::Page::Newest, 50).await.unwrap();
        assert!(page.messages.iter().all(|message| message.content != "Glad that is over."));
        let named = world.store.messages(&world.who(MIA).await, tickets[0].id, &[id_at(200)]).await.unwrap();
        assert!(named.messages.is_empty(), "nor when a bell names it");
    }

    async fn a_row_tells_who_and_what_last(world: World) {
        let tickets = four(&world).await;
        world.store.record_message(&said(&tickets[0], 500, ANNA, &"word ".repeat(100)), at(500)).await.unwrap();
        let page = list(&world, OWNER, InboxFilter::default()).await;
        let row = &page.rows[0];
        assert_eq!((row.ticket.number, row.last_author.as_deref(), row.type_name.as_str()), (1, Some("Person 2"), "Buy gold"));
        assert_eq!(row.last_words.as_ref().map(|words| words.chars().count()), Some(160));
        assert_eq!((row.department_name.as_str(), row.customer_name.as_str()), ("Billing", "Person 6"));
        let one = world.store.inbox_row(&world.who(ANNA).await, tickets[0].id).await.unwrap();
        assert_eq!(one.as_ref(), Some(row));
        assert_eq!(world.store.inbox_row(&world.who(TOM).await, tickets[0].id).await.unwrap(), None);
        assert_eq!(world.store.inbox_row(&world.who(OLGA).await, tickets[0].id).await.unwrap(), None);
    }
}
