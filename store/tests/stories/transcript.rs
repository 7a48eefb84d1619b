//! Reading: by whom, page by page, with the names that a reader may know.

use crate::both;
use crate::common::*;
use domain::{
    AttachmentFacts, AttachmentId, ChannelFacts, ChannelId, MessageId, MessageKind, Refusal, RoleId, Said, Ticket,
    TicketId, UserId, Via,
};
use std::collections::BTreeSet;
use store::{Page, TranscriptPage};

/// `count` messages, one a second from second 100.
async fn talked(world: &World, ticket: &Ticket, count: u64) {
    for n in 0..count {
        world.store.record_message(&said(ticket, 100 + n, MIA, &format!("m{n}")), at(100 + n)).await.unwrap();
    }
}

fn words(page: &TranscriptPage) -> Vec<&str> {
    page.messages.iter().map(|message| message.content.as_str()).collect()
}

both! {
    async fn whoever_may_not_read_is_told_nothing(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let file = AttachmentFacts { id: AttachmentId(1), filename: "a".to_owned(), ..AttachmentFacts::default() };
        store.record_message(&Said { attachments: vec![file], ..said(&ticket, 10, MIA, "secret") }, at(10)).await.unwrap();
        store.file_stored(AttachmentId(1), &store.files().put(b"bytes".to_vec()).await.unwrap()).await.unwrap();
        for reader in [OWNER, ANNA, BEN, VERA, MIA] {
            let who = world.who(reader).await;
            assert_eq!(store.ticket_view(&who, ticket.number).await.unwrap().ticket.id, ticket.id);
            assert_eq!(words(&store.transcript(&who, ticket.id, Page::Newest, 50).await.unwrap()), ["secret"]);
            assert_eq!(words(&store.messages(&who, ticket.id, &[id_at(10)]).await.unwrap()), ["secret"]);
            assert!(store.may_watch(&who, ticket.id).await.unwrap());
            assert!(store.open_file(&who, ticket.number, AttachmentId(1)).await.is_ok());
        }
        // Olga's guild has a ticket of the same number, which is hers to read.
        let mut theirs = world.buying(OLGA, "Olga").await;
        theirs.guild = OTHER;
        theirs.ticket_type = world.type_of(OTHER, "buy-gold").await;
        let theirs = store.open_ticket(&theirs, at(1)).await.unwrap().ticket;
        assert_eq!(theirs.number, ticket.number);
        assert_eq!(store.ticket_view(&world.who(OLGA).await, 1).await.unwrap().ticket.id, theirs.id);
        for stranger in [NOAH, TOM, OLGA, UserId(404)] {
            let who = world.who(stranger).await;
            if stranger != OLGA {
                assert_eq!(refusal(store.ticket_view(&who, ticket.number).await), Refusal::NoSuchTicket);
                assert_eq!(refusal(store.ticket_view(&who, 404).await), Refusal::NoSuchTicket);
            }
            let page = store.transcript(&who, ticket.id, Page::Newest, 50).await;
            assert_eq!(refusal(page), Refusal::NoSuchTicket, "{stranger}");
            assert_eq!(refusal(store.messages(&who, ticket.id, &[id_at(10)]).await), Refusal::NoSuchTicket);
            assert!(!store.may_watch(&who, ticket.id).await.unwrap());
            assert!(!store.may_watch(&who, TicketId(404)).await.unwrap());
            assert_eq!(refusal(store.open_file(&who, ticket.number, AttachmentId(1)).await), Refusal::NotFound);
        }
        // A message is asked for through its own ticket only, a file likewise.
        let mine = world.placed(&world.asking(NOAH, "Noah").await).await;
        let noah = world.who(NOAH).await;
        assert!(store.messages(&noah, mine.id, &[id_at(10)]).await.unwrap().messages.is_empty());
        assert_eq!(refusal(store.open_file(&noah, mine.number, AttachmentId(1)).await), Refusal::NotFound);
    }

    async fn a_role_taken_away_ends_reading(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        assert!(store.may_watch(&world.who(ANNA).await, ticket.id).await.unwrap());
        let anna = store::MemberSeen { person: person(ANNA, "Anna"), nick: None, roles: vec![] };
        store.members_seen(ACME, &[anna], at(5)).await.unwrap();
        assert!(!store.may_watch(&world.who(ANNA).await, ticket.id).await.unwrap());
    }

    async fn notes_are_not_for_members(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let file = AttachmentFacts { id: AttachmentId(1), filename: "a".to_owned(), ..AttachmentFacts::default() };
        talked(&world, &ticket, 3).await;
        store.record_message(&Said { attachments: vec![file], ..said(&ticket, 200, ANNA, "note") }, at(200)).await.unwrap();
        store.file_stored(AttachmentId(1), &store.files().put(b"bytes".to_vec()).await.unwrap()).await.unwrap();
        world.run(&format!("update message set kind = 'note' where id = {}", id_at(200))).await;
        let mia = world.who(MIA).await;
        let page = store.transcript(&mia, ticket.id, Page::Newest, 50).await.unwrap();
        assert_eq!(words(&page), ["m0", "m1", "m2"]);
        assert_eq!(store.transcript(&mia, ticket.id, Page::After(id_at(101)), 50).await.unwrap().newer, None);
        assert!(store.messages(&mia, ticket.id, &[id_at(200)]).await.unwrap().messages.is_empty());
        assert_eq!(store.ticket_view(&mia, ticket.number).await.unwrap().message_count, 3);
        assert_eq!(refusal(store.open_file(&mia, ticket.number, AttachmentId(1)).await), Refusal::NotFound);
        for reader in [ANNA, VERA, OWNER] {
            let who = world.who(reader).await;
            let page = store.transcript(&who, ticket.id, Page::Newest, 50).await.unwrap();
            assert_eq!(page.messages.last().map(|m| m.kind), Some(MessageKind::Note));
            assert_eq!(store.ticket_view(&who, ticket.number).await.unwrap().message_count, 4);
            assert!(store.open_file(&who, ticket.number, AttachmentId(1)).await.is_ok());
        }
    }

    async fn what_was_said_after_the_close_is_counted_for_staff_alone(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        talked(&world, &ticket, 2).await;
        world.force_status(&ticket, "closed").await;
        store.record_message(&said(&ticket, 300, ANNA, "between us"), at(300)).await.unwrap();
        world.run(&format!("update message set kind = 'after_close' where id = {}", id_at(300))).await;
        for (reader, count) in [(MIA, 2), (ANNA, 3), (VERA, 3), (OWNER, 3)] {
            let who = world.who(reader).await;
            let view = store.ticket_view(&who, ticket.number).await.unwrap();
            let page = store.transcript(&who, ticket.id, Page::Newest, 50).await.unwrap();
            assert_eq!((view.message_count, page.messages.len()), (count, usize::try_from(count).unwrap()), "{reader}");
        }
    }

    async fn pages_lie_side_by_side(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let mia = world.who(MIA).await;
        let page = store.transcript(&mia, ticket.id, Page::Newest, 10).await.unwrap();
        assert_eq!((page.messages.len(), page.older, page.newer), (0, None, None));
        talked(&world, &ticket, 10).await;
        let newest = store.transcript(&mia, ticket.id, Page::Newest, 4).await.unwrap();
        assert_eq!((words(&newest), newest.newer), (vec!["m6", "m7", "m8", "m9"], None));
        let above = store.transcript(&mia, ticket.id, Page::Before(newest.older.unwrap()), 4).await.unwrap();
        assert_eq!(words(&above), ["m2", "m3", "m4", "m5"]);
        let top = store.transcript(&mia, ticket.id, Page::Before(above.older.unwrap()), 4).await.unwrap();
        assert_eq!((words(&top), top.older), (vec!["m0", "m1"], None));
        let down = store.transcript(&mia, ticket.id, Page::After(top.newer.unwrap()), 4).await.unwrap();
        assert_eq!((words(&down), down.newer), (vec!["m2", "m3", "m4", "m5"], Some(id_at(105))));
        let around = store.transcript(&mia, ticket.id, Page::Around(id_at(104)), 4).await.unwrap();
        assert_eq!(words(&around), ["m2", "m3", "m4", "m5"]);
        assert_eq!((around.older, around.newer), (Some(id_at(102)), Some(id_at(105))));
        // The empty pages at either end still know the way back.
        let past = store.transcript(&mia, ticket.id, Page::After(id_at(109)), 4).await.unwrap();
        assert_eq!((past.messages.len(), past.newer), (0, None));
        let back = store.transcript(&mia, ticket.id, Page::Before(past.older.unwrap()), 1).await.unwrap();
        assert_eq!(words(&back), ["m9"]);
        let before = store.transcript(&mia, ticket.id, Page::Before(id_at(100)), 4).await.unwrap();
        assert_eq!((before.messages.len(), before.older), (0, None));
        let forth = store.transcript(&mia, ticket.id, Page::After(before.newer.unwrap()), 1).await.unwrap();
        assert_eq!(words(&forth), ["m0"]);
        assert_eq!(store.transcript(&mia, ticket.id, Page::Newest, 0).await.unwrap().messages.len(), 1);
        let some = store.messages(&mia, ticket.id, &[id_at(103), MessageId(4), id_at(101)]).await.unwrap();
        assert_eq!((words(&some), some.older, some.newer), (vec!["m1", "m3"], None, None));
        assert!(store.messages(&mia, ticket.id, &[]).await.unwrap().messages.is_empty());
    }

    async fn a_head_names_its_people(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        store.claim(&world.who(ANNA).await, ticket.id, Via::Discord, at(5)).await.unwrap();
        store.unclaim(&world.who(OWNER).await, ticket.id, Via::Web, at(6)).await.unwrap();
        store.claim(&world.who(BEN).await, ticket.id, Via::Discord, at(7)).await.unwrap();
        let view = store.ticket_view(&world.who(MIA).await, ticket.number).await.unwrap();
        assert_eq!((view.type_name.as_str(), view.department.key.as_str()), ("Buy gold", "billing"));
        assert_eq!(view.department.roles.len(), 2);
        assert_eq!(view.answers[0].shown, "1500");
        let people: BTreeSet<_> = view.people.values().map(|person| person.display_name.clone()).collect();
        assert_eq!(people, ["Anna", "Ben", "Mia", "Olaf"].map(String::from).into());
        let times: Vec<_> = view.timeline.iter().map(|event| event.at).collect();
        assert_eq!(times, [at(0), at(5), at(6), at(7)]);
    }

    async fn names_tell_no_more_than_discord_does(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let others = world.placed(&world.asking(NOAH, "Noah").await).await;
        let (own, theirs) = (ticket.channel.unwrap(), others.channel.unwrap());
        let (plans, panel) = (ChannelId(70), ChannelId(71));
        for (id, name) in [(plans, "staff-plans"), (panel, "purchase-gold")] {
            let facts = ChannelFacts { id, name: name.to_owned(), kind: 0, parent: None };
            store.channel_changed(ACME, &facts).await.unwrap();
        }
        let first = store.catalog(ACME).await.unwrap().panels[0].id;
        store.panel_placed(first, panel).await.unwrap();
        let text = format!("<@{ANNA}> <@!{OLGA}> <@&{BILLING_STAFF}> <@&9> <#{own}> <#{theirs}> <#{plans}> <#{panel}>");
        let embed = serde_json::json!({"description": format!("by <@{BEN}>")});
        store.record_message(&Said { embeds: vec![embed], ..said(&ticket, 10, MIA, &text) }, at(10)).await.unwrap();
        let seen = async |user| store.transcript(&world.who(user).await, ticket.id, Page::Newest, 5).await.unwrap().names;
        let mia = seen(MIA).await;
        assert_eq!(mia.people.keys().copied().collect::<BTreeSet<_>>(), [ANNA, BEN].into(), "Olga is of another guild");
        assert_eq!(mia.roles.get(&BILLING_STAFF), Some(&("Billing".to_owned(), 0x00_AA00)));
        assert_eq!(mia.roles.get(&RoleId(9)), None);
        assert_eq!(mia.channels.keys().copied().collect::<BTreeSet<_>>(), [own, panel].into());
        assert_eq!(seen(ANNA).await.channels.keys().copied().collect::<BTreeSet<_>>(), [own, plans, panel].into());
        assert_eq!(seen(OWNER).await.channels.len(), 4);
    }

    async fn authors_wear_their_highest_colour(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let anna = store::MemberSeen { person: person(ANNA, "Anna"), nick: None, roles: vec![BILLING_VIEWER, BILLING_STAFF, TECH_STAFF] };
        store.members_seen(ACME, &[anna], at(5)).await.unwrap();
        for (n, author) in [(10, ANNA), (11, VERA), (12, UserId(404))] {
            store.record_message(&said(&ticket, n, author, "x"), at(n)).await.unwrap();
        }
        let page = store.transcript(&world.who(OWNER).await, ticket.id, Page::Newest, 5).await.unwrap();
        let colours: Vec<_> = page.messages.iter().map(|m| m.author_colour).collect();
        assert_eq!(colours, [Some(0x00_00AA), None, None]);
        assert_eq!(page.messages[2].author.display_name, "Person 404");
    }
}
