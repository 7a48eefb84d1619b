//! Opening: whole or not at all, once a submit, within the limit, numbers without gap.

use crate::both;
use crate::common::*;
use domain::{Bell, InteractionId, Priority, Provisioning, Refusal, Status, TypeState, Via, WaitingOn};

both! {
    async fn a_ticket_is_whole(world: World) {
        let mut bell = world.store.subscribe();
        let opening = submitted(world.buying(MIA, "Mia").await, 77);
        let opened = world.store.open_ticket(&opening, at(1)).await.unwrap();
        assert!(opened.fresh);
        let ticket = opened.ticket;
        assert_eq!((ticket.number, ticket.channel_name.as_str()), (1, "mia-buy-gold-0001"));
        assert_eq!((ticket.status, ticket.waiting_on, ticket.priority), (Status::Open, WaitingOn::Staff, Priority::Medium));
        assert_eq!((ticket.provisioning, ticket.revision, ticket.published_revision), (Provisioning::Wanted, 1, 0));
        assert_eq!((ticket.customer, ticket.created_at, ticket.last_at), (MIA, at(1), at(1)));
        let answers = world.store.answers(ticket.id).await.unwrap();
        let shown: Vec<_> = answers.iter().map(|a| (a.key.as_str(), a.value.as_str(), a.shown.as_str())).collect();
        assert_eq!(shown, [("amount", "1500", "1500"), ("delivery", "mail", "In-game mail"), ("username", "mia_the_great", "mia_the_great")]);
        assert_eq!(world.deeds(&ticket).await, ["created"]);
        assert_eq!(bell.try_recv(), Ok(Bell::Ticket { guild: ACME, ticket: ticket.id }));
        assert!(bell.try_recv().is_err());
        assert_eq!(world.store.tickets_behind().await.unwrap(), std::slice::from_ref(&ticket));
        assert_eq!(world.store.tickets_in_discord(ACME).await.unwrap(), std::slice::from_ref(&ticket));
        assert_eq!(world.store.ticket_by_number(ACME, 1).await.unwrap().as_ref(), Some(&ticket));
        assert_eq!(world.store.ticket_by_number(OTHER, 1).await.unwrap(), None);
        assert_eq!(world.store.ticket(OTHER, ticket.id).await.unwrap(), None);
    }

    async fn a_refusal_says_why_and_leaves_no_gap(world: World) {
        let store = &world.store;
        let good = world.buying(MIA, "Mia").await;
        let mut opening = good.clone();
        opening.ticket_type = world.type_of(OTHER, "buy-gold").await;
        assert_eq!(refusal(store.open_ticket(&opening, at(1)).await), Refusal::TypeGone);
        opening = good.clone();
        opening.form_revision = 9;
        assert_eq!(refusal(store.open_ticket(&opening, at(1)).await), Refusal::FormGone);
        opening = good.clone();
        opening.answers = answers(&[("amount", "a lot"), ("delivery", "mail"), ("username", "mia")]);
        assert!(matches!(refusal(store.open_ticket(&opening, at(1)).await), Refusal::Answer { key, .. } if key == "amount"));
        opening = good.clone();
        opening.guild = domain::GuildId(404);
        assert_eq!(refusal(store.open_ticket(&opening, at(1)).await), Refusal::GuildUnknown);
        let owner = world.owner(ACME).await;
        let state = |state, words| store.set_type_state(&owner, good.ticket_type, state, words, Via::Web, at(1));
        state(TypeState::Paused, Some("Back at nine.")).await.unwrap();
        let paused = Refusal::TypePaused { message: "Back at nine.".to_owned() };
        assert_eq!(refusal(store.open_ticket(&good, at(1)).await), paused);
        state(TypeState::Active, None).await.unwrap();
        assert_eq!(store.open_ticket(&good, at(2)).await.unwrap().ticket.number, 1);
        store.delete_type(&owner, good.ticket_type, Via::Web, at(3)).await.unwrap();
        let late = store::Opening { customer: person(NOAH, "Noah"), ..good };
        assert_eq!(refusal(store.open_ticket(&late, at(4)).await), Refusal::TypeGone);
        assert_eq!(world.count("select count(*) from ticket").await, 1);
        assert_eq!(world.count("select count(*) from event").await, 1);
    }

    async fn one_is_open(world: World) {
        let store = &world.store;
        let opening = world.buying(MIA, "Mia").await;
        let first = store.open_ticket(&opening, at(1)).await.unwrap().ticket;
        let words = Refusal::OneIsOpen { link: "Ticket #0001".to_owned() };
        assert_eq!(refusal(store.open_ticket(&opening, at(2)).await), words);
        store.channel_made(first.id, domain::ChannelId(555)).await.unwrap();
        let link = Refusal::OneIsOpen { link: "<#555>".to_owned() };
        assert_eq!(refusal(store.open_ticket(&opening, at(3)).await), link);
        // Another member, and another type, are free.
        assert_eq!(store.open_ticket(&world.buying(NOAH, "Noah").await, at(4)).await.unwrap().ticket.number, 2);
        assert_eq!(store.open_ticket(&world.asking(MIA, "Mia").await, at(5)).await.unwrap().ticket.number, 3);
        world.force_status(&first, "closed").await;
        assert_eq!(store.open_ticket(&opening, at(6)).await.unwrap().ticket.number, 4);
        world.run("update ticket_type set limit_per_member = 2").await;
        assert_eq!(store.open_ticket(&opening, at(7)).await.unwrap().ticket.number, 5);
        assert_eq!(refusal(store.open_ticket(&opening, at(8)).await), Refusal::TooManyOpen { open: 2 });
    }

    async fn a_submit_delivered_twice_opens_once(world: World) {
        let opening = submitted(world.buying(MIA, "Mia").await, 77);
        let opened = world
            .at_once(GUILD_ROW, 8, |_| {
                let (store, opening) = (world.store.clone(), opening.clone());
                async move { store.open_ticket(&opening, at(1)).await.unwrap() }
            })
            .await;
        assert_eq!(opened.iter().filter(|opened| opened.fresh).count(), 1);
        assert!(opened.iter().all(|other| other.ticket.id == opened[0].ticket.id));
        // Also once the ticket is over, which the limit would let pass.
        world.force_status(&opened[0].ticket, "closed").await;
        assert!(!world.store.open_ticket(&opening, at(9)).await.unwrap().fresh);
        assert_eq!(world.count("select count(*) from ticket").await, 1);
        assert_eq!(world.count("select next_number from guild where id = 1000").await, 2);
    }

    async fn fifty_submits_of_one_member_open_one(world: World) {
        let opening = world.buying(MIA, "Mia").await;
        let opened = world
            .at_once(GUILD_ROW, 50, |n| {
                let (store, opening) = (world.store.clone(), submitted(opening.clone(), 100 + n));
                async move { store.open_ticket(&opening, at(1)).await }
            })
            .await;
        assert_eq!(opened.iter().filter(|result| result.is_ok()).count(), 1);
        for result in opened.into_iter().filter(Result::is_err) {
            assert!(matches!(refusal(result), Refusal::OneIsOpen { .. }));
        }
        assert_eq!(world.count("select count(*) from ticket").await, 1);
    }

    async fn numbers_have_no_gap(world: World) {
        let opening = world.buying(MIA, "Somebody").await;
        let opened = world
            .at_once(GUILD_ROW, 40, |n| {
                let customer = person(domain::UserId(500 + n / 2), "Somebody");
                let (store, opening) = (world.store.clone(), store::Opening { customer, ..opening.clone() });
                async move { store.open_ticket(&opening, at(1)).await }
            })
            .await;
        // Each of twenty members submitted twice: one of the two is refused, and costs no number.
        let mut numbers: Vec<i64> = opened.into_iter().filter_map(Result::ok).map(|opened| opened.ticket.number).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
    }

    async fn texts_that_a_database_refuses_are_stored_visibly(world: World) {
        let mut opening = world.buying(MIA, "Mi\0a").await;
        "mia\0gold".clone_into(&mut opening.answers[2].value);
        let ticket = world.store.open_ticket(&opening, at(1)).await.unwrap().ticket;
        assert_eq!(ticket.customer_name, "Mi\u{FFFD}a");
        assert_eq!(world.store.answers(ticket.id).await.unwrap()[2].value, "mia\u{FFFD}gold");
    }

    async fn an_answer_is_owed_until_a_ticket_or_a_refusal(world: World) {
        let owed = |world: World, seconds| async move {
            world.store.replies_owed(at(seconds)).await.unwrap().into_iter().map(|(id, _)| id.0).collect::<Vec<_>>()
        };
        for id in [7, 8, 9] {
            world.store.owe_reply(InteractionId(id), "token", at(60)).await.unwrap();
        }
        world.store.open_ticket(&submitted(world.buying(MIA, "Mia").await, 7), at(1)).await.unwrap();
        world.store.reply_given(InteractionId(8)).await.unwrap();
        assert_eq!(owed(world.clone(), 2).await, [9]);
        assert_eq!(owed(world.clone(), 61).await, Vec::<i64>::new());
    }
}
