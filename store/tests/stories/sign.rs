//! A channel's name, place, pin and people: what was done, what is owed.

use crate::both;
use crate::common::*;
use domain::{ChannelId, MessageId, Ticket, Via};
use store::Made;

/// Placed, with all that is owed done.
async fn signed(world: &World) -> Ticket {
    let ticket = world.ticket().await;
    if let Some(message) = ticket.welcome_message {
        world.store.pin_done(ticket.id, message).await.unwrap();
    }
    ticket
}

async fn owed(world: &World) -> Vec<i64> {
    world.store.tickets_unsigned().await.unwrap().into_iter().map(|(_, ticket)| ticket.0).collect()
}

both! {
    async fn a_name_is_owed_until_it_is_given(world: World) {
        let store = &world.store;
        let ticket = signed(&world).await;
        assert_eq!(ticket.given_name.as_deref(), Some(ticket.channel_name.as_str()), "it was made under it");
        assert!(owed(&world).await.is_empty());
        let anna = world.who(ANNA).await;
        let renamed = store.rename_ticket(&anna, ticket.id, "vip", Via::Web, at(5)).await.unwrap();
        assert_eq!(owed(&world).await, [ticket.id.0]);
        store.name_owed(ticket.id, "mia vip").await.unwrap();
        assert_eq!(owed(&world).await, [ticket.id.0], "a promise is no name");
        store.named(ticket.id, &renamed.channel_name, "vip").await.unwrap();
        assert!(owed(&world).await.is_empty());
        assert_eq!(world.again(&ticket).await.given_name.as_deref(), Some("vip"));
    }

    async fn what_discord_makes_of_a_name_is_wanted_from_then_on(world: World) {
        let store = &world.store;
        let ticket = signed(&world).await;
        store.named(ticket.id, &ticket.channel_name, "as-discord-has-it").await.unwrap();
        let now = world.again(&ticket).await;
        assert_eq!((now.channel_name.as_str(), now.given_name.as_deref()), ("as-discord-has-it", Some("as-discord-has-it")));
        store.name_refused(ticket.id, "another", "ticket-0001").await.unwrap();
        assert_eq!(world.again(&ticket).await.channel_name, "as-discord-has-it", "another name is wanted by now");
        store.name_refused(ticket.id, "as-discord-has-it", "ticket-0001").await.unwrap();
        assert_eq!(world.again(&ticket).await.channel_name, "ticket-0001");
        assert_eq!(owed(&world).await, [ticket.id.0]);
    }

    async fn a_message_is_pinned_once(world: World) {
        let store = &world.store;
        let ticket = world.ticket().await;
        store.welcome_posted(ticket.id, MessageId(70)).await.unwrap();
        assert_eq!(owed(&world).await, [ticket.id.0]);
        store.pin_done(ticket.id, MessageId(70)).await.unwrap();
        assert_eq!(store.pinned(ticket.id).await.unwrap(), Some(MessageId(70)));
        assert!(owed(&world).await.is_empty());
        store.welcome_posted(ticket.id, MessageId(71)).await.unwrap();
        assert_eq!(owed(&world).await, [ticket.id.0], "another message");
    }

    async fn whoever_left_is_not_let_in(world: World) {
        let store = &world.store;
        let ticket = signed(&world).await;
        let anna = world.who(ANNA).await;
        let added = store.add_member(&anna, ticket.id, NOAH, Via::Web, at(5)).await.unwrap();
        assert_eq!(store.let_in(&added).await.unwrap(), [MIA, NOAH]);
        store.member_left(ticket.guild, MIA, at(6)).await.unwrap();
        assert_eq!(store.let_in(&added).await.unwrap(), [NOAH]);
        store.let_in_changed(ticket.guild, MIA).await.unwrap();
        let now = world.again(&ticket).await;
        assert_eq!(now.revision, added.revision + 1);
        store.let_in_changed(ticket.guild, NOAH).await.unwrap();
        assert_eq!(world.again(&ticket).await.revision, added.revision + 2, "of members as well");
        store.let_in_changed(ticket.guild, BEN).await.unwrap();
        assert_eq!(world.again(&ticket).await.revision, added.revision + 2);
    }

    async fn what_lay_in_a_deleted_category_is_brought_elsewhere(world: World) {
        let store = &world.store;
        let opened = store.open_ticket(&world.buying(MIA, "Mia").await, at(1)).await.unwrap().ticket;
        let made = Made { channel: ChannelId(50), parent: Some(ChannelId(9)) };
        assert!(store.channel_made(opened.id, made).await.unwrap());
        store.ticket_placed(opened.id, opened.revision).await.unwrap();
        let before = world.again(&opened).await;
        assert_eq!(before.given_parent, Some(ChannelId(9)));
        store.channel_deleted(opened.guild, ChannelId(8), at(2)).await.unwrap();
        assert_eq!(world.again(&opened).await.revision, before.revision);
        store.channel_deleted(opened.guild, ChannelId(9), at(3)).await.unwrap();
        let after = world.again(&opened).await;
        assert_eq!((after.revision, after.given_parent), (before.revision + 1, None));
    }
}
