//! Whom staff let into a ticket: what they read by that, and what they no longer read.

use super::search::{found, numbers, spoken};
use crate::both;
use crate::common::*;
use domain::search::Field;
use domain::{AttachmentFacts, AttachmentId, Bell, Person, Refusal, Said, Standing, Ticket, UserId, Via};
use store::{Closing, InboxFilter, MemberSeen, Page};

/// Whom a moderator met on Discord alone: never seen by the mirror.
const NEW: UserId = UserId(44);

/// Every door to a ticket, tried by this person: how many of them are open. Closed ones say that there is nothing.
async fn doors(world: &World, ticket: &Ticket, user: UserId) -> (usize, usize) {
    let store = &world.store;
    let who = world.who(user).await;
    let page = store.inbox(&who, &InboxFilter::default(), None, 50).await.unwrap();
    let own = InboxFilter { mine: true, ..InboxFilter::default() };
    let own = store.inbox(&who, &own, None, 50).await.unwrap();
    let listed = |page: &store::InboxPage| {
        let row = page.rows.iter().any(|row| row.ticket.id == ticket.id);
        assert_eq!(page.count, i64::try_from(page.rows.len()).unwrap());
        row
    };
    let search = found(world, user, "griffin").await;
    assert_eq!(usize::try_from(search.count).unwrap(), search.tickets.len());
    let none = |refused: Result<(), store::Error>| match refused {
        Ok(()) => true,
        Err(store::Error::Refused(Refusal::NoSuchTicket | Refusal::NotFound)) => false,
        Err(other) => panic!("{other}"),
    };
    // Somebody who writes of its channel elsewhere: its name is the reader's to know, or not.
    let elsewhere = world.store.ticket_by_number(ACME, 2).await.unwrap().unwrap();
    let theirs = store.transcript(&world.who(elsewhere.customer).await, elsewhere.id, Page::Newest, 9).await;
    let knows_name =
        user == elsewhere.customer && theirs.unwrap().names.channels.contains_key(&ticket.channel.unwrap());
    let doors = [
        none(store.ticket_view(&who, ticket.number).await.map(|_| ())),
        none(store.transcript(&who, ticket.id, Page::Newest, 50).await.map(|_| ())),
        none(store.messages(&who, ticket.id, &[id_at(10)]).await.map(|_| ())),
        none(store.timers(&who, ticket.id).await.map(|_| ())),
        none(store.open_file(&who, ticket.number, AttachmentId(1)).await.map(|_| ())),
        store.may_watch(&who, ticket.id).await.unwrap(),
        store.may_read(&who, ticket).await.unwrap(),
        store.inbox_row(&who, ticket.id).await.unwrap().is_some(),
        listed(&page),
        listed(&own),
        !search.tickets.is_empty(),
        numbers(world, user, "\"a griffin\" status:open,in_progress").await == [1],
        numbers(world, user, "#1 griffin").await == [1],
        numbers(world, user, "mia_the_great from:mia").await == [1],
        store.search_values(&who, Field::Department).await.unwrap().iter().any(|named| named.key == "billing"),
        store.search_values(&who, Field::From).await.unwrap().iter().any(|named| named.key == "mia"),
    ];
    let open = doors.iter().filter(|open| **open).count();
    assert!(open == 0 || open == doors.len(), "{user}: {doors:?}");
    assert_eq!(knows_name, open > 0 && user == elsewhere.customer, "{user}");
    (open, doors.len())
}

async fn is_open(world: &World, ticket: &Ticket, user: UserId) -> bool {
    doors(world, ticket, user).await.0 > 0
}

/// Mia's ticket of billing with a message, a file and a note; Noah's beside it, in which he names her channel.
async fn told(world: &World) -> Ticket {
    let store = &world.store;
    let ticket = world.ticket().await;
    let file = AttachmentFacts { id: AttachmentId(1), filename: "a".to_owned(), ..AttachmentFacts::default() };
    let words = Said { attachments: vec![file], ..spoken(&ticket, 10, MIA, "A griffin!") };
    store.record_message(&words, at(10)).await.unwrap();
    store.file_stored(AttachmentId(1), &store.files().put(b"bytes".to_vec()).await.unwrap()).await.unwrap();
    store.add_note(&world.who(ANNA).await, ticket.id, "A forged griffin.", Via::Web, at(11)).await.unwrap();
    let other = world.placed(&world.asking(NOAH, "Noah").await).await;
    let channel = ticket.channel.unwrap();
    let facts = domain::ChannelFacts { id: channel, name: "mia-gold-0001".to_owned(), kind: 0, parent: None };
    store.channel_changed(ACME, &facts).await.unwrap();
    store.record_message(&spoken(&other, 12, NOAH, &format!("See <#{channel}>")), at(12)).await.unwrap();
    ticket
}

both! {
    async fn they_read_it_as_its_customer_does_until_they_are_removed(world: World) {
        let store = &world.store;
        let ticket = told(&world).await;
        let anna = world.who(ANNA).await;
        for (user, open) in [(MIA, true), (NOAH, false), (TOM, false), (UserId(404), false)] {
            if user != MIA {
                assert_eq!(is_open(&world, &ticket, user).await, open, "{user}");
            }
        }
        let mut bell = store.subscribe();
        store.add_member(&anna, ticket.id, NOAH, Via::Web, at(20)).await.unwrap();
        let mut rung = Vec::new();
        while let Ok(bell) = bell.try_recv() {
            rung.push(bell);
        }
        assert!(rung.contains(&Bell::Access { guild: ACME, user: Some(NOAH) }), "{rung:?}");
        assert!(is_open(&world, &ticket, NOAH).await);
        for stranger in [TOM, UserId(404)] {
            assert!(!is_open(&world, &ticket, stranger).await, "{stranger}");
        }
        let noah = world.who(NOAH).await;
        // What only staff see stays theirs.
        let view = store.ticket_view(&noah, 1).await.unwrap();
        assert!(view.may.is_empty() && view.tags.is_empty(), "{:?}", view.may);
        assert_eq!(view.message_count, 1);
        let page = store.transcript(&noah, ticket.id, Page::Newest, 50).await.unwrap();
        assert_eq!(page.messages.iter().map(|one| one.content.as_str()).collect::<Vec<_>>(), ["A griffin!"]);
        assert_eq!(numbers(&world, NOAH, "forged").await, Vec::<i64>::new());
        assert_eq!(numbers(&world, NOAH, "griffin from:me").await, Vec::<i64>::new(), "it is not his");
        // What is said from now on is found as well, and after the end it is still read.
        store.record_message(&spoken(&ticket, 30, MIA, "A phoenix."), at(30)).await.unwrap();
        assert_eq!(numbers(&world, NOAH, "phoenix").await, [1]);
        let row = store.inbox_row(&noah, ticket.id).await.unwrap().unwrap();
        assert_eq!(row.last_words.as_deref(), Some("A phoenix."));
        // Nothing can be done by it.
        let close = Closing::Close { reason: None, confirmed: false };
        assert_eq!(refusal(store.close_ticket(&noah, ticket.id, &close, Via::Web, at(31)).await), Refusal::StaffOnly);
        store.close_ticket(&anna, ticket.id, &close, Via::Web, at(32)).await.unwrap();
        assert!(store.ticket_view(&noah, 1).await.is_ok());
        store.record_message(&spoken(&ticket, 40, BEN, "An obsidian."), at(40)).await.unwrap();
        assert_eq!(numbers(&world, NOAH, "obsidian").await, Vec::<i64>::new());
    }

    async fn who_is_removed_reads_nothing_more(world: World) {
        let store = &world.store;
        let ticket = told(&world).await;
        let anna = world.who(ANNA).await;
        for user in [NOAH, TOM] {
            store.add_member(&anna, ticket.id, user, Via::Web, at(20)).await.unwrap();
            assert!(is_open(&world, &ticket, user).await, "{user}");
        }
        let mut bell = store.subscribe();
        store.remove_member(&anna, ticket.id, NOAH, Via::Web, at(21)).await.unwrap();
        let mut rung = Vec::new();
        while let Ok(bell) = bell.try_recv() {
            rung.push(bell);
        }
        assert!(rung.contains(&Bell::Access { guild: ACME, user: Some(NOAH) }), "{rung:?}");
        assert!(!is_open(&world, &ticket, NOAH).await);
        assert!(is_open(&world, &ticket, TOM).await, "staff of another department, who see no notes of it");
        assert_eq!(numbers(&world, TOM, "forged").await, Vec::<i64>::new());
    }

    async fn who_left_reads_nothing_until_they_are_back(world: World) {
        let store = &world.store;
        let ticket = told(&world).await;
        store.add_member(&world.who(ANNA).await, ticket.id, NOAH, Via::Web, at(20)).await.unwrap();
        store.member_left(ACME, NOAH, at(21)).await.unwrap();
        assert!(!is_open(&world, &ticket, NOAH).await);
        let back = MemberSeen { person: person(NOAH, "Noah"), nick: None, roles: vec![] };
        store.members_seen(ACME, &[back], at(22)).await.unwrap();
        assert!(is_open(&world, &ticket, NOAH).await);
    }

    async fn the_guild_is_known_to_whom_staff_let_in(world: World) {
        let store = &world.store;
        let ticket = told(&world).await;
        store.person_seen(&Person { id: NEW, ..person(NEW, "New") }).await.unwrap();
        assert!(store.guilds_of(NEW, at(20)).await.unwrap().is_empty());
        let anna = world.who(ANNA).await;
        store.add_member(&anna, ticket.id, NEW, Via::Discord, at(20)).await.unwrap();
        let known = store.guilds_of(NEW, at(21)).await.unwrap();
        assert_eq!((known.len(), known[0].0.id, known[0].1), (1, ACME, Standing::Member));
        store.member_left(ACME, NEW, at(22)).await.unwrap();
        assert!(store.guilds_of(NEW, at(22)).await.unwrap().is_empty());
    }

    /// An index that is built anew finds for them what the old one did.
    async fn a_new_index_knows_them(world: World) {
        let store = &world.store;
        let ticket = told(&world).await;
        store.add_member(&world.who(ANNA).await, ticket.id, NOAH, Via::Web, at(20)).await.unwrap();
        store.forget_search().await.unwrap();
        while !store.rebuild_search(100).await.unwrap().is_done {}
        assert!(is_open(&world, &ticket, NOAH).await);
    }
}
