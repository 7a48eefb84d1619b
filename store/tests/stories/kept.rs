//! What is kept of a ticket, also after its end: tags, subject, description, category, notes, order, rating; and who is
//! told.

use crate::both;
use crate::common::*;
use crate::search::numbers;
use domain::{Act, Bell, ChannelId, ClosedPath, DueAction, MessageKind, OrderDraft, OrderStatus, Refusal, Status, Via};
use store::{Closing, Page};

fn draft(number: &str, status: OrderStatus) -> OrderDraft {
    OrderDraft { number: number.to_owned(), status, risky: false, price: Some(1_250), currency: Some("eur".to_owned()) }
}

fn close(confirmed: bool) -> Closing {
    Closing::Close { reason: None, confirmed }
}

both! {
    async fn tags_are_the_staffs_own(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        assert_eq!(refusal(store.tag(&mia, ticket.id, "vip", Via::Web, at(5)).await), Refusal::StaffOnly);
        store.tag(&anna, ticket.id, " #Big  Spender ", Via::Web, at(5)).await.unwrap();
        store.tag(&anna, ticket.id, "big-spender", Via::Web, at(6)).await.unwrap();
        store.tag(&anna, ticket.id, "VIP", Via::Web, at(7)).await.unwrap();
        assert_eq!(store.ticket_tags(ticket.id).await.unwrap(), ["big-spender", "vip"]);
        for asked in ["vip", "VIP", "#vip", "\"Big  Spender\"", "big-spender"] {
            assert_eq!(numbers(&world, ANNA, &format!("mia tag:{asked}")).await, [1], "{asked}");
            assert!(numbers(&world, MIA, &format!("mia tag:{asked}")).await.is_empty(), "{asked}");
        }
        assert_eq!(store.tags_of_guild(ACME, "B", 10).await.unwrap(), ["big-spender"]);
        assert!(store.tags_of_guild(OTHER, "", 10).await.unwrap().is_empty());
        assert!(store.tags_of_guild(ACME, "%", 10).await.unwrap().is_empty());
        assert_eq!(refusal(store.tag(&anna, ticket.id, " # ", Via::Web, at(8)).await), Refusal::Empty);
        assert!(matches!(refusal(store.tag(&anna, ticket.id, &"x".repeat(33), Via::Web, at(8)).await), Refusal::TooLong { .. }));
        store.untag(&anna, ticket.id, "vip", Via::Web, at(9)).await.unwrap();
        store.untag(&anna, ticket.id, "vip", Via::Web, at(10)).await.unwrap();
        for n in 0..19 {
            store.tag(&anna, ticket.id, &format!("t{n}"), Via::Web, at(11)).await.unwrap();
        }
        assert_eq!(refusal(store.tag(&anna, ticket.id, "more", Via::Web, at(12)).await), Refusal::TooMany { count: 21, max: 20 });
        let (staff, member) = (store.ticket_view(&anna, 1).await.unwrap(), store.ticket_view(&mia, 1).await.unwrap());
        assert_eq!((staff.tags.len(), member.tags.len()), (20, 0));
        assert_eq!((staff.timeline.len(), member.timeline.len()), (23, 1));
    }

    async fn what_it_is_about_is_found(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        assert_eq!(refusal(store.set_subject(&mia, ticket.id, Some("x"), Via::Web, at(5)).await), Refusal::StaffOnly);
        let about = store.set_subject(&anna, ticket.id, Some(" Missing zebra\0 "), Via::Web, at(5)).await.unwrap();
        assert_eq!(about.subject.as_deref(), Some("Missing zebra\u{FFFD}"));
        store.set_description(&anna, ticket.id, Some("It was a quagga."), Via::Web, at(6)).await.unwrap();
        for words in ["zebra", "quagga"] {
            assert_eq!(numbers(&world, MIA, words).await, [1], "{words}");
        }
        assert!(store.set_subject(&anna, ticket.id, Some(" "), Via::Web, at(8)).await.unwrap().subject.is_none());
        assert!(numbers(&world, MIA, "zebra").await.is_empty());
        assert!(matches!(refusal(store.set_subject(&anna, ticket.id, Some(&"x".repeat(201)), Via::Web, at(9)).await), Refusal::TooLong { .. }));
        assert_eq!(refusal(store.set_ticket_category(&anna, ticket.id, Some("cars"), Via::Web, at(9)).await), Refusal::NotFound);
        let kept = store.set_ticket_category(&anna, ticket.id, Some("payment"), Via::Web, at(9)).await.unwrap();
        assert_eq!((kept.category.as_deref(), kept.revision), (Some("payment"), ticket.revision));
        assert_eq!(world.deeds(&ticket).await, ["created", "subject_set", "description_set", "subject_set", "category_set"]);
    }

    async fn notes_are_never_shown_to_the_member(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        assert_eq!(refusal(store.add_note(&mia, ticket.id, "x", Via::Web, at(5)).await), Refusal::StaffOnly);
        assert_eq!(refusal(store.add_note(&anna, ticket.id, " ", Via::Web, at(5)).await), Refusal::Empty);
        let mut bell = store.subscribe();
        let note = store.add_note(&anna, ticket.id, "Looks like an okapi.", Via::Web, at(5)).await.unwrap();
        assert_eq!(note.time(), at(5));
        let rung: Vec<Bell> = std::iter::from_fn(|| bell.try_recv().ok()).collect();
        assert!(rung.contains(&Bell::Message { guild: ACME, ticket: ticket.id, message: note }));
        let page = store.transcript(&anna, ticket.id, Page::Newest, 10).await.unwrap();
        assert_eq!((page.messages[0].kind, page.messages[0].author.id), (MessageKind::Note, ANNA));
        assert!(store.transcript(&mia, ticket.id, Page::Newest, 10).await.unwrap().messages.is_empty());
        assert_eq!(numbers(&world, ANNA, "okapi").await, [1]);
        assert!(numbers(&world, MIA, "okapi").await.is_empty());
        assert!(store.ticket_view(&mia, 1).await.unwrap().timeline.iter().all(|event| event.deed.as_str() != "noted"));
        // A comparison of the channel does not miss it, and after the end notes go on.
        assert_eq!(store.compare(ticket.id, &[], at(60), at(60)).await.unwrap().deleted, 0);
        store.close_ticket(&anna, ticket.id, &close(false), Via::Web, at(61)).await.unwrap();
        store.add_note(&anna, ticket.id, "Paid back.", Via::Web, at(62)).await.unwrap();
    }

    async fn an_order_guards_the_close(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        assert_eq!(refusal(store.put_order(&mia, ticket.id, &draft("A-1", OrderStatus::Paid), Via::Web, at(5)).await), Refusal::StaffOnly);
        let order = store.put_order(&anna, ticket.id, &draft(" #A-1 ", OrderStatus::Paid), Via::Web, at(5)).await.unwrap();
        assert_eq!((order.number.as_str(), order.currency.as_deref(), order.revision), ("A-1", Some("EUR"), 1));
        assert_eq!(store.order_of(ticket.id).await.unwrap(), Some(order.clone()));
        assert_eq!(refusal(store.close_ticket(&mia, ticket.id, &close(true), Via::Web, at(6)).await), Refusal::OrderTicket);
        let changed = store.put_order(&anna, ticket.id, &draft("A-1", OrderStatus::InProgress), Via::Web, at(7)).await.unwrap();
        assert_eq!((changed.id, changed.revision), (order.id, 2));
        assert_eq!(refusal(store.close_ticket(&anna, ticket.id, &close(false), Via::Web, at(8)).await), Refusal::RiskyOrder);
        let wrong = draft("A-2", OrderStatus::Paid);
        let free = domain::OrderDraft { price: Some(-1), ..wrong.clone() };
        assert!(matches!(refusal(store.put_order(&anna, ticket.id, &free, Via::Web, at(8)).await), Refusal::OutOfRange { .. }));
        let odd = domain::OrderDraft { currency: Some("gold".to_owned()), ..wrong };
        assert!(matches!(refusal(store.put_order(&anna, ticket.id, &odd, Via::Web, at(8)).await), Refusal::BadKey { .. }));
        // Unlinked, and linked again.
        store.unlink_order(&anna, ticket.id, Via::Web, at(9)).await.unwrap();
        assert_eq!(store.order_of(ticket.id).await.unwrap(), None);
        let none = Refusal::NoSuchOrder { number: "Z".to_owned() };
        assert_eq!(refusal(store.link_order(&anna, ticket.id, "Z", Via::Web, at(9)).await), none);
        let linked = store.link_order(&anna, ticket.id, "#A-1", Via::Web, at(10)).await.unwrap();
        assert_eq!(linked.order_id, Some(order.id));
        assert_eq!(store.orders(ACME, "A", 10).await.unwrap().len(), 1);
        assert!(store.orders(OTHER, "", 10).await.unwrap().is_empty());
        let closed = store.close_ticket(&anna, ticket.id, &close(true), Via::Web, at(11)).await.unwrap();
        assert_eq!(closed.closed_path, Some(ClosedPath::Staff));
        assert_eq!(world.deeds(&ticket).await, ["created", "order_linked", "order_linked", "order_unlinked", "order_linked", "closed"]);
        // What is risky whatever its status asks too.
        let second = world.ticket().await;
        let risky = domain::OrderDraft { risky: true, ..draft("B", OrderStatus::Refunded) };
        store.put_order(&anna, second.id, &risky, Via::Web, at(12)).await.unwrap();
        assert_eq!(refusal(store.close_ticket(&anna, second.id, &close(false), Via::Web, at(13)).await), Refusal::RiskyOrder);
    }

    async fn an_order_is_changed_by_staff_of_all_its_tickets(world: World) {
        let store = &world.store;
        let gold = world.ticket().await;
        let sword = world.placed(&world.asking(NOAH, "Noah").await).await;
        let (anna, tom, owner) = (world.who(ANNA).await, world.who(TOM).await, world.who(OWNER).await);
        let tame = draft("A-1", OrderStatus::Paid);
        let risky = OrderDraft { risky: true, ..tame.clone() };
        let order = store.put_order(&anna, gold.id, &risky, Via::Web, at(5)).await.unwrap();
        let elsewhere = Refusal::OrderElsewhere { number: "A-1".to_owned() };
        assert_eq!(refusal(store.put_order(&tom, sword.id, &tame, Via::Web, at(6)).await), elsewhere);
        assert_eq!(store.order_of(gold.id).await.unwrap(), Some(order.clone()));
        assert_eq!(store.order_of(sword.id).await.unwrap(), None);
        // As it stands it is his to link; from then on it is neither's alone.
        assert_eq!(store.put_order(&tom, sword.id, &risky, Via::Web, at(7)).await.unwrap(), order);
        assert_eq!(store.order_of(sword.id).await.unwrap(), Some(order.clone()));
        assert_eq!(refusal(store.put_order(&anna, gold.id, &tame, Via::Web, at(8)).await), elsewhere);
        let mut bell = store.subscribe();
        assert_eq!(store.put_order(&owner, gold.id, &tame, Via::Web, at(9)).await.unwrap().revision, 2);
        let rung: Vec<Bell> = std::iter::from_fn(|| bell.try_recv().ok()).collect();
        assert!([&gold, &sword].iter().all(|of| rung.contains(&Bell::Ticket { guild: ACME, ticket: of.id })), "{rung:?}");
        store.put_order(&owner, gold.id, &tame, Via::Web, at(10)).await.unwrap();
        assert_eq!(world.deeds(&gold).await, ["created", "order_linked", "order_linked"], "the same again");
        // One that no ticket is linked to is anybody's of the staff.
        for of in [&gold, &sword] {
            store.unlink_order(&owner, of.id, Via::Web, at(11)).await.unwrap();
        }
        assert!(store.put_order(&tom, sword.id, &risky, Via::Web, at(12)).await.unwrap().risky);
        assert_eq!(store.link_order(&anna, gold.id, "# A-1", Via::Web, at(13)).await.unwrap().order_id, Some(order.id));
    }

    /// Of a link and a change at the same moment, the second sees what the first wrote.
    async fn an_order_is_not_changed_past_a_link(world: World) {
        let gold = world.ticket().await;
        let sword = world.placed(&world.asking(NOAH, "Noah").await).await;
        let (anna, tom) = (world.who(ANNA).await, world.who(TOM).await);
        let risky = OrderDraft { risky: true, ..draft("A-1", OrderStatus::Paid) };
        let made = world.store.put_order(&anna, gold.id, &risky, Via::Web, at(5)).await.unwrap();
        world.store.unlink_order(&anna, gold.id, Via::Web, at(6)).await.unwrap();
        let (store, tickets) = (world.store.clone(), [gold.id, sword.id]);
        let told = world.at_once("update orders set risky = risky", 2, move |n| {
            let (store, anna, tom) = (store.clone(), anna.clone(), tom.clone());
            async move {
                if n == 0 {
                    return store.link_order(&anna, tickets[0], "A-1", Via::Web, at(7)).await.is_ok();
                }
                let tame = draft("A-1", OrderStatus::Paid);
                store.put_order(&tom, tickets[1], &tame, Via::Web, at(7)).await.is_ok()
            }
        }).await;
        let order = world.store.order_of(gold.id).await.unwrap().unwrap();
        assert_eq!(order.id, made.id);
        // Either the change came before the link, or it was refused.
        let changed = told.iter().all(|done| *done);
        assert_eq!((order.risky, order.revision), if changed { (false, 2) } else { (true, 1) });
    }

    async fn a_category_is_found_in_any_case_of_its_letters(world: World) {
        let store = &world.store;
        world.run("update guild set rules = '{\"categories\": [\"Đơn Hàng\", \"other\"]}' where id = 1000").await;
        let ticket = world.ticket().await;
        let anna = world.who(ANNA).await;
        store.set_ticket_category(&anna, ticket.id, Some("Đơn Hàng"), Via::Web, at(5)).await.unwrap();
        for asked in ["Đơn Hàng", "đơn hàng", "ĐƠN HÀNG"] {
            assert_eq!(numbers(&world, ANNA, &format!("mia category:\"{asked}\"")).await, [1], "{asked}");
            assert!(numbers(&world, ANNA, &format!("mia -category:\"{asked}\"")).await.is_empty(), "{asked}");
        }
        assert!(numbers(&world, ANNA, "mia category:other").await.is_empty());
    }

    async fn the_member_says_how_it_went(world: World) {
        let store = &world.store;
        world.run("update ticket_type set conduct = '{\"ratings\": \"channel\"}'").await;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        assert_eq!(refusal(store.rate(&mia, ticket.id, 5, None, Via::Web, at(5)).await), Refusal::NoRating);
        store.close_ticket(&anna, ticket.id, &close(false), Via::Web, at(6)).await.unwrap();
        let rows: Vec<DueAction> = store.due_of(ticket.id).await.unwrap().iter().map(|row| row.action).collect();
        assert_eq!(rows[..3], [DueAction::CloseNotice, DueAction::TranscriptLink, DueAction::AskRating]);
        assert_eq!(refusal(store.rate(&anna, ticket.id, 5, None, Via::Web, at(7)).await), Refusal::CustomerOnly);
        assert_eq!(refusal(store.rate(&mia, ticket.id, 6, None, Via::Web, at(7)).await), Refusal::OutOfRange { min: 1, max: 5 });
        assert!(store.ticket_view(&mia, 1).await.unwrap().may.contains(&Act::Rate));
        // Asked in the channel, where the question waits for the answer; then it waits no more.
        let asks = store.due_of(ticket.id).await.unwrap()[2].id;
        store.due_said(asks, domain::MessageId(910)).await.unwrap();
        store.due_later(asks, at(300), "the member has time to answer").await.unwrap();
        let rated = store.rate(&mia, ticket.id, 4, None, Via::Discord, at(8)).await.unwrap();
        let waits = store.due_of(ticket.id).await.unwrap().remove(2);
        assert_eq!((waits.id, waits.at, waits.result), (asks, at(8), Some(domain::MessageId(910))));
        assert_eq!((rated.rating, rated.rated_at, rated.status), (Some(4), Some(at(8)), Status::Closed));
        assert_eq!(refusal(store.rate(&mia, ticket.id, 4, None, Via::Discord, at(9)).await), Refusal::NoRating);
        assert_eq!(refusal(store.rate(&mia, ticket.id, 1, Some("Bad"), Via::Discord, at(9)).await), Refusal::NoRating);
        let worded = store.rate(&mia, ticket.id, 4, Some("Quick."), Via::Discord, at(10)).await.unwrap();
        assert_eq!((worded.rating, worded.rating_comment.as_deref(), worded.rated_at), (Some(4), Some("Quick."), Some(at(8))));
        assert_eq!(refusal(store.rate(&mia, ticket.id, 4, Some("More"), Via::Discord, at(11)).await), Refusal::NoRating);
        assert!(!store.ticket_view(&mia, 1).await.unwrap().may.contains(&Act::Rate));
        // Nobody is asked twice, nor asked who called it off.
        store.reopen(&anna, ticket.id, None, Via::Web, at(12)).await.unwrap();
        store.close_ticket(&anna, ticket.id, &close(false), Via::Web, at(13)).await.unwrap();
        let called_off = world.ticket().await;
        store.cancel(&anna, called_off.id, None, Via::Web, at(14)).await.unwrap();
        assert_eq!(refusal(store.rate(&mia, called_off.id, 4, None, Via::Web, at(15)).await), Refusal::AlreadyCancelled);
        for of in [ticket.id, called_off.id] {
            assert!(store.due_of(of).await.unwrap().iter().all(|row| row.action != DueAction::AskRating));
        }
    }

    async fn log_channels_are_told(world: World) {
        let store = &world.store;
        world.run("update guild set rules = '{\"logs\": [[\"closed\", \"31\"], [\"closed\", \"32\"], [\"opened\", \"33\"]]}' where id = 1000").await;
        let ticket = world.ticket().await;
        let anna = world.who(ANNA).await;
        store.claim(&anna, ticket.id, Via::Web, at(4)).await.unwrap();
        let mut bell = store.subscribe();
        store.close_ticket(&anna, ticket.id, &close(false), Via::Web, at(5)).await.unwrap();
        assert_eq!(std::iter::from_fn(|| bell.try_recv().ok()).filter(|bell| matches!(bell, Bell::Due { .. })).count(), 6);
        let rows = store.due_claim(at(5), std::time::Duration::from_secs(30), 100).await.unwrap();
        let logs: Vec<_> = rows.iter().filter(|row| row.action == DueAction::Log).collect();
        let channels: Vec<_> = logs.iter().map(|row| row.payload["channel"].as_str().unwrap()).collect();
        assert_eq!(channels, ["33", "31", "32"], "they hold up nothing, and nothing holds them up");
        assert!(rows.iter().any(|row| row.action == DueAction::CloseNotice));
        let event = logs[1].payload["event"].as_str().unwrap().parse().unwrap();
        let told = store.timeline_event(ACME, event).await.unwrap().unwrap();
        assert_eq!((told.deed.as_str(), told.ticket, logs[1].ticket), ("closed", ticket.id, None));
        assert_eq!(store.timeline_event(OTHER, event).await.unwrap(), None);
        assert_eq!(serde_json::from_value::<ChannelId>(logs[1].payload["channel"].clone()).unwrap(), ChannelId(31));
    }

    /// Whoever deletes a ticket's channel by hand does a deed as well, and so does Discord when it gives none.
    async fn log_channels_are_told_of_what_happens_to_a_channel(world: World) {
        let store = &world.store;
        world.run("update guild set rules = '{\"logs\": [[\"other\", \"34\"]]}' where id = 1000").await;
        let [by_hand, by_us] = [world.ticket().await, world.placed(&world.asking(NOAH, "Noah").await).await];
        let no_room = store.open_ticket(&world.asking(MIA, "Mia").await, at(1)).await.unwrap().ticket;
        store.close_ticket(&world.who(OWNER).await, by_us.id, &close(true), Via::Web, at(5)).await.unwrap();
        let mut bell = store.subscribe();
        store.channel_deleted(ACME, by_hand.channel.unwrap(), at(6)).await.unwrap();
        store.channel_removed(by_us.id, by_us.channel.unwrap(), at(6)).await.unwrap();
        store.opening_failed(no_room.id, "No room.", at(6)).await.unwrap();
        let rung: Vec<Bell> = std::iter::from_fn(|| bell.try_recv().ok()).collect();
        let rows = store.due_claim(at(6), std::time::Duration::ZERO, 100).await.unwrap();
        let logs: Vec<_> = rows.iter().filter(|row| row.action == DueAction::Log).collect();
        assert_eq!(logs.len(), 3);
        assert!(logs.iter().all(|row| rung.contains(&Bell::Due { due: row.id })), "{rung:?}");
    }
}
