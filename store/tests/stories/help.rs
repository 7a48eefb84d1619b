//! Help: asked for once, by the member alone.

use crate::both;
use crate::common::*;
use domain::{Bell, DueAction, Refusal, Status, Via, WaitingOn};

both! {
    async fn help_is_asked_for_once(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let mia = world.who(MIA).await;
        world.force_status(&ticket, "awaiting_confirmation").await;
        world.run("update ticket set waiting_on = 'customer'").await;
        let mut bell = store.subscribe();
        let helped = store.need_help(&mia, ticket.id, Via::Discord, at(5)).await.unwrap();
        assert_eq!((helped.needed_help_at, helped.waiting_on), (Some(at(5)), WaitingOn::Staff));
        assert_eq!((helped.status, helped.revision), (Status::InProgress, ticket.revision + 1));
        let due = store.due_of(ticket.id).await.unwrap();
        assert_eq!(due.len(), 1);
        assert_eq!((due[0].action, due[0].key.clone()), (DueAction::HelpPing, format!("help_ping:{}", ticket.id)));
        assert_eq!(bell.try_recv(), Ok(Bell::Ticket { guild: ACME, ticket: ticket.id }));
        assert_eq!(bell.try_recv(), Ok(Bell::Due { due: due[0].id }));
        assert_eq!(refusal(store.need_help(&mia, ticket.id, Via::Discord, at(6)).await), Refusal::HelpAsked { at: at(5) });
        assert_eq!(world.deeds(&ticket).await, ["created", "needed_help"]);
    }

    async fn only_its_member_asks(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        for user in [ANNA, NOAH, OWNER] {
            let who = world.who(user).await;
            assert_eq!(refusal(store.need_help(&who, ticket.id, Via::Discord, at(5)).await), Refusal::CustomerOnly);
        }
        let olga = world.who(OLGA).await;
        assert_eq!(refusal(store.need_help(&olga, ticket.id, Via::Web, at(5)).await), Refusal::NoSuchTicket);
        world.force_status(&ticket, "closed").await;
        let mia = world.who(MIA).await;
        assert_eq!(refusal(store.need_help(&mia, ticket.id, Via::Discord, at(5)).await), Refusal::AlreadyClosed);
        assert!(store.due_of(ticket.id).await.unwrap().is_empty());
    }

    async fn many_presses_ask_once(world: World) {
        let ticket = world.ticket().await;
        let mia = world.who(MIA).await;
        let asked = world
            .at_once(TICKET_ROWS, 10, |_| {
                let (store, who) = (world.store.clone(), mia.clone());
                async move { store.need_help(&who, ticket.id, Via::Discord, at(5)).await.is_ok() }
            })
            .await;
        assert_eq!(asked.into_iter().filter(|asked| *asked).count(), 1);
        assert_eq!(world.store.due_of(ticket.id).await.unwrap().len(), 1);
        assert_eq!(world.deeds(&ticket).await, ["created", "needed_help"]);
    }
}
