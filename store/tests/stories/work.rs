//! Who works on a ticket and where: claims by mode, assignment, transfer, escalation, people let in, names, places.

use crate::both;
use crate::common::*;
use crate::search::numbers;
use domain::{
    Act, Bell, ChannelFacts, ChannelId, DueAction, Person, Priority, Refusal, RoleId, RoleKind, Status, UserId, Via,
};
use store::Transfer;

async fn conduct(world: &World, json: &str) {
    world.run(&format!("update ticket_type set conduct = '{json}'")).await;
}

/// Vera becomes a supervisor of billing.
async fn supervised(world: &World) -> domain::Access {
    let billing = world.department("billing").await;
    world.give(billing, RoleId(104), RoleKind::Supervisor).await;
    world.run("update guild_role set permissions = 0").await;
    let vera = store::MemberSeen { person: person(VERA, "Vera"), nick: None, roles: vec![RoleId(104)] };
    world.store.members_seen(ACME, &[vera], at(1)).await.unwrap();
    world.who(VERA).await
}

both! {
    async fn a_claim_means_what_the_type_says(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, ben, vera) = (world.who(ANNA).await, world.who(BEN).await, supervised(&world).await);
        conduct(&world, "{\"claim\": \"none\"}").await;
        assert_eq!(refusal(store.claim(&anna, ticket.id, Via::Web, at(5)).await), Refusal::NoClaims);
        conduct(&world, "{\"claim\": \"exclusive\"}").await;
        store.claim(&anna, ticket.id, Via::Web, at(6)).await.unwrap();
        let annas = Refusal::ClaimedBy { name: "Anna".to_owned() };
        assert_eq!(refusal(store.solve(&ben, ticket.id, Via::Web, at(7)).await), annas);
        assert_eq!(refusal(store.tag(&ben, ticket.id, "x", Via::Web, at(7)).await), annas);
        let view = store.ticket_view(&ben, ticket.number).await.unwrap();
        assert!(!view.may.contains(&Act::Solve) && !view.may.contains(&Act::Claim), "{:?}", view.may);
        // Taken over by somebody who may.
        let over = store.claim(&vera, ticket.id, Via::Web, at(8)).await.unwrap();
        assert_eq!((over.assignee, over.claimed_at), (Some(VERA), Some(at(8))));
        store.unclaim(&vera, ticket.id, Via::Web, at(9)).await.unwrap();
        conduct(&world, "{}").await;
        store.claim(&anna, ticket.id, Via::Web, at(10)).await.unwrap();
        store.tag(&ben, ticket.id, "x", Via::Web, at(11)).await.unwrap();
        assert_eq!(world.deeds(&ticket).await, ["created", "claimed", "claimed", "unclaimed", "claimed", "tagged"]);
    }

    async fn it_is_assigned(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        assert_eq!(refusal(store.assign(&mia, ticket.id, Some(BEN), Via::Web, at(5)).await), Refusal::StaffOnly);
        let tom = Refusal::NotStaff { name: "Tom".to_owned() };
        assert_eq!(refusal(store.assign(&anna, ticket.id, Some(TOM), Via::Web, at(5)).await), tom);
        assert!(matches!(refusal(store.assign(&anna, ticket.id, Some(VERA), Via::Web, at(5)).await), Refusal::NotStaff { .. }));
        assert_eq!(store.assign(&anna, ticket.id, None, Via::Web, at(5)).await.unwrap(), ticket, "nobody has it");
        let bens = store.assign(&anna, ticket.id, Some(BEN), Via::Web, at(6)).await.unwrap();
        assert_eq!((bens.status, bens.assignee, bens.claimed_at), (Status::InProgress, Some(BEN), Some(at(6))));
        assert_eq!(store.assign(&anna, ticket.id, Some(BEN), Via::Web, at(7)).await.unwrap(), bens);
        let free = store.assign(&anna, ticket.id, None, Via::Web, at(8)).await.unwrap();
        assert_eq!((free.assignee, free.claimed_at, free.revision), (None, None, bens.revision + 1));
        let view = store.ticket_view(&anna, ticket.number).await.unwrap();
        assert!(view.people.contains_key(&BEN));
        assert_eq!(world.deeds(&ticket).await, ["created", "assigned", "assigned"]);
    }

    async fn it_goes_elsewhere(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, tom, owner) = (world.who(ANNA).await, world.who(TOM).await, world.who(OWNER).await);
        store.claim(&anna, ticket.id, Via::Web, at(5)).await.unwrap();
        let (billing, tech) = (world.department("billing").await, world.department("tech-support").await);
        let nowhere = Transfer::Department(domain::DepartmentId(1));
        assert_eq!(refusal(store.transfer(&anna, ticket.id, &nowhere, Via::Web, at(6)).await), Refusal::NoSuchDepartment);
        let others = Transfer::Type(world.type_of(OTHER, "general").await);
        assert_eq!(refusal(store.transfer(&anna, ticket.id, &others, Via::Web, at(6)).await), Refusal::TypeGone);
        let same = store.transfer(&anna, ticket.id, &Transfer::Department(billing), Via::Web, at(6)).await.unwrap();
        assert_eq!(same.revision, ticket.revision + 1);
        let mut bell = store.subscribe();
        let gone = store.transfer(&anna, ticket.id, &Transfer::Department(tech), Via::Web, at(7)).await.unwrap();
        let rung: Vec<Bell> = std::iter::from_fn(|| bell.try_recv().ok()).collect();
        assert!(rung.contains(&Bell::Access { guild: ACME, user: None }), "their lists are read again: {rung:?}");
        assert_eq!((gone.department, gone.ticket_type, gone.assignee), (tech, ticket.ticket_type, None));
        assert_eq!(refusal(store.claim(&anna, ticket.id, Via::Web, at(8)).await), Refusal::StaffOnly);
        // The owner acts everywhere, and keeps it.
        store.claim(&owner, ticket.id, Via::Web, at(9)).await.unwrap();
        let sell = world.type_of(ACME, "sell-gold").await;
        let back = store.transfer(&tom, ticket.id, &Transfer::Type(sell), Via::Web, at(10)).await.unwrap();
        assert_eq!((back.department, back.ticket_type, back.assignee), (billing, sell, Some(OWNER)));
        let view = store.ticket_view(&anna, ticket.number).await.unwrap();
        let last = view.timeline.last().unwrap();
        assert_eq!((last.from_value.as_deref(), last.to_value.as_deref()), (Some("Buy gold"), Some("Sell gold")));
        assert_eq!(world.deeds(&ticket).await, ["created", "claimed", "transferred", "claimed", "transferred"]);
    }

    async fn its_words_are_found_by_its_new_type(world: World) {
        let ticket = world.ticket().await;
        world.store.record_message(&said(&ticket, 5, MIA, "Two zebras."), at(5)).await.unwrap();
        let sell = Transfer::Type(world.type_of(ACME, "sell-gold").await);
        world.store.transfer(&world.who(ANNA).await, ticket.id, &sell, Via::Web, at(6)).await.unwrap();
        assert_eq!(numbers(&world, ANNA, "zebras type:sell-gold").await, [1]);
        assert_eq!(numbers(&world, ANNA, "mia type:sell-gold").await, [1]);
        assert!(numbers(&world, ANNA, "zebras type:buy-gold").await.is_empty());
    }

    async fn it_is_escalated(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        assert_eq!(refusal(store.escalate(&mia, ticket.id, None, Via::Web, at(5)).await), Refusal::StaffOnly);
        for (second, expected) in [(6, Priority::High), (16, Priority::Urgent), (26, Priority::Urgent)] {
            let up = store.escalate(&anna, ticket.id, Some("Angry."), Via::Web, at(second)).await.unwrap();
            assert_eq!((up.priority, up.escalated_at), (expected, Some(at(second))));
            let twice = store.escalate(&anna, ticket.id, None, Via::Web, at(second + 9)).await.unwrap();
            assert_eq!((twice.priority, twice.escalated_at), (expected, Some(at(second))), "the same press");
        }
        let rows = store.due_of(ticket.id).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.action).collect::<Vec<_>>(), [DueAction::EscalationPing; 3]);
        let view = store.ticket_view(&anna, ticket.number).await.unwrap();
        assert_eq!(view.timeline[1].reason.as_deref(), Some("Angry."));
        assert_eq!(view.timeline[1].to_value.as_deref(), Some("high"));
    }

    async fn people_are_let_in(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        assert_eq!(refusal(store.add_member(&mia, ticket.id, NOAH, Via::Web, at(5)).await), Refusal::StaffOnly);
        assert_eq!(store.add_member(&anna, ticket.id, MIA, Via::Web, at(5)).await.unwrap(), ticket, "its customer");
        let more = store.add_member(&anna, ticket.id, NOAH, Via::Web, at(6)).await.unwrap();
        assert_eq!(more.revision, ticket.revision + 1);
        assert_eq!(store.add_member(&anna, ticket.id, NOAH, Via::Web, at(7)).await.unwrap(), more);
        assert_eq!(store.ticket_members(ticket.id).await.unwrap(), [NOAH]);
        let view = store.ticket_view(&mia, ticket.number).await.unwrap();
        assert_eq!((view.members.as_slice(), view.people[&NOAH].display_name.as_str()), ([NOAH].as_slice(), "Noah"));
        store.member_left(ACME, TOM, at(8)).await.unwrap();
        assert_eq!(refusal(store.add_member(&anna, ticket.id, TOM, Via::Web, at(9)).await), Refusal::NotFound);
        store.remove_member(&anna, ticket.id, NOAH, Via::Web, at(10)).await.unwrap();
        let again = store.remove_member(&anna, ticket.id, NOAH, Via::Web, at(11)).await.unwrap();
        assert_eq!(again.revision, more.revision + 1);
        for n in 0..50 {
            store.add_member(&anna, ticket.id, UserId(5_000 + n), Via::Web, at(12)).await.unwrap();
        }
        let full = Refusal::TooMany { count: 51, max: 50 };
        assert_eq!(refusal(store.add_member(&anna, ticket.id, NOAH, Via::Web, at(13)).await), full);
    }

    /// Names that hold another's are no reason not to find that one, nor to take one of two for the other.
    async fn a_name_means_whoever_is_called_so(world: World) {
        let member = |id: i64, username: &str, name: &str| store::MemberSeen {
            person: Person { username: username.to_owned(), ..person(UserId(id), name) },
            nick: None,
            roles: vec![],
        };
        let mut all: Vec<_> = (0..20).map(|n| member(600 + n, &format!("a{n:02}max"), &format!("Maxine {n}"))).collect();
        all.extend([member(700, "zed", "Maxi"), member(701, "a00", "Maxi"), member(702, "max", "Somebody")]);
        all.push(member(703, "zoe", "Đặng"));
        world.store.members_seen(ACME, &all, at(1)).await.unwrap();
        let anna = world.who(ANNA).await;
        for (name, expected) in [("max", vec![702]), ("MAXI", vec![701, 700]), ("Đặng", vec![703]), ("ax", vec![])] {
            let found = world.store.people_called(&anna, name).await.unwrap();
            assert_eq!(found, expected.into_iter().map(UserId).collect::<Vec<_>>(), "{name}");
        }
    }

    async fn it_is_named_and_moved(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, mia) = (world.who(ANNA).await, world.who(MIA).await);
        assert_eq!(refusal(store.rename_ticket(&mia, ticket.id, "x", Via::Web, at(5)).await), Refusal::StaffOnly);
        assert_eq!(refusal(store.rename_ticket(&anna, ticket.id, " !! ", Via::Web, at(5)).await), Refusal::Empty);
        let long = "é".repeat(101);
        assert!(matches!(refusal(store.rename_ticket(&anna, ticket.id, &long, Via::Web, at(5)).await), Refusal::TooLong { length: 101, .. }));
        let named = store.rename_ticket(&anna, ticket.id, "Ask Mia Again!", Via::Web, at(6)).await.unwrap();
        assert_eq!((named.channel_name.as_str(), named.revision), ("ask-mia-again", ticket.revision + 1));
        assert_eq!(store.rename_ticket(&anna, ticket.id, "ask mia again", Via::Web, at(7)).await.unwrap(), named);
        for (id, name, kind) in [(77, "VIP", 4), (78, "chat", 0)] {
            let facts = ChannelFacts { id: ChannelId(id), name: name.to_owned(), kind, parent: None };
            store.channel_changed(ACME, &facts).await.unwrap();
        }
        assert_eq!(refusal(store.move_ticket(&anna, ticket.id, ChannelId(78), Via::Web, at(8)).await), Refusal::NoSuchCategory);
        let moved = store.move_ticket(&anna, ticket.id, ChannelId(77), Via::Web, at(8)).await.unwrap();
        assert_eq!((moved.parent, moved.revision), (Some(ChannelId(77)), named.revision + 1));
        let view = store.ticket_view(&anna, ticket.number).await.unwrap();
        assert_eq!(view.timeline[2].to_value.as_deref(), Some("VIP"));
        assert_eq!(world.deeds(&ticket).await, ["created", "renamed", "moved"]);
        store.cancel(&anna, ticket.id, None, Via::Web, at(9)).await.unwrap();
        assert_eq!(refusal(store.rename_ticket(&anna, ticket.id, "y", Via::Web, at(10)).await), Refusal::AlreadyCancelled);
    }

    async fn what_was_changed_by_hand_is_named_and_moved_again(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        let (anna, channel) = (world.who(ANNA).await, ticket.channel.unwrap());
        let put = async |id: ChannelId, name: &str, kind: i32, parent: Option<ChannelId>| {
            store.channel_changed(ACME, &ChannelFacts { id, name: name.to_owned(), kind, parent }).await.unwrap();
        };
        let (vip, chats) = (ChannelId(77), ChannelId(78));
        put(vip, "VIP", 4, None).await;
        put(chats, "Chats", 4, None).await;
        put(channel, "mia", 0, Some(chats)).await;
        let moved = store.move_ticket(&anna, ticket.id, vip, Via::Web, at(5)).await.unwrap();
        let again = store.move_ticket(&anna, ticket.id, vip, Via::Web, at(6)).await.unwrap();
        assert_eq!(again, moved, "it is on its way");
        store.brought_to(ticket.id, vip).await.unwrap();
        put(channel, "mia", 0, Some(vip)).await;
        assert_eq!(store.move_ticket(&anna, ticket.id, vip, Via::Web, at(7)).await.unwrap().revision, moved.revision);
        for (by_hand, from) in [(Some(chats), Some("Chats")), (None, None)] {
            put(channel, "mia", 0, by_hand).await;
            let back = store.move_ticket(&anna, ticket.id, vip, Via::Web, at(8)).await.unwrap();
            assert_eq!((back.parent, back.given_parent), (Some(vip), None), "it is to be brought there");
            let line = store.ticket_view(&anna, ticket.number).await.unwrap().timeline.pop().unwrap();
            assert_eq!((line.from_value.as_deref(), line.to_value.as_deref()), (from, Some("VIP")));
            store.brought_to(ticket.id, vip).await.unwrap();
        }

        store.rename_ticket(&anna, ticket.id, "vip", Via::Web, at(9)).await.unwrap();
        store.named(ticket.id, "vip", "vip").await.unwrap();
        put(channel, "vip", 0, Some(vip)).await;
        let named = world.again(&ticket).await;
        assert_eq!(store.rename_ticket(&anna, ticket.id, "vip", Via::Web, at(10)).await.unwrap(), named);
        put(channel, "waiting", 0, Some(vip)).await;
        let back = store.rename_ticket(&anna, ticket.id, "vip", Via::Web, at(11)).await.unwrap();
        assert_eq!((back.given_name.as_deref(), back.revision), (Some("vip waiting"), named.revision + 1));
    }
}
