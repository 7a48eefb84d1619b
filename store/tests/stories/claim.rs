//! Claims: one at a time, by staff of the department.

use crate::both;
use crate::common::*;
use domain::{Bell, Refusal, Status, Via};

both! {
    async fn staff_claim_and_give_back(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, ben, owner) = (world.who(ANNA).await, world.who(BEN).await, world.who(OWNER).await);
        let mut bell = store.subscribe();
        let claimed = store.claim(&anna, ticket.id, Via::Discord, at(5)).await.unwrap();
        assert_eq!((claimed.status, claimed.assignee, claimed.claimed_at), (Status::InProgress, Some(ANNA), Some(at(5))));
        assert_eq!(claimed.revision, ticket.revision + 1);
        assert_eq!(bell.try_recv(), Ok(Bell::Ticket { guild: ACME, ticket: ticket.id }));
        assert_eq!(refusal(store.claim(&anna, ticket.id, Via::Discord, at(6)).await), Refusal::ClaimedByYou);
        let taken = Refusal::ClaimedBy { name: "Anna".to_owned() };
        assert_eq!(refusal(store.claim(&ben, ticket.id, Via::Web, at(6)).await), taken);
        assert_eq!(refusal(store.unclaim(&ben, ticket.id, Via::Web, at(6)).await), taken);
        let free = store.unclaim(&anna, ticket.id, Via::Discord, at(7)).await.unwrap();
        assert_eq!((free.status, free.assignee, free.claimed_at), (Status::InProgress, None, None));
        // Of a ticket that nobody has there is nothing to give back.
        assert_eq!(store.unclaim(&anna, ticket.id, Via::Discord, at(8)).await.unwrap(), free);
        store.claim(&ben, ticket.id, Via::Web, at(9)).await.unwrap();
        assert_eq!(store.unclaim(&owner, ticket.id, Via::Web, at(10)).await.unwrap().assignee, None);
        assert_eq!(world.deeds(&ticket).await, ["created", "claimed", "unclaimed", "claimed", "unclaimed"]);
    }

    async fn others_are_refused(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        for user in [MIA, NOAH, TOM, VERA] {
            let who = world.who(user).await;
            assert_eq!(refusal(store.claim(&who, ticket.id, Via::Discord, at(5)).await), Refusal::StaffOnly, "{user}");
            assert_eq!(refusal(store.unclaim(&who, ticket.id, Via::Discord, at(5)).await), Refusal::StaffOnly, "{user}");
        }
        let olga = world.who(OLGA).await;
        assert_eq!(refusal(store.claim(&olga, ticket.id, Via::Web, at(5)).await), Refusal::NoSuchTicket);
        assert_eq!(world.again(&ticket).await, ticket);
        world.force_status(&ticket, "closed").await;
        let anna = world.who(ANNA).await;
        assert_eq!(refusal(store.claim(&anna, ticket.id, Via::Web, at(5)).await), Refusal::AlreadyClosed);
        world.force_status(&ticket, "cancelled").await;
        assert_eq!(refusal(store.claim(&anna, ticket.id, Via::Web, at(5)).await), Refusal::AlreadyCancelled);
    }

    async fn of_many_claims_one_wins(world: World) {
        let ticket = world.ticket().await;
        let (anna, ben) = (world.who(ANNA).await, world.who(BEN).await);
        let won = world
            .at_once(TICKET_ROWS, 20, |n| {
                let (store, who) = (world.store.clone(), if n % 2 == 0 { anna.clone() } else { ben.clone() });
                async move { store.claim(&who, ticket.id, Via::Discord, at(5)).await.is_ok() }
            })
            .await;
        assert_eq!(won.into_iter().filter(|won| *won).count(), 1);
        assert_eq!(world.deeds(&ticket).await, ["created", "claimed"]);
    }
}
